import { monthlyCost, totalUsd } from '../../src/cost/monthly-cost';
import { costOf } from './cost-of';

interface Described {
  readonly Type: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}
const ASSUMPTIONS = costOf();
/** `what: quantity unit x price = usd` of each line. */
const lines = (resources: readonly Described[], assumptions = ASSUMPTIONS) =>
  monthlyCost([{ Resources: Object.fromEntries(resources.map((resource, index) => [`R${index}`, resource])) }], assumptions).map(
    ({ what, quantity, unit, unitPriceUsd, usd }) => `${what}: ${quantity} ${unit} x ${unitPriceUsd} = ${usd}`,
  );
const of = (Type: string, Properties: Readonly<Record<string, unknown>> = {}, path?: string): Described => ({ Type, Properties, ...(path !== undefined && { Metadata: { 'payment-observability': { path } } }) });
const alarm = (properties: object) => of('AWS::CloudWatch::Alarm', { ...properties });
const stat = (Period = 60) => ({ Id: 'm', MetricStat: { Period } });
const filter = (MetricName: string, ...dimensions: readonly string[]) =>
  of('AWS::Logs::MetricFilter', { MetricTransformations: [{ MetricNamespace: 'Payments', MetricName, Dimensions: dimensions.map((Key) => ({ Key })) }] });
const stream = (properties: object) => of('AWS::Kinesis::Stream', { ...properties });

