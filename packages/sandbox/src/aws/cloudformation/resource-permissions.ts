import { type Check } from '../iam/authorize';

export type Operation = 'create' | 'update' | 'delete';

/** A resource about to be touched. */
export type Target = {
  readonly accountId: string;
  readonly region: string;
  readonly physicalId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly properties: Readonly<Record<string, unknown>>;
  /** Properties before an update; those of the resource itself otherwise. */
  readonly standing: Readonly<Record<string, unknown>>;
  /** Properties that are set on creation, or change in an update. */
  readonly changed: readonly string[];
  /** ARN of a role's permissions boundary, by the role's name. */
  readonly boundaryOf: (roleName: string) => string | undefined;
};

type Rule = {
  readonly actions: readonly string[];
  /** Needed only when this property is set or changes. */
  readonly when?: string;
  /** Needed in an update only when a property other than these changes. */
  readonly unless?: readonly string[];
  /** The resource it is needed on, when it is not the one that is touched. */
  readonly on?: (target: Target) => readonly string[];
  readonly context?: (target: Target) => Record<string, string | string[]>;
};

type TypePermissions = {
  readonly arn: (target: Target) => string;
  readonly create: readonly (string | Rule)[];
  readonly update: readonly (string | Rule)[];
  readonly delete: readonly (string | Rule)[];
  /** Properties with the ARN of a role that is handed to a service. */
  readonly passes?: Record<string, string>;
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);

const when = (property: string, ...actions: string[]): Rule => ({ when: property, actions });
const on = (where: (target: Target) => readonly string[], ...actions: string[]): Rule => ({ actions, on: where });

const arn = (service: string, resource: (target: Target) => string) => (target: Target) => `arn:aws:${service}:${target.region}:${target.accountId}:${resource(target)}`;
const byId = (service: string, kind: string) => arn(service, ({ physicalId }) => `${kind}${physicalId}`);
const ownArn = ({ attributes, physicalId }: Target): string => text(attributes['Arn']) || physicalId;
const iamArn = (kind: string) => ({ accountId, physicalId }: Target) => (physicalId.startsWith('arn:') ? physicalId : `arn:aws:iam::${accountId}:${kind}/${physicalId}`);

// Logs checks most actions on the group's streams; a policy for them must end in :* (CloudWatch Logs user guide, IAM identifiers)
const logGroup = (property: string) => arn('logs', ({ properties, physicalId }) => `log-group:${text(properties[property]) || physicalId}:log-stream:`);
const anything = () => '*';
const functionArn = arn('lambda', ({ properties }) => {
  const name = text(properties['FunctionName']);
  return name.startsWith('arn:') ? name.split(':').slice(5, 7).join(':') : `function:${name}`;
});
const queueArns = ({ properties }: Target) =>
  strings(properties['Queues']).map((url) => {
    const [, , host = '', accountId = '', name = ''] = url.split('/');
    return `arn:aws:sqs:${host.split('.')[1] ?? ''}:${accountId}:${name}`;
  });

const rolesNamed = ({ accountId, properties }: Target) => strings(properties['Roles']).map((name) => `arn:aws:iam::${accountId}:role/${name}`);
const boundaryOfRoles = ({ properties, boundaryOf }: Target): Record<string, string> => {
  const boundary = strings(properties['Roles']).map(boundaryOf).find((found) => found !== undefined);
  return boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary };
};
const ownBoundary = ({ properties }: Target): Record<string, string> => {
  const boundary = properties['PermissionsBoundary'];
  return typeof boundary === 'string' ? { 'iam:PermissionsBoundary': boundary } : {};
};
const role = (...actions: string[]): Rule => ({ actions, context: ownBoundary });
const attachOwn: Rule = {
  when: 'ManagedPolicyArns',
  actions: ['iam:AttachRolePolicy'],
  context: (target) => ({ ...ownBoundary(target), 'iam:PolicyARN': strings(target.properties['ManagedPolicyArns']).at(0) ?? '' }),
};

