import { Match, Template } from 'aws-cdk-lib/assertions';
import { notesOf } from '../../src/notes';
import { SHARD_LEVEL_METRICS } from '../../src/transactions/transaction-stream';
import { homeStack, propertiesOf } from '../home-stack';
import { idOf, transactionSections, transactionsTemplate } from './transactions-stack';

const STREAM = 'AWS::Kinesis::Stream';
const EXISTING = 'arn:aws:kinesis:eu-west-1:111111111111:stream/orders';
const arnOf = (template: Template, type: string, starts?: string) => ({ 'Fn::GetAtt': [idOf(template, type, starts), 'Arn'] });
const keyArn = (template: Template) => arnOf(template, 'AWS::KMS::Key', 'Encryptiondata');

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
  readonly Principal?: unknown;
}
const processorStatements = (template: Template) =>
  (propertiesOf(template, 'AWS::IAM::Role', ({ Policies }) => JSON.stringify(Policies).includes('events:PutEvents'))['Policies'] as { PolicyDocument: { Statement: Statement[] } }[])[0]?.PolicyDocument.Statement ?? [];
const notes = (changes: Parameters<typeof transactionSections>[0]) => {
  const stack = homeStack(transactionSections(changes));
  Template.fromStack(stack);
  return notesOf(stack);
};

describe('the stream', () => {
  test('is provisioned, encrypted with the customer key, with all seven metrics of a shard', () => {
    const template = transactionsTemplate();
    template.hasResourceProperties(STREAM, {
      Name: 'transaction-stream-dev',
      ShardCount: 5,
      RetentionPeriodHours: 24,
      StreamModeDetails: { StreamMode: 'PROVISIONED' },
      StreamEncryption: { EncryptionType: 'KMS', KeyId: keyArn(template) },
      DesiredShardLevelMetrics: [...SHARD_LEVEL_METRICS],
    });
    expect(SHARD_LEVEL_METRICS).toHaveLength(7);
  });

  test('has the tags of the stack', () => {
    transactionsTemplate().hasResourceProperties(STREAM, { Tags: Match.arrayWith([{ Key: 'Environment', Value: 'dev' }, { Key: 'ManagedBy', Value: 'cdk' }]), tags: Match.absent() });
  });

  test('on demand has no shards to count', () => {
    transactionsTemplate({ stream: { mode: 'onDemand', shardLevelMetrics: false } }).hasResourceProperties(STREAM, {
      StreamModeDetails: { StreamMode: 'ON_DEMAND' },
      ShardCount: Match.absent(),
      DesiredShardLevelMetrics: Match.absent(),
    });
  });

  test.each([
    [true, 'RetainExceptOnCreate'],
    [false, 'Delete'],
  ])('protected %s: its deletion policy is %s', (isProtected, DeletionPolicy) => {
    transactionsTemplate({}, { protected: isProtected }).hasResource(STREAM, { DeletionPolicy });
  });

  test('in another Region cannot be read', () => {
    expect(() => transactionsTemplate({ stream: { existing: EXISTING.replace('eu-west-1', 'us-east-1'), streamName: undefined } })).toThrow(
      'transactions.stream.existing: the stream is in us-east-1, a function can only read a stream of its own Region, eu-west-1',
    );
  });

  test('that exists is read from now on, and a note says what it needs', () => {
    const changes = { stream: { existing: EXISTING, streamName: undefined } };
    const template = transactionsTemplate(changes);
    template.resourceCountIs(STREAM, 0);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { EventSourceArn: EXISTING, StartingPosition: 'LATEST' });
    expect(processorStatements(template)[0]?.Resource).toBe(EXISTING);
    expect(notes(changes as never).map(({ path }) => path)).toContain('transactions.stream.existing');
  });
});

