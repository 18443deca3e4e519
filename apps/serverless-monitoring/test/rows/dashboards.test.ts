import { all, named, topicName, widget, widgets, type Properties } from '../serverless-monitoring';

const text = (title: string, dashboard = 'payments-dev-real-time') => JSON.stringify(widget(dashboard, title).metrics);

test('S16 real-time dashboard of 60 s: API latency, Lambda duration, DynamoDB capacity', () => {
  const onIt = widgets('payments-dev-real-time');
  expect(onIt.map(({ properties }) => properties.title).filter((title) => title !== undefined)).toEqual(expect.arrayContaining(['API latency (ms)', 'Lambda duration (ms)', 'DynamoDB capacity (units a second)']));
  const periods = onIt.flatMap(({ type, properties }) => (type === 'metric' ? (properties.metrics ?? []) : [])).map((line) => (line.at(-1) as { period?: number }).period);
  expect(new Set(periods)).toEqual(new Set([60]));
});

test('S17 transaction dashboard: success and failure rates, amount by currency, processing time', () => {
  const rates = text('Success and failure (%)', 'payments-dev-transactions');
  expect(rates).toContain('IF(attempts > 0, 100 * (attempts - FILL(failures, 0)) / attempts)');
  expect(rates).toContain('IF(attempts > 0, 100 * FILL(failures, 0) / attempts)');
  expect(text('Amount by currency', 'payments-dev-transactions')).toContain(`SEARCH('{ServerlessPayments/dev,Currency} MetricName=\\"PaymentAmount\\"', 'Sum')`);
  expect(text('Processing time (ms)', 'payments-dev-transactions')).toContain('p99');
});

test('S18 cost dashboard: estimated charges in USD, which exist in us-east-1 alone', () => {
  const services = widget('payments-dev-cost', 'Charges of this month by service (USD)').metrics ?? [];
  for (const line of services) {
    expect(line.slice(0, 4)).toEqual(['AWS/Billing', 'EstimatedCharges', 'Currency', 'USD']);
    expect(line.at(-1)).toMatchObject({ stat: 'Maximum', period: 21_600 });
  }
  expect(services.map((line) => line[5])).toEqual(['AmazonCloudWatch', 'AWSLambda', 'AmazonApiGateway', 'AmazonDynamoDB', 'AWSXRay'].sort((a, b) => services.findIndex((line) => line[5] === a) - services.findIndex((line) => line[5] === b)));
});

test('S18 budget: 80 % and 100 % of what is spent, 100 % of what is forecast', () => {
  const [{ Budget, NotificationsWithSubscribers }, ...others] = all('AWS::Budgets::Budget') as [{ Budget: Properties; NotificationsWithSubscribers: { Notification: Properties; Subscribers: { Address: unknown }[] }[] }];
  expect(others).toEqual([]);
  expect(Budget).toEqual({ BudgetName: expect.stringMatching(/^payments-dev-monthly-[0-9a-f]{8}$/) as unknown, BudgetType: 'COST', TimeUnit: 'MONTHLY', BudgetLimit: { Amount: 500, Unit: 'USD' } });
  expect(NotificationsWithSubscribers.map(({ Notification, Subscribers }) => [Notification['NotificationType'], Notification['Threshold'], Notification['ThresholdType'], topicName(Subscribers[0]?.Address)]).sort()).toEqual([
    ['ACTUAL', 100, 'PERCENTAGE', 'payments-dev-critical'],
    ['ACTUAL', 80, 'PERCENTAGE', 'payments-dev-warning'],
    ['FORECASTED', 100, 'PERCENTAGE', 'payments-dev-warning'],
  ]);
});

test('S21 dependencies: a link to the trace map, and the trace groups as metrics', () => {
  expect(widgets('payments-dev-real-time').find(({ type }) => type === 'text')?.properties.markdown).toContain('#xray:service-map/map');
  expect(widget('payments-dev-real-time', 'Traces').metrics).toEqual([
    expect.arrayContaining(['AWS/X-Ray', 'ApproximateTraceCount', 'GroupName', 'ServerlessPayments-dev']),
    expect.arrayContaining(['AWS/X-Ray', 'ApproximateTraceCount', 'GroupName', 'ServerlessFaults-dev']),
  ]);
  for (const name of ['ServerlessPayments-dev', 'ServerlessFaults-dev']) expect(named('AWS::XRay::Group', 'GroupName', name)).toBeDefined();
});

test('S24 events on the dashboard: their log, how many matched, and how many failed', () => {
  expect(text('Events matched')).toContain('"AWS/Events","MatchedEvents","RuleName","payments-dev-alarm-states"');
  expect(text('Events not delivered')).toContain('"AWS/Events","FailedInvocations","RuleName","payments-dev-aws-health"');
  expect(widget('payments-dev-real-time', 'Alarm and system events')['query']).toContain("SOURCE '/aws/events/payments-dev-events'");
  expect(named('AWS::Logs::LogGroup', 'LogGroupName', '/aws/events/payments-dev-events')).toBeDefined();
});
