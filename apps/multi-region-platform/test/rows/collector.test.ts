import { home } from '../multi-region-platform';

const FUNCTION = 'lambda-metric-collector-dev';
const collector = (sections = '') => home(sections).one('AWS::Lambda::Function', { FunctionName: FUNCTION });
const environment = (sections = '') => (collector(sections)['Environment'] as { Variables: Record<string, string> }).Variables;

test('M36 collector lambda-metric-collector-dev: Node.js, 256 MB, 60 s, traced, JSON logs in its own encrypted group', () => {
  expect(collector()).toMatchObject({
    Runtime: 'nodejs22.x', MemorySize: 256, Timeout: 60, TracingConfig: { Mode: 'Active' }, LoggingConfig: { LogFormat: 'JSON' },
  });
  expect(environment()).toMatchObject({ NAMESPACE: 'fintech/payments/metrics/dev', ENVIRONMENT: 'dev', SERVICE: 'payment-processor', PERIOD_SECONDS: '300' });
  const group = home().one('AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/${FUNCTION}` });
  expect([group['RetentionInDays'], group['KmsKeyId'] !== undefined]).toEqual([90, true]);
});

test('M36 its errors and its silence raise alarms', () => {
  const stack = home();
  const Dimensions = [{ Name: 'FunctionName', Value: FUNCTION }];
  expect(stack.alarm('alarm-metric-collector-errors-dev')).toMatchObject({ Namespace: 'AWS/Lambda', MetricName: 'Errors', Dimensions, Statistic: 'Sum', Threshold: 0, Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'notBreaching' });
  expect(stack.alarm('alarm-metric-collector-silent-dev')).toMatchObject({ Namespace: 'AWS/Lambda', MetricName: 'Invocations', Dimensions, ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching' });
  expect(stack.heardBy(stack.alarm('alarm-metric-collector-errors-dev')).alarm).toEqual(['sns-standard-alerts-dev']);
});

test('M36 the watermark keeps each period to one publication', () => {
  expect(home().all('AWS::DynamoDB::Table')).toEqual([expect.objectContaining({ BillingMode: 'PAY_PER_REQUEST', KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], SSESpecification: { SSEEnabled: true } })]);
  expect(environment()['WATERMARK_TABLE']).toEqual({ Ref: expect.stringMatching(/^CollectorWatermarkTable/) as unknown });
});

test('M37 schedule rule-lambda-schedule-dev: every 5 minutes, only this rule may invoke, what fails is retried and kept', () => {
  const stack = home();
  const rule = stack.one('AWS::Events::Rule', { Name: 'rule-lambda-schedule-dev' });
  expect(rule).toMatchObject({ ScheduleExpression: 'rate(5 minutes)', State: 'ENABLED' });
  const [target, ...others] = rule['Targets'] as { Arn: unknown; RetryPolicy: unknown; DeadLetterConfig: { Arn: unknown } }[];
  expect([stack.nameOf(target?.Arn), target?.RetryPolicy, others]).toEqual([FUNCTION, { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 }, []]);
  expect(target?.DeadLetterConfig.Arn).toEqual((collector()['DeadLetterConfig'] as { TargetArn: unknown }).TargetArn);
  const permission = stack.one('AWS::Lambda::Permission');
  expect(permission).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'events.amazonaws.com' });
  expect(stack.nameOf(permission['SourceArn'])).toBe('rule-lambda-schedule-dev');
});

test('M37 each minute where the file says so, in periods of a minute', () => {
  const sections = 'metrics: { collector: { everyMinutes: 1 } }';
  expect(home(sections).one('AWS::Events::Rule', { Name: 'rule-lambda-schedule-dev' })['ScheduleExpression']).toBe('rate(1 minute)');
  expect(environment(sections)['PERIOD_SECONDS']).toBe('60');
});

test('M38 the totals are read from metrics without dimensions: as many requests as times were logged', () => {
  const source = (name: string, statistic: string) => ({ namespace: 'fintech/payments/metrics/dev', name, dimensions: {}, statistic });
  expect(JSON.parse(environment()['TOTALS'] ?? '')).toEqual({
    requests: source('ProcessingLatency', 'SampleCount'), errors: source('PaymentErrors', 'Sum'), volume: source('ProcessingLatency', 'SampleCount'), latency: source('ProcessingLatency', 'Average'),
  });
});

test('M39 three services are probed: payment-gateway, fraud-detection, transaction-validator', () => {
  const probes = JSON.parse(environment()['PROBES'] ?? '') as { service: string; url: string; timeoutMs: number }[];
  expect(probes.map(({ service, timeoutMs }) => [service, timeoutMs]).sort()).toEqual([['fraud-detection', 5000], ['payment-gateway', 5000], ['transaction-validator', 5000]]);
});

test('M40 the demo is off, and when it is on it reads no metric and needs no watermark', () => {
  const demo = 'metrics: { collector: { demo: true } }';
  expect(environment()['DEMO']).toBeUndefined();
  expect(environment(demo)).toMatchObject({ DEMO: 'true' });
  expect([environment(demo)['TOTALS'], home(demo).all('AWS::DynamoDB::Table')]).toEqual([undefined, []]);
  expect(JSON.stringify(home(demo).all('AWS::IAM::Role'))).not.toContain('GetMetricData');
});

test('M42 its role: its own log group, its queue, its watermark; metrics are log lines, so it may not put any', () => {
  const [role] = home().all('AWS::IAM::Role').filter(({ Policies }) => JSON.stringify(Policies).includes('"PolicyName":"Collect"'));
  const [policy] = role?.['Policies'] as { PolicyDocument: { Statement: { Action: string | string[]; Resource: unknown }[] } }[];
  const granted = (policy?.PolicyDocument.Statement ?? []).map(({ Action, Resource }) => [[Action].flat().join(' '), home().nameOf(Resource)]);
  expect(granted).toEqual([
    ['logs:CreateLogStream logs:PutLogEvents', `/aws/lambda/${FUNCTION}`],
    ['sqs:SendMessage', expect.any(String)],
    ['kms:Decrypt kms:GenerateDataKey', expect.any(String)],
    ['dynamodb:GetItem dynamodb:PutItem', expect.any(String)],
    ['cloudwatch:GetMetricData xray:PutTelemetryRecords xray:PutTraceSegments', '*'],
  ]);
  expect(JSON.stringify(role)).not.toContain('PutMetricData');
});
