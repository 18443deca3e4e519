import { Match } from 'aws-cdk-lib/assertions';
import { synthesize } from '../payment-platform';

test('P42 metric stream: JSON, our namespace with AWS/Lambda, AWS/ApiGateway, AWS/RDS and LambdaInsights, percentiles', () => {
  synthesize().home.hasResourceProperties('AWS::CloudWatch::MetricStream', {
    Name: 'payment-dev-metrics-stream',
    OutputFormat: 'json',
    IncludeFilters: ['PaymentSystem/dev', 'AWS/Lambda', 'AWS/ApiGateway', 'AWS/RDS', 'LambdaInsights'].map((Namespace) => ({ Namespace })),
    StatisticsConfigurations: [
      { AdditionalStatistics: ['p95', 'p99'], IncludeMetrics: [{ Namespace: 'PaymentSystem/dev', MetricName: 'APILatency' }] },
      { AdditionalStatistics: ['p95', 'p99'], IncludeMetrics: [{ Namespace: 'PaymentSystem/dev', MetricName: 'ProcessingTime' }] },
    ],
  });
});

test('P42 metric stream: its role may put records into Firehose', () => {
  synthesize().home.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'streams.metrics.cloudwatch.amazonaws.com' }, Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } }] },
    Policies: [{ PolicyDocument: { Statement: [{ Action: ['firehose:PutRecord', 'firehose:PutRecordBatch'], Effect: 'Allow' }] } }],
  });
});

test('P43 Firehose to S3: 5 MiB or 60 s, GZIP, date and error prefixes, error log', () => {
  synthesize().home.hasResourceProperties('AWS::KinesisFirehose::DeliveryStream', {
    ExtendedS3DestinationConfiguration: {
      BufferingHints: { SizeInMBs: 5, IntervalInSeconds: 60 },
      CompressionFormat: 'GZIP',
      Prefix: 'metrics/!{timestamp:yyyy/MM/dd/HH}/',
      ErrorOutputPrefix: 'errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/',
      CloudWatchLoggingOptions: { Enabled: true },
    },
  });
});

test('P43 Firehose to S3: its role may write to the bucket', () => {
  synthesize().home.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'firehose.amazonaws.com' } }] },
    Policies: [{ PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Action: ['s3:AbortMultipartUpload', 's3:GetObject', 's3:PutObject'] })]) } }],
  });
});

test('P44 metrics bucket: AES256, 90 days, closed to the public, named with stage, account and Region', () => {
  synthesize().home.hasResourceProperties('AWS::S3::Bucket', {
    BucketName: 'payment-metrics-dev-111111111111-us-east-1',
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    LifecycleConfiguration: {
      Rules: [
        { Status: 'Enabled', ExpirationInDays: 90, NoncurrentVersionExpiration: { NoncurrentDays: 7 } },
        { Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      ],
    },
  });
});
