import type { CanaryCheck } from '@payment-observability/config';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { ArnFormat, Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import { logGroupArn } from '../logs/log-group-arn';
import type { ArtifactBucket } from './artifact-bucket';
import type { Place } from './canary-network';

export interface CanaryRoleProps {
  readonly check: CanaryCheck;
  readonly bucket: ArtifactBucket;
  /** Of the artifacts in the bucket. */
  readonly prefix: string;
  readonly key: IKey;
  /** Begins the name of the canary's log group. */
  readonly logGroupPrefix: string;
  /** Undefined outside of a VPC. */
  readonly place: Place | undefined;
}

/** What one canary may do: write its artifacts, metrics and logs, and read its own secret. It may not create a log group, which would never expire. */
export function canaryRole(scope: Construct, id: string, props: CanaryRoleProps): Role {
  const { check, bucket, prefix, key, logGroupPrefix, place } = props;
  const objects = `${bucket.bucketArn}/${prefix}/*`;
  const logs = `${logGroupArn(scope, `${logGroupPrefix}*`)}:*`;
  const secret = check.secret === undefined ? undefined : secretArn(scope, check.secret);
  const role = new Role(scope, id, {
    assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
    inlinePolicies: {
      RunCanary: new PolicyDocument({
        statements: [
          allow(['s3:PutObject'], [objects]),
          allow(['s3:GetBucketLocation'], [bucket.bucketArn]),
          // the runtime looks for its bucket in the list of all; the action takes no narrower resource
          allow(['s3:ListAllMyBuckets'], ['*']),
          allow(['kms:GenerateDataKey', 'kms:Decrypt'], [key.keyArn]),
          new PolicyStatement({ actions: ['cloudwatch:PutMetricData'], resources: ['*'], conditions: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } } }),
          allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logs]),
          ...(check.tracing ? [allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*'])] : []),
          ...(secret === undefined ? [] : [allow(['secretsmanager:GetSecretValue'], [secret])]),
          ...(place ? interfaceStatements(scope, place) : []),
        ],
      }),
    },
  });
  acknowledge(role, {
    ...INLINE_POLICY,
    [wildcardFinding(role, objects)]: 'Synthetics chooses the names of the artifacts.',
    [wildcardFinding(role, logs)]: 'The name of the log group ends with the id of the canary, which does not exist yet.',
    [wildcardFinding(role, '*')]: 'PutMetricData (bound to its namespace), ListAllMyBuckets, X-Ray and DescribeNetworkInterfaces take no narrower resource.',
    ...(place && { [wildcardFinding(role, interfacesArn(scope))]: 'Lambda chooses the network interface; its subnets, security groups and VPC are bound.' }),
  });
  return role;
}

const allow = (actions: string[], resources: string[]) => new PolicyStatement({ actions, resources });

/** Secrets Manager ends every ARN with a hyphen and six random characters. */
function secretArn(scope: Construct, name: string): string {
  return `${Stack.of(scope).formatArn({ service: 'secretsmanager', resource: 'secret', resourceName: name, arnFormat: ArnFormat.COLON_RESOURCE_NAME })}-??????`;
}

const ec2Arn = (scope: Construct, resource: string, resourceName: string) => Stack.of(scope).formatArn({ service: 'ec2', resource, resourceName });
const interfacesArn = (scope: Construct) => ec2Arn(scope, 'network-interface', '*');

/** What Lambda does with the role to put the canary into its subnets. */
function interfaceStatements(scope: Construct, { vpcId, subnetIds, securityGroupIds }: Place): PolicyStatement[] {
  const bound = [...subnetIds.map((subnet) => ec2Arn(scope, 'subnet', subnet)), ...securityGroupIds.map((group) => ec2Arn(scope, 'security-group', group))];
  return [
    // creating needs all three resources: an interface elsewhere is refused through its subnet
    allow(['ec2:CreateNetworkInterface'], [...bound, interfacesArn(scope)]),
    new PolicyStatement({ actions: ['ec2:DeleteNetworkInterface'], resources: [interfacesArn(scope)], conditions: { ArnEquals: { 'ec2:Vpc': ec2Arn(scope, 'vpc', vpcId) } } }),
    allow(['ec2:DescribeNetworkInterfaces'], ['*']),
  ];
}
