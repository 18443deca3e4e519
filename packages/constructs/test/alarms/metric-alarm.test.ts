import { THRESHOLD_KEYS, THRESHOLD_KINDS } from '@payment-observability/catalog';
import { ALERTS, alarmNamed, homeTemplate, propertiesOf } from '../home-stack';

const METRICS = { metrics: { namespace: 'Acme/dev' } };
const BASE = { alarmName: 'acme-dev-x', severity: 'warning', metric: { name: 'Latency' }, missingData: 'notBreaching', periodSeconds: 60, evaluationPeriods: 3, datapointsToAlarm: 2 };
const templateOf = (alarm: Record<string, unknown>, sections: Record<string, unknown> = {}) => homeTemplate({ ...ALERTS, ...METRICS, ...sections, alarms: { x: { ...BASE, ...alarm } } });
const alarmOf = (alarm: Record<string, unknown>) => alarmNamed(templateOf(alarm), 'acme-dev-x');

describe('one metric against a threshold', () => {
  test.each(THRESHOLD_KEYS)('%s', (key) => {
    const { statistic, comparison } = THRESHOLD_KINDS[key];
    const alarm = alarmOf({ [key]: 1 });
    expect(alarm).toMatchObject({
      Namespace: 'Acme/dev',
      MetricName: 'Latency',
      ComparisonOperator: comparison,
      Threshold: 1,
      Period: 60,
      EvaluationPeriods: 3,
      DatapointsToAlarm: 2,
      TreatMissingData: 'notBreaching',
    });
    expect({ statistic: alarm['Statistic'], extended: alarm['ExtendedStatistic'], lowSamples: alarm['EvaluateLowSampleCountPercentile'] }).toEqual(
      statistic.startsWith('p') ? { extended: statistic, lowSamples: 'evaluate' } : { statistic },
    );
  });

  test('every datapoint must breach unless datapointsToAlarm says fewer', () => {
    expect(alarmOf({ countAbove: 5, datapointsToAlarm: undefined })).toMatchObject({ EvaluationPeriods: 3, DatapointsToAlarm: 3 });
  });

  test('there is no unit, which would hide data published with another', () => {
    expect(alarmOf({ latencyP99Ms: 500 })).not.toHaveProperty('Unit');
  });

  test('a namespace and dimensions of its own', () => {
    expect(alarmOf({ countAbove: 5, metric: { namespace: 'AWS/SQS', name: 'Sent', dimensions: { QueueName: 'orders' } } })).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'Sent',
      Dimensions: [{ Name: 'QueueName', Value: 'orders' }],
    });
  });
});

test('an error rate is guarded, and only the expression returns data', () => {
  const alarm = alarmOf({ metric: undefined, errorRatePercent: 1.5, minimumSamples: 50, errors: { name: 'Errors' }, total: { name: 'Total', dimensions: { Service: 'a' } } });
  expect(alarm).toMatchObject({ Threshold: 1.5, ComparisonOperator: 'GreaterThanThreshold' });
  expect(alarm['Metrics']).toEqual([
    { Id: 'expr_1', Expression: 'IF(total >= 50, 100 * errors / total, 0)', ReturnData: true },
    { Id: 'errors', MetricStat: { Metric: { Namespace: 'Acme/dev', MetricName: 'Errors' }, Period: 60, Stat: 'Sum' }, ReturnData: false },
    {
      Id: 'total',
      MetricStat: { Metric: { Namespace: 'Acme/dev', MetricName: 'Total', Dimensions: [{ Name: 'Service', Value: 'a' }] }, Period: 60, Stat: 'Sum' },
      ReturnData: false,
    },
  ]);
});

