import { parseNotice } from '../src/sns-message';
import { alarmEvent, apiCallEvent, compositeAlarm, metricAlarm } from './support/events';

const read = (Message: string, rest = {}) => parseNotice({ Message, Subject: null, ...rest });

test('P41 a metric alarm gives name, description, reason, state, account, Region of its ARN and time', () => {
  expect(read(metricAlarm())).toEqual({
    kind: 'alarm',
    title: 'payment-high-error-rate-prod',
    alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod',
    description: 'Error rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.',
    reason: 'Threshold Crossed: 2 out of the last 3 datapoints [2.5, 1.9] were greater than the threshold (1.0).',
    state: 'ALARM',
    accountId: '111122223333',
    region: 'eu-west-1',
    occurredAt: '2026-11-20T10:11:12.345+0000',
  });
});

test('P41 a composite alarm without a description leaves the description out', () => {
  expect(read(compositeAlarm())).toEqual({
    kind: 'alarm',
    title: 'payment-system-degradation-prod',
    alarmArn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-system-degradation-prod',
    reason: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod transitioned to ALARM at Friday 20 November, 2026 10:11:12 UTC',
    state: 'ALARM',
    accountId: '111122223333',
    region: 'eu-west-1',
    occurredAt: '2026-11-20T10:11:12.345+0000',
  });
});

test('an alarm that comes as an EventBridge event is an alarm', () => {
  expect(read(alarmEvent())).toEqual({
    kind: 'alarm',
    title: 'payment-api-high-latency',
    alarmArn: 'arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:payment-api-high-latency',
    description: 'p99 above 500 ms',
    reason: 'Threshold not crossed',
    state: 'OK',
    accountId: '111122223333',
    region: 'cn-north-1',
    occurredAt: '2026-11-20T10:11:12.345+0000',
  });
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

test('an event that is no API call has no reason', () => {
  expect(read('{"detail-type":"AWS Health Event","source":"aws.health","detail":{"service":"EC2"}}')).toEqual({
    kind: 'event',
    title: 'AWS Health Event',
    description: 'aws.health',
  });
});

test('a budget notice keeps subject, text and time', () => {
  expect(parseNotice({ Message: 'Budget exceeded: 1,200 USD of 1,000 USD', Subject: 'AWS Budgets: payments', Timestamp: '2026-11-20T10:11:13.000Z' })).toEqual({
    kind: 'text',
    title: 'AWS Budgets: payments',
    reason: 'Budget exceeded: 1,200 USD of 1,000 USD',
    occurredAt: '2026-11-20T10:11:13.000Z',
  });
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
])('%s is text as it stands', (_, message) => {
  expect(read(message)).toEqual({ kind: 'text', reason: message });
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
