import { Match } from 'aws-cdk-lib/assertions';
import { SOURCE_METADATA } from '../../src/source';
import { auditOf, auditStack, idOf, onlyProperties } from './audit-stack';

const TRAIL_ARN = 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/acme-audit';
const trail = (more: Record<string, unknown> = {}) => ({ trail: { trailName: 'acme-audit', bucket: {}, ...more } });
const withObjects = trail({ s3DataEventsPrefix: 'payment-', logGroupName: '/aws/cloudtrail/acme', bucket: { bucketName: 'payment-audit' } });

test('the trail is multi-Region, global, validated and encrypted', () => {
  const { template } = auditOf(trail());
  template.hasResource('AWS::CloudTrail::Trail', {
    Properties: {
      TrailName: 'acme-audit',
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      EnableLogFileValidation: true,
      KMSKeyId: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key'), 'Arn'] },
      S3BucketName: { Ref: idOf(template, 'AWS::S3::Bucket') },
      EventSelectors: Match.absent(),
      Tags: [{ Key: 'Purpose', Value: 'Audit' }],
    },
    DependsOn: [idOf(template, 'AWS::S3::BucketPolicy')],
    Metadata: { [SOURCE_METADATA]: { section: 'audit', path: 'audit.trail' } },
  });
});

test('without a name it is called like its stack', () => {
  auditOf({ trail: { bucket: {} } }).template.hasResourceProperties('AWS::CloudTrail::Trail', { TrailName: 'acme-dev' });
});

test('management events only, unless buckets are named', () => {
  expect(onlyProperties(auditOf(trail()).template, 'AWS::CloudTrail::Trail')['AdvancedEventSelectors']).toEqual([
    { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
  ]);
});

test('object events of the named buckets, but never of its own', () => {
  const { template } = auditOf(withObjects);
  expect(onlyProperties(template, 'AWS::CloudTrail::Trail')['AdvancedEventSelectors']).toEqual([
    { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] },
    {
      Name: 'Object events of buckets payment-*',
      FieldSelectors: [
        { Field: 'eventCategory', Equals: ['Data'] },
        { Field: 'resources.type', Equals: ['AWS::S3::Object'] },
        {
          Field: 'resources.ARN',
          StartsWith: ['arn:aws:s3:::payment-'],
          NotStartsWith: [{ 'Fn::Join': ['', [{ 'Fn::GetAtt': [idOf(template, 'AWS::S3::Bucket'), 'Arn'] }, '/']] }],
        },
      ],
    },
  ]);
});

test('events are delivered to an encrypted log group that is kept 400 days and always retained', () => {
  const { template } = auditOf(withObjects);
  template.hasResource('AWS::Logs::LogGroup', {
    Properties: { LogGroupName: '/aws/cloudtrail/acme', RetentionInDays: 400, KmsKeyId: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key'), 'Arn'] } },
    DeletionPolicy: 'RetainExceptOnCreate',
  });
  template.hasResourceProperties('AWS::CloudTrail::Trail', {
    CloudWatchLogsLogGroupArn: { 'Fn::GetAtt': [idOf(template, 'AWS::Logs::LogGroup'), 'Arn'] },
    CloudWatchLogsRoleArn: { 'Fn::GetAtt': [idOf(template, 'AWS::IAM::Role'), 'Arn'] },
  });
});

test('the delivery role writes to the streams of CloudTrail in that group only', () => {
  expect(onlyProperties(auditOf(withObjects).template, 'AWS::IAM::Role')).toMatchObject({
    AssumeRolePolicyDocument: { Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'cloudtrail.amazonaws.com' } }] },
    Policies: [
      {
        PolicyDocument: {
          Statement: [
            {
              Effect: 'Allow',
              Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
              Resource: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/cloudtrail/acme:log-stream:111111111111_CloudTrail_eu-west-1*',
            },
          ],
        },
      },
    ],
  });
});

test('without a log group name nothing is delivered to Logs', () => {
  const { template } = auditOf(trail());
  template.resourceCountIs('AWS::Logs::LogGroup', 0);
  template.resourceCountIs('AWS::IAM::Role', 0);
  template.hasResourceProperties('AWS::CloudTrail::Trail', { CloudWatchLogsLogGroupArn: Match.absent() });
});

test('the key lets this trail encrypt, CloudTrail describe it and Logs use it', () => {
  const { KeyPolicy } = onlyProperties(auditOf(withObjects).template, 'AWS::KMS::Key') as { KeyPolicy: { Statement: unknown[] } };
  expect(KeyPolicy.Statement.slice(1)).toEqual([
    {
      Sid: 'AllowCloudTrailEncryption',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:GenerateDataKey*',
      Resource: '*',
      Condition: {
        StringEquals: { 'aws:SourceArn': TRAIL_ARN },
        StringLike: { 'kms:EncryptionContext:aws:cloudtrail:arn': 'arn:aws:cloudtrail:*:111111111111:trail/acme-audit' },
      },
    },
    {
      Sid: 'AllowCloudTrailDescribe',
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 'kms:DescribeKey',
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
    },
    expect.objectContaining({
      Sid: 'AllowCloudWatchLogs',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': ['arn:aws:logs:eu-west-1:111111111111:log-group:/aws/cloudtrail/acme'] } },
    }),
  ]);
});

