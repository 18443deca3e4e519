import { type CostVolume, DAYS_PER_MONTH, HOURS_PER_MONTH } from '@payment-observability/catalog';
import type { Cost } from '@payment-observability/config';
import { readableText } from '../intrinsics';
import { listOf, type Json } from '../json';
import { alarmMetrics, isAnomalyAlarm, isHighResolution, isMetricsInsights } from './alarm-metrics';
import { type Billed, objectOf } from './billed-resource';
import { callsOf, canaryRuns, gibSeconds } from './compute';
import { filterMetrics } from './filter-metrics';

/** How much of one price the resources of its types use. */
export interface Meter {
  readonly what: string;
  /** Id in prices.json. */
  readonly price: string;
  readonly types: readonly string[];
  /** Volumes it rests on. */
  readonly assumes: readonly CostVolume[];
  /** Counted in each stack on its own: the same metric in two Regions is two metrics. */
  readonly perStack?: boolean;
  /** In single units, also where thousands or millions of them are billed; `found` are the resources of `types` in all stacks, or in one. */
  readonly quantity: (found: readonly Billed[], assumptions: Cost) => number;
}

const MINUTES_PER_MONTH = DAYS_PER_MONTH * 24 * 60;
const BYTES_PER_GIB = 1024 ** 3;
const KIB_PER_GIB = 1024 ** 2;

const ALARM = 'AWS::CloudWatch::Alarm';
const FUNCTION = 'AWS::Lambda::Function';
const CANARY = 'AWS::Synthetics::Canary';
const STREAM = 'AWS::Kinesis::Stream';
const TABLE = 'AWS::DynamoDB::Table';
const LOG_GROUP = 'AWS::Logs::LogGroup';

/** A sum over resources. */
const total = (count: (properties: Json, resource: Billed) => number) => (found: readonly Billed[]) =>
  found.reduce((sum, resource) => sum + count(resource.properties, resource), 0);
const meter = (what: string, price: string, types: string | readonly string[], quantity: Meter['quantity'], assumes: readonly CostVolume[] = []): Meter => ({
  what,
  price,
  types: typeof types === 'string' ? [types] : types,
  assumes,
  quantity,
});
/** One of each resource. */
const each = (what: string, price: string, type: string) => meter(what, price, type, (found) => found.length);
/** A volume of all resources together, where there is one at least. */
const together = (what: string, price: string, types: string | readonly string[], volume: CostVolume, holds: (properties: Json) => boolean = () => true) =>
  meter(what, price, types, (found, assumptions) => (found.some(({ properties }) => holds(properties)) ? assumptions[volume] : 0), [volume]);

const ALARMS = [
  meter('Alarms on metrics, by metric', 'alarm-standard', ALARM, total((alarm) => (isAnomalyAlarm(alarm) || isHighResolution(alarm) || isMetricsInsights(alarm) ? 0 : alarmMetrics(alarm)))),
  meter('Alarms on metrics under 60 s, by metric', 'alarm-high-resolution', ALARM, total((alarm) => (isHighResolution(alarm) ? alarmMetrics(alarm) * (isAnomalyAlarm(alarm) ? 3 : 1) : 0))),
  meter('Anomaly detection alarms', 'alarm-anomaly', ALARM, total((alarm) => (isAnomalyAlarm(alarm) && !isHighResolution(alarm) ? alarmMetrics(alarm) : 0))),
  meter('Metrics Insights alarms, by metric', 'alarm-metrics-insights', ALARM, (found, { metricsAnalysed }) => metricsAnalysed * found.filter(({ properties }) => isMetricsInsights(properties)).length, ['metricsAnalysed']),
  each('Composite alarms', 'alarm-composite', 'AWS::CloudWatch::CompositeAlarm'),
  each('Mute rules', 'alarm-mute-rule', 'AWS::CloudWatch::AlarmMuteRule'),
  meter('OpsItems, one for each alarm that opens them', 'ops-item', [ALARM, 'AWS::CloudWatch::CompositeAlarm'], total(({ AlarmActions }) => (listOf(AlarmActions).some((action) => readableText(action).includes(':opsitem:')) ? 1 : 0))),
];

