import { stack } from '../api';

const DASHBOARD = 'payment-processing-dev';
const widget = (title: string) => stack.widget(DASHBOARD, title);
const metricsOf = (title: string) => widget(title).properties['metrics'];
const API = ['AWS/ApiGateway', 'Latency', 'ApiName', 'payments-api-dev', 'Stage', 'dev'];
const FUNCTION = ['FunctionName', 'payment-processor-dev'];

test('A22 dashboard payment-processing-{env}: four line widgets of 12 × 6 on two rows, 300 s', () => {
  const { widgets, start, periodOverride } = stack.dashboard(DASHBOARD);
  expect(widgets.map(({ x, y, width, height }) => [x, y, width, height])).toEqual([[0, 0, 12, 6], [12, 0, 12, 6], [0, 6, 12, 6], [12, 6, 12, 6]]);
  expect(widgets.map(({ properties }) => [properties['view'], properties['period'], properties['stacked']])).toEqual(Array.from({ length: 4 }, () => ['timeSeries', 300, false]));
  expect({ start, periodOverride }).toEqual({ start: '-PT3H', periodOverride: 'inherit' });
});

test('A23 API Gateway latency in milliseconds: Average, p50, p95 and p99 by ApiName and Stage', () => {
  expect(metricsOf('API Gateway Latency (Milliseconds)')).toEqual([
    [...API, { label: 'Average' }],
    [...API, { label: 'p50', stat: 'p50' }],
    [...API, { label: 'p95', stat: 'p95' }],
    [...API, { label: 'p99', stat: 'p99' }],
  ]);
});

test('A24 Lambda errors and invocations: Sums by function', () => {
  expect(metricsOf('Lambda Errors and Invocations')).toEqual([
    ['AWS/Lambda', 'Errors', ...FUNCTION, { label: 'Errors', stat: 'Sum' }],
    ['AWS/Lambda', 'Invocations', ...FUNCTION, { label: 'Invocations', stat: 'Sum' }],
  ]);
});

test('A25 database connections: Average by instance', () => {
  expect(metricsOf('RDS Database Connections')).toEqual([['AWS/RDS', 'DatabaseConnections', 'DBInstanceIdentifier', 'payments-db-dev', { label: 'Connections' }]]);
});

test('A26 payment metrics: the amount summed for each currency on the left axis, the mean processing time on the right', () => {
  expect(metricsOf('Custom Payment Metrics')).toEqual([
    [{ label: 'Payment Amount', expression: "SEARCH('{PaymentProcessing/dev,Currency} MetricName=\"PaymentAmount\"', 'Sum')" }],
    ['PaymentProcessing/dev', 'PaymentProcessingTime', { label: 'Processing Time (ms)', yAxis: 'right' }],
  ]);
});
