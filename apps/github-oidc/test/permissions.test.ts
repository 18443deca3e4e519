import { decision, permissionsOf } from './support/access';
import { ACCOUNT, deployed, type PolicyDocument } from './support/template';

type Call = readonly [action: string, resource: string, context?: Readonly<Record<string, string>>];

const arn = (service: string, rest: string, region = 'eu-west-1') => `arn:aws:${service}:${region}:${ACCOUNT}:${rest}`;
const iam = (rest: string) => `arn:aws:iam::${ACCOUNT}:${rest}`;
const STACK = arn('cloudformation', 'stack/card-acquiring-production/1');
const FOREIGN_STACK = arn('cloudformation', 'stack/website/1');
const OWN_STACK = arn('cloudformation', 'stack/payment-observability-github-oidc/6d9a6a8b');
const BUCKET = 'arn:aws:s3:::payment-observability-assets-111122223333-eu-west-1';
const IMAGES = arn('ecr', 'repository/payment-observability-images');
const EXECUTION = iam('role/payment-observability-execution');
const STACK_ROLE = iam('role/payment-observability/card-acquiring-production-SlackRole-1A2B');
const KEY = arn('kms', 'key/1234abcd-12ab-34cd-56ef-1234567890ab');
const through = (role: string) => ({ 'cloudformation:RoleArn': role });
const boundedBy = (policy: string) => ({ 'iam:PermissionsBoundary': iam(`policy/${policy}`) });
const passedTo = (service: string) => ({ 'iam:PassedToService': service });
const here = { 'aws:ResourceAccount': ACCOUNT };
const ownKey = { 'aws:ResourceTag/ManagedBy': 'cdk' };

/** One row for each call, with what was called as its title. */
const cases = (...calls: readonly Call[]) => calls.map((call) => [call.map((part) => (typeof part === 'string' ? part : JSON.stringify(part))).join(' '), call] as const);

describe('the plan role', () => {
  test.each(
    cases(
      ['cloudformation:DescribeStacks', STACK],
      ['cloudformation:GetTemplate', STACK],
      ['cloudformation:DescribeStackEvents', STACK],
      ['cloudformation:ListStackResources', STACK],
      ['cloudformation:DescribeStackResources', STACK],
      ['cloudwatch:DescribeAlarms', '*'],
      ['sns:ListSubscriptionsByTopic', arn('sns', 'acme-topic')],
      ['sns:GetTopicAttributes', arn('sns', 'acme-topic')],
      ['logs:DescribeLogGroups', '*'],
      ['logs:DescribeResourcePolicies', '*'],
      ['kms:GetKeyPolicy', KEY],
    ),
  )('may %s', async (_, call) => {
    expect(await decision(permissionsOf('PlanRole'), call)).toBe('Allowed');
  });

  test.each(
    cases(
      ['cloudformation:GetTemplate', FOREIGN_STACK],
      ['cloudformation:CreateChangeSet', STACK, through(EXECUTION)],
      ['cloudformation:ExecuteChangeSet', STACK],
      ['cloudformation:DeleteStack', STACK, through(EXECUTION)],
      ['iam:PassRole', EXECUTION, passedTo('cloudformation.amazonaws.com')],
      ['s3:GetObject', `${BUCKET}/a.zip`, here],
      ['s3:PutObject', `${BUCKET}/a.zip`, here],
      ['logs:GetLogEvents', arn('logs', 'log-group:/aws/payment/prod/processing:log-stream:a')],
      ['logs:StartQuery', arn('logs', 'log-group:/aws/payment/prod/processing')],
      ['kms:Decrypt', KEY],
      ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:acme/prod/slack-AbCdEf')],
      ['sns:Publish', arn('sns', 'payment-alerts-critical')],
    ),
  )('may %s', async (_, call) => {
    expect(await decision(permissionsOf('PlanRole'), call)).toBe('ImplicitlyDenied');
  });

  test('has the read policy and nothing else', () => {
    expect(deployed().resources.PlanRole?.Properties).toMatchObject({ ManagedPolicyArns: [iam('policy/payment-observability-read')] });
    expect(deployed().resources.PlanRole?.Properties).not.toHaveProperty('Policies');
  });
});

