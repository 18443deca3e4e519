import { type PagerDutyEvent, pagerDutyEvents } from '../src/pagerduty-event';
import { parseNotice } from '../src/sns-message';
import { alarmEvent, apiCallEvent, BUDGET_NOTICE, compositeAlarm, GARBAGE, heartbeat, METRIC_ALARM_REASON, metricAlarm } from './support/events';

const SOURCE = { severity: 'critical', region: 'eu-central-1', messageId: 'message-1', logGroups: [], route: 'card-acquiring/production/critical/pagerduty' } as const;
const ARN = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod';
const allOf = (Message: string, more: Readonly<Record<string, unknown>> = {}) => pagerDutyEvents(parseNotice({ Message, Subject: null, ...more }), SOURCE);
const of = (Message: string, more: Readonly<Record<string, unknown>> = {}) => allOf(Message, more)[0];

function triggered(event: PagerDutyEvent | undefined) {
  if (event?.event_action !== 'trigger') throw new Error(`expected a trigger, found ${event?.event_action}`);
  return event;
}

test('S15 ALARM triggers an incident with severity, details and links', () => {
  expect(of(metricAlarm())).toEqual({
    event_action: 'trigger',
    dedup_key: ARN,
    payload: {
      summary: `payment-high-error-rate-prod: ${METRIC_ALARM_REASON}`,
      source: 'CloudWatch eu-west-1',
      severity: 'critical',
      timestamp: '2026-11-20T10:11:12.345Z',
      class: 'alarm',
      custom_details: {
        description: 'Error rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.',
        reason: METRIC_ALARM_REASON,
        state: 'ALARM',
        account: '111122223333',
        region: 'eu-west-1',
        since: '2026-11-20T10:11:12.345+0000',
        before: 'OK',
        value: '2.5 (threshold: above 1)',
        metric: 'AWS/Lambda Errors of FunctionName payment-processor (SUM over 60 s)',
        route: 'card-acquiring/production/critical/pagerduty',
      },
    },
    links: [
      { href: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/payment-high-error-rate-prod', text: 'Alarm' },
      { href: 'https://wiki.example.com/payments/error-rate', text: 'Runbook' },
      { href: expect.stringMatching(/^https:\/\/eu-west-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=eu-west-1#logsV2:.*payment-processor/u) as unknown, text: 'Logs' },
    ],
  });
});

test('S15 OK resolves the incident of the same alarm, also when one came by SNS and the other by EventBridge', () => {
  expect(of(metricAlarm({ NewStateValue: 'OK' }))).toEqual({ event_action: 'resolve', dedup_key: ARN });
  expect(of(alarmEvent())).toEqual({ event_action: 'resolve', dedup_key: 'arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:payment-api-high-latency' });
});

test('missing data says nothing; a state nobody knows is loud', () => {
  expect(allOf(metricAlarm({ NewStateValue: 'INSUFFICIENT_DATA' }))).toEqual([]);
  expect(triggered(of(metricAlarm({ NewStateValue: 'BROKEN' }))).dedup_key).toBe(ARN);
});

test('a composite alarm is an alarm, without a description, set off by others', () => {
  const { dedup_key, payload } = triggered(of(compositeAlarm()));
  expect(dedup_key).toBe('arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-system-degradation-prod');
  expect(payload.custom_details).not.toHaveProperty('description');
  expect(payload.custom_details['triggered_by']).toBe('payment-high-error-rate-prod (ALARM)');
});

test('without an ARN an alarm is known by account, Region and name', () => {
  expect(of(metricAlarm({ AlarmArn: undefined }))?.dedup_key).toBe('alarm:111122223333:eu-central-1:payment-high-error-rate-prod');
  expect(of('{"AlarmName":"a"}')?.dedup_key).toBe('alarm::eu-central-1:a');
});

test('a name that makes too long a key becomes a digest, the same for ALARM and OK', () => {
  const AlarmArn = `arn:aws:cloudwatch:eu-west-1:111122223333:alarm:${'x'.repeat(255)}`;
  const keys = ['ALARM', 'OK'].map((NewStateValue) => of(metricAlarm({ AlarmArn, NewStateValue }))?.dedup_key);
  expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(of(metricAlarm({ AlarmArn: `${AlarmArn}y` }))?.dedup_key).not.toBe(keys[0]);
});

test('an event has its own id for a key, and no call parameters in its details', () => {
  const event = triggered(of(apiCallEvent()));
  expect(event.dedup_key).toBe('6a7e8feb-b491-4cf7-a9f1-bf3703467718');
  expect(event.payload).toMatchObject({ summary: 'AWS API Call via CloudTrail: CreateAccessKey by arn:aws:iam::111122223333:user/alice (AccessDenied)', source: 'aws.iam', class: 'event' });
  expect(event.links).toEqual([]);
  expect(JSON.stringify(event)).not.toContain('4111111111111111');
});

test.each([
  ['a text with a subject', 'We lost the disk.', { Subject: 'Disk' }, 'Disk: We lost the disk.'],
  ['plain text', 'the disk is full', {}, 'the disk is full'],
  ['JSON nobody knows', '{"x":1}', {}, '{"x":1}'],
  ['cut JSON', '{"AlarmName":', {}, '{"AlarmName":'],
  ['an array', '[1]', {}, '[1]'],
  ['nothing', '', {}, 'Unnamed alert'],
])('%s triggers an incident of its own message', (_, message, more, summary) => {
  const { dedup_key, payload } = triggered(of(message, more));
  expect([dedup_key, payload.summary, payload.class]).toEqual(['message-1', summary, 'text']);
});

test.each([
  ['with the zone of CloudWatch', '2026-11-20T10:11:12.345+0000', '2026-11-20T10:11:12.345Z'],
  ['that is no time', 'yesterday', undefined],
])('a time %s', (_, StateChangeTime, timestamp) => {
  expect(triggered(of(metricAlarm({ StateChangeTime }))).payload.timestamp).toBe(timestamp);
});

test('texts are cut to what PagerDuty takes, never inside a character', () => {
  const { payload } = triggered(of(`${'x'.repeat(1022)}😀${'y'.repeat(9000)}`));
  expect(payload.summary).toBe(`${'x'.repeat(1022)}…`);
  expect(payload.custom_details['reason']).toHaveLength(4000);
  expect(triggered(of('half \uD83D a pair')).payload.summary).toBe('half \uFFFD a pair');
});

test('a budget notice triggers an incident of its own message', () => {
  const { dedup_key, payload } = triggered(of(BUDGET_NOTICE.Message));
  expect([dedup_key, payload.summary, payload.class]).toEqual(['message-1', 'Budget payments-prod: Alert Threshold: > $80.00, Alert Type: ACTUAL', 'budget']);
});

test('a heartbeat is a quiet incident that is resolved at once', () => {
  const [trigger, resolve, ...more] = allOf(heartbeat());
  const dedup_key = '0b8f7c9e-2f55-4c57-9d7c-6f6d1f2f7a10';
  expect(triggered(trigger)).toMatchObject({ dedup_key, payload: { severity: 'info', summary: 'Monthly test of this route: nothing to do', class: 'heartbeat' } });
  expect([resolve, ...more]).toEqual([{ event_action: 'resolve', dedup_key }]);
});

test.each(GARBAGE)('%s is within what PagerDuty takes', (_, message) => {
  const { dedup_key, payload } = triggered(of(message));
  expect([dedup_key.length <= 255, payload.summary.length <= 1024, payload.summary.length > 0, payload.source.length > 0]).toEqual([true, true, true, true]);
  expect(JSON.stringify(payload).length).toBeLessThan(512 * 1024);
});
