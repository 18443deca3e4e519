import { alarm, alarmOn, all, home, topicName, widget, world, type Properties } from '../serverless-monitoring';

const API = [{ Name: 'ApiName', Value: 'payments-dev-api' }, { Name: 'Stage', Value: 'dev' }];
const heard = ({ AlarmActions, OKActions }: Properties) => [AlarmActions, OKActions].map((actions) => (actions as unknown[]).map(topicName).join());
const both = (topic: string) => [`payments-dev-${topic}`, `payments-dev-${topic}`];

test('S4 API latency and error rate are the metrics of API Gateway, by name and stage', () => {
  expect(widget('payments-dev-real-time', 'API latency (ms)').metrics).toEqual(
    ['p50', 'p95', 'p99'].map((stat) => ['AWS/ApiGateway', 'Latency', 'ApiName', 'payments-dev-api', 'Stage', 'dev', { label: stat, stat, period: 60 }].filter((part) => part !== undefined)),
  );
  expect(widget('payments-dev-real-time', 'API errors (%)').metrics).toEqual(expect.arrayContaining([expect.arrayContaining(['AWS/ApiGateway', '5XXError', 'ApiName', 'payments-dev-api', 'Stage', 'dev'])]));
});

test('S5 Lambda duration is native, memory comes from Lambda Insights', () => {
  expect(widget('payments-dev-real-time', 'Lambda duration (ms)').metrics).toEqual(expect.arrayContaining([expect.arrayContaining(['AWS/Lambda', 'Duration', 'FunctionName', 'payments-dev-processor'])]));
  expect(widget('payments-dev-real-time', 'Lambda memory (%)').metrics).toEqual([expect.arrayContaining(['LambdaInsights', 'memory_utilization', 'function_name', 'payments-dev-processor'])]);
});

test('S6 DynamoDB: units a second, and their share of what is provisioned against 80 %', () => {
  const use = widget('payments-dev-real-time', 'DynamoDB capacity used (%), provisioned tables');
  expect(JSON.stringify(use.metrics)).toContain('100 * reads / PERIOD(reads) / readCapacity');
  expect(JSON.stringify(use.metrics)).toContain('100 * writes / PERIOD(writes) / writeCapacity');
  expect(use['annotations']).toEqual({ horizontal: [expect.objectContaining({ value: 80 })] });
  expect(JSON.stringify(widget('payments-dev-real-time', 'DynamoDB capacity (units a second)').metrics)).toContain('reads / PERIOD(reads)');
});

test.each(['Read', 'Write'])('S6 DynamoDB: above 80 %% of the provisioned capacity: %s, table and index', (direction) => {
  for (const part of ['', '-byMerchant']) {
    const properties = alarm(`serverless-monitoring-dev-table-payments-${direction.toLowerCase()}CapacityHigh${part}`);
    expect(properties).toMatchObject({ Threshold: 80, ComparisonOperator: 'GreaterThanThreshold' });
    expect(JSON.stringify(properties['Metrics'])).toContain('"Expression":"100 * consumed / 300 / provisioned"');
    expect(JSON.stringify(properties['Metrics'])).toContain(`"Provisioned${direction}CapacityUnits"`);
  }
});

test('S6 a table on demand has no capacity to use up', () => {
  const onDemand = world.home('resources: { tables: { payments: { capacityMode: onDemand } } }');
  expect(all('AWS::CloudWatch::Alarm', onDemand).filter(({ AlarmName }) => String(AlarmName).includes('CapacityHigh'))).toEqual([]);
});

test('S7 API 4XX above 1 %: Average above 0.01, 60 s, 5 of 5, warning', () => {
  const properties = alarm('payments-dev-api-4xx');
  expect(properties).toMatchObject({
    Namespace: 'AWS/ApiGateway', MetricName: '4XXError', Dimensions: API, Statistic: 'Average', ComparisonOperator: 'GreaterThanThreshold', Threshold: 0.01,
    Period: 60, EvaluationPeriods: 5, DatapointsToAlarm: 5, TreatMissingData: 'notBreaching',
  });
  expect(heard(properties)).toEqual(both('warning'));
});

test('S8 API 5XX above 1 %: Average above 0.01, 60 s, 3 of 3, critical', () => {
  const properties = alarm('payments-dev-api-5xx');
  expect(properties).toMatchObject({
    Namespace: 'AWS/ApiGateway', MetricName: '5XXError', Dimensions: API, Statistic: 'Average', ComparisonOperator: 'GreaterThanThreshold', Threshold: 0.01,
    Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 3, TreatMissingData: 'notBreaching',
  });
  expect(heard(properties)).toEqual(both('critical'));
});