const METRICS = [
  each('Dashboards', 'dashboard', 'AWS::CloudWatch::Dashboard'),
  { ...meter('Metrics of log filters', 'metric-custom', 'AWS::Logs::MetricFilter', filterMetrics, ['valuesPerDimension']), perStack: true },
  together('Metrics that functions publish', 'metric-custom', FUNCTION, 'emfMetrics'),
  meter('Shard-level metrics of Kinesis', 'metric-custom', STREAM, total((stream) => shardsOf(stream) * shardMetrics(stream))),
  meter('Updates in the metric stream', 'metric-stream-update', 'AWS::CloudWatch::MetricStream', (found, { streamedMetrics }) => found.length * streamedMetrics * MINUTES_PER_MONTH, ['streamedMetrics']),
  meter('Firehose', 'firehose-ingest', 'AWS::KinesisFirehose::DeliveryStream', (found, { streamedMetrics, streamedBytes }) => (found.length * streamedMetrics * streamedBytes * MINUTES_PER_MONTH) / BYTES_PER_GIB, ['streamedMetrics', 'streamedBytes']),
  each('Contributor Insights rules', 'contributor-rule', 'AWS::CloudWatch::InsightRule'),
  meter('Log events matched by Contributor Insights', 'contributor-events', 'AWS::CloudWatch::InsightRule', (found, { contributorEvents }) => found.length * contributorEvents, ['contributorEvents']),
];

const LOGS = [
  together('Logs, ingestion', 'logs-ingest', LOG_GROUP, 'logGiB'),
  meter('Logs, storage', 'logs-storage', LOG_GROUP, (found, { logGiB, storedShare }) => (found.length === 0 ? 0 : (logGiB * storedShare * meanRetentionDays(found)) / DAYS_PER_MONTH), ['logGiB', 'storedShare']),
  together('Logs, data protection', 'logs-data-protection', LOG_GROUP, 'logGiB', ({ DataProtectionPolicy }) => DataProtectionPolicy !== undefined),
  together('Logs Insights', 'logs-insights-scan', ['AWS::Logs::QueryDefinition', LOG_GROUP], 'logsInsightsGiB'),
];

const DELIVERY = [
  together('SNS requests', 'sns-requests', 'AWS::SNS::Topic', 'alerts'),
  meter('SNS e-mails', 'sns-email', 'AWS::SNS::Subscription', (found, { alerts }) => alerts * found.filter(({ properties }) => properties['Protocol'] === 'email').length, ['alerts']),
  meter('SNS calls of webhooks', 'sns-http', 'AWS::SNS::Subscription', (found, { alerts }) => alerts * found.filter(({ properties }) => /^https?$/.test(String(properties['Protocol']))).length, ['alerts']),
  together('SQS requests', 'sqs-standard', 'AWS::SQS::Queue', 'queueRequests', ({ FifoQueue }) => FifoQueue !== true),
  together('SQS requests, FIFO', 'sqs-fifo', 'AWS::SQS::Queue', 'queueRequests', ({ FifoQueue }) => FifoQueue === true),
  together('Events on an own bus', 'events-custom', 'AWS::Events::EventBus', 'busEvents'),
];

const COMPUTE = [
  meter('Lambda calls', 'lambda-requests', FUNCTION, (found, assumptions) => total((_, resource) => callsOf(resource, assumptions).calls)(found), ['functionCalls']),
  ...(['arm64', 'x86_64'] as const).map((architecture) =>
    meter(`Lambda duration, ${architecture}`, architecture === 'arm64' ? 'lambda-duration-arm' : 'lambda-duration-x86', FUNCTION, (found, assumptions) => gibSeconds(found, architecture, assumptions), ['functionCalls', 'functionMs']),
  ),
  meter('Canary runs', 'canary-run', CANARY, total(canaryRuns)),
  meter('Lambda duration of canaries', 'lambda-duration-x86', CANARY, (found, { canarySeconds }) => total((canary) => (canaryRuns(canary) * canarySeconds * Number(objectOf(canary['RunConfig'])['MemoryInMB'] ?? 1024)) / 1024)(found), ['canarySeconds']),
  meter('Traces recorded', 'xray-recorded', ['AWS::XRay::SamplingRule', 'AWS::XRay::Group', FUNCTION], (found, { traces }) => (found.some(isTraced) ? traces : 0), ['traces']),
  meter('Traces read', 'xray-retrieved', ['AWS::XRay::SamplingRule', 'AWS::XRay::Group', FUNCTION], (found, { tracesRead }) => (found.some(isTraced) ? tracesRead : 0), ['tracesRead']),
  meter('NAT gateways', 'nat-gateway', 'AWS::EC2::NatGateway', (found) => found.length * HOURS_PER_MONTH),
  meter('Interface endpoints, by zone', 'vpc-endpoint', 'AWS::EC2::VPCEndpoint', total(({ VpcEndpointType, SubnetIds }) => (VpcEndpointType === 'Interface' ? listOf(SubnetIds).length * HOURS_PER_MONTH : 0))),
];