describe('the deploy role', () => {
  test.each(
    cases(
      ['cloudformation:CreateChangeSet', STACK, through(EXECUTION)],
      ['cloudformation:DescribeChangeSet', STACK],
      ['cloudformation:ExecuteChangeSet', STACK],
      ['cloudformation:DeleteChangeSet', STACK],
      ['cloudformation:DeleteStack', STACK, through(EXECUTION)],
      ['cloudformation:ContinueUpdateRollback', STACK, through(EXECUTION)],
      ['cloudformation:DescribeStackEvents', STACK],
      ['cloudformation:CreateChangeSet', arn('cloudformation', 'stack/card-acquiring-production-us-east-1/1', 'us-east-1'), through(EXECUTION)],
      ['iam:PassRole', EXECUTION, passedTo('cloudformation.amazonaws.com')],
      ['s3:PutObject', `${BUCKET}/a.zip`, here],
      ['s3:GetObject', `${BUCKET}/a.zip`, here],
      ['s3:ListBucket', BUCKET, here],
      ['s3:GetBucketLocation', BUCKET, here],
      ['ecr:GetAuthorizationToken', '*'],
      ['ecr:DescribeImages', IMAGES],
      ['ecr:InitiateLayerUpload', IMAGES],
      ['ecr:PutImage', IMAGES],
    ),
  )('may %s', async (_, call) => {
    expect(await decision(permissionsOf('DeployRole'), call)).toBe('Allowed');
  });

  test.each(
    cases(
      ['cloudformation:CreateChangeSet', STACK],
      ['cloudformation:CreateChangeSet', STACK, through(iam('role/Administrator'))],
      ['cloudformation:CreateStack', STACK],
      ['cloudformation:UpdateStack', STACK],
      ['cloudformation:DeleteStack', STACK],
      ['cloudformation:CreateChangeSet', FOREIGN_STACK, through(EXECUTION)],
      ['cloudformation:ExecuteChangeSet', FOREIGN_STACK],
      ['cloudformation:DeleteStack', OWN_STACK, through(EXECUTION)],
      ['cloudformation:ExecuteChangeSet', OWN_STACK],
      ['cloudformation:SetStackPolicy', STACK],
      ['iam:PassRole', EXECUTION, passedTo('lambda.amazonaws.com')],
      ['iam:PassRole', iam('role/Administrator'), passedTo('cloudformation.amazonaws.com')],
      ['sts:AssumeRole', EXECUTION],
      ['iam:CreateRole', STACK_ROLE, boundedBy('payment-observability-boundary')],
      ['s3:PutObject', `${BUCKET}/a.zip`, { 'aws:ResourceAccount': '999999999999' }],
      ['s3:DeleteObject', `${BUCKET}/a.zip`, here],
      ['s3:DeleteBucket', BUCKET, here],
      ['s3:PutBucketPolicy', BUCKET, here],
      ['sns:CreateTopic', arn('sns', 'payment-alerts-critical')],
      ['ecr:PutImage', arn('ecr', 'repository/website')],
      ['ecr:BatchDeleteImage', IMAGES],
      ['ecr:SetRepositoryPolicy', IMAGES],
      ['ecr:PutImageTagMutability', IMAGES],
      ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:acme/prod/slack-AbCdEf')],
    ),
  )('may %s', async (_, call) => {
    expect(await decision(permissionsOf('DeployRole'), call)).not.toBe('Allowed');
  });
});