describe('the bucket', () => {
  test('is private, versioned, archived and kept seven years, with what was deleted', () => {
    auditOf(trail({ bucket: { bucketName: 'acme-audit-logs', archiveAfterDays: 120, expireDays: 2555 } })).template.hasResource('AWS::S3::Bucket', {
      Properties: {
        BucketName: 'acme-audit-logs',
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        VersioningConfiguration: { Status: 'Enabled' },
        ObjectLockEnabled: Match.absent(),
        LifecycleConfiguration: {
          Rules: [
            {
              Status: 'Enabled',
              Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 120 }],
              ExpirationInDays: 2555,
              NoncurrentVersionExpiration: { NoncurrentDays: 2555 },
            },
            { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
          ],
        },
      },
      DeletionPolicy: 'RetainExceptOnCreate',
      UpdateReplacePolicy: 'Retain',
    });
  });

  test('cannot expire before it archives', () => {
    expect(() => auditOf(trail({ bucket: { archiveAfterDays: 90, expireDays: 90 } }))).toThrow(
      'audit.trail.bucket.expireDays: expected more than archiveAfterDays (90), found 90; S3 refuses to expire an object before it is archived',
    );
    auditOf(trail({ bucket: { archiveAfterDays: 90, expireDays: 91 } })).template.resourceCountIs('AWS::S3::Bucket', 1);
  });

  test('can lock its objects', () => {
    auditOf(trail({ bucket: { objectLockDays: 365 } })).template.hasResourceProperties('AWS::S3::Bucket', {
      ObjectLockEnabled: true,
      ObjectLockConfiguration: { ObjectLockEnabled: 'Enabled', Rule: { DefaultRetention: { Mode: 'COMPLIANCE', Days: 365 } } },
    });
  });

  test('takes the log files of this account from this trail, over TLS', () => {
    const { template } = auditOf(trail());
    const arn = { 'Fn::GetAtt': [idOf(template, 'AWS::S3::Bucket'), 'Arn'] };
    const { PolicyDocument } = onlyProperties(template, 'AWS::S3::BucketPolicy') as { PolicyDocument: { Statement: unknown[] } };
    expect(PolicyDocument.Statement).toEqual([
      {
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Resource: [arn, { 'Fn::Join': ['', [arn, '/*']] }],
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
      {
        Sid: 'CloudTrailAclCheck',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:GetBucketAcl',
        Resource: arn,
        Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN } },
      },
      {
        Sid: 'CloudTrailWrite',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 's3:PutObject',
        Resource: { 'Fn::Join': ['', [arn, '/AWSLogs/111111111111/*']] },
        Condition: { StringEquals: { 'aws:SourceArn': TRAIL_ARN, 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
    ]);
  });

  test('an existing one is used; the statements it needs become a note', () => {
    const { template, notes } = auditOf(trail({ s3DataEventsPrefix: 'payment-', bucket: { existing: 'payment-there' } }));
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
    template.hasResourceProperties('AWS::CloudTrail::Trail', {
      S3BucketName: 'payment-there',
      AdvancedEventSelectors: [{}, { FieldSelectors: [{}, {}, { NotStartsWith: ['arn:aws:s3:::payment-there/'] }] }],
    });
    expect(notes.map(({ title, path }) => ({ title, path }))).toEqual([{ title: 'Bucket payment-there needs statements in its policy', path: 'audit.trail.bucket.existing' }]);
    expect(JSON.parse(`[${notes[0]?.code ?? ''}]`)).toMatchObject([
      { Action: 's3:GetBucketAcl', Resource: 'arn:aws:s3:::payment-there' },
      { Action: 's3:PutObject', Resource: 'arn:aws:s3:::payment-there/AWSLogs/111111111111/*' },
    ]);
  });
});

test('an existing key gets its statements as notes', () => {
  const existing = 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012';
  const { template, notes } = auditOf(withObjects, { keys: { audit: { existing } } });
  template.hasResourceProperties('AWS::CloudTrail::Trail', { KMSKeyId: existing });
  expect(notes.map(({ code }) => (JSON.parse(code ?? '') as { Sid: string }).Sid).sort()).toEqual(['AllowCloudTrailDescribe', 'AllowCloudTrailEncryption', 'AllowCloudWatchLogs']);
});

test('with an existing trail nothing is created', () => {
  const { template } = auditOf({ trail: { existing: TRAIL_ARN, bucket: {} } });
  expect(template.toJSON()).not.toHaveProperty('Resources');
});

test('in another partition the ARNs are of that partition', () => {
  const { template } = auditOf(withObjects, { where: { region: 'cn-north-1' } });
  expect(JSON.stringify(template.toJSON())).not.toContain('arn:aws:');
  template.hasResourceProperties('AWS::CloudTrail::Trail', { AdvancedEventSelectors: [{}, { FieldSelectors: [{}, {}, { StartsWith: ['arn:aws-cn:s3:::payment-'] }] }] });
});

test('the trail belongs to the home Region only', () => {
  const iam = { ruleName: 'iam', source: 'aws.iam', eventSource: 'iam.amazonaws.com', eventNames: ['CreateUser'] };
  const stack = auditStack({ ...withObjects, rules: { iam } }, { stack: 'us-east-1' });
  expect(stack.region).toBe('us-east-1');
  const { template } = auditOf({ ...withObjects, rules: { iam } }, { stack: 'us-east-1' });
  template.resourceCountIs('AWS::CloudTrail::Trail', 0);
  template.resourceCountIs('AWS::S3::Bucket', 0);
});
