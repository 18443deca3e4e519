import type { Config, Network } from '@payment-observability/config';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import { removalPolicyOf } from '../removal-policy';
import { TaggedResource } from '../tagged-resource';
import type { Vpc } from './vpc';

export interface FlowLogProps {
  readonly config: Config;
  readonly network: Network;
  readonly vpc: Vpc;
  readonly keys: EncryptionKeys;
  readonly encryptionKey: string;
}

/** Every connection of the VPC, accepted or not, in an encrypted log group. */
export function addFlowLog(scope: Construct, { config, network, vpc, keys, encryptionKey }: FlowLogProps): void {
  const logGroup = encryptedLogGroup(scope, 'FlowLogGroup', {
    logGroupName: `/aws/vpc/${network.vpcName ?? ''}`,
    retentionDays: network.flowLogRetentionDays,
    keys,
    encryptionKey,
    removalPolicy: removalPolicyOf(config),
  });
  new TaggedResource(scope, 'FlowLog', { type: 'AWS::EC2::FlowLog', properties: {
    ResourceType: 'VPC',
    ResourceId: vpc.vpcId,
    TrafficType: 'ALL',
    LogDestinationType: 'cloud-watch-logs',
    LogGroupName: logGroup.logGroupName,
    DeliverLogsPermissionArn: flowLogRole(scope, logGroup.logGroupArn).roleArn,
  } });
}

function flowLogRole(scope: Construct, logGroupArn: string): Role {
  const stack = Stack.of(scope);
  const role = new Role(scope, 'FlowLogRole', {
    assumedBy: new ServicePrincipal('vpc-flow-logs.amazonaws.com', {
      conditions: { StringEquals: { 'aws:SourceAccount': stack.account }, ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' }) } },
    }),
    inlinePolicies: {
      WriteFlowLog: new PolicyDocument({
        statements: [
          new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], resources: [logGroupArn] }),
          // has no resource of its own
          new PolicyStatement({ actions: ['logs:DescribeLogGroups'], resources: ['*'] }),
        ],
      }),
    },
  });
  acknowledge(role, { ...INLINE_POLICY, [wildcardFinding(role, '*')]: 'DescribeLogGroups takes no narrower resource.' });
  return role;
}
