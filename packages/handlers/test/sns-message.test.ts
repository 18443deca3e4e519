import { parseNotice } from '../src/sns-message';
import { maskCardNumbers } from '../src/transactions/card-number';
import {
  alarmEvent, anomalyAlarm, apiCallEvent, BUDGET_NOTICE, compositeAlarm, compositeAlarmEvent, GARBAGE, healthEvent, heartbeat, insufficientData, METRIC_ALARM_REASON, metricAlarm, metricMathAlarm,
  resolvedAlarmEvent, SUBSCRIPTION_CONFIRMATION,
} from './support/events';

const read = (Message: string, rest = {}) => parseNotice({ Message, Subject: null, ...rest });

test('P41 a metric alarm gives name, description, reason, states, value, metric, account, Region of its ARN and time', () => {
  expect(read(metricAlarm())).toEqual({
    kind: 'alarm',
    title: 'payment-high-error-rate-prod',
    alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod',
    description: 'Error rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.',
    reason: METRIC_ALARM_REASON,
    state: 'ALARM',
    previous: { state: 'OK' },
    reading: { value: 2.5, threshold: 1, comparison: 'GreaterThanThreshold' },
    metrics: [{ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'payment-processor' }, statistic: 'SUM', periodSeconds: 60 }],
    lookBackSeconds: 240,
    children: [],
    accountId: '111122223333',
    region: 'eu-west-1',
    occurredAt: '2026-11-20T10:11:12.345+0000',
  });
});

test('a metric-math alarm gives its formula and all it is made of', () => {
  const dimensions = { ApiName: 'payments' };
  expect(read(metricMathAlarm())).toMatchObject({
    reading: { value: 7.142857142857142, threshold: 5, comparison: 'GreaterThanOrEqualToThreshold' },
    formula: { expression: '100 * errors / requests', label: 'Error rate' },
    metrics: [
      { namespace: 'AWS/ApiGateway', name: '5XXError', dimensions, statistic: 'Sum', periodSeconds: 300 },
      { namespace: 'AWS/ApiGateway', name: 'Count', dimensions, statistic: 'Sum', periodSeconds: 300 },
    ],
    lookBackSeconds: 600,
  });
});

test('of several formulas the one that is returned counts', () => {
  const Metrics = [
    { Id: 'sum', Expression: 'a + b', ReturnData: false },
    { Id: 'rate', Expression: 'a / sum', ReturnData: true },
  ];
  expect(read(metricAlarm({ Trigger: { Metrics } }))).toMatchObject({ formula: { expression: 'a / sum' }, metrics: [] });
});

test('an anomaly alarm gives the newest edges of its band, and no formula', () => {
  const notice = read(anomalyAlarm());
  expect(notice).toMatchObject({ reading: { value: 28.244242980188464, lower: 31.723549397187316, upper: 33.09242087209403 }, metrics: [{ name: 'TransactionCount' }], lookBackSeconds: 900 });
  expect(notice).not.toHaveProperty('formula');
});

test('P41 a composite alarm has children in place of a metric, and leaves out a description that is null', () => {
  expect(read(compositeAlarm())).toEqual({
    kind: 'alarm',
    title: 'payment-system-degradation-prod',
    alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-system-degradation-prod',
    reason: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod transitioned to ALARM at Friday 20 November, 2026 10:11:12 UTC',
    state: 'ALARM',
    previous: { state: 'OK' },
    metrics: [],
    children: [{ name: 'payment-high-error-rate-prod', state: 'ALARM' }],
    accountId: '111122223333',
    region: 'eu-west-1',
    occurredAt: '2026-11-20T10:11:12.345+0000',
  });
});

test('a composite alarm that comes as an EventBridge event has its children in the data of the reason', () => {
  expect(read(compositeAlarmEvent())).toMatchObject({ previous: { state: 'OK', since: '2026-11-20T07:06:12.345+0000' }, metrics: [], children: [{ name: 'payment-high-error-rate-prod', state: 'ALARM' }] });
});

test('an alarm without data has a state and a metric, and no value', () => {
  const notice = read(insufficientData());
  expect(notice).toMatchObject({ state: 'INSUFFICIENT_DATA', previous: { state: 'OK' }, metrics: [{ name: 'Errors' }] });
  expect(notice).not.toHaveProperty('reading');
});