describe('the processor', () => {
  test('is an image by default, tagged with a hash of what it is made from', () => {
    const { PackageType, Code, Architectures, Runtime, Handler } = propertiesOf(transactionsTemplate(), 'AWS::Lambda::Function');
    expect({ PackageType, Architectures, Runtime, Handler }).toEqual({ PackageType: 'Image', Architectures: ['x86_64'], Runtime: undefined, Handler: undefined });
    expect(JSON.stringify(Code)).toMatch(/container-assets-111111111111-eu-west-1:[0-9a-f]{64}"/);
  });

  test('the image of another architecture is another image', () => {
    const codeOf = (architecture: string) => JSON.stringify(propertiesOf(transactionsTemplate({ processor: { architecture } }), 'AWS::Lambda::Function')['Code']);
    expect(codeOf('arm64')).not.toBe(codeOf('x86_64'));
  });

  test('as a zip is Node.js 22', () => {
    transactionsTemplate({ processor: { package: 'zip', architecture: 'arm64' } }).hasResourceProperties('AWS::Lambda::Function', {
      PackageType: 'Zip', Runtime: 'nodejs22.x', Handler: 'index.handler', Architectures: ['arm64'], Code: { S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$') },
    });
  });

  test('is traced, logs to its group, and knows its table, bus, namespace and window', () => {
    const template = transactionsTemplate({ velocity: { windowSeconds: 30 }, mapping: { maximumRecordAgeSeconds: 600, parallelizationFactor: 2 } });
    template.hasResourceProperties('AWS::Lambda::Function', {
      FunctionName: 'transaction-processor-dev',
      MemorySize: 512,
      Timeout: 60,
      TracingConfig: { Mode: 'Active' },
      LoggingConfig: { LogGroup: { Ref: idOf(template, 'AWS::Logs::LogGroup', 'TransactionsProcessor') } },
      Environment: {
        Variables: {
          TABLE_NAME: { Ref: idOf(template, 'AWS::DynamoDB::Table') }, BUS_NAME: { Ref: idOf(template, 'AWS::Events::EventBus') }, EVENT_SOURCE: 'payments.transactions', METRICS_NAMESPACE: 'Payments/dev',
          WINDOW_SECONDS: '30', RECORD_AGE_SECONDS: '600', PARALLELIZATION_FACTOR: '2',
        },
      },
    });
  });

  test('has a namespace of its own where the config says so, and needs one at all', () => {
    transactionsTemplate({ processor: { namespace: 'Payments/live' } }).hasResourceProperties('AWS::Lambda::Function', { Environment: { Variables: { METRICS_NAMESPACE: 'Payments/live' } } });
    expect(() => transactionsTemplate({}, {}, { metrics: undefined })).toThrow('transactions.processor.namespace: required, since there is no metrics.namespace for the metrics of the function');
  });

  test('its log group is encrypted: one of the section logs, one with its key, or one of its own', () => {
    const groupOf = (template: Template) => propertiesOf(template, 'AWS::Logs::LogGroup', ({ LogGroupName }) => LogGroupName === '/aws/lambda/transaction-processor-dev');
    const listed = transactionsTemplate({ processor: { logGroup: 'processor' } }, {}, { logs: { encryptionKey: 'logs', retentionDays: 90, groups: { processor: { logGroupName: '/aws/lambda/transaction-processor-dev' } } } });
    expect(groupOf(listed)).toMatchObject({ RetentionInDays: 90, KmsKeyId: arnOf(listed, 'AWS::KMS::Key', 'Encryptionlogs') });
    expect(groupOf(transactionsTemplate())).toMatchObject({ RetentionInDays: 30 });
    const without = transactionsTemplate({}, {}, { logs: undefined });
    expect(groupOf(without)).toMatchObject({ RetentionInDays: 30, KmsKeyId: keyArn(without) });
  });

  test('may do what it does, on what it does it with', () => {
    const template = transactionsTemplate();
    const bucketArn = arnOf(template, 'AWS::S3::Bucket');
    const services = ['kinesis', 'dynamodb', 's3'].map((service) => `${service}.eu-west-1.amazonaws.com`);
    expect(processorStatements(template).map(({ Action, Resource, Condition }) => [Action, Resource, ...(Condition === undefined ? [] : [Condition])])).toEqual([
      [['kinesis:DescribeStream', 'kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards'], arnOf(template, STREAM)],
      [['dynamodb:GetItem', 'dynamodb:UpdateItem'], arnOf(template, 'AWS::DynamoDB::Table')],
      ['events:PutEvents', arnOf(template, 'AWS::Events::EventBus')],
      ['s3:PutObject', { 'Fn::Join': ['', [bucketArn, '/aws/lambda/*']] }],
      ['s3:ListBucket', bucketArn],
      [['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:ReEncrypt*'], keyArn(template), { StringEquals: { 'kms:ViaService': services } }],
      [['logs:CreateLogStream', 'logs:PutLogEvents'], 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/transaction-processor-dev:*'],
      [['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], '*'],
    ]);
  });
});

test('the mapping halves what fails, takes partial failures, gives up in time and keeps the records in the bucket', () => {
  const template = transactionsTemplate({ mapping: { batchSize: 50, batchingWindowSeconds: 2, maximumRetries: 4, maximumRecordAgeSeconds: 600, parallelizationFactor: 3 } });
  expect(propertiesOf(template, 'AWS::Lambda::EventSourceMapping')).toMatchObject({
    EventSourceArn: arnOf(template, STREAM),
    FunctionName: { Ref: idOf(template, 'AWS::Lambda::Function') },
    StartingPosition: 'TRIM_HORIZON',
    BatchSize: 50,
    MaximumBatchingWindowInSeconds: 2,
    MaximumRetryAttempts: 4,
    MaximumRecordAgeInSeconds: 600,
    ParallelizationFactor: 3,
    BisectBatchOnFunctionError: true,
    FunctionResponseTypes: ['ReportBatchItemFailures'],
    DestinationConfig: { OnFailure: { Destination: arnOf(template, 'AWS::S3::Bucket') } },
  });
});

describe('failures', () => {
  const statementFor = (template: Template, service: string) =>
    (propertiesOf(template, 'AWS::SQS::QueuePolicy', ({ Queues }) => JSON.stringify(Queues).includes('TransactionsFailures'))['PolicyDocument'] as { Statement: Statement[] }).Statement.find(({ Principal }) => JSON.stringify(Principal).includes(service));
  const keyStatement = (template: Template, Sid: string) =>
    (propertiesOf(template, 'AWS::KMS::Key', (key) => JSON.stringify(key).includes('AllowBucketNotifications'))['KeyPolicy'] as { Statement: (Statement & { Sid?: string })[] }).Statement.find((statement) => statement.Sid === Sid);

  test('the queue keeps 14 days, encrypted with the customer key, over TLS only', () => {
    const template = transactionsTemplate();
    template.hasResourceProperties('AWS::SQS::Queue', { QueueName: 'transaction-dlq-dev', MessageRetentionPeriod: 1_209_600, KmsMasterKeyId: keyArn(template) });
    template.hasResourceProperties('AWS::SQS::QueuePolicy', { PolicyDocument: { Statement: Match.arrayWith([Match.objectLike({ Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } })]) } });
  });

  test('the bucket tells the queue of every object, encrypts with the customer key, forgets after 90 days, and waits for the policy of the queue', () => {
    const template = transactionsTemplate();
    template.hasResource('AWS::S3::Bucket', {
      DependsOn: Match.arrayWith([idOf(template, 'AWS::SQS::QueuePolicy', 'TransactionsFailures')]),
      Properties: {
        BucketName: Match.absent(),
        NotificationConfiguration: { QueueConfigurations: [{ Event: 's3:ObjectCreated:*', Queue: arnOf(template, 'AWS::SQS::Queue', 'TransactionsFailures') }] },
        BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn(template) } }] },
        PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
        VersioningConfiguration: { Status: 'Enabled' },
        LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90, NoncurrentVersionExpiration: { NoncurrentDays: 7 } }), Match.objectLike({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } })] },
      },
    });
  });

  test('S3 may send for this account, and for the bucket where its name is known', () => {
    expect(statementFor(transactionsTemplate(), 's3.amazonaws.com')).toMatchObject({ Action: 'sqs:SendMessage', Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } });
    expect(statementFor(transactionsTemplate({ failures: { bucket: { bucketName: 'acme-failed' } } }), 's3.amazonaws.com')?.Condition).toEqual({
      StringEquals: { 'aws:SourceAccount': '111111111111' },
      ArnEquals: { 'aws:SourceArn': 'arn:aws:s3:::acme-failed' },
    });
    expect(keyStatement(transactionsTemplate(), 'AllowBucketNotifications')).toMatchObject({ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' } } });
  });

  test('EventBridge may send for the rules of this stack, and use the key without a condition', () => {
    const template = transactionsTemplate({ routing: { high: { ruleName: 'high-dev', match: { amount: { above: 1 } } } } as never });
    expect(statementFor(template, 'events.amazonaws.com')?.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': [arnOf(template, 'AWS::Events::Rule', 'TransactionsBusRejected'), arnOf(template, 'AWS::Events::Rule', 'TransactionsBusRoutinghigh')] } });
    expect(keyStatement(template, 'AllowEventBridge')).not.toHaveProperty('Condition');
  });

  test('an existing bucket is written to, and a note holds the notification it needs', () => {
    const changes = { failures: { bucket: { existing: 'acme-there' } } };
    const template = transactionsTemplate(changes);
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.hasResourceProperties('AWS::Lambda::EventSourceMapping', { DestinationConfig: { OnFailure: { Destination: 'arn:aws:s3:::acme-there' } } });
    const note = notes(changes).find(({ path }) => path === 'transactions.failures.bucket.existing');
    expect(JSON.parse(note?.code ?? '')).toEqual({
      QueueConfigurations: [{ QueueArn: 'arn:aws:sqs:eu-west-1:111111111111:transaction-dlq-dev', Events: ['s3:ObjectCreated:*'], Filter: { Key: { FilterRules: [{ Name: 'prefix', Value: 'aws/lambda/' }] } } }],
    });
  });
});