describe('an anomaly band', () => {
  const ANOMALY = { anomalyBandWidth: 3, statistic: 'Sum', metric: { name: 'Volume', dimensions: { Service: 'a' } } };

  test('band and metric return data, and there is no fixed threshold', () => {
    const alarm = alarmOf(ANOMALY);
    expect(alarm).not.toHaveProperty('Threshold');
    expect(alarm).toMatchObject({
      ThresholdMetricId: 'expr_1',
      Metrics: [
        { Id: 'expr_1', Expression: 'ANOMALY_DETECTION_BAND(m0, 3)', ReturnData: true },
        { Id: 'm0', MetricStat: { Metric: { MetricName: 'Volume' }, Period: 60, Stat: 'Sum' }, ReturnData: true },
      ],
    });
  });

  test.each([
    ['both', 'LessThanLowerOrGreaterThanUpperThreshold'],
    [undefined, 'LessThanLowerOrGreaterThanUpperThreshold'],
    ['above', 'GreaterThanUpperThreshold'],
    ['below', 'LessThanLowerThreshold'],
  ])('direction %s', (anomalyDirection, comparison) => {
    expect(alarmOf({ ...ANOMALY, anomalyDirection })['ComparisonOperator']).toBe(comparison);
  });

  test('the detector has the metric, dimensions and statistic of the alarm', () => {
    expect(propertiesOf(templateOf(ANOMALY), 'AWS::CloudWatch::AnomalyDetector')).toEqual({
      SingleMetricAnomalyDetector: { Namespace: 'Acme/dev', MetricName: 'Volume', Stat: 'Sum', Dimensions: [{ Name: 'Service', Value: 'a' }] },
    });
  });

  test('two alarms on the same metric and statistic share the detector, another statistic has its own', () => {
    const alarm = (alarmName: string, more = {}) => ({ ...BASE, ...ANOMALY, alarmName, ...more });
    const detectors = (statistic: string) =>
      homeTemplate({ ...METRICS, alarms: { a: alarm('a'), b: alarm('b', { anomalyDirection: 'above', statistic }) } }).findResources('AWS::CloudWatch::AnomalyDetector');
    expect(Object.keys(detectors('Sum'))).toHaveLength(1);
    expect(Object.keys(detectors('Average'))).toHaveLength(2);
  });
});

describe('times that a model does not learn from', () => {
  const anomaly = (alarmName: string) => ({ ...BASE, alarmName, anomalyBandWidth: 3, statistic: 'Sum', metric: { name: 'Volume' } });
  const window = (on: string, alarms: string[]) => ({ ruleName: `window-${on}`, once: { on, at: '22:30' }, durationMinutes: 60, alarms, excludeFromModels: { from: on, until: on } });
  const windows = { one: window('2026-12-06', ['a']), two: window('2026-12-13', ['a', 'b']) };
  const detectors = (alarms: Record<string, unknown>, maintenance: unknown = { windows }) => propertiesOf(homeTemplate({ ...METRICS, alarms, maintenance }), 'AWS::CloudWatch::AnomalyDetector');
  const range = (StartTime: string, EndTime: string) => ({ StartTime, EndTime });
  const first = range('2026-12-06T22:30:00', '2026-12-06T23:30:00');
  const second = range('2026-12-13T22:30:00', '2026-12-13T23:30:00');

  test('are the windows of its alarm', () => {
    expect(detectors({ a: anomaly('a'), b: { ...BASE, alarmName: 'b', countAbove: 1 } })).toMatchObject({
      Configuration: { MetricTimeZone: 'UTC', ExcludedTimeRanges: [first, second] },
    });
  });

  test('are those of every alarm that shares the model, each once', () => {
    expect(detectors({ b: anomaly('b'), a: { ...anomaly('a'), anomalyDirection: 'above' } })).toMatchObject({ Configuration: { ExcludedTimeRanges: [first, second] } });
  });

  test('without a window there is no configuration', () => {
    expect(detectors({ a: anomaly('a') }, { windows: {} })).not.toHaveProperty('Configuration');
  });
});

describe('limits name the place in the file', () => {
  test('a description that is too long with its runbook', () => {
    expect(() => alarmOf({ countAbove: 1, description: 'd'.repeat(1000), runbook: 'https://wiki.example.com/runbook' })).toThrow(
      'alarms.x.description: 1061 characters with severity and runbook, the description of an alarm has at most 1024',
    );
  });

  test('a metric without any namespace', () => {
    expect(() => homeTemplate({ alarms: { x: { ...BASE, countAbove: 1 } } })).toThrow('alarms.x.metric.namespace: required, since there is no metrics.namespace');
  });

  test('two alarms of one name', () => {
    const alarms = { a: { ...BASE, countAbove: 1 }, b: { ...BASE, countAbove: 2 } };
    expect(() => homeTemplate({ ...METRICS, alarms })).toThrow('alarms.b.alarmName: "acme-dev-x" is the name of alarms.a too, and would overwrite it');
  });
});