test.each<[string, readonly Described[], readonly string[]]>([
  ['an alarm on a metric', [alarm({ MetricName: 'Errors', Period: 60 })], ['Alarms on metrics, by metric: 1 alarm metric x 0.1 = 0.1']],
  ['an alarm on metric math, by the metrics it reads', [alarm({ Metrics: [{ Id: 'e', Expression: 'a / b' }, stat(), stat()] })], ['Alarms on metrics, by metric: 2 alarm metric x 0.1 = 0.2']],
  ['a period under 60 s', [alarm({ MetricName: 'Errors', Period: 10 }), alarm({ Metrics: [stat(30)] })], ['Alarms on metrics under 60 s, by metric: 2 alarm metric x 0.3 = 0.6']],
  ['an anomaly alarm, as three', [alarm({ ThresholdMetricId: 'band', Metrics: [{ Id: 'band', Expression: 'ANOMALY_DETECTION_BAND(m, 2)' }, stat(300)] })], ['Anomaly detection alarms: 1 alarm x 0.3 = 0.3']],
  ['an anomaly alarm under 60 s', [alarm({ ThresholdMetricId: 'band', Metrics: [{ Id: 'band' }, stat(10)] })], ['Alarms on metrics under 60 s, by metric: 3 alarm metric x 0.3 = 0.9']],
  ['a Metrics Insights alarm', [alarm({ Metrics: [{ Id: 'q', Expression: 'SELECT MAX(x) FROM y' }] })], ['Metrics Insights alarms, by metric: 10 metric analysed x 0.1 = 1']],
  ['a composite alarm', [of('AWS::CloudWatch::CompositeAlarm')], ['Composite alarms: 1 alarm x 0.5 = 0.5']],
  ['what has no price is never free', [of('AWS::CloudWatch::AlarmMuteRule'), of('AWS::CloudWatch::CompositeAlarm', { AlarmActions: ['arn:aws:ssm:us-east-1:1:opsitem:1#CATEGORY=Availability'] })], [
    'Composite alarms: 1 alarm x 0.5 = 0.5', 'Mute rules: 1 rule x null = null', 'OpsItems, one for each alarm that opens them: 1 OpsItem x null = null',
  ]],
  ['dashboards, all of them', [of('AWS::CloudWatch::Dashboard'), of('AWS::CloudWatch::Dashboard')], ['Dashboards: 2 dashboard x 3 = 6']],
  ['metrics of filters: one without dimensions, 5 x 5 with two, the same counted once', [filter('A'), filter('B', 'Currency', 'Status'), filter('B', 'Status', 'Currency')], ['Metrics of log filters: 26 metric x 0.3 = 7.8']],
  ['logs: 10 GiB in, 15 % of it kept for 60 days on average, one group masked', [of('AWS::Logs::LogGroup', { RetentionInDays: 90, DataProtectionPolicy: {} }), of('AWS::Logs::LogGroup', { RetentionInDays: 30 })], [
    'Logs, ingestion: 10 GB x 0.5 = 5', 'Logs, storage: 3 GB x 0.03 = 0.09', 'Logs, data protection: 10 GB x 0.12 = 1.2', 'Logs Insights: 20 GB scanned x 0.005 = 0.1',
  ]],
  ['a metric stream of 100 metrics a minute and its delivery', [of('AWS::CloudWatch::MetricStream'), of('AWS::KinesisFirehose::DeliveryStream')], [
    'Updates in the metric stream: 4320 1,000 metric updates x 0.003 = 12.96', 'Firehose: 2.01166 GB x 0.029 = 0.06',
  ]],
  ['Contributor Insights', [of('AWS::CloudWatch::InsightRule'), of('AWS::CloudWatch::InsightRule')], ['Contributor Insights rules: 2 rule x 0.5 = 1', 'Log events matched by Contributor Insights: 2 million events x 0.02 = 0.04']],
  ['notifications: 200 to each of two addresses and one webhook, none for a queue', [of('AWS::SNS::Topic'), ...['email', 'email', 'https', 'sqs'].map((Protocol) => of('AWS::SNS::Subscription', { Protocol }))], [
    'SNS requests: 0.0002 million requests x 0.5 = 0', 'SNS e-mails: 0.004 100,000 deliveries x 2 = 0.01', 'SNS calls of webhooks: 0.002 100,000 deliveries x 0.06 = 0',
  ]],
  ['queues', [of('AWS::SQS::Queue'), of('AWS::SQS::Queue', { FifoQueue: true })], ['SQS requests: 0.01 million requests x 0.4 = 0', 'SQS requests, FIFO: 0.01 million requests x 0.5 = 0.01']],
  ['a canary every 5 minutes, 5 s with 1 GiB', [of('AWS::Synthetics::Canary', { Schedule: { Expression: 'rate(5 minutes)' }, RunConfig: { MemoryInMB: 1024 } })], ['Canary runs: 8640 run x 0.0012 = 10.37', 'Lambda duration of canaries: 43200 GB-second x 0.0000166667 = 0.72']],
  ['network: one gateway, an interface endpoint in two zones, a free one', [of('AWS::EC2::NatGateway'), of('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', SubnetIds: ['a', 'b'] }), of('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' })], [
    'NAT gateways: 730 hour x 0.045 = 32.85', 'Interface endpoints, by zone: 1460 endpoint-AZ hour x 0.01 = 14.6',
  ]],
  ['keys and secrets', [of('AWS::KMS::Key'), of('AWS::KMS::Key'), of('AWS::SecretsManager::Secret')], ['KMS keys: 2 key x 1 = 2', 'KMS requests: 10 10,000 requests x 0.03 = 0.3', 'Secrets: 1 secret x 0.4 = 0.4']],
  ['five provisioned shards with all shard-level metrics', [stream({ ShardCount: 5, DesiredShardLevelMetrics: ['ALL'], RetentionPeriodHours: 24 })], [
    'Shard-level metrics of Kinesis: 35 metric x 0.3 = 10.5', 'Kinesis shards: 3650 shard hour x 0.015 = 54.75', 'Kinesis puts: 10 million units x 0.014 = 0.14',
  ]],
  ['an on-demand stream', [stream({ StreamModeDetails: { StreamMode: 'ON_DEMAND' } })], ['Kinesis on demand: 730 stream hour x 0.04 = 29.2', 'Kinesis on demand, in: 9.53674 GB x 0.08 = 0.76', 'Kinesis on demand, out: 9.53674 GB x 0.04 = 0.38']],
  ['longer retention of a stream', [stream({ ShardCount: 1, RetentionPeriodHours: 48 })], ['Kinesis shards: 730 shard hour x 0.015 = 10.95', 'Kinesis retention beyond 24 h: 730 shard hour x 0.02 = 14.6', 'Kinesis puts: 10 million units x 0.014 = 0.14']],
  ['buckets', [of('AWS::S3::Bucket')], ['S3 storage: 5 GB x 0.023 = 0.12', 'S3 writes: 50 1,000 requests x 0.005 = 0.25']],
  ['a table on demand', [of('AWS::DynamoDB::Table', { BillingMode: 'PAY_PER_REQUEST', PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } })], [
    'DynamoDB reads: 1 million units x 0.25 = 0.25', 'DynamoDB writes: 1 million units x 1.25 = 1.25', 'DynamoDB storage: 1 GB x 0.25 = 0.25', 'DynamoDB point-in-time recovery: 1 GB x 0.2 = 0.2',
  ]],
  ['a trail with data events', [of('AWS::CloudTrail::Trail', { AdvancedEventSelectors: [{ FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }] }] })], [
    'CloudTrail management events: 5 100,000 events x 0 = 0', 'CloudTrail data events: 1 100,000 events x 0.1 = 0.1',
  ]],
  ['a bus and a budget', [of('AWS::Events::EventBus'), of('AWS::Budgets::Budget')], ['Events on an own bus: 1 million events x 1 = 1', 'Budgets: 1 budget x 0 = 0']],
  ['tracing, by an active function', [of('AWS::Lambda::Function', { TracingConfig: { Mode: 'Active' }, Architectures: ['arm64'], MemorySize: 512 })], [
    'Lambda calls: 0.001 million requests x 0.2 = 0', 'Lambda duration, arm64: 250 GB-second x 0.0000133334 = 0', 'Traces recorded: 1 million traces x 5 = 5', 'Traces read: 0.1 million traces x 0.5 = 0.05',
  ]],
  ['types nobody knows are listed, free ones are not', [of('AWS::New::Thing'), of('AWS::New::Thing'), of('AWS::IAM::Role'), of('Custom::XRayEncryption')], ['AWS::New::Thing: 2 resource x null = null']],
])('%s', (_, resources, expected) => {
  expect(lines(resources)).toEqual(expected);
});

