import { type ApiResource, type DatabaseResource, type FunctionResource, recommendation, recommendedAlarms, resourceMetric } from '../src';

const rest: ApiResource = { type: 'rest', apiName: 'acme-payments', stage: 'live' };
const http: ApiResource = { type: 'http', apiId: 'a1b2c3', stage: 'live' };
const processor: FunctionResource = { functionName: 'processor', timeoutSeconds: 30, lambdaInsights: true };
const ledger: DatabaseResource = { type: 'instance', instanceId: 'ledger', maxConnections: 200, readReplica: false, binlogReplica: false };

const dimensionsOf = (alarm: ReturnType<typeof recommendedAlarms>[number]) => (alarm.math ? undefined : alarm.dimensions);
const form = (alarms: ReturnType<typeof recommendedAlarms>) =>
  alarms.map((alarm) => [
    alarm.id,
    alarm.rate ? `100 * ${alarm.rate.errors} / ${alarm.rate.total} from ${alarm.rate.minimumSamples}` : `${alarm.metric} ${alarm.statistic}`,
    alarm.comparison,
    alarm.threshold,
    `${alarm.periodSeconds} s ${alarm.datapointsToAlarm} of ${alarm.evaluationPeriods}`,
    alarm.missingData,
    alarm.severity,
  ]);

test('a REST API: fractions 0 to 1 by name and stage', () => {
  const alarms = recommendedAlarms('apis', rest);
  expect(form(alarms)).toEqual([
    ['serverErrors', '5XXError Average', 'GreaterThanThreshold', 0.05, '60 s 3 of 3', 'notBreaching', 'critical'],
    ['clientErrors', '4XXError Average', 'GreaterThanThreshold', 0.05, '60 s 5 of 5', 'notBreaching', 'warning'],
    ['latencyHigh', 'Latency p90', 'GreaterThanOrEqualToThreshold', 2500, '60 s 5 of 5', 'notBreaching', 'warning'],
  ]);
  for (const alarm of alarms) expect({ namespace: alarm.namespace, dimensions: dimensionsOf(alarm) }).toEqual({ namespace: 'AWS/ApiGateway', dimensions: { ApiName: 'acme-payments', Stage: 'live' } });
});

test('an HTTP API: other metrics, by id and stage', () => {
  const alarms = recommendedAlarms('apis', http);
  expect(form(alarms).map(([id, metric, , threshold]) => [id, metric, threshold])).toEqual([
    ['serverErrors', '5xx Average', 0.05],
    ['clientErrors', '4xx Average', 0.05],
    ['latencyHigh', 'Latency p90', 2500],
  ]);
  for (const alarm of alarms) expect(dimensionsOf(alarm)).toEqual({ ApiId: 'a1b2c3', Stage: 'live' });
});

test('a function: errors as a guarded rate, duration against its own timeout, memory where it is measured', () => {
  const alarms = recommendedAlarms('functions', processor);
  expect(form(alarms)).toEqual([
    ['errors', '100 * Errors / Invocations from 20', 'GreaterThanThreshold', 5, '60 s 3 of 3', 'notBreaching', 'critical'],
    ['throttles', 'Throttles Sum', 'GreaterThanOrEqualToThreshold', 1, '60 s 5 of 5', 'notBreaching', 'critical'],
    ['durationNearTimeout', 'Duration p90', 'GreaterThanThreshold', 28_500, '60 s 15 of 15', 'notBreaching', 'warning'],
    ['memoryHigh', 'memory_utilization Average', 'GreaterThanThreshold', 90, '60 s 10 of 10', 'notBreaching', 'warning'],
  ]);
  expect(alarms.map((alarm) => [alarm.namespace, dimensionsOf(alarm)])).toEqual([
    ['AWS/Lambda', { FunctionName: 'processor' }],
    ['AWS/Lambda', { FunctionName: 'processor' }],
    ['AWS/Lambda', { FunctionName: 'processor' }],
    ['LambdaInsights', { function_name: 'processor' }],
  ]);
  expect(recommendedAlarms('functions', { ...processor, lambdaInsights: false }).map(({ id }) => id)).toEqual(['errors', 'throttles', 'durationNearTimeout']);
});

