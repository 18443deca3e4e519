import { synthesize } from '../payment-platform';

type Alarm = Readonly<Record<string, unknown>>;
const METRIC = 'AWS::CloudWatch::Alarm';
const COMPOSITE = 'AWS::CloudWatch::CompositeAlarm';
const { home } = synthesize();
const resources = (home.toJSON() as { Resources: Record<string, { Type: string; Properties: Alarm }> }).Resources;

function alarm(name: string, type = METRIC): Alarm {
  const found = Object.values(resources).find(({ Type, Properties }) => Type === type && Properties['AlarmName'] === name);
  if (!found) throw new Error(`no ${type} ${name}`);
  return found.Properties;
}

/** Names in place of tokens: of a topic, or of the alarms of a rule. */
function nameOf(part: unknown): string {
  if (typeof part === 'string') return part;
  const token = part as { Ref?: string; 'Fn::GetAtt'?: [string] };
  const properties = resources[token.Ref ?? token['Fn::GetAtt']?.[0] ?? '']?.Properties;
  return String(properties?.['TopicName'] ?? properties?.['AlarmName']);
}
const ruleOf = (name: string) => (alarm(name, COMPOSITE)['AlarmRule'] as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].map(nameOf).join('');
const topics = (actions: unknown) => ((actions ?? []) as unknown[]).map(nameOf);
const heardBy = (properties: Alarm) => ({ alarm: topics(properties['AlarmActions']), ok: topics(properties['OKActions']) });
const tagOf = (properties: Alarm, key: string) => (properties['Tags'] as { Key: string; Value: string }[]).find(({ Key }) => Key === key)?.Value;

const to = (alarmTopic: string, okTopic: string) => ({ alarm: [`payment-dev-alerts-${alarmTopic}`], ok: [`payment-dev-alerts-${okTopic}`] });

/** A suppressed metric alarm is silent; the composite that follows it notifies in its place. */
function expectNotifiesThrough(name: string, heard: ReturnType<typeof to>, suppressor: string) {
  const follower = alarm(`${name}-notification`, COMPOSITE);
  expect(heardBy(alarm(name))).toEqual({ alarm: [], ok: [] });
  expect(ruleOf(`${name}-notification`)).toBe(`ALARM("${name}")`);
  expect(heardBy(follower)).toEqual(heard);
  expect(nameOf(follower['ActionsSuppressor'])).toBe(suppressor);
}

test('P18 high error rate: above 1 %, 60 s × 2, guarded metric math on Sums, notBreaching, critical and info', () => {
  const properties = alarm('payment-dev-high-error-rate');
  expect(properties).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold', Threshold: 1, EvaluationPeriods: 2, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' });
  expect(properties['Metrics']).toEqual([
    { Id: 'expr_1', Expression: 'IF(total >= 20, 100 * errors / total, 0)', ReturnData: true },
    { Id: 'errors', MetricStat: { Metric: { Namespace: 'PaymentSystem/dev', MetricName: 'ErrorCount' }, Period: 60, Stat: 'Sum' }, ReturnData: false },
    { Id: 'total', MetricStat: { Metric: { Namespace: 'PaymentSystem/dev', MetricName: 'TransactionVolume' }, Period: 60, Stat: 'Sum' }, ReturnData: false },
  ]);
  expectNotifiesThrough('payment-dev-high-error-rate', to('critical', 'info'), 'payment-dev-system-degradation');
});

test('P18 silence is an alarm of its own: no traffic, missing data breaching', () => {
  const properties = alarm('payment-dev-no-traffic');
  expect(properties).toMatchObject({
    Namespace: 'PaymentSystem/dev', MetricName: 'TransactionVolume', Statistic: 'Sum', Period: 60, EvaluationPeriods: 5, DatapointsToAlarm: 5,
    ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching',
  });
  expect(heardBy(properties)).toEqual(to('critical', 'info'));
});

test('P19 API latency: p99 of the rollup above 500, 60 s × 3, notBreaching, warning and info', () => {
  const properties = alarm('payment-dev-api-high-latency');
  expect(properties).toMatchObject({
    Namespace: 'PaymentSystem/dev', MetricName: 'APILatency', ExtendedStatistic: 'p99', Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 3,
    ComparisonOperator: 'GreaterThanThreshold', Threshold: 500, TreatMissingData: 'notBreaching', EvaluateLowSampleCountPercentile: 'evaluate',
  });
  expect(properties).not.toHaveProperty('Dimensions');
  expectNotifiesThrough('payment-dev-api-high-latency', to('warning', 'info'), 'payment-dev-performance-degradation');
});

test('P20 DB connection failures: Sum above 5, 300 s × 1, notBreaching, critical and info', () => {
  const properties = alarm('payment-dev-db-connection-failures');
  expect(properties).toMatchObject({
    Namespace: 'PaymentSystem/dev', MetricName: 'ConnectionFailures', Statistic: 'Sum', Period: 300, EvaluationPeriods: 1, DatapointsToAlarm: 1,
    ComparisonOperator: 'GreaterThanThreshold', Threshold: 5, TreatMissingData: 'notBreaching',
  });
  expect(properties).not.toHaveProperty('Dimensions');
  expectNotifiesThrough('payment-dev-db-connection-failures', to('critical', 'info'), 'payment-dev-system-degradation');
});

test('P21 anomaly detector: Sum of TransactionVolume, single metric', () => {
  home.resourceCountIs('AWS::CloudWatch::AnomalyDetector', 1);
  home.hasResource('AWS::CloudWatch::AnomalyDetector', {
    Properties: { SingleMetricAnomalyDetector: { Namespace: 'PaymentSystem/dev', MetricName: 'TransactionVolume', Stat: 'Sum' } },
  });
});