/** The IAM actions that CloudFormation's handlers need for the types of our stacks (service authorization reference, handler permissions). */
const PERMISSIONS: Record<string, TypePermissions> = {
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
  'AWS::KMS::Key': {
    arn: ownArn,
    create: ['kms:CreateKey', when('EnableKeyRotation', 'kms:EnableKeyRotation'), 'kms:DescribeKey', when('Tags', 'kms:TagResource')],
    update: ['kms:DescribeKey', when('KeyPolicy', 'kms:PutKeyPolicy'), when('Description', 'kms:UpdateKeyDescription'), when('EnableKeyRotation', 'kms:EnableKeyRotation'), when('Tags', 'kms:TagResource')],
    delete: ['kms:DescribeKey', 'kms:ScheduleKeyDeletion'],
  },
  'AWS::KMS::Alias': {
    arn: byId('kms', ''),
    create: ['kms:CreateAlias'],
    update: ['kms:UpdateAlias'],
    delete: ['kms:DeleteAlias'],
  },
  'AWS::SNS::Topic': {
    arn: ({ physicalId }) => physicalId,
    create: ['sns:CreateTopic', 'sns:GetTopicAttributes', when('Tags', 'sns:TagResource'), when('Subscription', 'sns:Subscribe')],
    update: [{ actions: ['sns:SetTopicAttributes', 'sns:GetTopicAttributes'], unless: ['Tags'] }, when('Tags', 'sns:TagResource')],
    delete: ['sns:DeleteTopic', 'sns:GetTopicAttributes'],
  },
  'AWS::SNS::Subscription': {
    arn: ({ properties }) => text(properties['TopicArn']),
    create: ['sns:Subscribe'],
    update: ['sns:SetSubscriptionAttributes'],
    delete: ['sns:Unsubscribe'],
  },
  'AWS::SNS::TopicPolicy': {
    arn: anything,
    create: [on(({ properties }) => strings(properties['Topics']), 'sns:SetTopicAttributes')],
    update: [on(({ properties }) => strings(properties['Topics']), 'sns:SetTopicAttributes')],
    delete: [on(({ properties }) => strings(properties['Topics']), 'sns:SetTopicAttributes')],
  },
  'AWS::SQS::Queue': {
    arn: ownArn,
    create: ['sqs:CreateQueue', 'sqs:GetQueueAttributes', when('Tags', 'sqs:TagQueue')],
    update: [{ actions: ['sqs:SetQueueAttributes', 'sqs:GetQueueAttributes'], unless: ['Tags'] }, when('Tags', 'sqs:TagQueue')],
    delete: ['sqs:DeleteQueue', 'sqs:GetQueueAttributes'],
  },
  'AWS::SQS::QueuePolicy': {
    arn: anything,
    create: [on(queueArns, 'sqs:SetQueueAttributes')],
    update: [on(queueArns, 'sqs:SetQueueAttributes')],
    delete: [on(queueArns, 'sqs:SetQueueAttributes')],
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
    create: ['cloudwatch:PutAnomalyDetector'],
    update: ['cloudwatch:PutAnomalyDetector'],
    delete: ['cloudwatch:DeleteAnomalyDetector'],
  },
  'AWS::CloudWatch::Dashboard': {
    arn: ({ accountId, physicalId }) => `arn:aws:cloudwatch::${accountId}:dashboard/${physicalId}`,
    create: ['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard'],
    update: ['cloudwatch:PutDashboard', 'cloudwatch:GetDashboard'],
    delete: ['cloudwatch:DeleteDashboards', 'cloudwatch:GetDashboard'],
  },
  'AWS::CloudWatch::MetricStream': {
    arn: byId('cloudwatch', 'metric-stream/'),
    create: ['cloudwatch:PutMetricStream', 'cloudwatch:GetMetricStream', when('Tags', 'cloudwatch:TagResource')],
    update: ['cloudwatch:PutMetricStream', 'cloudwatch:GetMetricStream', when('Tags', 'cloudwatch:TagResource')],
    delete: ['cloudwatch:DeleteMetricStream', 'cloudwatch:GetMetricStream'],
    passes: { RoleArn: 'streams.metrics.cloudwatch.amazonaws.com' },
  },
  'AWS::Lambda::Function': {
    arn: ownArn,
    create: [
      'lambda:CreateFunction', 'lambda:GetFunction', when('ReservedConcurrentExecutions', 'lambda:PutFunctionConcurrency'), when('Tags', 'lambda:TagResource'),
      { when: 'Code', actions: ['s3:GetObject'], on: codeObject },
    ],
    update: [
      { when: 'Code', actions: ['s3:GetObject'], on: codeObject }, when('Code', 'lambda:UpdateFunctionCode'), 'lambda:GetFunction',
      { actions: ['lambda:UpdateFunctionConfiguration'], unless: ['Code', 'Tags', 'ReservedConcurrentExecutions'] },
      when('ReservedConcurrentExecutions', 'lambda:PutFunctionConcurrency'), when('Tags', 'lambda:TagResource'),
    ],
    delete: ['lambda:DeleteFunction', 'lambda:GetFunction'],
    passes: { Role: 'lambda.amazonaws.com' },
  },
  'AWS::Lambda::Permission': {
    arn: functionArn,
    create: ['lambda:AddPermission'],
    update: ['lambda:AddPermission', 'lambda:RemovePermission'],
    delete: ['lambda:RemovePermission'],
  },
  'AWS::Lambda::EventInvokeConfig': {
    arn: functionArn,
    create: ['lambda:PutFunctionEventInvokeConfig'],
    update: ['lambda:UpdateFunctionEventInvokeConfig'],
    delete: ['lambda:DeleteFunctionEventInvokeConfig'],
  },
  'AWS::Lambda::EventSourceMapping': {
    arn: ({ attributes }) => text(attributes['EventSourceMappingArn']),
    create: [on(() => ['*'], 'lambda:CreateEventSourceMapping')],
    update: ['lambda:UpdateEventSourceMapping'],
    delete: ['lambda:DeleteEventSourceMapping'],
  },
  'AWS::IAM::Role': {
    arn: ownArn,
    create: [role('iam:CreateRole'), 'iam:GetRole', { ...role('iam:PutRolePolicy'), when: 'Policies' }, attachOwn, when('Tags', 'iam:TagRole')],
    update: [
      'iam:GetRole', when('Description', 'iam:UpdateRole'), when('MaxSessionDuration', 'iam:UpdateRole'), when('AssumeRolePolicyDocument', 'iam:UpdateAssumeRolePolicy'),
      { ...role('iam:PutRolePermissionsBoundary'), when: 'PermissionsBoundary' }, { ...role('iam:PutRolePolicy'), when: 'Policies' }, attachOwn, when('Tags', 'iam:TagRole'),
    ],
    delete: ['iam:GetRole', { ...role('iam:DeleteRolePolicy'), when: 'Policies' }, { ...attachOwn, actions: ['iam:DetachRolePolicy'] }, 'iam:DeleteRole'],
  },
  'AWS::IAM::Policy': {
    arn: anything,
    create: [{ actions: ['iam:PutRolePolicy'], on: rolesNamed, context: boundaryOfRoles }],
    update: [{ actions: ['iam:PutRolePolicy'], on: rolesNamed, context: boundaryOfRoles }],
    delete: [{ actions: ['iam:DeleteRolePolicy'], on: rolesNamed, context: boundaryOfRoles }],
  },
  'AWS::IAM::ManagedPolicy': {
    arn: iamArn('policy'),
    create: ['iam:CreatePolicy', 'iam:GetPolicy', { when: 'Roles', actions: ['iam:AttachRolePolicy'], on: rolesNamed, context: (target) => ({ ...boundaryOfRoles(target), 'iam:PolicyARN': target.physicalId }) }],
    update: ['iam:GetPolicy', when('PolicyDocument', 'iam:CreatePolicyVersion')],
    delete: ['iam:GetPolicy', { when: 'Roles', actions: ['iam:DetachRolePolicy'], on: rolesNamed, context: (target) => ({ ...boundaryOfRoles(target), 'iam:PolicyARN': target.physicalId }) }, 'iam:DeletePolicy'],
  },
  'AWS::IAM::OIDCProvider': {
    arn: iamArn('oidc-provider'),
    create: ['iam:CreateOpenIDConnectProvider', 'iam:GetOpenIDConnectProvider', when('Tags', 'iam:TagOpenIDConnectProvider')],
    update: ['iam:GetOpenIDConnectProvider', when('ClientIdList', 'iam:AddClientIDToOpenIDConnectProvider'), when('ThumbprintList', 'iam:UpdateOpenIDConnectProviderThumbprint')],
    delete: ['iam:DeleteOpenIDConnectProvider'],
  },
  'AWS::S3::Bucket': {
    arn: ({ physicalId }) => `arn:aws:s3:::${physicalId}`,
    create: ['s3:CreateBucket', ...bucketParts()],
    update: [...bucketParts()],
    delete: ['s3:DeleteBucket'],
  },
  'AWS::S3::BucketPolicy': {
    arn: ({ properties }) => `arn:aws:s3:::${text(properties['Bucket'])}`,
    create: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
    update: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
    delete: ['s3:GetBucketPolicy', 's3:DeleteBucketPolicy'],
  },
  'AWS::Events::Rule': {
    arn: ownArn,
    create: ['events:PutRule', 'events:DescribeRule', when('Targets', 'events:PutTargets'), when('Tags', 'events:TagResource')],
    update: [{ actions: ['events:PutRule'], unless: ['Tags', 'Targets'] }, 'events:DescribeRule', when('Targets', 'events:PutTargets'), when('Tags', 'events:TagResource')],
    delete: [when('Targets', 'events:RemoveTargets'), 'events:DeleteRule'],
    passes: { 'Targets.RoleArn': 'events.amazonaws.com', RoleArn: 'events.amazonaws.com' },
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
  'AWS::KinesisFirehose::DeliveryStream': {
    arn: ownArn,
    create: ['firehose:CreateDeliveryStream', 'firehose:DescribeDeliveryStream', when('Tags', 'firehose:TagDeliveryStream')],
    update: [{ actions: ['firehose:UpdateDestination'], unless: ['Tags'] }, 'firehose:DescribeDeliveryStream', when('Tags', 'firehose:TagDeliveryStream')],
    delete: ['firehose:DeleteDeliveryStream', 'firehose:DescribeDeliveryStream'],
    passes: { 'ExtendedS3DestinationConfiguration.RoleARN': 'firehose.amazonaws.com', 'S3DestinationConfiguration.RoleARN': 'firehose.amazonaws.com' },
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
  'AWS::ECR::Repository': {
    arn: ownArn,
    create: ['ecr:CreateRepository', 'ecr:DescribeRepositories', when('LifecyclePolicy', 'ecr:PutLifecyclePolicy'), when('RepositoryPolicyText', 'ecr:SetRepositoryPolicy'), when('Tags', 'ecr:TagResource')],
    update: ['ecr:DescribeRepositories', when('LifecyclePolicy', 'ecr:PutLifecyclePolicy'), when('RepositoryPolicyText', 'ecr:SetRepositoryPolicy'), when('ImageScanningConfiguration', 'ecr:PutImageScanningConfiguration'), when('Tags', 'ecr:TagResource')],
    delete: ['ecr:DeleteRepository'],
  },
  'AWS::CDK::Metadata': { arn: anything, create: [], update: [], delete: [] },
};

const INVOKE: TypePermissions = {
  arn: ({ properties }) => text(properties['ServiceToken']),
  create: ['lambda:InvokeFunction'],
  update: ['lambda:InvokeFunction'],
  delete: ['lambda:InvokeFunction'],
};

function codeObject({ properties }: Target): string[] {
  const code = properties['Code'] as Record<string, unknown> | undefined;
  return code?.['S3Bucket'] === undefined ? [] : [`arn:aws:s3:::${text(code['S3Bucket'])}/${text(code['S3Key'])}`];
}

function bucketParts(): Rule[] {
  return [
    when('BucketEncryption', 's3:PutEncryptionConfiguration'),
    when('PublicAccessBlockConfiguration', 's3:PutBucketPublicAccessBlock'),
    when('VersioningConfiguration', 's3:PutBucketVersioning'),
    when('LifecycleConfiguration', 's3:PutLifecycleConfiguration'),
    when('OwnershipControls', 's3:PutBucketOwnershipControls'),
    when('LoggingConfiguration', 's3:PutBucketLogging'),
    when('ObjectLockConfiguration', 's3:PutBucketObjectLockConfiguration'),
    when('NotificationConfiguration', 's3:PutBucketNotification'),
    when('Tags', 's3:PutBucketTagging'),
  ];
}

/** Types whose permissions are known. */
export const evaluatedTypes = (): string[] => Object.keys(PERMISSIONS);

/** The permissions an operation on a resource needs, or undefined for a type that is not in the table. */
export function permissionsFor(operation: Operation, type: string, target: Target): Check[] | undefined {
  const isCustomResource = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
  const permissions = isCustomResource ? INVOKE : PERMISSIONS[type];
  if (permissions === undefined) return undefined;
  const own = permissions[operation]
    .map((rule): Rule => (typeof rule === 'string' ? { actions: [rule] } : rule))
    .filter((rule) => isNeeded(operation, rule, target))
    // what is only being created has no tags that a condition could ask for
    .flatMap((rule, index) => checksOf(rule, permissions, type, target, operation === 'create' && index === 0 ? {} : resourceTags(target)));
  const passed = operation === 'delete' ? [] : Object.entries(permissions.passes ?? {}).flatMap(([path, service]) => passRole(path, service, target));
  return [...passed, ...own];
}

function isNeeded(operation: Operation, rule: Rule, { properties, changed }: Target): boolean {
  if (rule.when !== undefined) return operation === 'delete' ? properties[rule.when] !== undefined : changed.includes(rule.when);
  return rule.unless === undefined || changed.some((property) => rule.unless?.includes(property) === false);
}

function checksOf(rule: Rule, permissions: TypePermissions, type: string, target: Target, tags: Record<string, string>): Check[] {
  const resources = rule.on?.(target) ?? [permissions.arn(target)];
  const keyPolicy = type === 'AWS::KMS::Key' ? target.properties['KeyPolicy'] : undefined;
  return resources.flatMap((resource) =>
    rule.actions.map((action) => ({
      action,
      resource,
      region: target.region,
      context: { ...requestTags(target), ...tags, ...rule.context?.(target) },
      // a key's own policy decides whether the account's policies count; a key that is only being made has none yet
      ...(keyPolicy !== undefined && action !== 'kms:CreateKey' ? { resourcePolicy: keyPolicy } : {}),
    })),
  );
}

function tagsOf({ Tags: tags }: Readonly<Record<string, unknown>>): [string, string][] {
  if (Array.isArray(tags)) return (tags as { Key?: unknown; Value?: unknown }[]).map(({ Key, Value }) => [String(Key), String(Value)]);
  return typeof tags === 'object' && tags !== null ? Object.entries(tags).map(([key, value]) => [key, String(value)]) : [];
}

function requestTags({ properties, changed }: Target): Record<string, string | string[]> {
  const tags = changed.includes('Tags') ? tagsOf(properties) : [];
  return tags.length === 0 ? {} : { 'aws:TagKeys': tags.map(([key]) => key), ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])) };
}

const resourceTags = ({ standing }: Target): Record<string, string> => Object.fromEntries(tagsOf(standing).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));

function passRole(path: string, service: string, target: Target): Check[] {
  const [first = '', rest] = path.split('.');
  if (!target.changed.includes(first)) return [];
  const values = rest === undefined ? [target.properties[first]] : [target.properties[first]].flat().map((item) => (item as Record<string, unknown>)[rest]);
  return [...new Set(values.filter((value): value is string => typeof value === 'string'))].map((resource) => ({
    action: 'iam:PassRole',
    resource,
    region: target.region,
    context: { 'iam:PassedToService': service },
  }));
}