test('a database: connections only when their maximum is known', () => {
  expect(form(recommendedAlarms('databases', ledger))).toEqual([
    ['cpuHigh', 'CPUUtilization Average', 'GreaterThanThreshold', 90, '60 s 5 of 5', 'breaching', 'warning'],
    ['connectionsHigh', 'DatabaseConnections Average', 'GreaterThanThreshold', 180, '60 s 5 of 5', 'breaching', 'critical'],
    ['readLatencyHigh', 'ReadLatency p90', 'GreaterThanThreshold', 0.02, '60 s 5 of 5', 'notBreaching', 'warning'],
    ['writeLatencyHigh', 'WriteLatency p90', 'GreaterThanThreshold', 0.02, '60 s 5 of 5', 'notBreaching', 'warning'],
    ['ebsByteBalanceLow', 'EBSByteBalance% Average', 'LessThanThreshold', 10, '60 s 3 of 3', 'notBreaching', 'warning'],
    ['ebsIoBalanceLow', 'EBSIOBalance% Average', 'LessThanThreshold', 10, '60 s 3 of 3', 'notBreaching', 'warning'],
  ]);
  expect(recommendedAlarms('databases', { ...ledger, maxConnections: undefined }).map(({ id }) => id)).not.toContain('connectionsHigh');
});

describe('changes of the user', () => {
  const changed = (alarms: ApiResource['alarms']) => recommendedAlarms('apis', { ...rest, alarms });

  test('replace what they name and nothing else', () => {
    const [before] = recommendedAlarms('apis', rest);
    const [after] = changed({ serverErrors: { threshold: 0.01, severity: 'warning', periodSeconds: 300, evaluationPeriods: 4, datapointsToAlarm: 2, missingData: 'ignore' } });
    expect(after).toEqual({ ...before, threshold: 0.01, severity: 'warning', periodSeconds: 300, evaluationPeriods: 4, datapointsToAlarm: 2, missingData: 'ignore' });
  });

  test('fewer periods need fewer datapoints', () => {
    expect(changed({ serverErrors: { evaluationPeriods: 2 } })[0]).toMatchObject({ evaluationPeriods: 2, datapointsToAlarm: 2 });
    expect(changed({ serverErrors: { evaluationPeriods: 10 } })[0]).toMatchObject({ evaluationPeriods: 10, datapointsToAlarm: 3 });
  });

  test('switch an alarm off', () => {
    expect(changed({ clientErrors: { enabled: false } }).map(({ id }) => id)).toEqual(['serverErrors', 'latencyHigh']);
  });

  test('switch an alarm on by the number that only they can know', () => {
    expect(changed({ noTraffic: { threshold: 5 } }).at(-1)).toMatchObject({
      id: 'noTraffic', metric: 'Count', statistic: 'SampleCount', comparison: 'LessThanThreshold', threshold: 5, missingData: 'breaching', severity: 'critical',
    });
  });

  test('a threshold of a rate is in percent', () => {
    expect(recommendedAlarms('functions', { ...processor, alarms: { errors: { threshold: 0.5 } } })[0]).toMatchObject({
      threshold: 0.5,
      rate: { errors: 'Errors', total: 'Invocations', minimumSamples: 20 },
    });
  });
});

test.each([
  ['apis', rest, '5XXError', undefined, 'AWS/ApiGateway', { ApiName: 'acme-payments', Stage: 'live' }],
  ['apis', http, '5xx', undefined, 'AWS/ApiGateway', { ApiId: 'a1b2c3', Stage: 'live' }],
  ['functions', processor, 'Errors', undefined, 'AWS/Lambda', { FunctionName: 'processor' }],
  ['functions', processor, 'memory_utilization', 'LambdaInsights', 'LambdaInsights', { function_name: 'processor' }],
  ['databases', ledger, 'CPUUtilization', 'AWS/RDS', 'AWS/RDS', { DBInstanceIdentifier: 'ledger' }],
] as const)('%s %j publishes %s', (kind, resource, name, namespace, expectedNamespace, dimensions) => {
  expect(resourceMetric(kind, resource, name, namespace)).toEqual({ namespace: expectedNamespace, dimensions });
});

test.each([
  ['4XXError', undefined, 'no metric "4XXError"; known are AWS/ApiGateway: 4xx, 5xx, Count, DataProcessed, IntegrationLatency, Latency'],
  ['Count', 'AWS/Lambda', 'no metric "Count" in AWS/Lambda; known are AWS/ApiGateway: 4xx, 5xx, Count, DataProcessed, IntegrationLatency, Latency'],
])('an HTTP API has no %s in %s', (name, namespace, message) => {
  expect(() => resourceMetric('apis', http, name, namespace)).toThrow(new Error(message));
});

test('an unknown row of the data is a defect', () => {
  expect(() => recommendation('nope')).toThrow(new Error('no alarm recommendation "nope" in alarm-recommendations.json'));
});
