import { ALERTS, alarmNamed, homeStackOf, homeTemplate } from '../home-stack';
import { configOf } from '../config-of';
import { Template } from 'aws-cdk-lib/assertions';
import { recommendedAlarmSpecs } from '../../src/alarms/recommended-alarms';

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

test('kinds of two words, and parts of a resource, have them in the name', () => {
  const resources = {
    eventBuses: { core: { busName: 'core', rules: { settle: { ruleName: 'settle-rule' } } } },
    tables: { ledger: { tableName: 'ledger', indexes: { byCustomer: { indexName: 'customer-index' } } } },
  };
  expect(alarmNames(homeTemplate({ resources }))).toEqual([
    'acme-dev-event-bus-core-failedInvocations-settle',
    'acme-dev-event-bus-core-lostEvents-settle',
    'acme-dev-event-bus-core-throttledRules-settle',
    'acme-dev-table-ledger-readThrottles',
    'acme-dev-table-ledger-readThrottles-byCustomer',
    'acme-dev-table-ledger-writeThrottles',
    'acme-dev-table-ledger-writeThrottles-byCustomer',
  ]);
});

test('metric math: only the expression returns data, every metric has its whole set of dimensions', () => {
  const template = homeTemplate({ resources: { tables: { ledger: { tableName: 'ledger', capacityMode: 'provisioned', indexes: { byCustomer: { indexName: 'customer-index' } } } } } });
  const term = (Id: string, MetricName: string, Stat: string) => ({
    Id,
    MetricStat: { Metric: { Namespace: 'AWS/DynamoDB', MetricName, Dimensions: [{ Name: 'GlobalSecondaryIndexName', Value: 'customer-index' }, { Name: 'TableName', Value: 'ledger' }] }, Period: 300, Stat },
    ReturnData: false,
  });
  const alarm = alarmNamed(template, 'acme-dev-table-ledger-readCapacityHigh-byCustomer');
  expect(alarm).toMatchObject({
    AlarmDescription: 'DynamoDB ledger byCustomer: Nearly all of the provisioned read capacity is used. Severity: warning. Notifies nobody: there is no section notifications.',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 80,
    EvaluationPeriods: 3,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
    Metrics: [
      { Id: 'expr_1', Expression: '100 * consumed / 300 / provisioned', ReturnData: true },
      term('consumed', 'ConsumedReadCapacityUnits', 'Sum'),
      term('provisioned', 'ProvisionedReadCapacityUnits', 'Maximum'),
    ],
  });
  expect(alarm).not.toHaveProperty('Period');
});

test('as many operations as a table may name fit into one alarm', () => {
  const operations = ['BatchGetItem', 'BatchWriteItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Scan', 'TransactGetItems', 'TransactWriteItems', 'UpdateItem'];
  const alarm = alarmNamed(homeTemplate({ resources: { tables: { ledger: { tableName: 'ledger', operations } } } }), 'acme-dev-table-ledger-systemErrors');
  expect(alarm['Metrics']).toHaveLength(11);
});