describe('the execution role', () => {
  test.each(
    cases(
      ['logs:CreateLogGroup', arn('logs', 'log-group:/aws/payment/prod/processing')],
      ['logs:PutRetentionPolicy', arn('logs', 'log-group:/aws/lambda/payment-slack-notifications-prod')],
      ['logs:AssociateKmsKey', arn('logs', 'log-group:/aws/events/payment-compliance')],
      ['logs:PutDataProtectionPolicy', arn('logs', 'log-group:/aws/apigateway/payment-prod')],
      ['logs:PutMetricFilter', arn('logs', 'log-group:/aws/lambda/acme-prod-processor')],
      ['logs:PutQueryDefinition', '*'],
      ['logs:PutResourcePolicy', '*'],
      ['cloudwatch:PutMetricAlarm', arn('cloudwatch', 'alarm:payment-high-error-rate-prod')],
      ['cloudwatch:PutCompositeAlarm', arn('cloudwatch', 'alarm:payment-system-degradation-prod')],
      ['cloudwatch:PutAnomalyDetector', '*'],
      ['cloudwatch:PutDashboard', `arn:aws:cloudwatch::${ACCOUNT}:dashboard/payment-processing-overview-prod`],
      ['cloudwatch:PutMetricStream', arn('cloudwatch', 'metric-stream/payment-metrics-stream-prod')],
      ['sns:CreateTopic', arn('sns', 'payment-alerts-critical-prod')],
      ['sns:Subscribe', arn('sns', 'payment-alerts-critical-prod')],
      ['sqs:CreateQueue', arn('sqs', 'card-acquiring-production-SlackDlq-1A2B')],
      ['lambda:CreateFunction', arn('lambda', 'function:payment-slack-notifications-prod')],
      ['lambda:AddPermission', arn('lambda', 'function:payment-slack-notifications-prod')],
      ['lambda:InvokeFunction', arn('lambda', 'function:card-acquiring-production-XRayEncryption-1A2B')],
      ['firehose:CreateDeliveryStream', arn('firehose', 'deliverystream/payment-metrics-prod')],
      ['cloudtrail:CreateTrail', arn('cloudtrail', 'trail/payment-system-audit-prod')],
      ['events:PutRule', arn('events', 'rule/payment-compliance-iam-changes', 'us-east-1')],
      ['xray:CreateSamplingRule', arn('xray', 'sampling-rule/payment-critical-paths')],
      ['xray:CreateGroup', arn('xray', 'group/PaymentTransactions/1')],
      ['s3:CreateBucket', 'arn:aws:s3:::payment-audit-trail-prod-111122223333-eu-west-1', here],
      ['s3:PutBucketPolicy', 'arn:aws:s3:::payment-metrics-prod-111122223333-eu-west-1', here],
      ['s3:GetBucketVersioning', 'arn:aws:s3:::payment-metrics-prod-111122223333-eu-west-1', here],
      ['s3:GetObject', `${BUCKET}/a.zip`, here],
      ['kms:CreateKey', '*', { 'aws:RequestTag/ManagedBy': 'cdk' }],
      ['kms:EnableKeyRotation', KEY],
      ['kms:PutKeyPolicy', KEY, ownKey],
      ['kms:ScheduleKeyDeletion', KEY, ownKey],
      ['kms:CreateAlias', arn('kms', 'alias/payment-logs-prod')],
      ['kms:CreateGrant', KEY, { 'kms:GrantIsForAWSResource': 'true' }],
      ['iam:CreateRole', STACK_ROLE, boundedBy('payment-observability-boundary')],
      ['iam:PutRolePolicy', STACK_ROLE, boundedBy('payment-observability-boundary')],
      ['iam:AttachRolePolicy', STACK_ROLE, boundedBy('payment-observability-boundary')],
      ['iam:DeleteRole', STACK_ROLE],
      ['iam:PassRole', STACK_ROLE, passedTo('lambda.amazonaws.com')],
      ['iam:PassRole', STACK_ROLE, passedTo('firehose.amazonaws.com')],
      ['iam:PassRole', STACK_ROLE, passedTo('streams.metrics.cloudwatch.amazonaws.com')],
      ['iam:PassRole', STACK_ROLE, passedTo('cloudtrail.amazonaws.com')],
      ['iam:PassRole', STACK_ROLE, passedTo('synthetics.amazonaws.com')],
      ['iam:PassRole', STACK_ROLE, passedTo('vpc-flow-logs.amazonaws.com')],
      // the names of the reference systems
      ['cloudwatch:PutMetricAlarm', arn('cloudwatch', 'alarm:api-high-errors-dev')],
      ['cloudwatch:PutMetricAlarm', arn('cloudwatch', 'alarm:lambda-high-errors-dev')],
      ['cloudwatch:PutMetricAlarm', arn('cloudwatch', 'alarm:alarm-payment-errors-dev')],
      ['cloudwatch:DeleteAlarms', arn('cloudwatch', 'alarm:composite-alarm-systemic-issues-dev')],
      ['cloudwatch:PutDashboard', `arn:aws:cloudwatch::${ACCOUNT}:dashboard/observability-platform-dev`],
      ['cloudwatch:PutInsightRule', arn('cloudwatch', 'insight-rule/rule-top-ip-addresses-dev')],
      ['cloudwatch:DescribeInsightRules', '*'],
      ['cloudwatch:PutAlarmMuteRule', arn('cloudwatch', 'alarm-mute-rule:payment-sunday-night')],
      ['cloudwatch:PutAlarmMuteRule', arn('cloudwatch', 'alarm:payment-high-error-rate-prod')],
      ['sns:CreateTopic', arn('sns', 'sns-critical-escalations-dev')],
      ['logs:CreateLogGroup', arn('logs', 'log-group:log-group-authentication-service-dev')],
      ['events:PutRule', arn('events', 'rule/rule-lambda-schedule-dev')],
      ['events:PutRule', arn('events', 'rule/transaction-events-prod/transaction-high-value-prod')],
      ['events:CreateEventBus', arn('events', 'event-bus/transaction-events-prod')],
      ['kinesis:CreateStream', arn('kinesis', 'stream/transaction-stream-prod')],
      ['dynamodb:CreateTable', arn('dynamodb', 'table/transaction-velocity-prod')],
      ['lambda:CreateFunction', arn('lambda', 'function:transaction-processor-prod')],
      ['lambda:CreateFunction', arn('lambda', 'function:lambda-metric-collector-dev')],
      ['lambda:CreateEventSourceMapping', '*', { 'lambda:FunctionArn': arn('lambda', 'function:transaction-processor-prod') }],
      ['ecr:BatchGetImage', IMAGES],
      ['budgets:ModifyBudget', `arn:aws:budgets::${ACCOUNT}:budget/payments-prod-monthly`],
      ['synthetics:CreateCanary', '*'],
      ['synthetics:UpdateCanary', arn('synthetics', 'canary:health-check-dev')],
      ['lambda:PublishLayerVersion', arn('lambda', 'layer:cwsyn-health-check-dev-1a2b')],
      ['synthetics:DeleteCanary', arn('synthetics', 'canary:canary-payment-api-dev')],
      ['lambda:CreateFunction', arn('lambda', 'function:cwsyn-health-check-dev-1a2b')],
      ['lambda:GetLayerVersion', 'arn:aws:lambda:eu-west-1:378653112637:layer:Synthetics:62'],
      ['s3:CreateBucket', 'arn:aws:s3:::canary-artifacts-dev-111122223333-eu-west-1', here],
      ['s3:CreateBucket', 'arn:aws:s3:::s3-observability-dev-111122223333-eu-west-1', here],
      ['kms:CreateAlias', arn('kms', 'alias/observability-logs-dev')],
      // a network of its own
      ['ec2:CreateVpc', arn('ec2', 'vpc/*')],
      ['ec2:CreateSubnet', arn('ec2', 'subnet/*')],
      ['ec2:CreateSubnet', arn('ec2', 'vpc/vpc-1'), ownKey],
      ['ec2:CreateNatGateway', arn('ec2', 'subnet/subnet-1'), ownKey],
      ['ec2:CreateTags', arn('ec2', 'vpc/*'), { 'aws:RequestTag/ManagedBy': 'cdk' }],
      ['ec2:DeleteVpc', arn('ec2', 'vpc/vpc-1'), ownKey],
      ['ec2:RevokeSecurityGroupEgress', arn('ec2', 'security-group/sg-1'), ownKey],
      ['ec2:DescribeSubnets', '*'],
    ),
  )('may %s', async (_, call) => {
    expect(await decision(permissionsOf('ExecutionRole'), call)).toBe('Allowed');
  });

  test.each(
    cases(
      ['iam:CreateRole', STACK_ROLE],
      ['iam:CreateRole', STACK_ROLE, boundedBy('AdministratorAccess')],
      ['iam:CreateRole', iam('role/card-acquiring-production-SlackRole-1A2B'), boundedBy('payment-observability-boundary')],
      ['iam:PutRolePolicy', STACK_ROLE],
      ['iam:AttachRolePolicy', STACK_ROLE],
      ['iam:PutRolePermissionsBoundary', STACK_ROLE, boundedBy('AdministratorAccess')],
      ['iam:DeleteRolePermissionsBoundary', STACK_ROLE, boundedBy('payment-observability-boundary')],
      ['iam:UpdateAssumeRolePolicy', iam('role/payment-observability-deploy')],
      ['iam:PutRolePolicy', EXECUTION, boundedBy('payment-observability-boundary')],
      ['iam:DeleteRole', iam('role/payment-observability-plan')],
      ['iam:CreatePolicyVersion', iam('policy/payment-observability-boundary')],
      ['iam:CreateUser', iam('user/payment')],
      ['iam:PassRole', STACK_ROLE, passedTo('ec2.amazonaws.com')],
      ['iam:PassRole', STACK_ROLE],
      ['iam:PassRole', EXECUTION, passedTo('lambda.amazonaws.com')],
      ['sts:AssumeRole', STACK_ROLE],
      ['ec2:RunInstances', arn('ec2', 'instance/*')],
      ['rds:DeleteDBInstance', arn('rds', 'db:payment-ledger')],
      ['dynamodb:DeleteTable', arn('dynamodb', 'table/payments')],
      ['kinesis:DeleteStream', arn('kinesis', 'stream/orders')],
      ['events:DeleteEventBus', arn('events', 'event-bus/default')],
      ['lambda:CreateEventSourceMapping', '*', { 'lambda:FunctionArn': arn('lambda', 'function:acme-prod-processor') }],
      ['lambda:DeleteEventSourceMapping', arn('lambda', 'event-source-mapping:1'), { 'lambda:FunctionArn': arn('lambda', 'function:acme-prod-processor') }],
      ['lambda:UpdateFunctionConfiguration', arn('lambda', 'function:api-high-orders')],
      ['synthetics:DeleteCanary', arn('synthetics', 'canary:website')],
      ['cloudwatch:PutAlarmMuteRule', arn('cloudwatch', 'alarm:website-down')],
      ['budgets:ModifyBudget', `arn:aws:budgets::${ACCOUNT}:budget/whole-account`],
      ['ecr:PutImage', IMAGES],
      ['ecr:SetRepositoryPolicy', IMAGES],
      ['ecr:BatchGetImage', arn('ecr', 'repository/website')],
      ['ec2:DeleteVpc', arn('ec2', 'vpc/vpc-1')],
      ['ec2:CreateSubnet', arn('ec2', 'vpc/vpc-1')],
      ['ec2:CreateNatGateway', arn('ec2', 'subnet/subnet-1')],
      ['ec2:CreateFlowLogs', arn('ec2', 'subnet/subnet-1')],
      ['ec2:CreateVpcEndpoint', arn('ec2', 'vpc/vpc-1')],
      ['ec2:RevokeSecurityGroupEgress', arn('ec2', 'security-group/sg-1')],
      ['ec2:ReleaseAddress', arn('ec2', 'elastic-ip/eipalloc-1')],
      ['ec2:CreateTags', arn('ec2', 'vpc/vpc-1'), { 'aws:RequestTag/ManagedBy': 'hand' }],
      ['ec2:CreateTags', arn('ec2', 'instance/i-1'), { 'aws:RequestTag/ManagedBy': 'cdk' }],
      ['ec2:TerminateInstances', arn('ec2', 'instance/i-1'), ownKey],
      ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:acme/prod/slack-AbCdEf')],
      ['s3:DeleteBucket', BUCKET, here],
      ['s3:PutBucketPolicy', BUCKET, here],
      ['s3:PutObject', `${BUCKET}/a.zip`, here],
      ['s3:DeleteBucket', 'arn:aws:s3:::website', here],
      ['s3:GetObject', `${BUCKET}/a.zip`, { 'aws:ResourceAccount': '999999999999' }],
      ['s3:GetObject', 'arn:aws:s3:::payment-audit-trail-prod-111122223333-eu-west-1/a', here],
      ['kms:ScheduleKeyDeletion', KEY],
      ['kms:ScheduleKeyDeletion', KEY, { 'aws:ResourceTag/ManagedBy': 'hand' }],
      ['kms:PutKeyPolicy', KEY],
      ['kms:CreateKey', '*'],
      ['kms:TagResource', KEY, { 'aws:RequestTag/ManagedBy': 'hand' }],
      ['kms:CreateGrant', KEY],
      ['kms:Decrypt', KEY],
      ['logs:DeleteLogGroup', arn('logs', 'log-group:/aws/lambda/acme-prod-processor')],
      ['logs:GetLogEvents', arn('logs', 'log-group:/aws/payment/prod/processing:log-stream:a')],
      ['logs:Unmask', arn('logs', 'log-group:/aws/payment/prod/processing')],
      ['cloudwatch:DeleteAlarms', arn('cloudwatch', 'alarm:website-down')],
      ['cloudtrail:DeleteTrail', arn('cloudtrail', 'trail/organization')],
      ['lambda:DeleteFunction', arn('lambda', 'function:acme-prod-processor')],
      ['sns:DeleteTopic', arn('sns', 'website')],
      ['cloudformation:CreateStack', STACK],
    ),
  )('may %s', async (_, call) => {
    expect(await decision(permissionsOf('ExecutionRole'), call)).not.toBe('Allowed');
  });
});

