import { Match, Template } from 'aws-cdk-lib/assertions';
import { EncryptionKeys } from '../../src/encryption/encryption-keys';
import { LogGroups } from '../../src/logs/log-groups';
import { MetricStreamToS3 } from '../../src/metrics/metric-stream-to-s3';
import { configOf, type Where } from '../config-of';
import { stackOf } from '../stack-of';

const LOGS = { encryption: { keys: { logs: {} } }, logs: { encryptionKey: 'logs', retentionDays: 400 } };

function templateOf(stream: Record<string, unknown> = {}, { where = {}, rest = LOGS }: { where?: Where; rest?: Record<string, unknown> } = {}): Template {
  const metrics = { namespace: 'Acme/dev', stream: { streamName: 'acme-dev-metrics', namespaces: ['Acme/dev', 'AWS/Lambda'], bucket: {}, ...stream } };
  const config = configOf({ metrics, ...rest }, where);
  const stack = stackOf(config);
  const keys = new EncryptionKeys(stack, 'Encryption', { config });
  const logs = config.logs && new LogGroups(stack, 'Logs', { config, logs: config.logs, keys });
  if (!config.metrics?.stream) throw new Error('no stream');
  new MetricStreamToS3(stack, 'Metrics', { config, stream: config.metrics.stream, logs });
  return Template.fromStack(stack);
}
const idOf = (template: Template, type: string, starts = '') => Object.keys(template.findResources(type)).find((id) => id.startsWith(starts));
const rolesFor = (template: Template, service: string) =>
  (Object.values(template.findResources('AWS::IAM::Role')) as { Properties: { AssumeRolePolicyDocument: { Statement: { Principal: { Service: string } }[] } } }[])
    .map(({ Properties }) => Properties)
    .find(({ AssumeRolePolicyDocument }) => AssumeRolePolicyDocument.Statement[0]?.Principal.Service === service);

test('the stream takes the listed namespaces in the format of the config', () => {
  const template = templateOf({ outputFormat: 'opentelemetry1.0' });
  template.hasResourceProperties('AWS::CloudWatch::MetricStream', {
    Name: 'acme-dev-metrics',
    OutputFormat: 'opentelemetry1.0',
    IncludeFilters: [{ Namespace: 'Acme/dev' }, { Namespace: 'AWS/Lambda' }],
    StatisticsConfigurations: [],
    FirehoseArn: { 'Fn::GetAtt': [idOf(template, 'AWS::KinesisFirehose::DeliveryStream'), 'Arn'] },
    RoleArn: { 'Fn::GetAtt': [idOf(template, 'AWS::IAM::Role', 'MetricsStreamRole'), 'Arn'] },
  });
});

test('percentiles are streamed, of our own namespace unless another is named', () => {
  templateOf({ percentiles: { api: { metricName: 'APILatency', statistics: ['p95', 'p99'] }, duration: { metricName: 'Duration', namespace: 'AWS/Lambda', statistics: ['p99'] } } }).hasResourceProperties(
    'AWS::CloudWatch::MetricStream',
    {
      StatisticsConfigurations: [
        { AdditionalStatistics: ['p95', 'p99'], IncludeMetrics: [{ Namespace: 'Acme/dev', MetricName: 'APILatency' }] },
        { AdditionalStatistics: ['p99'], IncludeMetrics: [{ Namespace: 'AWS/Lambda', MetricName: 'Duration' }] },
      ],
    },
  );
});

test('CloudWatch may put records for this account, and nothing else', () => {
  const template = templateOf();
  expect(rolesFor(template, 'streams.metrics.cloudwatch.amazonaws.com')).toEqual({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'streams.metrics.cloudwatch.amazonaws.com' },
          Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'PutRecords',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Resource: { 'Fn::GetAtt': [idOf(template, 'AWS::KinesisFirehose::DeliveryStream'), 'Arn'] } },
          ],
        },
      },
    ],
  });
});

