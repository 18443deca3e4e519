import { ALERTS, alarmNamed, homeStackOf, homeTemplate } from '../home-stack';
import { configOf } from '../config-of';
import { Template } from 'aws-cdk-lib/assertions';

const FUNCTION = { functionName: 'acme-dev-processor', timeoutSeconds: 30 };
const withFunction = (more: Record<string, unknown> = {}, sections: Record<string, unknown> = {}) =>
  homeTemplate({ ...ALERTS, resources: { functions: { processor: { ...FUNCTION, ...more } } }, ...sections });

function alarmNames(template: Template): string[] {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')) as { Properties: { AlarmName: string } }[];
  return alarms.map(({ Properties }) => Properties.AlarmName).sort();
}

test('a function gets the alarms of the catalog that have a threshold', () => {
  expect(alarmNames(withFunction())).toEqual(['acme-dev-function-processor-durationNearTimeout', 'acme-dev-function-processor-errors', 'acme-dev-function-processor-throttles']);
});

test('every kind of resource has its singular in the name', () => {
  const template = homeTemplate({ resources: { apis: { shop: { apiName: 'shop', stage: 'dev' } }, databases: { ledger: { instanceId: 'ledger' } } } });
  expect(alarmNames(template)).toEqual(expect.arrayContaining(['acme-dev-api-shop-serverErrors', 'acme-dev-database-ledger-cpuHigh']));
});

test('a recommended rate is a guarded error rate with the dimensions of the resource', () => {
  const alarm = alarmNamed(withFunction(), 'acme-dev-function-processor-errors');
  const stat = (MetricName: string) => ({ Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: 'acme-dev-processor' }] }, Period: 60, Stat: 'Sum' });
  expect(alarm).toMatchObject({
    AlarmDescription: 'Lambda processor: Too many invocations fail. Severity: critical.',
    Threshold: 5,
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Expression: 'IF(total >= 20, 100 * errors / total, 0)', ReturnData: true },
      { Id: 'errors', MetricStat: stat('Errors'), ReturnData: false },
      { Id: 'total', MetricStat: stat('Invocations'), ReturnData: false },
    ],
  });
});

test('a recommended threshold follows the resource: 95 % of a timeout of 30 s', () => {
  expect(alarmNamed(withFunction(), 'acme-dev-function-processor-durationNearTimeout')).toMatchObject({
    Namespace: 'AWS/Lambda',
    MetricName: 'Duration',
    ExtendedStatistic: 'p90',
    Threshold: 28_500,
    Dimensions: [{ Name: 'FunctionName', Value: 'acme-dev-processor' }],
  });
});

test('the config changes threshold, severity, periods, missing data and runbook', () => {
  const throttles = { threshold: 7, severity: 'warning', periodSeconds: 300, evaluationPeriods: 4, datapointsToAlarm: 2, missingData: 'ignore', runbook: 'https://wiki.example.com/t' };
  expect(alarmNamed(withFunction({ alarms: { throttles } }), 'acme-dev-function-processor-throttles')).toMatchObject({
    Threshold: 7,
    Period: 300,
    EvaluationPeriods: 4,
    DatapointsToAlarm: 2,
    TreatMissingData: 'ignore',
    AlarmDescription: 'Lambda processor: Invocations are throttled. Severity: warning. Runbook: https://wiki.example.com/t',
    AlarmActions: [{ Ref: expect.stringMatching(/^NotificationswarningTopic/) as string }],
  });
});

test('component and owner are tags', () => {
  const tags = alarmNamed(withFunction({ owner: 'cards' }), 'acme-dev-function-processor-errors')['Tags'];
  expect(tags).toEqual(expect.arrayContaining([{ Key: 'Component', Value: 'Lambda' }, { Key: 'Owner', Value: 'cards' }]));
});

test('a recommended alarm that is switched off is not created', () => {
  const template = withFunction({ alarms: { errors: { enabled: false, reason: 'retried by the caller' } } });
  expect(alarmNames(template)).toEqual(['acme-dev-function-processor-durationNearTimeout', 'acme-dev-function-processor-throttles']);
});

test('a removal of the config is honoured even where the entry is gone', () => {
  const config = configOf({ resources: { functions: { processor: FUNCTION } } });
  const template = Template.fromStack(homeStackOf({ ...config, removals: [{ path: 'resources.functions.processor.alarms.throttles', reason: 'expected' }] }));
  expect(alarmNames(template)).toEqual(['acme-dev-function-processor-durationNearTimeout', 'acme-dev-function-processor-errors']);
});

describe('an own alarm replaces the recommended one', () => {
  const own = (metric: Record<string, unknown>) => ({ alarms: { own: { alarmName: 'own', severity: 'critical', metric, countAbove: 10, missingData: 'notBreaching' } } });

  test('on the same metric and dimensions of a resource', () => {
    expect(alarmNames(withFunction({}, own({ resource: 'functions.processor', name: 'Errors' })))).toEqual([
      'acme-dev-function-processor-durationNearTimeout',
      'acme-dev-function-processor-throttles',
      'own',
    ]);
  });

  test('also when it spells the dimensions out', () => {
    const metric = { namespace: 'AWS/Lambda', name: 'Throttles', dimensions: { FunctionName: 'acme-dev-processor' } };
    expect(alarmNames(withFunction({}, own(metric)))).not.toContain('acme-dev-function-processor-throttles');
  });

  test('not on another dimension set', () => {
    const metric = { namespace: 'AWS/Lambda', name: 'Throttles', dimensions: { FunctionName: 'another' } };
    expect(alarmNames(withFunction({}, own(metric)))).toContain('acme-dev-function-processor-throttles');
  });
});

test('a recommended alarm says where it comes from', () => {
  withFunction().hasResource('AWS::CloudWatch::Alarm', {
    Properties: { AlarmName: 'acme-dev-function-processor-errors' },
    Metadata: { 'payment-observability': { section: 'resources', path: 'resources.functions.processor.alarms.errors' } },
  });
});
