import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseNotice } from '../src/sns-message';
import { webhookBody, type WebhookSource } from '../src/webhook-body';
import { anomalyAlarm, apiCallEvent, BUDGET_NOTICE, compositeAlarmEvent, GARBAGE, heartbeat, METRIC_ALARM_REASON, metricAlarm, metricMathAlarm, resolvedAlarmEvent } from './support/events';

const SOURCE: WebhookSource = { severity: 'critical', region: 'eu-west-1', logGroups: [], route: 'card-acquiring/production/critical/webhook', publishedAt: '2026-11-20T10:11:13.000Z' };
const of = (Message: string, more = {}) => webhookBody(parseNotice({ Message, ...more }), SOURCE);

test('a metric alarm', () => {
  expect(of(metricAlarm())).toEqual({
    version: 1,
    type: 'alarm',
    timestamp: '2026-11-20T10:11:12.345Z',
    data: {
      severity: 'critical',
      route: 'card-acquiring/production/critical/webhook',
      title: 'payment-high-error-rate-prod',
      description: 'Error rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.',
      reason: METRIC_ALARM_REASON,
      accountId: '111122223333',
      region: 'eu-west-1',
      alarm: {
        arn: 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod',
        state: 'ALARM',
        previousState: 'OK',
        reading: { value: 2.5, threshold: 1, comparison: 'GreaterThanThreshold' },
        metrics: [{ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName: 'payment-processor' }, statistic: 'SUM', periodSeconds: 60 }],
      },
      links: {
        alarm: 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/payment-high-error-rate-prod',
        runbook: 'https://wiki.example.com/payments/error-rate',
        logs: expect.stringMatching(/#logsV2:logs-insights/u) as unknown,
      },
    },
  });
});

test('what other alarms say', () => {
  expect(of(metricMathAlarm()).data.alarm?.expression).toBe('100 * errors / requests');
  expect(of(anomalyAlarm()).data.alarm?.reading).toEqual({ value: 28.244242980188464, lower: 31.723549397187316, upper: 33.09242087209403 });
  expect(of(compositeAlarmEvent()).data.alarm).toMatchObject({ children: [{ name: 'payment-high-error-rate-prod', state: 'ALARM' }], previousStateSeconds: 11_100 });
  expect(of(resolvedAlarmEvent()).data.alarm).toMatchObject({ state: 'OK', previousState: 'ALARM', previousStateSeconds: 900 });
});

test('an event brings no more than who did what', () => {
  expect(of(apiCallEvent())).toEqual({
    version: 1,
    type: 'event',
    timestamp: '2026-11-20T10:11:12.000Z',
    data: {
      severity: 'critical',
      route: SOURCE.route,
      title: 'AWS API Call via CloudTrail',
      description: 'aws.iam',
      reason: 'CreateAccessKey by arn:aws:iam::111122223333:user/alice (AccessDenied)',
      accountId: '111122223333',
      region: 'us-east-1',
      id: '6a7e8feb-b491-4cf7-a9f1-bf3703467718',
    },
  });
});

test('a budget notice, a heartbeat and a text, with the time of SNS where they have none', () => {
  expect(of(BUDGET_NOTICE.Message)).toMatchObject({ type: 'budget', timestamp: '2026-11-20T10:11:13.000Z', data: { title: 'Budget payments-prod' } });
  expect(of(heartbeat())).toMatchObject({ type: 'heartbeat', timestamp: '2026-11-01T09:00:00.000Z', data: { id: '0b8f7c9e-2f55-4c57-9d7c-6f6d1f2f7a10' } });
  expect(of('disk is full')).toEqual({ version: 1, type: 'text', timestamp: '2026-11-20T10:11:13.000Z', data: { severity: 'critical', route: SOURCE.route, reason: 'disk is full' } });
});

test.each(GARBAGE)('%s makes a body of a few kilobytes', (_, message) => {
  expect(JSON.stringify(of(message)).length).toBeLessThan(10_000);
});

test('long lists are cut', () => {
  const children = Array.from({ length: 60 }, (_, index) => ({ Arn: `child-${index}` }));
  expect(of(metricAlarm({ TriggeringChildren: children })).data.alarm?.children).toHaveLength(50);
});

test('the example in the README is what comes out', () => {
  const [, example = ''] = /```json\n([\s\S]*?)\n```/u.exec(readFileSync(join(__dirname, '../README.md'), 'utf8')) ?? [];
  const NewStateReason = 'Threshold Crossed: 1 datapoint [2.5 (20/11/26 10:10:00)] was greater than the threshold (1.0).';
  expect(of(metricAlarm({ AlarmDescription: null, NewStateReason }))).toMatchObject(JSON.parse(example) as object);
});
