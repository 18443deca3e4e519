import { template } from '../../src/index';
import { home, world } from '../multi-region-platform';

const STANDARD = 'sns-standard-alerts-dev';
const CRITICAL = 'sns-critical-escalations-dev';
const NAMESPACE = 'fintech/payments/metrics/dev';
const OPS_ITEM = 'arn:aws:ssm:us-east-1:111111111111:opsitem:1#CATEGORY=Availability';

test('M14 every alarm of the section comes from one typed table, one entry each', () => {
  const stack = home();
  const names = [...stack.all('AWS::CloudWatch::Alarm'), ...stack.all('AWS::CloudWatch::CompositeAlarm')].map(({ AlarmName }) => AlarmName);
  const listed = Object.values(template.defaults.alarms).map(({ alarmName }) => alarmName.replace('{env}', 'dev'));
  expect(listed).toHaveLength(10);
  expect(listed.filter((name) => names.filter((one) => one === name).length !== 1)).toEqual([]);
});

test('M14 one entry more is one alarm more, one value changed is one alarm changed', () => {
  const count = (sections = '') => home(sections).all('AWS::CloudWatch::Alarm').length;
  const more = 'alarms: { timeouts: { alarmName: "alarm-timeouts-{env}", severity: warning, metric: { name: Timeouts }, countAbove: 3, missingData: notBreaching } }';
  expect(count(more)).toBe(count() + 1);
  expect(home('alarms: { paymentErrors: { countAbove: 7 } }').alarm('alarm-payment-errors-dev')['Threshold']).toBe(7);
});

test.each([
  ['M15', 'alarm-payment-errors-dev', 'PaymentErrors', { Statistic: 'Sum', Threshold: 5 }],
  ['M16', 'alarm-auth-failures-dev', 'AuthenticationFailures', { Statistic: 'Sum', Threshold: 10 }],
  ['M17', 'alarm-high-latency-dev', 'ProcessingLatency', { ExtendedStatistic: 'p99', Threshold: 2000 }],
])('%s %s: %s, 300 s × 1 of 1, above its threshold, notBreaching, standard and standard', (_, name, metric, figures) => {
  const stack = home();
  expect(stack.alarm(name)).toMatchObject({
    ...figures, Namespace: NAMESPACE, MetricName: metric, Period: 300, EvaluationPeriods: 1, DatapointsToAlarm: 1, ComparisonOperator: 'GreaterThanThreshold', TreatMissingData: 'notBreaching',
  });
  expect(stack.alarm(name)['Dimensions']).toBeUndefined();
  // silent while M24 pages for it
  const notifying = stack.composite(`${name}-notification`);
  expect(stack.heardBy(notifying)).toEqual({ alarm: [STANDARD], ok: [STANDARD] });
  expect(home().nameOf(notifying['ActionsSuppressor'])).toBe('composite-alarm-critical-escalation-dev');
});

const detector = (metric: string) =>
  home().all('AWS::CloudWatch::AnomalyDetector').find(({ SingleMetricAnomalyDetector }) => (SingleMetricAnomalyDetector as { MetricName: string }).MetricName === metric);

test('M18 detector of the payment volume: single, Sum, without the Sunday nights, which are muted too', () => {
  expect(detector('PaymentTransactionVolume')).toMatchObject({ SingleMetricAnomalyDetector: { Namespace: NAMESPACE, MetricName: 'PaymentTransactionVolume', Stat: 'Sum' } });
  expect(detector('PaymentTransactionVolume')?.['MetricMathAnomalyDetector']).toBeUndefined();
  const { ExcludedTimeRanges, MetricTimeZone } = detector('PaymentTransactionVolume')?.['Configuration'] as { ExcludedTimeRanges: { StartTime: string; EndTime: string }[]; MetricTimeZone: string };
  expect(MetricTimeZone).toBe('UTC');
  expect(ExcludedTimeRanges).toHaveLength(27);
  expect(ExcludedTimeRanges.map(({ StartTime, EndTime }) => [new Date(`${StartTime}Z`).getUTCDay(), StartTime.slice(11), EndTime.slice(11)])).toEqual(Array(27).fill([0, '02:00:00', '04:00:00']));
  expect([ExcludedTimeRanges[0]?.StartTime, ExcludedTimeRanges.at(-1)?.StartTime]).toEqual(['2026-11-22T02:00:00', '2027-05-23T02:00:00']);
  const rule = home().one('AWS::CloudWatch::AlarmMuteRule', { Name: 'rule-maintenance-sunday-night-dev' });
  expect(rule['Rule']).toEqual({ Schedule: { Expression: 'cron(0 2 * * SUN)', Duration: 'PT2H', Timezone: 'UTC' } });
});

