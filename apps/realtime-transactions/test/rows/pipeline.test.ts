import { Match } from 'aws-cdk-lib/assertions';
import { loadText, stacksOf } from '@payment-observability/template-testing';
import { template } from '../../src/index';
import { world } from '../realtime-transactions';
import { alarm, arnOf, idOf, keyArn, propertiesOf, resourcesOf } from './resource';

const STREAM = 'AWS::Kinesis::Stream';
const FUNCTION = 'AWS::Lambda::Function';
const DLQ = ['AWS::SQS::Queue', 'QueueName', 'transaction-dlq-dev'] as const;

test('R1 settings: stage in every name, the Region of the file, 5 shards, 30 days of logs', () => {
  const config = world.config();
  expect(config.environment).toMatchObject({ name: 'dev', region: 'eu-west-1' });
  expect(config.transactions?.stream.shards).toBe(5);
  expect(config.logs?.retentionDays).toBe(30);
  expect(world.home('notifications: { critical: { emails: { oncall: oncall@example.com } } }').findResources('AWS::SNS::Subscription', { Properties: { Protocol: 'email', Endpoint: 'oncall@example.com' } })).not.toEqual({});
});

test('R2 stream transaction-stream-dev: 5 shards, 24 hours, customer key, seven metrics of each shard', () => {
  expect(propertiesOf(STREAM)).toMatchObject({
    Name: 'transaction-stream-dev',
    ShardCount: 5,
    RetentionPeriodHours: 24,
    StreamModeDetails: { StreamMode: 'PROVISIONED' },
    StreamEncryption: { EncryptionType: 'KMS', KeyId: keyArn('TransactionEncryption') },
    DesiredShardLevelMetrics: ['IncomingBytes', 'IncomingRecords', 'IteratorAgeMilliseconds', 'OutgoingBytes', 'OutgoingRecords', 'ReadProvisionedThroughputExceeded', 'WriteProvisionedThroughputExceeded'],
  });
});

test.each(['WriteProvisionedThroughputExceeded', 'ReadProvisionedThroughputExceeded'])('R2 an alarm on %s of the stream', (metric) => {
  world.home().hasResourceProperties('AWS::CloudWatch::Alarm', { Namespace: 'AWS/Kinesis', MetricName: metric, Dimensions: [{ Name: 'StreamName', Value: 'transaction-stream-dev' }], AlarmActions: [Match.anyValue()] });
});

test('R3 registry: the image is an asset of the bootstrap, its tag a digest of the content, so that one deployment is enough', () => {
  const { Code, PackageType, Architectures } = propertiesOf(FUNCTION);
  expect({ PackageType, Architectures }).toEqual({ PackageType: 'Image', Architectures: ['x86_64'] });
  expect(JSON.stringify(Code)).toMatch(/container-assets-111111111111-eu-west-1:[0-9a-f]{64}"/);
  expect(JSON.stringify(Code)).not.toContain('latest');
});

test('R4 function transaction-processor-dev: image, 512 MB, 60 s, active tracing', () => {
  expect(propertiesOf(FUNCTION)).toMatchObject({ FunctionName: 'transaction-processor-dev', PackageType: 'Image', MemorySize: 512, Timeout: 60, TracingConfig: { Mode: 'Active' } });
});

test('R4 the function as a zip, on arm64', () => {
  const zip = 'transactions: { processor: { package: zip, architecture: arm64 } }';
  expect(propertiesOf(FUNCTION, undefined, undefined, zip)).toMatchObject({ PackageType: 'Zip', Runtime: 'nodejs22.x', Handler: 'index.handler', Architectures: ['arm64'] });
});

test('R5 mapping: batches of 100, 3 retries, halved, partial failures, 1 hour, failed batches kept in a bucket', () => {
  expect(propertiesOf('AWS::Lambda::EventSourceMapping')).toMatchObject({
    EventSourceArn: arnOf(STREAM),
    FunctionName: { Ref: idOf(FUNCTION) },
    BatchSize: 100,
    MaximumRetryAttempts: 3,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    MaximumRecordAgeInSeconds: 3600,
    DestinationConfig: { OnFailure: { Destination: arnOf('AWS::S3::Bucket') } },
  });
});

test('R6 queue transaction-dlq-dev: hears of every failed batch, 14 days, customer key, TLS', () => {
  expect(propertiesOf(...DLQ)).toMatchObject({ MessageRetentionPeriod: 1_209_600, KmsMasterKeyId: keyArn('TransactionEncryption') });
  expect(propertiesOf('AWS::S3::Bucket')).toMatchObject({
    BucketName: 'transaction-failures-dev-111111111111-eu-west-1',
    NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: arnOf(...DLQ) }] },
  });
  world.home().hasResourceProperties('AWS::SQS::QueuePolicy', {
    Queues: [{ Ref: idOf(...DLQ) }],
    PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]) },
  });
});