test('the counters are on demand, encrypted, expire and can be restored', () => {
  const template = transactionsTemplate();
  template.hasResource('AWS::DynamoDB::Table', {
    DeletionPolicy: 'Delete',
    Properties: {
      TableName: 'transaction-velocity-dev',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
      KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: keyArn(template) },
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
    },
  });
});

describe('the bus', () => {
  const ROUTING = { high: { ruleName: 'high-dev', match: { amount: { above: 10 } }, notify: 'warning' }, all: { ruleName: 'all-dev', match: { status: 'FAILED' } } };
  const LOG = 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/events/transaction-events-dev';
  const targetsOf = (template: Template, name: string) => propertiesOf(template, 'AWS::Events::Rule', ({ Name }) => Name === name)['Targets'] as { Id: string; Arn: unknown; RoleArn?: unknown; DeadLetterConfig: unknown; RetryPolicy: unknown }[];

  test('every rule writes into the log group of the bus without a role, with retries and a dead-letter queue; notify adds the topic', () => {
    const template = transactionsTemplate({ routing: ROUTING });
    const queue = arnOf(template, 'AWS::SQS::Queue', 'TransactionsFailures');
    expect(targetsOf(template, 'all-dev')).toEqual([{ Id: 'Log', Arn: LOG, DeadLetterConfig: { Arn: queue }, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } }]);
    expect(targetsOf(template, 'high-dev').map(({ Id, Arn }) => [Id, Arn])).toEqual([
      ['Log', LOG],
      ['Topic', { Ref: idOf(template, 'AWS::SNS::Topic', 'Notificationswarning') }],
    ]);
  });

  test('what is no transaction goes into the queue of failures', () => {
    const template = transactionsTemplate();
    template.hasResourceProperties('AWS::Events::Rule', {
      EventBusName: { Ref: idOf(template, 'AWS::Events::EventBus') },
      EventPattern: { source: ['payments.transactions'], 'detail-type': ['Transaction Rejected'] },
      Targets: [Match.objectLike({ Arn: LOG }), Match.objectLike({ Arn: arnOf(template, 'AWS::SQS::Queue', 'TransactionsFailures') })],
    });
  });

  test('its log group is encrypted, and EventBridge may write to groups below /aws/events/', () => {
    const template = transactionsTemplate();
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/events/transaction-events-dev', RetentionInDays: 30, KmsKeyId: keyArn(template) });
    const { PolicyName, PolicyDocument } = propertiesOf(template, 'AWS::Logs::ResourcePolicy');
    expect(PolicyName).toBe('acme-dev-transaction-events');
    expect(JSON.parse(String(PolicyDocument))).toMatchObject({
      Statement: [{ Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] }, Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/events/*:*' }],
    });
  });

  test('the resource policy can belong to another stack: then it is a note', () => {
    const changes = { bus: { ownsResourcePolicy: false } };
    transactionsTemplate(changes).resourceCountIs('AWS::Logs::ResourcePolicy', 0);
    expect(notes(changes).find(({ path }) => path === 'transactions.bus.ownsResourcePolicy')?.code).toContain('delivery.logs.amazonaws.com');
  });

  test('an archive is kept where the config asks for one', () => {
    transactionsTemplate().resourceCountIs('AWS::Events::Archive', 0);
    const template = transactionsTemplate({ bus: { archiveDays: 30 } });
    template.hasResourceProperties('AWS::Events::Archive', { RetentionDays: 30, SourceArn: arnOf(template, 'AWS::Events::EventBus') });
  });

  test('without topics a rule that notifies says that it cannot', () => {
    const stack = homeStack({ ...transactionSections({ routing: ROUTING }), notifications: undefined });
    expect(targetsOf(Template.fromStack(stack), 'high-dev').map(({ Id }) => Id)).toEqual(['Log']);
    expect(notesOf(stack).map(({ path, title }) => [path, title])).toContainEqual(['transactions.routing.high.notify', 'Rule high-dev notifies nobody']);
  });

  test('the order of the rules does not show', () => {
    const { high, all } = ROUTING;
    expect(transactionsTemplate({ routing: { all, high } }).toJSON()).toEqual(transactionsTemplate({ routing: { high, all } }).toJSON());
  });
});

test('there is no custom resource and no second function', () => {
  const template = transactionsTemplate();
  template.resourceCountIs('AWS::Lambda::Function', 1);
  expect(Object.values((template.toJSON() as { Resources: Record<string, { Type: string }> }).Resources).filter(({ Type }) => Type.startsWith('Custom::'))).toEqual([]);
});
