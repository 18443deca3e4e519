import { anything, arn, member, on, ownArn, strings, text, type Target, type TypePermissions, useKey, when } from './rules';

const queueArns = ({ properties }: Target) =>
  strings(properties['Queues']).map((url) => {
    const [, , host = '', accountId = '', name = ''] = url.split('/');
    return `arn:aws:sqs:${host.split('.')[1] ?? ''}:${accountId}:${name}`;
  });
// DynamoDB uses a customer key with the rights of who creates the table (DynamoDB developer guide, encryption at rest: usage notes)
const TABLE_KEY = useKey('SSESpecification', 'dynamodb', member('KMSMasterKeyId'), 'kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey');

/** Topics, queues, events, streams and tables. */
export const MESSAGING_PERMISSIONS: Record<string, TypePermissions> = {
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
  'AWS::Events::Rule': {
    arn: ownArn,
    create: ['events:PutRule', 'events:DescribeRule', when('Targets', 'events:PutTargets'), when('Tags', 'events:TagResource')],
    update: [{ actions: ['events:PutRule'], unless: ['Tags', 'Targets'] }, 'events:DescribeRule', when('Targets', 'events:PutTargets'), when('Tags', 'events:TagResource')],
    delete: [when('Targets', 'events:RemoveTargets'), 'events:DeleteRule'],
    passes: { 'Targets.RoleArn': 'events.amazonaws.com', RoleArn: 'events.amazonaws.com' },
  },
  'AWS::Events::EventBus': {
    arn: ownArn,
    create: ['events:CreateEventBus', 'events:DescribeEventBus', when('Policy', 'events:PutPermission'), when('Tags', 'events:TagResource')],
    update: [{ actions: ['events:UpdateEventBus'], unless: ['Tags', 'Policy'] }, 'events:DescribeEventBus', when('Policy', 'events:PutPermission'), when('Tags', 'events:TagResource')],
    delete: ['events:DeleteEventBus', 'events:DescribeEventBus'],
  },
  'AWS::Events::EventBusPolicy': {
    arn: arn('events', ({ properties }) => `event-bus/${text(properties['EventBusName']) || 'default'}`),
    create: ['events:PutPermission', 'events:DescribeEventBus'],
    update: ['events:PutPermission', 'events:DescribeEventBus'],
    delete: ['events:RemovePermission', 'events:DescribeEventBus'],
  },
  'AWS::Events::Archive': {
    arn: ownArn,
    create: ['events:CreateArchive', 'events:DescribeArchive'],
    update: ['events:UpdateArchive', 'events:DescribeArchive'],
    delete: ['events:DeleteArchive', 'events:DescribeArchive'],
  },
  'AWS::Kinesis::Stream': {
    arn: ownArn,
    create: [
      'kinesis:CreateStream', 'kinesis:DescribeStreamSummary', when('DesiredShardLevelMetrics', 'kinesis:EnableEnhancedMonitoring'), when('RetentionPeriodHours', 'kinesis:IncreaseStreamRetentionPeriod'),
      when('StreamEncryption', 'kinesis:StartStreamEncryption'), when('Tags', 'kinesis:AddTagsToStream'),
    ],
    update: [
      'kinesis:DescribeStreamSummary', when('ShardCount', 'kinesis:UpdateShardCount'), when('StreamModeDetails', 'kinesis:UpdateStreamMode'),
      when('DesiredShardLevelMetrics', 'kinesis:EnableEnhancedMonitoring', 'kinesis:DisableEnhancedMonitoring'),
      when('RetentionPeriodHours', 'kinesis:IncreaseStreamRetentionPeriod', 'kinesis:DecreaseStreamRetentionPeriod'),
      when('StreamEncryption', 'kinesis:StartStreamEncryption', 'kinesis:StopStreamEncryption'), when('Tags', 'kinesis:AddTagsToStream'),
    ],
    delete: ['kinesis:DeleteStream', 'kinesis:DescribeStreamSummary'],
  },
  'AWS::DynamoDB::Table': {
    arn: ownArn,
    create: [
      'dynamodb:CreateTable', 'dynamodb:DescribeTable', when('TimeToLiveSpecification', 'dynamodb:UpdateTimeToLive'),
      when('PointInTimeRecoverySpecification', 'dynamodb:UpdateContinuousBackups'), when('Tags', 'dynamodb:TagResource'), TABLE_KEY,
    ],
    update: [
      { actions: ['dynamodb:UpdateTable'], unless: ['Tags', 'TimeToLiveSpecification', 'PointInTimeRecoverySpecification'] }, 'dynamodb:DescribeTable',
      when('TimeToLiveSpecification', 'dynamodb:UpdateTimeToLive'), when('PointInTimeRecoverySpecification', 'dynamodb:UpdateContinuousBackups'), when('Tags', 'dynamodb:TagResource'), TABLE_KEY,
    ],
    delete: ['dynamodb:DeleteTable', 'dynamodb:DescribeTable'],
  },
  'AWS::KinesisFirehose::DeliveryStream': {
    arn: ownArn,
    create: ['firehose:CreateDeliveryStream', 'firehose:DescribeDeliveryStream', when('Tags', 'firehose:TagDeliveryStream')],
    update: [{ actions: ['firehose:UpdateDestination'], unless: ['Tags'] }, 'firehose:DescribeDeliveryStream', when('Tags', 'firehose:TagDeliveryStream')],
    delete: ['firehose:DeleteDeliveryStream', 'firehose:DescribeDeliveryStream'],
    passes: { 'ExtendedS3DestinationConfiguration.RoleARN': 'firehose.amazonaws.com', 'S3DestinationConfiguration.RoleARN': 'firehose.amazonaws.com' },
  },
};