describe('a role made by a stack, even as an administrator', () => {
  const administrator: PolicyDocument = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
  const boundary = () => deployed().resources.BoundaryPolicy?.Properties.PolicyDocument;

  test.each(
    cases(
      ['logs:PutLogEvents', arn('logs', 'log-group:/aws/lambda/payment-slack-notifications-prod:log-stream:a')],
      ['secretsmanager:GetSecretValue', arn('secretsmanager', 'secret:acme/prod/slack-AbCdEf')],
      ['kms:Decrypt', KEY],
      ['sqs:SendMessage', arn('sqs', 'card-acquiring-production-SlackDlq-1A2B')],
      ['sns:Publish', arn('sns', 'oncall')],
      ['sns:ListSubscriptionsByTopic', arn('sns', 'sns-critical-escalations-prod')],
      ['firehose:PutRecordBatch', arn('firehose', 'deliverystream/payment-metrics-prod')],
      ['s3:PutObject', 'arn:aws:s3:::payment-metrics-prod-111122223333-eu-west-1/a', here],
      ['xray:PutEncryptionConfig', '*'],
      ['xray:GetEncryptionConfig', '*'],
      ['kms:CreateGrant', KEY, { 'kms:ViaService': 'xray.eu-west-1.amazonaws.com' }],
      ['kinesis:GetRecords', arn('kinesis', 'stream/orders')],
      ['dynamodb:UpdateItem', arn('dynamodb', 'table/transaction-velocity-prod')],
      ['events:PutEvents', arn('events', 'event-bus/transaction-events-prod')],
      ['cloudwatch:GetMetricData', '*'],
      ['cloudwatch:PutMetricData', '*'],
      ['s3:PutObject', 'arn:aws:s3:::canary-artifacts-dev-111122223333-eu-west-1/a', here],
      ['s3:ListAllMyBuckets', '*'],
      ['logs:PutLogEvents', arn('logs', 'log-group:/aws/lambda/cwsyn-health-check-dev-1a2b:log-stream:a')],
      ['ec2:CreateNetworkInterface', arn('ec2', 'subnet/subnet-1')],
      ['ec2:DescribeNetworkInterfaces', '*'],
    ),
  )('may %s', async (_, call) => {
    expect(await decision([administrator], call, boundary())).toBe('Allowed');
  });

  test.each(
    cases(
      ['iam:CreateRole', STACK_ROLE, boundedBy('payment-observability-boundary')],
      ['iam:PutRolePolicy', STACK_ROLE],
      ['sts:AssumeRole', iam('role/Administrator')],
      ['ec2:RunInstances', arn('ec2', 'instance/*')],
      ['s3:PutObject', `${BUCKET}/a.zip`, here],
      ['s3:PutObject', 'arn:aws:s3:::website/a', here],
      ['logs:DeleteLogGroup', arn('logs', 'log-group:/aws/payment/prod/processing')],
      ['logs:Unmask', arn('logs', 'log-group:/aws/payment/prod/processing')],
      ['kms:ScheduleKeyDeletion', KEY, ownKey],
      ['kms:CreateGrant', KEY],
      ['secretsmanager:PutSecretValue', arn('secretsmanager', 'secret:acme/prod/slack-AbCdEf')],
      ['sns:Subscribe', arn('sns', 'payment-alerts-critical-prod')],
      ['sns:DeleteTopic', arn('sns', 'payment-alerts-critical-prod')],
      ['cloudtrail:StopLogging', arn('cloudtrail', 'trail/payment-system-audit')],
      ['dynamodb:UpdateItem', arn('dynamodb', 'table/payments')],
      ['dynamodb:DeleteTable', arn('dynamodb', 'table/transaction-velocity-prod')],
      ['kinesis:PutRecord', arn('kinesis', 'stream/transaction-stream-prod')],
      ['events:PutEvents', arn('events', 'event-bus/default')],
      ['ecr:PutImage', IMAGES],
    ),
  )('may %s', async (_, call) => {
    expect(await decision([administrator], call, boundary())).not.toBe('Allowed');
  });
});