test('P22 transaction anomaly: band of 2 around the Sum, 300 s × 2, both sides, warning; band and metric return data', () => {
  const properties = alarm('payment-dev-transaction-anomaly');
  expect(properties).toMatchObject({
    ComparisonOperator: 'LessThanLowerOrGreaterThanUpperThreshold', EvaluationPeriods: 2, DatapointsToAlarm: 2, ThresholdMetricId: 'expr_1', TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'expr_1', Expression: 'ANOMALY_DETECTION_BAND(m0, 2)', ReturnData: true },
      { Id: 'm0', MetricStat: { Metric: { Namespace: 'PaymentSystem/dev', MetricName: 'TransactionVolume' }, Period: 300, Stat: 'Sum' }, ReturnData: true },
    ],
  });
  expect(properties).not.toHaveProperty('Threshold');
  expect(heardBy(properties)).toEqual(to('warning', 'warning'));
});

test('P23 Lambda errors: Sum above 10, 60 s × 1, of the function in the config, notBreaching, critical with OK', () => {
  expect(alarm('payment-dev-lambda-errors')).toMatchObject({
    Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions: [{ Name: 'FunctionName', Value: 'payment-dev-processor' }], Statistic: 'Sum', Period: 60,
    EvaluationPeriods: 1, DatapointsToAlarm: 1, ComparisonOperator: 'GreaterThanThreshold', Threshold: 10, TreatMissingData: 'notBreaching',
  });
  expectNotifiesThrough('payment-dev-lambda-errors', to('critical', 'critical'), 'payment-dev-complete-system-failure');
});

test('P23 the recommended alarm on the same metric is not created beside it', () => {
  home.resourcePropertiesCountIs(METRIC, { AlarmName: 'payment-platform-dev-function-processor-errors' }, 0);
  home.resourcePropertiesCountIs(METRIC, { AlarmName: 'payment-platform-dev-function-processor-throttles' }, 1);
});

test('P24 memory: Average of memory_utilization of the function above 80 %, 300 s × 3, warning with OK', () => {
  expect(alarm('payment-dev-high-memory-usage')).toMatchObject({
    Namespace: 'LambdaInsights', MetricName: 'memory_utilization', Dimensions: [{ Name: 'function_name', Value: 'payment-dev-processor' }], Statistic: 'Average', Period: 300,
    EvaluationPeriods: 3, DatapointsToAlarm: 2, ComparisonOperator: 'GreaterThanThreshold', Threshold: 80, TreatMissingData: 'notBreaching',
  });
  expectNotifiesThrough('payment-dev-high-memory-usage', to('warning', 'warning'), 'payment-dev-performance-degradation');
});

test.each([
  ['P18', 'high-error-rate', 'Critical', 'PaymentProcessing'],
  ['P19', 'api-high-latency', 'Warning', 'API'],
  ['P20', 'db-connection-failures', 'Critical', 'Database'],
  ['P22', 'transaction-anomaly', 'Warning', 'TransactionMonitoring'],
  ['P23', 'lambda-errors', 'Critical', 'Lambda'],
  ['P24', 'high-memory-usage', 'Warning', 'Infrastructure'],
])('%s tags of payment-dev-%s: Severity %s, Component %s', (_, name, severity, component) => {
  const properties = alarm(`payment-dev-${name}`);
  expect([tagOf(properties, 'Severity'), tagOf(properties, 'Component')]).toEqual([severity, component]);
});

test('P25 system degradation: (error rate or latency) and DB failures, critical and info, quiet during the complete failure', () => {
  const name = 'payment-dev-system-degradation';
  expect(ruleOf(name)).toBe('((ALARM("payment-dev-high-error-rate") OR ALARM("payment-dev-api-high-latency")) AND ALARM("payment-dev-db-connection-failures"))');
  expect(heardBy(alarm(name, COMPOSITE))).toEqual(to('critical', 'info'));
  expect(nameOf(alarm(name, COMPOSITE)['ActionsSuppressor'])).toBe('payment-dev-complete-system-failure');
});

test('P26 complete system failure: error rate and Lambda errors and DB failures, critical with OK, escalated at once', () => {
  const name = 'payment-dev-complete-system-failure';
  expect(ruleOf(name)).toBe('(ALARM("payment-dev-high-error-rate") AND ALARM("payment-dev-lambda-errors") AND ALARM("payment-dev-db-connection-failures"))');
  expect(heardBy(alarm(name, COMPOSITE))).toEqual(to('critical', 'critical'));
  expect(tagOf(alarm(name, COMPOSITE), 'Escalation')).toBe('Immediate');
});

test('P27 performance degradation: latency and memory, warning with OK', () => {
  const name = 'payment-dev-performance-degradation';
  expect(ruleOf(name)).toBe('(ALARM("payment-dev-api-high-latency") AND ALARM("payment-dev-high-memory-usage"))');
  expect(heardBy(alarm(name, COMPOSITE))).toEqual(to('warning', 'warning'));
});

test.each([
  ['P25', 'payment-dev-system-degradation'],
  ['P26', 'payment-dev-complete-system-failure'],
  ['P27', 'payment-dev-performance-degradation'],
])('%s %s carries the tag Type=Composite', (_, name) => {
  expect(tagOf(alarm(name, COMPOSITE), 'Type')).toBe('Composite');
});