test('M19 detector of the latency: p99, single', () => {
  expect(detector('ProcessingLatency')?.['SingleMetricAnomalyDetector']).toEqual({ Namespace: NAMESPACE, MetricName: 'ProcessingLatency', Stat: 'p99' });
});

test.each([
  ['M20', 'alarm-payment-volume-anomaly-dev', 'PaymentTransactionVolume', 'Sum', 'LessThanLowerOrGreaterThanUpperThreshold'],
  ['M21', 'alarm-latency-anomaly-dev', 'ProcessingLatency', 'p99', 'GreaterThanUpperThreshold'],
])('%s %s: outside of a band of width 2 around %s, 300 s × 3 of 3, notBreaching, standard and standard', (_, name, MetricName, Stat, comparison) => {
  const stack = home();
  const properties = stack.alarm(name);
  expect(properties).toMatchObject({ ComparisonOperator: comparison, EvaluationPeriods: 3, DatapointsToAlarm: 3, TreatMissingData: 'notBreaching' });
  const [band, metric, ...others] = properties['Metrics'] as { Id: string; Expression?: string; ReturnData: boolean; MetricStat?: unknown }[];
  expect([band?.Expression, band?.ReturnData, properties['ThresholdMetricId'], others]).toEqual([`ANOMALY_DETECTION_BAND(${metric?.Id}, 2)`, true, band?.Id, []]);
  expect(metric).toMatchObject({ ReturnData: true, MetricStat: { Metric: { Namespace: NAMESPACE, MetricName }, Period: 300, Stat } });
  expect(properties['Threshold']).toBeUndefined();
  expect(stack.heardBy(properties)).toEqual({ alarm: [STANDARD], ok: [STANDARD] });
});

test('M22 error rate: 100 × PaymentErrors ÷ TotalRequests above 5 %, from 20 requests on, both without dimensions; critical and critical', () => {
  const stack = home();
  const properties = stack.alarm('alarm-error-rate-percentage-dev');
  expect(properties).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold', Threshold: 5, EvaluationPeriods: 1, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' });
  const input = (id: string, MetricName: string) => ({ Id: id, ReturnData: false, MetricStat: { Metric: { Namespace: NAMESPACE, MetricName }, Period: 300, Stat: 'Sum' } });
  expect(properties['Metrics']).toEqual([
    expect.objectContaining({ Expression: 'IF(total >= 20, 100 * errors / total, 0)', ReturnData: true }),
    input('errors', 'PaymentErrors'),
    input('total', 'TotalRequests'),
  ]);
  expect(stack.heardBy(properties)).toEqual({ alarm: [CRITICAL], ok: [CRITICAL] });
});

test('M23 systemic issues: M15 and M17; critical with an OpsItem, and OK', () => {
  const stack = home();
  const name = 'composite-alarm-systemic-issues-dev';
  expect(stack.ruleOf(name)).toBe('(ALARM("alarm-payment-errors-dev") AND ALARM("alarm-high-latency-dev"))');
  expect(stack.heardBy(stack.composite(name))).toEqual({ alarm: [CRITICAL, OPS_ITEM], ok: [CRITICAL] });
});

test('M24 critical escalation: at least two of M15, M16 and M17; critical with an OpsItem, and OK; quiet while M23 pages for the same', () => {
  const stack = home();
  const name = 'composite-alarm-critical-escalation-dev';
  expect(stack.ruleOf(name)).toBe('AT_LEAST(2, ALARM, ("alarm-payment-errors-dev", "alarm-auth-failures-dev", "alarm-high-latency-dev"))');
  expect(stack.heardBy(stack.composite(name))).toEqual({ alarm: [CRITICAL, OPS_ITEM], ok: [CRITICAL] });
  expect(stack.nameOf(stack.composite(name)['ActionsSuppressor'])).toBe('composite-alarm-systemic-issues-dev');
});

test('M24 any of them, where the file says so', () => {
  const sections = 'alarms: { criticalEscalation: { when: { any: [paymentErrors, authenticationFailures, highLatency] } } }';
  expect(home(sections).ruleOf('composite-alarm-critical-escalation-dev')).toBe('(ALARM("alarm-payment-errors-dev") OR ALARM("alarm-auth-failures-dev") OR ALARM("alarm-high-latency-dev"))');
});

test('M15 the same alarms watch each Region', () => {
  expect(Object.keys(world.synthesize()).filter((id) => id !== 'dashboards' && JSON.stringify(world.synthesize()[id]?.toJSON()).includes('"alarm-payment-errors-dev"'))).toEqual(['home', 'eu-west-1', 'ap-southeast-1']);
});