test('calls of a function by its path in the file, the longest first; 1 GB is 1024 MB', () => {
  const assumptions = costOf({ functions: { notifications: { calls: 1, ms: 1 }, 'notifications.critical': { calls: 30_000_000, ms: 100 } } });
  const slack = (path: string) => of('AWS::Lambda::Function', { MemorySize: 256 }, path);
  expect(lines([slack('notifications.critical.slack')], assumptions)).toEqual(['Lambda calls: 30 million requests x 0.2 = 6', 'Lambda duration, x86_64: 750000 GB-second x 0.0000166667 = 12.5']);
  expect(lines([slack('notificationsOfOthers')], assumptions)[0]).toBe('Lambda calls: 0.001 million requests x 0.2 = 0');
});

test('custom metrics get cheaper beyond 10,000', () => {
  expect(lines([of('AWS::Lambda::Function')], costOf({ emfMetrics: 12_000, functionCalls: 0 }))).toEqual(['Metrics that functions publish: 12000 metric x 0.3 = 3200']);
});

test('volumes count once over all stacks, resources in each', () => {
  const stack = { Resources: { Logs: of('AWS::Logs::LogGroup', { RetentionInDays: 30 }), Board: of('AWS::CloudWatch::Dashboard') } };
  const estimate = monthlyCost([stack, stack], ASSUMPTIONS);
  expect(estimate.map(({ what, quantity }) => [what, quantity])).toEqual([['Dashboards', 2], ['Logs, ingestion', 10], ['Logs, storage', 1.5], ['Logs Insights', 20]]);
  expect(totalUsd(estimate)).toBe(11.15);
});

test('a metric that filters of two Regions make is two metrics', () => {
  const stack = { Resources: { A: filter('Errors'), B: filter('Errors') } };
  expect(monthlyCost([stack, stack], ASSUMPTIONS).map(({ what, quantity }) => [what, quantity])).toEqual([['Metrics of log filters', 2]]);
});

test('a total leaves out what has no price', () => {
  expect(totalUsd(monthlyCost([{ Resources: { A: of('AWS::New::Thing'), B: of('AWS::KMS::Key') } }], ASSUMPTIONS))).toBe(1.3);
});

test('a line says where its price is from, and which volumes are assumed', () => {
  expect(monthlyCost([{ Resources: { A: of('AWS::CloudWatch::InsightRule') } }], ASSUMPTIONS)[1]).toEqual({
    what: 'Log events matched by Contributor Insights', quantity: 1, unit: 'million events', unitPriceUsd: 0.02, usd: 0.02, source: 'price-list-api, 2025-10-28', assumes: ['contributorEvents'],
  });
});

test('a canary whose schedule is no rate has no price, which is not free', () => {
  expect(lines([of('AWS::Synthetics::Canary', { Schedule: { Expression: 'cron(0 * * * ? *)' } })])).toEqual(['Canary runs: null run x 0.0012 = null', 'Lambda duration of canaries: null GB-second x 0.0000166667 = null']);
});
