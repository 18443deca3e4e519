import { synthesize } from '../payment-platform';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Readonly<Record<string, unknown>> & { readonly title: string; readonly metrics: unknown[] };
}

const NAMESPACE = 'PaymentSystem/dev';
const [dashboard] = Object.values(synthesize().home.findResources('AWS::CloudWatch::Dashboard')) as { Properties: { DashboardName: string; DashboardBody: { 'Fn::Join': [string, unknown[]] } } }[];
const text = dashboard?.Properties.DashboardBody['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : (part as { Ref: string }).Ref)).join('') ?? '';
const body = JSON.parse(text) as { start: string; periodOverride: string; widgets: Widget[] };

function widget(title: string): Widget {
  const found = body.widgets.find(({ properties }) => properties.title === title);
  if (!found) throw new Error(`no widget ${title}`);
  return found;
}
const placeOf = ({ x, y, width, height }: Widget) => `${x},${y} ${width}×${height}`;
const line = (title: string, place: string, period: number) => {
  const found = widget(title);
  expect(placeOf(found)).toBe(place);
  expect(found.properties).toMatchObject({ view: 'timeSeries', stacked: false, period, region: 'AWS::Region' });
  return found.properties;
};

test('P28 dashboard: payment-dev-processing-overview, 9 widgets, three hours back, the Region as a token', () => {
  expect(dashboard?.Properties.DashboardName).toBe('payment-dev-processing-overview');
  expect(body).toMatchObject({ start: '-PT3H', periodOverride: 'inherit' });
  expect(body.widgets).toHaveLength(9);
  expect(text).not.toContain('us-east-1');
});

test('P29 Transaction Volume: Sum, and a rate per second on the right axis, y from 0', () => {
  const { metrics, yAxis } = line('Transaction Volume', '0,0 8×6', 60);
  expect(metrics).toEqual([
    [NAMESPACE, 'TransactionVolume', { label: 'Total Transactions', id: 'total', period: 60, stat: 'Sum' }],
    [{ label: 'Transactions per second', expression: 'total / PERIOD(total)', period: 60, yAxis: 'right' }],
  ]);
  expect(yAxis).toEqual({ left: { min: 0 } });
});

test('P30 Transaction Amount: Sum and Average, one line per currency, y from 0', () => {
  const { metrics, yAxis } = line('Transaction Amount', '8,0 8×6', 60);
  const search = (stat: string) => `SEARCH('{PaymentSystem/dev,Currency} MetricName="TransactionAmount"', '${stat}')`;
  expect(metrics).toEqual([
    [{ label: 'Total Amount', expression: search('Sum'), period: 60 }],
    [{ label: 'Avg Transaction Amount', expression: search('Average'), period: 60, yAxis: 'right' }],
  ]);
  expect(yAxis).toEqual({ left: { min: 0 } });
});

test('P31 Error Rate: guarded percentage as a line, y 0–5, threshold at 1 in #ff0000', () => {
  const { metrics, yAxis, annotations } = line('Error Rate', '16,0 8×6', 60);
  expect(metrics).toEqual([
    [NAMESPACE, 'ErrorCount', { id: 'errors', visible: false, period: 60, stat: 'Sum' }],
    [{ label: 'Error Rate %', expression: 'IF(total >= 20, 100 * errors / total, 0)', period: 60 }],
    [NAMESPACE, 'TransactionVolume', { id: 'total', visible: false, period: 60, stat: 'Sum' }],
  ]);
  expect(yAxis).toEqual({ left: { min: 0, max: 5 } });
  expect(annotations).toEqual({ horizontal: [{ value: 1, label: 'Error Threshold', color: '#ff0000', yAxis: 'left' }] });
});

test('P32 Processing Time: Average, p95 and p99, y from 0', () => {
  const { metrics, yAxis } = line('Processing Time (ms)', '0,6 12×6', 60);
  // CloudWatch's default statistic, Average, is not written out
  expect(metrics).toEqual([
    [NAMESPACE, 'ProcessingTime', { label: 'Average', period: 60 }],
    [NAMESPACE, 'ProcessingTime', { label: 'p95', period: 60, stat: 'p95' }],
    [NAMESPACE, 'ProcessingTime', { label: 'p99', period: 60, stat: 'p99' }],
  ]);
  expect(yAxis).toEqual({ left: { min: 0 } });
});

test('P33 API Latency: Average and p99, y from 0, threshold at 500 in #ff9900', () => {
  const { metrics, yAxis, annotations } = line('API Latency (ms)', '12,6 12×6', 60);
  expect(metrics).toEqual([
    [NAMESPACE, 'APILatency', { label: 'Average', period: 60 }],
    [NAMESPACE, 'APILatency', { label: 'p99', period: 60, stat: 'p99' }],
  ]);
  expect(yAxis).toEqual({ left: { min: 0 } });
  expect(annotations).toEqual({ horizontal: [{ value: 500, label: 'Latency Threshold', color: '#ff9900', yAxis: 'left' }] });
});

test('P34 Lambda: Invocations and Errors as Sum, Duration as Average on the right axis, of the function', () => {
  const { metrics } = line('Lambda Functions Health', '0,12 8×6', 60);
  const of = (name: string) => ['AWS/Lambda', name, 'FunctionName', 'payment-dev-processor'];
  expect(metrics).toEqual([
    [...of('Errors'), { label: 'Errors', period: 60, stat: 'Sum' }],
    [...of('Invocations'), { label: 'Invocations', period: 60, stat: 'Sum' }],
    [...of('Duration'), { label: 'Duration (ms)', period: 60, yAxis: 'right' }],
  ]);
});

test('P35 Database: active connections as Average, failures as Sum', () => {
  expect(line('Database Health', '8,12 8×6', 60).metrics).toEqual([
    [NAMESPACE, 'DatabaseConnections', { label: 'Active Connections', period: 60 }],
    [NAMESPACE, 'ConnectionFailures', { label: 'Connection Failures', period: 60, stat: 'Sum' }],
  ]);
});

test('P36 System Resources: memory and CPU as Average over 300 s, y 0–100', () => {
  const { metrics, yAxis } = line('System Resources', '16,12 8×6', 300);
  // neither the default statistic nor the default period, 300 s, is written out
  expect(metrics).toEqual([
    ['AWS/RDS', 'CPUUtilization', 'DBInstanceIdentifier', 'payment-dev-ledger', { label: 'Database CPU %' }],
    ['LambdaInsights', 'memory_utilization', 'function_name', 'payment-dev-processor', { label: 'Memory %' }],
  ]);
  expect(yAxis).toEqual({ left: { min: 0, max: 100 } });
});

test('P37 Recent Failed Transactions: the newest 20 failed ones of the processing group of this stage', () => {
  const found = widget('Recent Failed Transactions');
  expect(found.type).toBe('log');
  expect(placeOf(found)).toBe('0,18 24×6');
  expect(found.properties).toMatchObject({
    region: 'AWS::Region',
    query: `SOURCE '/aws/payment/dev/processing' | fields @timestamp, transactionId, status, amount
| filter status = "FAILED"
| sort @timestamp desc
| limit 20`,
  });
});