test('an alarm that comes as an EventBridge event is an alarm', () => {
  expect(read(alarmEvent())).toEqual({
    kind: 'alarm',
    title: 'payment-api-high-latency',
    alarmArn: 'arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:payment-api-high-latency',
    description: 'p99 above 500 ms',
    reason: 'Threshold not crossed',
    state: 'OK',
    previous: { state: 'ALARM' },
    metrics: [],
    children: [],
    accountId: '111122223333',
    region: 'cn-north-1',
    occurredAt: '2026-11-20T10:11:12.345+0000',
  });
});

test('an EventBridge event says since when the state before lasted, and has the newest value last in its data', () => {
  const event = resolvedAlarmEvent();
  expect(read(event)).toMatchObject({
    state: 'OK',
    previous: { state: 'ALARM', since: '2026-11-20T10:11:12.345+0000' },
    reading: { value: 0.25, threshold: 50, comparison: 'GreaterThanThreshold' },
    metrics: [{ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'payment-processor' }, statistic: 'Sum', periodSeconds: 300 }],
    lookBackSeconds: 900,
  });
  expect(read(event.replace(/Threshold Crossed: 2 out[^"]*/u, 'no figures'))).toMatchObject({ reading: { value: 0.25, threshold: 50 } });
});

test.each([
  ['5 datapoints were greater than the threshold (2.0). The most recent datapoints which crossed the threshold: [7.0 (21/04/22 20:24:00), 4.0 (21/04/22 20:19:00)].', { value: 7, threshold: 2, comparison: 'GreaterThanThreshold' }],
  ['1 datapoint (37.1) was less than or equal to the threshold (40.0).', { value: 37.1, threshold: 40, comparison: 'LessThanOrEqualToThreshold' }],
  ['1 datapoint [1.50785441792E10 (12/09/19 09:06:00)] was less than the threshold (-5.0).', { value: 15_078_544_179.2, threshold: -5, comparison: 'LessThanThreshold' }],
  ['1 out of the last 1 datapoints [239.0 (25/07/24 07:21:00)] was greater than the upper thresholds [225.7] (minimum 1 datapoint).', { value: 239, upper: 225.7 }],
  ['1 out of the last 1 datapoints [1.0 (25/07/24 07:21:00)] was less than the lower thresholds [2.5].', { value: 1, lower: 2.5 }],
  ['no datapoints were received for 3 periods and 3 missing datapoints were treated as [Breaching].', undefined],
  ['Unchecked: Initial alarm creation', undefined],
])('of the reason "%s" the value is read', (NewStateReason, reading) => {
  expect((read(metricAlarm({ NewStateReason, Trigger: {} })) as { reading?: unknown }).reading).toEqual(reading);
});

test.each([
  ['a period', { Period: -60, EvaluationPeriods: 3 }],
  ['a number of periods', { Period: 60, EvaluationPeriods: -3 }],
  ['a period beyond all time', { Period: 1e308, EvaluationPeriods: 3 }],
])('an alarm with %s that is none did not look back', (_, Trigger) => {
  expect(read(metricAlarm({ Trigger: { MetricName: 'Errors', ...Trigger } }))).not.toHaveProperty('lookBackSeconds');
});

test('the reason has its values rounded, so that none of their digits looks like a card number', () => {
  // 28.244242980188464 has a right Luhn digit
  const reason = (value: string) => `1 out of the last 1 datapoints [${value} (22/11/19 00:57:00)] was less than the lower thresholds [-31.723549397187316].`;
  expect(maskCardNumbers('28.244242980188464')).toBe('28.****8464');
  expect(read(metricAlarm({ NewStateReason: reason('28.244242980188464') }))).toMatchObject({ reason: reason('28.2442').replace('31.723549397187316', '31.7235'), reading: { value: 28.244242980188464 } });
  expect(read(metricAlarm({ NewStateReason: reason('1.50785441792E10') })).reason).toContain('[1.50785E10 (22/11/19 00:57:00)]');
});

test.each([
  ['44111111111111111111', '****1111'],
  ['id 12345678901234567890123, ok', 'id ****0123, ok'],
  ['1234567890123456789', '1234567890123456789'],
])('more digits in a row than a card number has can hold one: "%s"', (message, reason) => {
  expect(read(message).reason).toBe(reason);
});

test('the threshold of the alarm itself goes before the text', () => {
  expect(read(metricAlarm({ Trigger: { Threshold: 9, ComparisonOperator: 'LessThanThreshold' } }))).toMatchObject({ reading: { value: 2.5, threshold: 9, comparison: 'LessThanThreshold' } });
});

test('of an API call only who did what is read: its parameters may hold customer data', () => {
  expect(read(apiCallEvent())).toEqual({
    kind: 'event',
    id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    title: 'AWS API Call via CloudTrail',
    description: 'aws.iam',
    reason: 'CreateAccessKey by arn:aws:iam::111122223333:user/alice (AccessDenied)',
    accountId: '111122223333',
    region: 'us-east-1',
    occurredAt: '2026-11-20T10:11:12Z',
  });
});

test('of an AWS Health event what AWS says is read, not whom it concerns', () => {
  expect(read(healthEvent())).toEqual({
    kind: 'event',
    id: '7bf73129-1428-4cd3-a780-95db273d1602',
    title: 'AWS Health Event',
    description: 'aws.health',
    reason: 'AWS_LAMBDA_OPERATIONAL_ISSUE (issue, open): We are investigating increased error rates.',
    accountId: '111122223333',
    region: 'eu-west-1',
    occurredAt: '2026-11-20T10:11:12Z',
  });
});

test('an event that is neither has no reason', () => {
  expect(read('{"detail-type":"AWS Health Event","source":"aws.health","detail":{"service":"EC2"}}')).toEqual({ kind: 'event', title: 'AWS Health Event', description: 'aws.health' });
});

test('a budget notice is read line by line', () => {
  expect(parseNotice({ ...BUDGET_NOTICE, Timestamp: '2026-11-20T10:11:13.000Z' })).toEqual({
    kind: 'budget',
    title: 'Budget payments-prod',
    description: 'ACTUAL Amount: $85.50, Budgeted Amount: $100.00',
    reason: 'Alert Threshold: > $80.00, Alert Type: ACTUAL',
    accountId: '111122223333',
    occurredAt: '2026-11-20T10:11:13.000Z',
  });
});

test('a budget notice that AWS shortens one day says what is left of it', () => {
  expect(read('AWS Budget Notification\nBudget Name: p')).toEqual({ kind: 'budget', title: 'Budget p' });
});

test('any other text keeps subject and time', () => {
  expect(parseNotice({ Message: 'Budget exceeded: 1,200 USD of 1,000 USD', Subject: 'AWS Budgets: payments', Timestamp: '2026-11-20T10:11:13.000Z' })).toEqual({
    kind: 'text',
    title: 'AWS Budgets: payments',
    reason: 'Budget exceeded: 1,200 USD of 1,000 USD',
    occurredAt: '2026-11-20T10:11:13.000Z',
  });
  expect(read(SUBSCRIPTION_CONFIRMATION)).toEqual({ kind: 'text', reason: SUBSCRIPTION_CONFIRMATION });
});

test('a heartbeat is told from every other event by source and detail type', () => {
  expect(read(heartbeat())).toEqual({
    kind: 'heartbeat',
    title: 'Alert route heartbeat',
    id: '0b8f7c9e-2f55-4c57-9d7c-6f6d1f2f7a10',
    severity: 'critical',
    accountId: '111122223333',
    region: 'eu-west-1',
    occurredAt: '2026-11-01T09:00:00Z',
  });
  expect(read(heartbeat({ source: 'aws.events' })).kind).toBe('event');
  expect(read(heartbeat({ 'detail-type': 'Alert' })).kind).toBe('event');
});

test.each([
  ['a word', 'hello'],
  ['nothing', ''],
  ['cut JSON', '{"AlarmName":"a'],
  ['a JSON number', '5'],
  ['JSON null', 'null'],
  ['a JSON list', '[{"AlarmName":"a"}]'],
  ['JSON nobody knows', '{"foo":1}'],
  ['an alarm whose name is no text', '{"AlarmName":7}'],
  ['an alarm whose name is blank', '{"AlarmName":"  "}'],
  ['an event without source', '{"detail-type":"x"}'],
  ['an alarm event without a name', '{"detail-type":"CloudWatch Alarm State Change"}'],
  ['a text of somebody else with a budget in it', 'Hello,\nBudget Name: payments'],
  ['a budget notice without a name', 'AWS Budget Notification November 20, 2026'],
])('%s is text as it stands', (_, message) => {
  expect(read(message)).toEqual({ kind: 'text', reason: message });
});

test.each(GARBAGE)('%s is read without failing, and cut', (_, message) => {
  expect(JSON.stringify(read(message)).length).toBeLessThan(11_000);
});

test.each([
  ['an unknown state', { NewStateValue: 'alarm' }],
  ['no state', { NewStateValue: undefined }],
  ['a state that is no text', { NewStateValue: ['ALARM'] }],
])('an alarm with %s has no state', (_, changes) => {
  expect(read(metricAlarm(changes))).not.toHaveProperty('state');
});

test.each([
  ['arn:aws-us-gov:cloudwatch:us-gov-west-1:111122223333:alarm:a', 'us-gov-west-1'],
  ['arn:aws:cloudwatch:ap-southeast-2:111122223333:alarm:a', 'ap-southeast-2'],
  ['arn:aws:cloudwatch:evil.example.com/:111122223333:alarm:a', undefined],
  ['not an ARN', undefined],
  [undefined, undefined],
])('the Region of ARN %s is %s', (AlarmArn, region) => {
  expect((read(metricAlarm({ AlarmArn })) as { region?: string }).region).toBe(region);
});

test.each([
  ['a time', '2026-11-20T10:11:12.345+0000', '2026-11-20T10:11:12.345+0000'],
  ['a word', 'yesterday', undefined],
  ['a card number', '4111111111111111', undefined],
])('%s as the time of the change', (_, StateChangeTime, occurredAt) => {
  expect(read(metricAlarm({ StateChangeTime })).occurredAt).toBe(occurredAt);
});

const CARD = '4111 1111 1111 1111';

test.each([
  ['a text', CARD],
  ['JSON nobody knows', JSON.stringify({ card: CARD })],
  ['an alarm', metricAlarm({ AlarmName: CARD, AlarmArn: `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${CARD}`, AlarmDescription: CARD, NewStateReason: CARD, AWSAccountId: CARD, Trigger: { MetricName: CARD, Namespace: CARD, Statistic: CARD, Dimensions: [{ name: CARD, value: CARD }] }, TriggeringChildren: [{ Arn: CARD }] })],
  ['an API call', apiCallEvent().replace('CreateAccessKey', CARD).replace('6a7e8feb-b491-4cf7-a9f1-bf3703467718', CARD)],
  ['a Health event', healthEvent().replace('We are investigating', CARD)],
  ['a budget notice', BUDGET_NOTICE.Message.replaceAll('payments-prod', CARD)],
  ['a heartbeat', heartbeat({ id: CARD, account: CARD })],
])('no card number comes out of %s', (_, message) => {
  const notice = JSON.stringify(read(message, { Subject: CARD }));
  expect(notice).not.toMatch(/4111 ?1111 ?1111 ?1111/u);
});

test('the digits of ARNs and times are no card numbers, even when their check digit is right', () => {
  // 1 and 111122223336 together have a right Luhn digit, and so has this time
  const words = 'arn:aws:cloudwatch:eu-west-1:111122223336:alarm:a at 2026-11-20 10:11:12';
  expect(maskCardNumbers(words)).toBe('arn:aws:cloudwatch:eu-west-****3336:alarm:a at ****1112');
  expect(read(words)).toEqual({ kind: 'text', reason: words });
});

test.each([
  ['behind a time', 'at 2026-11-20 10:11:12.4111111111111111', 'at 2026-11-20 10:11:12.****1111'],
  ['in the service of an ARN', 'arn:aws:s4111111111111111:eu-west-1:111122223333:a', 'arn:aws:s****1111:eu-west-1:111122223333:a'],
  ['in the Region of an ARN', 'arn:aws:sqs:eu-west4111-1111-1111-1111-1:111122223333:a', 'arn:aws:sqs:eu-west****1111-1:111122223333:a'],
])('a card number %s is one', (_, reason, masked) => {
  expect(read(reason)).toEqual({ kind: 'text', reason: masked });
});
