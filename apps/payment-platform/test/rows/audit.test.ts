import { Match, type Template } from 'aws-cdk-lib/assertions';
import { synthesize } from '../payment-platform';

const TRAIL_ARN = 'arn:aws:cloudtrail:us-east-1:111111111111:trail/payment-dev-system-audit';
const only = (template: Template, type: string, Properties: Record<string, unknown> = {}) => {
  const found = Object.keys(template.findResources(type, { Properties }));
  if (found.length !== 1) throw new Error(`${found.length} resources of ${type}`);
  return found[0];
};

test('P50 trail: multi-Region, global events, logging, all management events, validated, encrypted, delivered to Logs', () => {
  const { home } = synthesize();
  const bucket = only(home, 'AWS::S3::Bucket', { BucketName: 'payment-audit-trail-dev-111111111111-us-east-1' });
  home.hasResourceProperties('AWS::CloudTrail::Trail', {
    TrailName: 'payment-dev-system-audit',
    IsMultiRegionTrail: true,
    IncludeGlobalServiceEvents: true,
    IsLogging: true,
    EnableLogFileValidation: true,
    KMSKeyId: Match.anyValue(),
    CloudWatchLogsLogGroupArn: Match.anyValue(),
    AdvancedEventSelectors: [
      { FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
      {
        FieldSelectors: [
          { Field: 'eventCategory', Equals: ['Data'] },
          { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
          {
            Field: 'resources.ARN',
            StartsWith: ['arn:aws:s3:::payment-'],
            // the trail bucket is called payment-… too
            NotStartsWith: [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, '/']] }],
          },
        ],
      },
    ],
  });
  home.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/cloudtrail/payment-dev-system-audit', RetentionInDays: 400, KmsKeyId: Match.anyValue() });
});

test('P51 trail bucket: AES256, versioned, Glacier after 90 days, 2555 days, retained', () => {
  synthesize().home.hasResource('AWS::S3::Bucket', {
    Properties: {
      BucketName: 'payment-audit-trail-dev-111111111111-us-east-1',
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      VersioningConfiguration: { Status: 'Enabled' },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      LifecycleConfiguration: {
        Rules: [
          { Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }], ExpirationInDays: 2555, NoncurrentVersionExpiration: { NoncurrentDays: 2555 } },
          { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        ],
      },
    },
    DeletionPolicy: 'RetainExceptOnCreate',
  });
});

test('P51 trail bucket: Object Lock on request', () => {
  synthesize('audit: { trail: { bucket: { objectLockDays: 365 } } }').home.hasResourceProperties('AWS::S3::Bucket', {
    ObjectLockEnabled: true,
    ObjectLockConfiguration: { Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } },
  });
});