test('Firehose compresses, buffers as configured, dates its objects and keeps failed ones apart', () => {
  const template = templateOf({ bufferMiB: 7, bufferSeconds: 90 });
  template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
    DeliveryStreamType: 'DirectPut',
    DeliveryStreamEncryptionConfigurationInput: { KeyType: 'AWS_OWNED_CMK' },
    ExtendedS3DestinationConfiguration: {
      BucketARN: { 'Fn::GetAtt': [idOf(template, 'AWS::S3::Bucket'), 'Arn'] },
      BufferingHints: { SizeInMBs: 7, IntervalInSeconds: 90 },
      CompressionFormat: 'GZIP',
      Prefix: 'metrics/!{timestamp:yyyy/MM/dd/HH}/',
      ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
      CloudWatchLoggingOptions: {
        Enabled: true,
        LogGroupName: { Ref: idOf(template, 'AWS::Logs::LogGroup', 'MetricsDelivery') },
        LogStreamName: { Ref: idOf(template, 'AWS::Logs::LogStream') },
      },
    },
  });
  template.hasResourceProperties('AWS::Logs::LogStream', { LogStreamName: 'S3Delivery' });
});

test('the error log has the key and the retention of the section logs', () => {
  const template = templateOf();
  template.hasResourceProperties('AWS::Logs::LogGroup', {
    LogGroupName: '/aws/kinesisfirehose/acme-dev-metrics',
    RetentionInDays: 400,
    KmsKeyId: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key'), 'Arn'] },
  });
});

test('without the section logs the error log is kept 90 days', () => {
  templateOf({}, { rest: {} }).hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/kinesisfirehose/acme-dev-metrics', RetentionInDays: 90, KmsKeyId: Match.absent() });
});

test('Firehose may write to the bucket and to its own log stream, for streams of this account', () => {
  const template = templateOf();
  const bucketArn = { 'Fn::GetAtt': [idOf(template, 'AWS::S3::Bucket'), 'Arn'] };
  expect(rolesFor(template, 'firehose.amazonaws.com')).toEqual({
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: 'sts:AssumeRole',
          Principal: { Service: 'firehose.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '111111111111' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:firehose:eu-west-1:111111111111:deliverystream/*' },
          },
        },
      ],
    },
    Policies: [
      {
        PolicyName: 'Deliver',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Action: ['s3:GetBucketLocation', 's3:ListBucket', 's3:ListBucketMultipartUploads'], Resource: bucketArn },
            { Effect: 'Allow', Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'], Resource: { 'Fn::Join': ['', [bucketArn, '/*']] } },
            {
              Effect: 'Allow',
              Action: 'logs:PutLogEvents',
              Resource: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/kinesisfirehose/acme-dev-metrics:log-stream:S3Delivery',
            },
          ],
        },
      },
    ],
  });
});

describe('the bucket', () => {
  test('is private, encrypted, expires its objects and cleans up', () => {
    templateOf({ bucket: { bucketName: 'acme-metrics', expireDays: 120 } }).hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'acme-metrics',
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          { Id: 'expire-metrics', Status: 'Enabled', ExpirationInDays: 120, NoncurrentVersionExpiration: { NoncurrentDays: 7 } },
          { Id: 'abort-multipart-uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        ],
      },
    });
  });

  test('is reached over TLS only', () => {
    templateOf().hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: { Statement: [{ Effect: 'Deny', Principal: { AWS: '*' }, Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }] },
    });
  });

  test('has a generated name unless one is given', () => {
    templateOf().hasResourceProperties('AWS::S3::Bucket', { BucketName: Match.absent() });
  });

  test.each([
    [true, 'RetainExceptOnCreate', 'Retain'],
    [false, 'Delete', 'Delete'],
  ])('protected %s: its deletion policy is %s', (isProtected, DeletionPolicy, UpdateReplacePolicy) => {
    templateOf({}, { where: { protected: isProtected } }).hasResource('AWS::S3::Bucket', { DeletionPolicy, UpdateReplacePolicy });
  });

  test('an existing one is written to and not created', () => {
    const template = templateOf({ bucket: { existing: 'acme-there' } });
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
    template.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', { ExtendedS3DestinationConfiguration: { BucketARN: 'arn:aws:s3:::acme-there' } });
  });
});
