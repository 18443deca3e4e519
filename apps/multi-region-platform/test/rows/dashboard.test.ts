import { dashboards } from '../multi-region-platform';

const NAME = 'observability-platform-dev';
const NAMESPACE = 'fintech/payments/metrics/dev';
const widget = (title: string) => dashboards().widget(NAME, title);
const placeOf = ({ x, y, width, height }: ReturnType<typeof widget>) => [x, y, width, height];

test('M25 header: purpose, the role of the three Regions, four key measures; 24 × 3 at the top of seven widgets', () => {
  const { widgets, periodOverride } = dashboards().dashboard(NAME);
  expect([widgets.length, periodOverride]).toEqual([7, 'inherit']);
  const [header] = widgets;
  expect([header?.type, header && placeOf(header)]).toEqual(['text', [0, 0, 24, 3]]);
  const { markdown } = header?.properties as { markdown: string };
  expect(markdown).toMatch(/^# Payment observability platform \(dev\)/);
  for (const part of ['| us-east-1 | primary |', '| eu-west-1 |', '| ap-southeast-1 |', 'transaction volume · error rate · processing latency · deviation']) expect(markdown).toContain(part);
});

test.each([
  ['M26', 'US East', 'us-east-1', 0],
  ['M27', 'EU West', 'eu-west-1', 8],
  ['M28', 'AP Southeast', 'ap-southeast-1', 16],
])('%s Payment Transaction Volume – %s: the Sum of %s, 8 × 6 at %i,3, 300 s, from 0 on', (_, title, region, x) => {
  const found = widget(`Payment Transaction Volume – ${title} (${region})`);
  expect(placeOf(found)).toEqual([x, 3, 8, 6]);
  expect(found.properties).toMatchObject({
    view: 'timeSeries', region, period: 300, stacked: false, yAxis: { left: { min: 0 } },
    metrics: [[NAMESPACE, 'PaymentTransactionVolume', { stat: 'Sum', label: 'Transactions' }]],
  });
});

const lines = (title: string) => widget(title).properties['metrics'] as unknown[][];
const optionsOf = (line: unknown[]) => line.at(-1) as Record<string, unknown>;

test('M29 Error Rate %: a gauge from 0 to 10 with one needle for each Region, from hidden sums, guarded; 8 × 6 at 0,9', () => {
  const found = widget('Error Rate %');
  expect(placeOf(found)).toEqual([0, 9, 8, 6]);
  expect(found.properties).toMatchObject({ view: 'gauge', yAxis: { left: { min: 0, max: 10 } } });
  const visible = lines('Error Rate %').map(optionsOf).filter((options) => options['visible'] !== false);
  expect(visible.map(({ expression, label }) => [expression, label])).toEqual([
    ['IF(requestsUsEast1 >= 20, 100 * errorsUsEast1 / requestsUsEast1, 0)', 'Error Rate % (us-east-1)'],
    ['IF(requestsEuWest1 >= 20, 100 * errorsEuWest1 / requestsEuWest1, 0)', 'Error Rate % (eu-west-1)'],
    ['IF(requestsApSoutheast1 >= 20, 100 * errorsApSoutheast1 / requestsApSoutheast1, 0)', 'Error Rate % (ap-southeast-1)'],
  ]);
  const hidden = lines('Error Rate %').filter((line) => optionsOf(line)['visible'] === false);
  expect(hidden.map((line) => [line[1], optionsOf(line)['region'], optionsOf(line)['stat']])).toEqual(
    ['PaymentErrors', 'TotalRequests'].flatMap((name) => ['us-east-1', 'eu-west-1', 'ap-southeast-1'].map((region) => [name, region, 'Sum'])),
  );
});

test('M30 Processing Latency Percentiles: p50, p90 and p99 of all three Regions as lines, not stacked; 16 × 6 at 8,9', () => {
  const found = widget('Processing Latency Percentiles');
  expect(placeOf(found)).toEqual([8, 9, 16, 6]);
  expect(found.properties).toMatchObject({ view: 'timeSeries', stacked: false, yAxis: { left: { min: 0 } } });
  expect(lines('Processing Latency Percentiles').map((line) => [line[0], line[1], optionsOf(line)['stat'], optionsOf(line)['region']])).toEqual(
    ['p50', 'p90', 'p99'].flatMap((stat) => ['us-east-1', 'eu-west-1', 'ap-southeast-1'].map((region) => [NAMESPACE, 'ProcessingLatency', stat, region])),
  );
});

test('M31 Payment Volume with Anomaly Detection: the actual volume and a band of width 2 around it, in full rows; 24 × 6 at 0,15', () => {
  const found = widget('Payment Volume with Anomaly Detection');
  expect(placeOf(found)).toEqual([0, 15, 24, 6]);
  expect(found.properties['yAxis']).toEqual({ left: { min: 0 } });
  expect(lines('Payment Volume with Anomaly Detection')).toEqual([
    [{ expression: 'ANOMALY_DETECTION_BAND(m1, 2)', label: 'Expected volume' }],
    [NAMESPACE, 'PaymentTransactionVolume', { id: 'm1', label: 'Actual volume', stat: 'Sum' }],
  ]);
});

test('M32 variables: the reader chooses Region and service, on a dashboard where every widget follows', () => {
  const { variables, widgets, start } = dashboards().dashboard('observability-services-dev');
  expect(variables).toEqual([
    {
      type: 'property', property: 'region', inputType: 'select', id: 'region', label: 'Region', defaultValue: 'us-east-1',
      values: [
        { value: 'us-east-1', label: 'US East (us-east-1)' },
        { value: 'eu-west-1', label: 'EU West (eu-west-1)' },
        { value: 'ap-southeast-1', label: 'AP Southeast (ap-southeast-1)' },
      ],
    },
    {
      type: 'property', property: 'Service', inputType: 'select', id: 'service', label: 'Service', defaultValue: '__FIRST',
      search: '{fintech/payments/metrics/dev,Environment,Service} MetricName="ServiceAvailability"', populateFrom: 'Service',
    },
  ]);
  expect(start).toBe('-PT3H');
  const metrics = widgets.flatMap(({ properties }) => properties['metrics'] as unknown[][]);
  expect(metrics.map((metric) => metric.slice(0, 6))).toEqual(
    ['ServiceLatency', 'ServiceLatency', 'ServiceAvailability'].map((name) => [NAMESPACE, name, 'Environment', 'dev', 'Service', 'payment-gateway']),
  );
});

test('M32 no variable of the platform dashboard can take the Regions of its widgets away', () => {
  expect(dashboards().dashboard(NAME)['variables']).toBeUndefined();
});