const DATA = [
  each('KMS keys', 'kms-key', 'AWS::KMS::Key'),
  together('KMS requests', 'kms-requests', 'AWS::KMS::Key', 'keyRequests'),
  each('Secrets', 'secret', 'AWS::SecretsManager::Secret'),
  together('S3 storage', 's3-storage', 'AWS::S3::Bucket', 'objectGiB'),
  together('S3 writes', 's3-put', 'AWS::S3::Bucket', 'objectPuts'),
  meter('Kinesis shards', 'kinesis-shard', STREAM, total((stream) => (isOnDemand(stream) ? 0 : shardsOf(stream) * HOURS_PER_MONTH))),
  meter('Kinesis retention beyond 24 h', 'kinesis-retention-7d', STREAM, total((stream) => (!isOnDemand(stream) && Number(stream['RetentionPeriodHours'] ?? 24) > 24 ? shardsOf(stream) * HOURS_PER_MONTH : 0))),
  meter('Kinesis puts', 'kinesis-put', STREAM, (found, { records, recordKiB }) => (found.some(({ properties }) => !isOnDemand(properties)) ? records * Math.ceil(recordKiB / 25) : 0), ['records', 'recordKiB']),
  meter('Kinesis on demand', 'kinesis-on-demand', STREAM, total((stream) => (isOnDemand(stream) ? HOURS_PER_MONTH : 0))),
  ...(['in', 'out'] as const).map((way) =>
    meter(`Kinesis on demand, ${way}`, `kinesis-on-demand-${way}`, STREAM, (found, { records, recordKiB }) => (found.some(({ properties }) => isOnDemand(properties)) ? (records * recordKiB) / KIB_PER_GIB : 0), ['records', 'recordKiB']),
  ),
  together('DynamoDB reads', 'dynamodb-read', TABLE, 'tableReads', isPayPerRequest),
  together('DynamoDB writes', 'dynamodb-write', TABLE, 'tableWrites', isPayPerRequest),
  together('DynamoDB storage', 'dynamodb-storage', TABLE, 'tableGiB'),
  together('DynamoDB point-in-time recovery', 'dynamodb-pitr', TABLE, 'tableGiB', ({ PointInTimeRecoverySpecification }) => objectOf(PointInTimeRecoverySpecification)['PointInTimeRecoveryEnabled'] === true),
  together('CloudTrail management events', 'cloudtrail-management-first', 'AWS::CloudTrail::Trail', 'managementEvents'),
  together('CloudTrail data events', 'cloudtrail-data', 'AWS::CloudTrail::Trail', 'dataEvents', ({ AdvancedEventSelectors }) => JSON.stringify(AdvancedEventSelectors ?? []).includes('"Data"')),
  each('Budgets', 'budget', 'AWS::Budgets::Budget'),
];

/** Every price that a stack can meet, in the order of the estimate. */
export const METERS: readonly Meter[] = [...ALARMS, ...METRICS, ...LOGS, ...DELIVERY, ...COMPUTE, ...DATA];

/** Shards that a new on-demand stream has. */
const ON_DEMAND_SHARDS = 4;
/** Metrics that `ALL` stands for. */
const SHARD_METRICS = 7;

function isOnDemand({ StreamModeDetails }: Json): boolean {
  return objectOf(StreamModeDetails)['StreamMode'] === 'ON_DEMAND';
}

function shardsOf(stream: Json): number {
  return isOnDemand(stream) ? ON_DEMAND_SHARDS : Number(stream['ShardCount'] ?? 1);
}

function shardMetrics({ DesiredShardLevelMetrics }: Json): number {
  const names = listOf(DesiredShardLevelMetrics);
  return names.includes('ALL') ? SHARD_METRICS : names.length;
}

function isPayPerRequest({ BillingMode }: Json): boolean {
  return BillingMode === 'PAY_PER_REQUEST';
}

function isTraced({ type, properties }: Billed): boolean {
  return type !== FUNCTION || objectOf(properties['TracingConfig'])['Mode'] === 'Active';
}

function meanRetentionDays(groups: readonly Billed[]): number {
  return groups.reduce((sum, { properties }) => sum + Number(properties['RetentionInDays'] ?? 0), 0) / groups.length;
}
