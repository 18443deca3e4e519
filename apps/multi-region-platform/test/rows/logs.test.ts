import { home } from '../multi-region-platform';

test.each(['payment-service', 'authentication-service', 'transaction-processor'])('M9 log group log-group-%s-dev: 90 days, the key of M2, card numbers masked', (service) => {
  const group = home().one('AWS::Logs::LogGroup', { LogGroupName: `log-group-${service}-dev` });
  expect(group['RetentionInDays']).toBe(90);
  expect(JSON.stringify(group['KmsKeyId'])).toMatch(/EncryptionlogsKey/);
  expect(JSON.stringify(group['DataProtectionPolicy'])).toContain('data-identifier/CreditCardNumber');
});

test('M9 a day in a test environment', () => {
  expect(home('logs: { retentionDays: 1 }').one('AWS::Logs::LogGroup', { LogGroupName: 'log-group-payment-service-dev' })['RetentionInDays']).toBe(1);
});

const filter = (name: string) => home().one('AWS::Logs::MetricFilter', { FilterName: `metric-filter-${name}-dev` });
const METRIC = { MetricNamespace: 'fintech/payments/metrics/dev' };

test('M10 payment errors: transaction_status = failed counts 1, default 0', () => {
  const { FilterPattern, MetricTransformations, LogGroupName } = filter('payment-errors');
  expect(FilterPattern).toBe('{ $.transaction_status = "failed" }');
  expect(MetricTransformations).toEqual([{ ...METRIC, MetricName: 'PaymentErrors', MetricValue: '1', DefaultValue: 0, Unit: 'Count' }]);
  expect(home().nameOf(LogGroupName)).toBe('log-group-payment-service-dev');
});

test('M11 authentication failures: auth_result = failure counts 1, default 0', () => {
  const { FilterPattern, MetricTransformations, LogGroupName } = filter('auth-failures');
  expect(FilterPattern).toBe('{ $.auth_result = "failure" }');
  expect(MetricTransformations).toEqual([{ ...METRIC, MetricName: 'AuthenticationFailures', MetricValue: '1', DefaultValue: 0, Unit: 'Count' }]);
  expect(home().nameOf(LogGroupName)).toBe('log-group-authentication-service-dev');
});

test('M12 transaction latency: the number in processing_time, in ms, without a default that drags percentiles down', () => {
  const { FilterPattern, MetricTransformations, LogGroupName } = filter('transaction-latency');
  expect(FilterPattern).toBe('{ $.processing_time >= 0 }');
  expect(MetricTransformations).toEqual([{ ...METRIC, MetricName: 'ProcessingLatency', MetricValue: '$.processing_time', Unit: 'Milliseconds' }]);
  expect(home().nameOf(LogGroupName)).toBe('log-group-transaction-processor-dev');
});

test('M13 every metric is in fintech/payments/metrics, with the stage behind it', () => {
  const stack = home();
  const namespaces = stack.all('AWS::Logs::MetricFilter').flatMap(({ MetricTransformations }) => (MetricTransformations as { MetricNamespace: string }[]).map(({ MetricNamespace }) => MetricNamespace));
  const { Variables } = stack.one('AWS::Lambda::Function', { FunctionName: 'lambda-metric-collector-dev' })['Environment'] as { Variables: Record<string, string> };
  expect(new Set([...namespaces, Variables['NAMESPACE']])).toEqual(new Set(['fintech/payments/metrics/dev']));
});