test('S9 Lambda errors above 0.5 % of at least 200 calls, so that one failure alone does not alarm: 300 s, 2 of 3', () => {
  const properties = alarm('payments-dev-lambda-errors');
  const metric = (Id: string, MetricName: string) => ({
    Id, ReturnData: false,
    MetricStat: { Metric: { Namespace: 'AWS/Lambda', MetricName, Dimensions: [{ Name: 'FunctionName', Value: 'payments-dev-processor' }] }, Period: 300, Stat: 'Sum' },
  });
  expect(properties).toMatchObject({ ComparisonOperator: 'GreaterThanThreshold', Threshold: 0.5, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' });
  expect(properties['Metrics']).toEqual([
    { Id: 'expr_1', Expression: 'IF(total >= 200, 100 * errors / total, 0)', ReturnData: true },
    metric('errors', 'Errors'),
    metric('total', 'Invocations'),
  ]);
});

test.each([
  ['table', { TableName: 'payments-dev' }],
  ['index', { GlobalSecondaryIndexName: 'by-merchant', TableName: 'payments-dev' }],
])('S10 any throttled request of the %s: Sum above 0, 60 s, 2 of 3', (_, dimensions) => {
  for (const metricName of ['ReadThrottleEvents', 'WriteThrottleEvents'])
    expect(alarmOn(metricName, dimensions)).toMatchObject({
      Namespace: 'AWS/DynamoDB', Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, Period: 60, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching',
    });
});

test('S11 payment failures above 5 % of at least 20 payments: 300 s, 2 of 3', () => {
  const properties = alarm('payments-dev-payment-failures');
  expect(properties).toMatchObject({ Threshold: 5, ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' });
  expect(properties['Metrics']).toEqual([
    { Id: 'expr_1', Expression: 'IF(total >= 20, 100 * errors / total, 0)', ReturnData: true },
    { Id: 'errors', MetricStat: { Metric: { Namespace: 'ServerlessPayments/dev', MetricName: 'PaymentFailures' }, Period: 300, Stat: 'Sum' }, ReturnData: false },
    { Id: 'total', MetricStat: { Metric: { Namespace: 'ServerlessPayments/dev', MetricName: 'PaymentAttempts' }, Period: 300, Stat: 'Sum' }, ReturnData: false },
  ]);
});

test.each([
  ['payments-dev-health', 15_000],
  ['payments-dev-payment', 30_000],
])('S27 degradation of %s: SuccessPercent below 90, 300 s, 2 of 3, breaching; and duration p90 above half the timeout', (CanaryName, Threshold) => {
  expect(alarmOn('SuccessPercent', { CanaryName })).toMatchObject({
    Namespace: 'CloudWatchSynthetics', ComparisonOperator: 'LessThanThreshold', Threshold: 90, Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'breaching',
  });
  expect(alarmOn('Duration', { CanaryName })).toMatchObject({ Namespace: 'CloudWatchSynthetics', ExtendedStatistic: 'p90', ComparisonOperator: 'GreaterThanThreshold', Threshold, Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2 });
});

describe('S36 what monitors is monitored', () => {
  test.each([
    ['critical', 'warning'],
    ['warning', 'critical'],
    ['info', 'warning'],
  ])('S36 failed notifications of the topic %s are heard by another, %s', (topic, by) => {
    const properties = alarmOn('NumberOfNotificationsFailed', { TopicName: `payments-dev-${topic}` });
    expect(properties).toMatchObject({ Namespace: 'AWS/SNS', Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, DatapointsToAlarm: 1, TreatMissingData: 'notBreaching' });
    expect(heard(properties)).toEqual(both(by));
  });

  const HEARTBEAT = 'serverless-monitoring-dev-alert-heartbeat';
  const RULES = all('AWS::Events::Rule').map(({ Name }) => String(Name)).filter((name) => !name.includes('iam') && name !== HEARTBEAT);

  test.each(RULES)('S36 failed invocations of the rule %s', (RuleName) => {
    expect(alarmOn('FailedInvocations', { RuleName })).toMatchObject({ Namespace: 'AWS/Events', Statistic: 'Sum', ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, DatapointsToAlarm: 1 });
  });

  test.each(['critical/pagerduty', 'warning/slack', 'warning/webhooks.fraud'])('S36 the route %s is proved by a heartbeat, and its alarm is raised without one', (route) => {
    const properties = alarmOn('HeartbeatOverdue', { Route: `serverless-monitoring/dev/${route}` });
    expect(properties).toMatchObject({ Namespace: 'PaymentObservability/Alerts', Statistic: 'Maximum', ComparisonOperator: 'GreaterThanThreshold', Threshold: 0, Period: 86_400, TreatMissingData: 'breaching' });
    expect(heard(properties)).toEqual(both('critical'));
  });

  test('S36 both dead-letter queues have an alarm on their depth', () => {
    const queues = all('AWS::SQS::Queue').map(({ QueueName }) => QueueName);
    expect(queues).toEqual(expect.arrayContaining(['payments-dev-undelivered-alerts', 'payments-dev-undelivered-events']));
    expect(alarmOn('ApproximateNumberOfMessagesVisible', { QueueName: 'payments-dev-undelivered-events' })).toMatchObject({ Threshold: 1, ComparisonOperator: 'GreaterThanOrEqualToThreshold', Statistic: 'Maximum' });
    const undelivered = alarm('serverless-monitoring-dev-undelivered-alerts');
    expect(undelivered).toMatchObject({ MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 });
  });

  test('S36 every subscription and every rule has retries or a queue behind it', () => {
    for (const subscription of all('AWS::SNS::Subscription')) expect(subscription).toHaveProperty('RedrivePolicy.deadLetterTargetArn');
    for (const { Name, Targets } of all('AWS::Events::Rule'))
      for (const target of Targets as Properties[]) {
        expect(target).toHaveProperty('DeadLetterConfig.Arn');
        // each call of the heartbeat makes up for those before it
        expect(target).toHaveProperty('RetryPolicy.MaximumRetryAttempts', Name === HEARTBEAT ? 10 : 185);
      }
    for (const { DeadLetterConfig } of all('AWS::Lambda::Function', home).filter(({ FunctionName }) => /slack|pagerduty|webhook|heartbeat/.test(String(FunctionName)))) expect(DeadLetterConfig).toHaveProperty('TargetArn');
  });
});
