import { identify, identityKey } from '../src/metric-identity';
import { configOf } from './config-of';

const config = configOf({ metrics: { namespace: 'Acme/dev' }, resources: { functions: { processor: { functionName: 'acme-dev-processor', timeoutSeconds: 30, lambdaInsights: true } } } });

test.each([
  ['of the team', { name: 'A' }, { namespace: 'Acme/dev', metricName: 'A', dimensions: {} }],
  ['of another namespace', { name: 'A', namespace: 'Other', dimensions: { D: 'd' } }, { namespace: 'Other', metricName: 'A', dimensions: { D: 'd' } }],
  ['of a resource', { name: 'Errors', resource: 'functions.processor' }, { namespace: 'AWS/Lambda', metricName: 'Errors', dimensions: { FunctionName: 'acme-dev-processor' } }],
  [
    'of a resource, in its other namespace',
    { name: 'memory_utilization', namespace: 'LambdaInsights', resource: 'functions.processor' },
    { namespace: 'LambdaInsights', metricName: 'memory_utilization', dimensions: { function_name: 'acme-dev-processor' } },
  ],
])('a metric %s', (_, metric, identity) => {
  expect(identify(config, metric, 'alarms.x.metric')).toEqual(identity);
});

test('a metric the resource does not publish names the path and what is known', () => {
  expect(() => identify(config, { name: 'Eror', resource: 'functions.processor' }, 'alarms.x.metric')).toThrow(/^alarms\.x\.metric\.name: no metric "Eror"; known are AWS\/Lambda: .*Errors/);
});

test('a resource that is not listed', () => {
  expect(() => identify(config, { name: 'Errors', resource: 'functions.other' }, 'alarms.x.metric')).toThrow('alarms.x.metric.resource: no resource functions.other below resources');
});

test('the key of a metric does not depend on the order of its dimensions', () => {
  const metric = { namespace: 'N', metricName: 'M' };
  expect(identityKey({ ...metric, dimensions: { B: '2', A: '1' } })).toBe('N M A=1 B=2');
  expect(identityKey({ ...metric, dimensions: { A: '1', B: '2' } })).toBe('N M A=1 B=2');
});