test('a fraction of requests with a sample guard', () => {
  const template = homeTemplate({ resources: { apis: { shop: { apiName: 'shop', stage: 'dev', alarms: { serverErrors: { threshold: 0.01, minimumSamples: 50 } } } } } });
  expect(alarmNamed(template, 'acme-dev-api-shop-serverErrors')).toMatchObject({
    Threshold: 0.01,
    Metrics: [{ Expression: 'IF(total >= 50, value, 0)' }, { Id: 'total', MetricStat: { Stat: 'SampleCount' } }, { Id: 'value', MetricStat: { Stat: 'Average' } }],
  });
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

test('an own alarm on one metric of several does not replace their sum', () => {
  const resources = { tables: { ledger: { tableName: 'ledger', operations: ['GetItem', 'Query'] } } };
  const own = (name: string, Operation: string) => ({ alarmName: name, severity: 'critical', metric: { resource: 'tables.ledger', name: 'SystemErrors', dimensions: { Operation } }, countAbove: 0, missingData: 'notBreaching' });
  expect(alarmNames(homeTemplate({ resources, alarms: { one: own('one', 'Query') } }))).toContain('acme-dev-table-ledger-systemErrors');
  expect(alarmNames(homeTemplate({ resources, alarms: { one: own('one', 'Query'), two: own('two', 'GetItem') } }))).not.toContain('acme-dev-table-ledger-systemErrors');
});

describe('canaries', () => {
  const canaries = (more: Record<string, unknown> = {}) => ({
    encryption: { keys: { alerts: {}, canaries: {} } },
    canaries: { encryptionKey: 'canaries', artifacts: {}, checks: { health: { canaryName: 'health-dev', url: 'https://api.example.com/health', everyMinutes: 10, timeoutSeconds: 60, ...more } } },
  });
  const specs = (more: Record<string, unknown> = {}) => recommendedAlarmSpecs(configOf({ ...ALERTS, ...canaries(more) }), undefined);

  test('have the alarms of their kind, by the section canaries', () => {
    expect(specs().map(({ section, resourcePath, spec }) => [section, resourcePath, spec.path, spec.notice.alarmName])).toEqual([
      ['canaries', 'canaries.checks.health', 'canaries.checks.health.alarms.successLow', 'acme-dev-canary-health-successLow'],
      ['canaries', 'canaries.checks.health', 'canaries.checks.health.alarms.durationHigh', 'acme-dev-canary-health-durationHigh'],
    ]);
  });

  test('are alarmed when they fail, or do not report', () => {
    const [success, duration] = specs().map(({ spec }) => spec);
    expect(success).toMatchObject({
      signal: { kind: 'threshold', metric: { namespace: 'CloudWatchSynthetics', metricName: 'SuccessPercent', dimensions: { CanaryName: 'health-dev' } }, statistic: 'Average', comparison: 'LessThanThreshold', threshold: 90 },
      periodSeconds: 600, evaluationPeriods: 3, datapointsToAlarm: 2, missingData: 'breaching',
    });
    expect(duration).toMatchObject({ signal: { metric: { metricName: 'Duration' }, threshold: 54_000 }, missingData: 'notBreaching' });
  });

  test('take changes, and are switched off with a reason', () => {
    const changed = specs({ alarms: { successLow: { threshold: 99 }, durationHigh: { enabled: false, reason: 'no objective' } } });
    expect(changed.map(({ spec }) => [spec.path, spec.signal])).toEqual([['canaries.checks.health.alarms.successLow', expect.objectContaining({ threshold: 99 })]]);
  });
});

describe('spread over stacks', () => {
  const functions = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`f${index}`, { functionName: `f${index}`, timeoutSeconds: 3 }]));
  const paths = (shards: number, shard: number | undefined, listed: Record<string, unknown> = functions) =>
    recommendedAlarmSpecs(configOf({ resources: { shards, functions: listed } }), shard).map(({ resourcePath }) => resourcePath);

  test('every resource is in one shard, and none in the main stack', () => {
    const shards = [0, 1, 2, 3].map((shard) => new Set(paths(4, shard)));
    expect(shards.flatMap((all) => [...all]).sort()).toEqual([...new Set(paths(1, undefined))].sort());
    expect(shards.every(({ size }) => size > 0)).toBe(true);
    expect(paths(4, undefined)).toEqual([]);
  });

  test('another resource changes one shard', () => {
    const more = { ...functions, another: { functionName: 'another', timeoutSeconds: 3 } };
    const changed = [0, 1, 2, 3].filter((shard) => paths(4, shard, more).join() !== paths(4, shard).join());
    expect(changed).toHaveLength(1);
  });
});

test('the order in the file changes nothing', () => {
  const functions = { a: FUNCTION, b: { ...FUNCTION, functionName: 'b' } };
  const template = (listed: Record<string, unknown>) => JSON.stringify(homeTemplate({ resources: { functions: listed, queues: { q: { queueName: 'q', isDeadLetterQueue: true } } } }).toJSON());
  expect(template(Object.fromEntries(Object.entries(functions).reverse()))).toBe(template(functions));
});

test('a recommended alarm says where it comes from', () => {
  withFunction().hasResource('AWS::CloudWatch::Alarm', {
    Properties: { AlarmName: 'acme-dev-function-processor-errors' },
    Metadata: { 'payment-observability': { section: 'resources', path: 'resources.functions.processor.alarms.errors' } },
  });
});