test('P52 trail bucket policy: GetBucketAcl, and PutObject below AWSLogs/<account> with the ACL, by this trail only', () => {
  const { home } = synthesize();
  const bucket = only(home, 'AWS::S3::Bucket', { BucketName: 'payment-audit-trail-dev-111111111111-us-east-1' });
  const arn = { 'Fn::GetAtt': [bucket, 'Arn'] };
  home.hasResourceProperties('AWS::S3::BucketPolicy', {
    Bucket: { Ref: bucket },
    PolicyDocument: {
      Statement: [
        { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
        { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:GetBucketAcl', Resource: arn, Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } } },
        {
          Effect: 'Allow',
          Principal: { Service: 'cloudtrail.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: { 'Fn::Join': ['', [arn, '/AWSLogs/111111111111/*']] },
          Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN, 's3:x-amz-acl': 'bucket-owner-full-control' } },
        },
      ],
    },
  });
});

const IAM_EVENTS = [
  ...['CreateUser', 'DeleteUser', 'AttachUserPolicy', 'DetachUserPolicy', 'CreateAccessKey', 'DeleteAccessKey'],
  ...['CreateRole', 'DeleteRole', 'AttachRolePolicy', 'DetachRolePolicy', 'PutRolePolicy', 'DeleteRolePolicy', 'UpdateAssumeRolePolicy', 'CreatePolicyVersion'],
];

test.each([
  ['P53', 'iam-changes', 'aws.iam', 'iam.amazonaws.com', IAM_EVENTS],
  ['P54', 'security-group-changes', 'aws.ec2', 'ec2.amazonaws.com', ['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress']],
  ['P55', 'database-access', 'aws.rds', 'rds.amazonaws.com', ['CreateDBSnapshot', 'DeleteDBSnapshot', 'ModifyDBInstance', 'CreateDBInstanceReadReplica']],
  ['P56', 'kms-key-usage', 'aws.kms', 'kms.amazonaws.com', ['Decrypt', 'Encrypt', 'GenerateDataKey', 'CreateGrant', 'RevokeGrant', 'DisableKey', 'ScheduleKeyDeletion']],
  ['P57', 'trail-tampering', 'aws.cloudtrail', 'cloudtrail.amazonaws.com', ['StopLogging', 'DeleteTrail', 'UpdateTrail', 'PutEventSelectors']],
  ['P57', 'log-tampering', 'aws.logs', 'logs.amazonaws.com', ['DeleteLogGroup', 'PutRetentionPolicy', 'DeleteDataProtectionPolicy']],
  ['P57', 'alarm-tampering', 'aws.monitoring', 'monitoring.amazonaws.com', ['DisableAlarmActions', 'DeleteAlarms', 'PutAlarmMuteRule']],
])('%s rule %s: %s', (_row, name, source, eventSource, eventName) => {
  synthesize().home.hasResourceProperties('AWS::Events::Rule', {
    Name: `payment-dev-compliance-${name}`,
    EventPattern: { source: [source], detail: { eventSource: [eventSource], eventName } },
  });
});

test('P53 IAM changes are seen in us-east-1 only: another home has a stack there, with its own log group, key, policy and queue', () => {
  const { home, usEast1 } = synthesize('', 'eu-west-1');
  home.resourcePropertiesCountIs('AWS::Events::Rule', { Name: 'payment-dev-compliance-iam-changes' }, 0);
  home.resourceCountIs('AWS::Events::Rule', 6);
  if (!usEast1) throw new Error('no stack in us-east-1');
  const key = { 'Fn::GetAtt': [only(usEast1, 'AWS::KMS::Key'), 'Arn'] };
  usEast1.hasResourceProperties('AWS::Events::Rule', {
    Name: 'payment-dev-compliance-iam-changes',
    EventPattern: { detail: { eventName: IAM_EVENTS } },
    Targets: [
      {
        Arn: 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/events/payment-dev-compliance',
        RoleArn: Match.absent(),
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [only(usEast1, 'AWS::SQS::Queue'), 'Arn'] } },
      },
    ],
  });
  usEast1.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/events/payment-dev-compliance', RetentionInDays: 400, KmsKeyId: key });
  usEast1.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
  usEast1.resourceCountIs('AWS::Logs::ResourcePolicy', 1);
  usEast1.resourceCountIs('AWS::CloudTrail::Trail', 0);
  const { Resources } = usEast1.toJSON() as { Resources: Record<string, { Type: string }> };
  expect(Object.values(Resources).map(({ Type }) => Type).sort()).toEqual([
    'AWS::Events::Rule',
    'AWS::KMS::Key',
    'AWS::Logs::LogGroup',
    'AWS::Logs::ResourcePolicy',
    'AWS::SQS::Queue',
    'AWS::SQS::QueuePolicy',
  ]);
});

test('P56 KMS key usage: read-only events too, of the keys of this stack, without what AWS services do for themselves', () => {
  const { home } = synthesize();
  const keys = Object.keys(home.findResources('AWS::KMS::Key')).map((id) => ({ 'Fn::GetAtt': [id, 'Arn'] }));
  expect(keys).toHaveLength(3);
  const [rule] = Object.values(home.findResources('AWS::Events::Rule', { Properties: { Name: 'payment-dev-compliance-kms-key-usage' } })) as {
    Properties: { State: string; EventPattern: { detail: { resources: { ARN: unknown[] }; userIdentity: unknown } } };
  }[];
  expect(rule?.Properties.State).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
  expect(rule?.Properties.EventPattern.detail.resources.ARN).toHaveLength(3);
  expect(rule?.Properties.EventPattern.detail.resources.ARN).toEqual(expect.arrayContaining(keys));
  expect(rule?.Properties.EventPattern.detail.userIdentity).toEqual({ type: [{ 'anything-but': ['AWSService'] }] });
});

test('P57 all rules: API calls via CloudTrail to the compliance log group, without a role, with a dead-letter queue, tagged Compliance', () => {
  const { home } = synthesize();
  home.resourceCountIs('AWS::Events::Rule', 7);
  home.allResourcesProperties('AWS::Events::Rule', {
    EventPattern: { 'detail-type': ['AWS API Call via CloudTrail'] },
    Tags: Match.arrayWith([{ Key: 'Compliance', Value: 'PCI-DSS' }]),
    Targets: [
      {
        Arn: 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/events/payment-dev-compliance',
        RoleArn: Match.absent(),
        DeadLetterConfig: { Arn: Match.anyValue() },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    ],
  });
  const [policy] = Object.values(home.findResources('AWS::Logs::ResourcePolicy')) as { Properties: { PolicyDocument: string } }[];
  expect(JSON.parse(policy?.Properties.PolicyDocument ?? '')).toEqual({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/events/*:*',
      },
    ],
  });
});