test('R6 alarm transaction-dead-letters-dev: visible messages above 0', () => {
  expect(alarm('transaction-dead-letters-dev')).toMatchObject({
    Namespace: 'AWS/SQS',
    MetricName: 'ApproximateNumberOfMessagesVisible',
    Dimensions: [{ Name: 'QueueName', Value: 'transaction-dlq-dev' }],
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    Period: 60,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    TreatMissingData: 'notBreaching',
    AlarmActions: [{ Ref: idOf('AWS::SNS::Topic') }],
    OKActions: [{ Ref: idOf('AWS::SNS::Topic') }],
  });
});

test('R8 namespace Payments/dev/Realtime for the metrics of the function', () => {
  expect(propertiesOf(FUNCTION)).toMatchObject({ Environment: { Variables: { METRICS_NAMESPACE: 'Payments/dev/Realtime' } } });
});

test('R9 bus transaction-events-dev of its own, known to the function', () => {
  expect(propertiesOf('AWS::Events::EventBus')).toMatchObject({ Name: 'transaction-events-dev' });
  expect(propertiesOf(FUNCTION)).toMatchObject({ Environment: { Variables: { BUS_NAME: { Ref: idOf('AWS::Events::EventBus') }, EVENT_SOURCE: 'payments.transactions' } } });
});

test('R11 X-Ray: a sampling rule of 1.0 for the entry services', () => {
  expect(propertiesOf('AWS::XRay::SamplingRule')).toMatchObject({ SamplingRule: { RuleName: 'transaction-dev-all', FixedRate: 1, ReservoirSize: 50, Host: '*', ResourceARN: '*', Version: 1, URLPath: '/transactions/*' } });
});

test('R12 log group /aws/lambda/transaction-processor-dev: 30 days, customer key, card numbers masked', () => {
  expect(propertiesOf('AWS::Logs::LogGroup', 'LogGroupName', '/aws/lambda/transaction-processor-dev')).toMatchObject({ RetentionInDays: 30, KmsKeyId: keyArn('LogEncryption'), DataProtectionPolicy: expect.anything() as unknown });
  expect(propertiesOf(FUNCTION)).toMatchObject({ LoggingConfig: { LogGroup: { Ref: idOf('AWS::Logs::LogGroup', 'LogGroupName', '/aws/lambda/transaction-processor-dev') } } });
});

test.each([
  ['R13', 'transaction-dev-Error-Analysis', 'filter ispresent(error_type)\n| stats count(*) as errors by error_type\n| sort errors desc'],
  ['R14', 'transaction-dev-Latency-Trends', 'filter ispresent(ProcessingTime)\n| stats pct(ProcessingTime, 95) as p95Ms, pct(ProcessingTime, 99) as p99Ms by bin(5m)'],
  ['R15', 'transaction-dev-Transaction-Types', 'filter TransactionCount = 1\n| stats count(*) as transactions by Type\n| sort transactions desc'],
  [
    'R16',
    'transaction-dev-Success-Rate',
    'filter TransactionCount = 1\n| stats count(*) - sum(TransactionErrors) as succeeded, sum(TransactionErrors) as failed, 100 * (count(*) - sum(TransactionErrors)) / count(*) as successPercent by bin(5m)',
  ],
])('%s saved query %s', (_row, Name, QueryString) => {
  expect(propertiesOf('AWS::Logs::QueryDefinition', 'Name', Name)).toMatchObject({ QueryString, LogGroupNames: ['/aws/lambda/transaction-processor-dev'] });
});

