import { anything, arn, byId, member, on, ownArn, type Rule, s3Object, strings, text, type Target, type TypePermissions, when } from './rules';

// Logs checks most actions on the group's streams; a policy for them must end in :* (CloudWatch Logs user guide, IAM identifiers)
const logGroup = (property: string) => arn('logs', ({ properties, physicalId }) => `log-group:${text(properties[property]) || physicalId}:log-stream:`);

const anyResource = () => ['*'];

const mutedAlarms = ({ accountId, region, properties }: Target) =>
  strings(member('AlarmNames')(properties['MuteTargets'])).map((name) => `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`);

// the first time, CloudFormation also makes X-Ray's log groups and its service-linked role (Transaction Search, prerequisites)
const TRANSACTION_SEARCH: Rule[] = [
  on(anyResource, 'xray:GetIndexingRules', 'xray:GetTraceSegmentDestination', 'xray:UpdateTraceSegmentDestination', 'xray:UpdateIndexingRule'),
];

// Synthetics makes and changes the canary's function and layer with the rights of the caller (handler permissions; Synthetics user guide, required roles)
const canaryFunction = ({ accountId, region, physicalId }: Target) => [`arn:aws:lambda:${region}:${accountId}:function:cwsyn-${physicalId}-0a1b2c3d`];
const canaryLayer = ({ accountId, region, physicalId }: Target) => [`arn:aws:lambda:${region}:${accountId}:layer:cwsyn-${physicalId}-0a1b2c3d`];
const canaryLayerVersion = (target: Target) => canaryLayer(target).map((layer) => `${layer}:1`);
const canaryCode = ({ properties }: Target) => s3Object(properties['Code'], 'S3Bucket', 'S3Key');
const CANARY_FUNCTION: Rule[] = [
  on(canaryFunction, 'lambda:CreateFunction', 'lambda:AddPermission', 'lambda:PublishVersion', 'lambda:UpdateFunctionConfiguration', 'lambda:GetFunctionConfiguration'),
  on(canaryLayer, 'lambda:PublishLayerVersion'),
  on(canaryLayerVersion, 'lambda:GetLayerVersion'),
];
const CANARY_NETWORK: Rule[] = [{ when: 'VPCConfig', actions: ['ec2:DescribeVpcs', 'ec2:DescribeSubnets', 'ec2:DescribeSecurityGroups'], on: anyResource }];

