import { AnyPrincipal, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { securityGroup } from './security-group';
import { TaggedResource } from '../tagged-resource';
import type { Vpc } from './vpc';

export interface EndpointsProps {
  readonly vpc: Vpc;
  /** Security group whose members call the services. */
  readonly callers: string;
  /** As they stand in the names of endpoint services, for example monitoring. */
  readonly services: readonly string[];
  readonly region: string;
}

/** The way to AWS without the Internet: a gateway for S3, an interface in each zone for the other services, for callers of this account only. */
export function addEndpoints(scope: Construct, { vpc, callers, services, region }: EndpointsProps): void {
  const common = { VpcId: vpc.vpcId, PolicyDocument: ownAccountOnly(scope) };
  const endpoints = new Construct(scope, 'endpoints');
  new TaggedResource(endpoints, 's3', { type: 'AWS::EC2::VPCEndpoint', properties: { ...common, VpcEndpointType: 'Gateway', ServiceName: `com.amazonaws.${region}.s3`, RouteTableIds: vpc.privateRouteTableIds } });
  const securityGroupId = securityGroup(scope, 'EndpointSecurityGroup', { vpcId: vpc.vpcId, description: 'Endpoints: HTTPS from canaries', httpsOut: false, httpsFrom: callers });
  for (const service of [...new Set(services)].sort())
    new TaggedResource(endpoints, service, { type: 'AWS::EC2::VPCEndpoint', properties: {
      ...common,
      VpcEndpointType: 'Interface',
      ServiceName: `com.amazonaws.${region}.${service}`,
      PrivateDnsEnabled: true,
      SubnetIds: vpc.endpointSubnetIds,
      SecurityGroupIds: [securityGroupId],
    } });
}

function ownAccountOnly(scope: Construct): PolicyDocument {
  return new PolicyDocument({
    statements: [new PolicyStatement({ principals: [new AnyPrincipal()], actions: ['*'], resources: ['*'], conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(scope).account } } })],
  });
}