describe('R26 least privilege', () => {
  const roles = resourcesOf().filter(([, { Type }]) => Type === 'AWS::IAM::Role');
  const statements = roles.flatMap(([, { Properties }]) => Properties['Policies'] as { PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } }[]).flatMap(({ PolicyDocument }) => PolicyDocument.Statement);
  const actionsOn = (resource: unknown) => statements.filter(({ Resource }) => JSON.stringify(Resource) === JSON.stringify(resource)).flatMap(({ Action }) => Action);

  test('R26 one role: reads its stream, puts on its bus, updates its table', () => {
    expect(roles).toHaveLength(1);
    expect(actionsOn(arnOf(STREAM))).toEqual(['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards']);
    expect(actionsOn(arnOf('AWS::Events::EventBus'))).toEqual(['events:PutEvents']);
    expect(actionsOn(arnOf('AWS::DynamoDB::Table'))).toEqual(['dynamodb:GetItem', 'dynamodb:UpdateItem']);
    expect(actionsOn(keyArn('TransactionEncryption'))).toEqual(['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*']);
    expect(actionsOn(arnOf('AWS::S3::Bucket'))).toEqual(['s3:ListBucket']);
  });

  test('R26 every resource is named, but for X-Ray, which knows none', () => {
    expect(statements.filter(({ Resource }) => Resource === '*').flatMap(({ Action }) => Action)).toEqual(['xray:PutTelemetryRecords', 'xray:PutTraceSegments']);
  });
});

test.each([
  ['EcrRepositoryUrl', /container-assets-111111111111-eu-west-1/],
  ['KinesisStreamName', /"Ref":"TransactionsStream/],
  ['DashboardUrl', /#dashboards\/dashboard\/transaction-monitoring-dev"/],
  ['XrayConsoleUrl', /https:\/\/eu-west-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-west-1#xray:traces/],
  ['CriticalTopicArn', /"Ref":"NotificationscriticalTopic/],
  ['EventBusName', /"Ref":"TransactionsBus/],
  ['FailedEventsQueueUrl', /"Ref":"TransactionsFailuresQueue/],
])('R27 output %s', (id, value) => {
  const { Outputs } = world.home().toJSON() as { Outputs: Record<string, { Value: unknown; Description: string }> };
  expect(JSON.stringify(Outputs[id]?.Value)).toMatch(value);
  expect(Outputs[id]?.Description).not.toBe('');
});

test('R33 maintenance: 5 shards become 10, provisioned becomes on demand, a threshold another one, each by a line of the file', () => {
  expect(propertiesOf(STREAM, undefined, undefined, 'transactions: { stream: { shards: 10 } }')).toMatchObject({ ShardCount: 10 });
  expect(propertiesOf(STREAM, undefined, undefined, 'transactions: { stream: { mode: onDemand } }')).toMatchObject({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } });
  expect(alarm('transaction-processing-time-dev', 'alarms: { processingTime: { latencyP99Ms: 500 } }')).toMatchObject({ Threshold: 500 });
});

test('R35 clean-up: everything goes with the stack but the keys; a protected environment keeps its data', () => {
  const kept = (text: string) => {
    const { home } = stacksOf(loadText(template, text));
    const resources = (home?.toJSON() as { Resources: Record<string, { Type: string; DeletionPolicy?: string }> }).Resources;
    return [...new Set(Object.values(resources).filter(({ DeletionPolicy }) => DeletionPolicy?.startsWith('Retain') === true).map(({ Type }) => Type))].sort();
  };
  expect(kept(world.yaml())).toEqual(['AWS::KMS::Key']);
  expect(kept(world.yaml().replace('region: eu-west-1', 'region: eu-west-1, protected: true'))).toEqual(['AWS::KMS::Key', 'AWS::Kinesis::Stream', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue']);
});