/** Logs, CloudWatch, X-Ray, CloudTrail, Synthetics, budgets, parameters. */
export const OBSERVABILITY_PERMISSIONS: Record<string, TypePermissions> = {
  'AWS::Logs::LogGroup': {
    arn: logGroup('LogGroupName'),
    create: [
      'logs:CreateLogGroup', 'logs:DescribeLogGroups', when('RetentionInDays', 'logs:PutRetentionPolicy'), when('DataProtectionPolicy', 'logs:PutDataProtectionPolicy'),
      { ...when('Tags', 'logs:TagResource'), on: (target) => [ownArn(target).replace(/:\*$/, '')] },
    ],
    update: [
      'logs:DescribeLogGroups', when('RetentionInDays', 'logs:PutRetentionPolicy'), when('KmsKeyId', 'logs:AssociateKmsKey'), when('DataProtectionPolicy', 'logs:PutDataProtectionPolicy'),
      { ...when('Tags', 'logs:TagResource'), on: (target) => [ownArn(target).replace(/:\*$/, '')] },
    ],
    delete: ['logs:DeleteLogGroup', 'logs:DescribeLogGroups'],
  },
  'AWS::Logs::MetricFilter': {
    arn: logGroup('LogGroupName'),
    create: ['logs:PutMetricFilter', 'logs:DescribeMetricFilters'],
    update: ['logs:PutMetricFilter', 'logs:DescribeMetricFilters'],
    delete: ['logs:DeleteMetricFilter', 'logs:DescribeMetricFilters'],
  },
  'AWS::Logs::SubscriptionFilter': {
    arn: logGroup('LogGroupName'),
    create: ['logs:PutSubscriptionFilter', 'logs:DescribeSubscriptionFilters'],
    update: ['logs:PutSubscriptionFilter', 'logs:DescribeSubscriptionFilters'],
    delete: ['logs:DeleteSubscriptionFilter', 'logs:DescribeSubscriptionFilters'],
    passes: { RoleArn: 'logs.amazonaws.com' },
  },
  'AWS::Logs::LogStream': {
    arn: arn('logs', ({ properties, physicalId }) => `log-group:${text(properties['LogGroupName'])}:log-stream:${physicalId}`),
    create: ['logs:CreateLogStream', on((target) => [logGroup('LogGroupName')(target)], 'logs:DescribeLogStreams')],
    update: [on((target) => [logGroup('LogGroupName')(target)], 'logs:DescribeLogStreams')],
    delete: ['logs:DeleteLogStream'],
  },
  'AWS::Logs::ResourcePolicy': {
    arn: anything,
    create: ['logs:PutResourcePolicy', 'logs:DescribeResourcePolicies'],
    update: ['logs:PutResourcePolicy', 'logs:DescribeResourcePolicies'],
    delete: ['logs:DeleteResourcePolicy', 'logs:DescribeResourcePolicies'],
  },
  'AWS::Logs::QueryDefinition': {
    arn: anything,
    create: ['logs:PutQueryDefinition'],
    update: ['logs:PutQueryDefinition', 'logs:DescribeQueryDefinitions'],
    delete: ['logs:DeleteQueryDefinition', 'logs:DescribeQueryDefinitions'],
  },
  'AWS::CloudWatch::Alarm': {
    arn: byId('cloudwatch', 'alarm:'),
    create: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms', when('Tags', 'cloudwatch:TagResource')],
    update: [{ actions: ['cloudwatch:PutMetricAlarm', 'cloudwatch:DescribeAlarms'], unless: ['Tags'] }, when('Tags', 'cloudwatch:TagResource')],
    delete: ['cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms'],
  },
  'AWS::CloudWatch::CompositeAlarm': {
    arn: byId('cloudwatch', 'alarm:'),
    create: ['cloudwatch:PutCompositeAlarm', 'cloudwatch:DescribeAlarms', when('Tags', 'cloudwatch:TagResource')],
    update: [{ actions: ['cloudwatch:PutCompositeAlarm', 'cloudwatch:DescribeAlarms'], unless: ['Tags'] }, when('Tags', 'cloudwatch:TagResource')],
    delete: ['cloudwatch:DeleteAlarms', 'cloudwatch:DescribeAlarms'],
  },
  'AWS::CloudWatch::AnomalyDetector': {
    arn: anything,
    create: ['cloudwatch:PutAnomalyDetector', 'cloudwatch:DescribeAnomalyDetectors'],
    update: ['cloudwatch:PutAnomalyDetector', 'cloudwatch:DescribeAnomalyDetectors'],
    delete: ['cloudwatch:DeleteAnomalyDetector', 'cloudwatch:DescribeAnomalyDetectors'],
  },
  'AWS::CloudWatch::InsightRule': {
    arn: ownArn,
    create: ['cloudwatch:PutInsightRule', on(anyResource, 'cloudwatch:DescribeInsightRules'), when('Tags', 'cloudwatch:TagResource')],
    update: [{ actions: ['cloudwatch:PutInsightRule'], unless: ['Tags'] }, on(anyResource, 'cloudwatch:DescribeInsightRules'), when('Tags', 'cloudwatch:TagResource')],
    delete: ['cloudwatch:DeleteInsightRules', on(anyResource, 'cloudwatch:DescribeInsightRules')],
  },
  'AWS::CloudWatch::AlarmMuteRule': {
    arn: ownArn,
    // the right is needed on the rule and on each alarm that it mutes (API reference, PutAlarmMuteRule)
    create: ['cloudwatch:PutAlarmMuteRule', on(mutedAlarms, 'cloudwatch:PutAlarmMuteRule'), 'cloudwatch:GetAlarmMuteRule', when('Tags', 'cloudwatch:TagResource')],
    update: ['cloudwatch:PutAlarmMuteRule', on(mutedAlarms, 'cloudwatch:PutAlarmMuteRule'), 'cloudwatch:GetAlarmMuteRule', when('Tags', 'cloudwatch:TagResource')],
    delete: ['cloudwatch:DeleteAlarmMuteRule', 'cloudwatch:GetAlarmMuteRule'],
  },
  'AWS::CloudWatch::Dashboard': {
    arn: ({ accountId, physicalId }) => `arn:aws:cloudwatch::${accountId}:dashboard/${physicalId}`,
    create: ['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard', when('Tags', 'cloudwatch:TagResource')],
    update: ['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard', when('Tags', 'cloudwatch:TagResource')],
    delete: ['cloudwatch:DeleteDashboards', 'cloudwatch:GetDashboard'],
  },
  'AWS::CloudWatch::MetricStream': {
    arn: byId('cloudwatch', 'metric-stream/'),
    create: ['cloudwatch:PutMetricStream', 'cloudwatch:GetMetricStream', when('Tags', 'cloudwatch:TagResource')],
    update: ['cloudwatch:PutMetricStream', 'cloudwatch:GetMetricStream', when('Tags', 'cloudwatch:TagResource')],
    delete: ['cloudwatch:DeleteMetricStream', 'cloudwatch:GetMetricStream'],
    passes: { RoleArn: 'streams.metrics.cloudwatch.amazonaws.com' },
  },
  'AWS::XRay::SamplingRule': {
    arn: ({ physicalId }) => physicalId,
    create: ['xray:CreateSamplingRule', when('Tags', 'xray:TagResource')],
    update: ['xray:UpdateSamplingRule', when('Tags', 'xray:TagResource')],
    delete: ['xray:DeleteSamplingRule'],
  },
  'AWS::XRay::Group': {
    arn: ({ physicalId }) => physicalId,
    create: ['xray:CreateGroup', when('Tags', 'xray:TagResource')],
    update: ['xray:UpdateGroup', when('Tags', 'xray:TagResource')],
    delete: ['xray:DeleteGroup'],
  },
  'AWS::XRay::ResourcePolicy': {
    arn: anything,
    create: ['xray:PutResourcePolicy', 'xray:ListResourcePolicies'],
    update: ['xray:PutResourcePolicy', 'xray:ListResourcePolicies'],
    delete: ['xray:DeleteResourcePolicy', 'xray:ListResourcePolicies'],
  },
  'AWS::XRay::TransactionSearchConfig': {
    arn: anything,
    create: TRANSACTION_SEARCH,
    update: TRANSACTION_SEARCH,
    delete: TRANSACTION_SEARCH,
  },
  'AWS::Synthetics::Canary': {
    arn: byId('synthetics', 'canary:'),
    create: [
      'synthetics:CreateCanary', 'synthetics:GetCanary', when('StartCanaryAfterCreation', 'synthetics:StartCanary'), when('Tags', 'synthetics:TagResource'),
      { when: 'Code', actions: ['s3:GetObject'], on: canaryCode }, ...CANARY_FUNCTION, ...CANARY_NETWORK,
    ],
    update: [
      { actions: ['synthetics:UpdateCanary', 'synthetics:GetCanary'], unless: ['Tags'] }, { actions: ['synthetics:StartCanary', 'synthetics:StopCanary'], unless: ['Tags'] }, when('Tags', 'synthetics:TagResource'),
      { when: 'Code', actions: ['s3:GetObject'], on: canaryCode }, ...CANARY_FUNCTION.map((rule) => ({ ...rule, unless: ['Tags'] })), ...CANARY_NETWORK,
    ],
    delete: [
      'synthetics:StopCanary', 'synthetics:DeleteCanary', 'synthetics:GetCanary',
      { when: 'ProvisionedResourceCleanup', actions: ['lambda:DeleteFunction'], on: canaryFunction }, { when: 'ProvisionedResourceCleanup', actions: ['lambda:DeleteLayerVersion'], on: canaryLayerVersion },
    ],
    passes: { ExecutionRoleArn: ['lambda.amazonaws.com', 'synthetics.amazonaws.com'] },
  },
  'AWS::Budgets::Budget': {
    arn: ({ accountId, physicalId }) => `arn:aws:budgets::${accountId}:budget/${physicalId}`,
    create: ['budgets:ModifyBudget', 'budgets:ViewBudget', when('ResourceTags', 'budgets:TagResource')],
    update: [{ actions: ['budgets:ModifyBudget', 'budgets:ViewBudget'], unless: ['ResourceTags'] }, when('ResourceTags', 'budgets:TagResource')],
    delete: ['budgets:ModifyBudget', 'budgets:ViewBudget'],
  },
  'AWS::CloudTrail::Trail': {
    arn: ownArn,
    create: ['cloudtrail:CreateTrail', 'cloudtrail:StartLogging', when('EventSelectors', 'cloudtrail:PutEventSelectors'), when('AdvancedEventSelectors', 'cloudtrail:PutEventSelectors'), when('Tags', 'cloudtrail:AddTags')],
    update: [{ actions: ['cloudtrail:UpdateTrail'], unless: ['Tags', 'EventSelectors', 'AdvancedEventSelectors'] }, when('EventSelectors', 'cloudtrail:PutEventSelectors'), when('AdvancedEventSelectors', 'cloudtrail:PutEventSelectors'), when('Tags', 'cloudtrail:AddTags')],
    delete: ['cloudtrail:DeleteTrail'],
    passes: { CloudWatchLogsRoleArn: 'cloudtrail.amazonaws.com' },
  },
  'AWS::SSM::Parameter': {
    arn: arn('ssm', ({ physicalId }) => `parameter/${physicalId.replace(/^\//, '')}`),
    create: ['ssm:PutParameter', when('Tags', 'ssm:AddTagsToResource')],
    update: ['ssm:PutParameter', when('Tags', 'ssm:AddTagsToResource')],
    delete: ['ssm:DeleteParameter'],
  },
};
