import { stack, TOPIC } from '../api';

const silent = { alarm: [], ok: [] };
const heard = { alarm: [TOPIC], ok: [TOPIC] };
const dimensions = (values: Record<string, string>) => Object.entries(values).map(([Name, Value]) => ({ Name, Value }));

test('A7 topic: payment-alarms-{env}, "Payment Processing Alarms", a customer key that CloudWatch may use', () => {
  const topic = stack.one('AWS::SNS::Topic');
  expect(topic).toMatchObject({ TopicName: 'payment-alarms-dev', DisplayName: 'Payment Processing Alarms' });
  const [key] = stack.all('AWS::KMS::Key', { Description: 'Alarm topic and its queue of api-observability dev' });
  const statements = (key?.['KeyPolicy'] as { Statement: { Sid?: string; Principal: unknown; Action: unknown }[] }).Statement;
  expect(statements.find(({ Sid }) => Sid === 'AllowCloudWatchAlarms')).toMatchObject({ Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'] });
  expect(topic['KmsMasterKeyId']).toBeDefined();
});

test('A8 e-mails: both addresses of the file, each with a dead-letter queue', () => {
  const emails = stack.all('AWS::SNS::Subscription', { Protocol: 'email' });
  expect(emails.map(({ Endpoint }) => Endpoint).sort()).toEqual(['ops-team@example.com', 'payments-oncall@example.com']);
  expect(emails.every(({ RedrivePolicy }) => RedrivePolicy !== undefined)).toBe(true);
});

test('A9 alarm api-high-errors-{env}: 5XXError Average above the fraction 0.05, 300 s × 2, notBreaching, ApiName and Stage', () => {
  const alarm = stack.alarm('api-high-errors-dev');
  expect(alarm).toMatchObject({
    Namespace: 'AWS/ApiGateway', MetricName: '5XXError', Statistic: 'Average', Period: 300, EvaluationPeriods: 2, DatapointsToAlarm: 2,
    ComparisonOperator: 'GreaterThanThreshold', Threshold: 0.05, TreatMissingData: 'notBreaching',
    Dimensions: dimensions({ ApiName: 'payments-api-dev', Stage: 'dev' }),
  });
  expect(stack.heardBy(alarm)).toEqual(silent);
  expect(alarm['AlarmDescription']).toContain('Notifies nobody: payment-critical-dev notifies in its place.');
});

test('A10 alarm lambda-high-errors-{env}: 100 × Errors ÷ Invocations above 10, 300 s × 2, notBreaching, by function, guarded', () => {
  const alarm = stack.alarm('lambda-high-errors-dev');
  const metric = (name: string) => ({ Metric: { Namespace: 'AWS/Lambda', MetricName: name, Dimensions: dimensions({ FunctionName: 'payment-processor-dev' }) }, Period: 300, Stat: 'Sum' });
  expect(alarm).toMatchObject({ EvaluationPeriods: 2, DatapointsToAlarm: 2, ComparisonOperator: 'GreaterThanThreshold', Threshold: 10, TreatMissingData: 'notBreaching' });
  expect(alarm['Metrics']).toEqual([
    { Id: 'expr_1', Expression: 'IF(total >= 20, 100 * errors / total, 0)', ReturnData: true },
    { Id: 'errors', MetricStat: metric('Errors'), ReturnData: false },
    { Id: 'total', MetricStat: metric('Invocations'), ReturnData: false },
  ]);
  expect(stack.heardBy(alarm)).toEqual(silent);
});

test('A11 composite payment-critical-{env}: either of the two, to the topic, OK too', () => {
  expect(stack.ruleOf('payment-critical-dev')).toBe('(ALARM("api-high-errors-dev") OR ALARM("lambda-high-errors-dev"))');
  expect(stack.heardBy(stack.composite('payment-critical-dev'))).toEqual(heard);
});

test('A12 what was missing: p99 latency of the API, 300 s, 2 of 3', () => {
  const alarm = stack.alarm('api-high-latency-dev');
  expect(alarm).toMatchObject({
    Namespace: 'AWS/ApiGateway', MetricName: 'Latency', ExtendedStatistic: 'p99', Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2,
    ComparisonOperator: 'GreaterThanThreshold', Threshold: 1000, TreatMissingData: 'notBreaching',
    Dimensions: dimensions({ ApiName: 'payments-api-dev', Stage: 'dev' }),
  });
  expect(stack.heardBy(alarm)).toEqual(heard);
});

test('A12 what was missing: the canary, SuccessPercent below 90, 300 s, 2 of 3, breaching', () => {
  const alarm = stack.one('AWS::CloudWatch::Alarm', { Namespace: 'CloudWatchSynthetics', MetricName: 'SuccessPercent' });
  expect(alarm).toMatchObject({
    Statistic: 'Average', Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2, ComparisonOperator: 'LessThanThreshold', Threshold: 90, TreatMissingData: 'breaching',
    Dimensions: dimensions({ CanaryName: 'health-check-dev' }),
  });
  expect(stack.heardBy(alarm)).toEqual(heard);
});
