import { type Severity } from '../src/notifier-settings';
import { slackMessage, type SlackStyle } from '../src/slack-message';
import { type AlarmState, type Notice, parseNotice } from '../src/sns-message';
import { apiCallEvent, metricAlarm } from './support/events';

const style = (changes: Partial<SlackStyle> = {}): SlackStyle => ({ heading: 'Payment System Alert', severity: 'critical', region: 'eu-west-1', ...changes });
const alarm = (changes: Partial<Notice> = {}): Notice => ({ kind: 'alarm', title: 'a', ...changes }) as Notice;
const colour = (notice: Notice, severity: Severity) => slackMessage(notice, style({ severity })).attachments[0].color;

test('P41 heading "Payment System Alert", colour danger, fields Alert (short), Description, Reason and Links', () => {
  expect(slackMessage(parseNotice({ Message: metricAlarm() }), style())).toEqual({
    text: 'Payment System Alert',
    link_names: false,
    attachments: [
      {
        color: 'danger',
        fallback: 'ALARM: payment-high-error-rate-prod',
        fields: [
          { title: 'Alert', value: 'payment-high-error-rate-prod', short: true },
          { title: 'Description', value: 'Error rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.', short: false },
          { title: 'Reason', value: 'Threshold Crossed: 2 out of the last 3 datapoints [2.5, 1.9] were greater than the threshold (1.0).', short: false },
          {
            title: 'Links',
            value:
              '<https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/payment-high-error-rate-prod|Alarm> · <https://wiki.example.com/payments/error-rate|Runbook>',
            short: false,
          },
        ],
        footer: 'ALARM · 111122223333 · eu-west-1 · 2026-11-20T10:11:12.345+0000',
      },
    ],
  });
});

test('P41 each field has a default, and an alarm without an ARN links to the own Region', () => {
  expect(slackMessage(alarm(), style({ region: 'us-east-1' })).attachments[0].fields).toEqual([
    { title: 'Alert', value: 'a', short: true },
    { title: 'Description', value: 'No description', short: false },
    { title: 'Reason', value: 'No reason given', short: false },
    { title: 'Links', value: '<https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/a|Alarm>', short: false },
  ]);
});

test('P41 a text has the default name, its words as the reason, and no link', () => {
  expect(slackMessage({ kind: 'text', reason: 'disk is full' }, style()).attachments[0]).toEqual({
    color: 'danger',
    fallback: 'ALERT: Unnamed alert',
    fields: [
      { title: 'Alert', value: 'Unnamed alert', short: true },
      { title: 'Description', value: 'No description', short: false },
      { title: 'Reason', value: 'disk is full', short: false },
    ],
  });
});

test.each<[AlarmState | undefined, Severity, string]>([
  ['ALARM', 'critical', 'danger'],
  ['ALARM', 'warning', 'warning'],
  ['ALARM', 'info', 'warning'],
  ['OK', 'critical', 'good'],
  ['OK', 'warning', 'good'],
  ['OK', 'info', 'good'],
  ['INSUFFICIENT_DATA', 'critical', '#808080'],
  [undefined, 'critical', 'danger'],
  [undefined, 'info', 'warning'],
])('P41 the colour of state %s on the %s topic is %s', (state, severity, expected) => {
  expect(colour(alarm(state === undefined ? {} : { state }), severity)).toBe(expected);
});

test('P41 the colour follows NewStateValue, not the word ALARM in the text', () => {
  expect(colour(parseNotice({ Message: metricAlarm({ NewStateValue: 'OK', NewStateReason: 'was ALARM' }) }), 'critical')).toBe('good');
});

test('an event has no link, for it is not an alarm', () => {
  expect(slackMessage(parseNotice({ Message: apiCallEvent() }), style()).attachments[0].fields.map((field) => field.title)).toEqual(['Alert', 'Description', 'Reason']);
});

test('no mention and no markup comes out of an alarm', () => {
  const hostile = '<!channel> & <https://evil.example.com|Login>';
  const sent = slackMessage(alarm({ title: hostile, description: hostile, reason: hostile, accountId: hostile }), style());
  const escaped = '&lt;!channel&gt; &amp; &lt;https://evil.example.com|Login&gt;';
  expect(sent.link_names).toBe(false);
  expect(sent.attachments[0].fields.slice(0, 3).map((field) => field.value)).toEqual([escaped, escaped, escaped]);
  expect([sent.attachments[0].fallback, sent.attachments[0].footer]).toEqual([`ALERT: ${escaped}`, escaped]);
});

test.each([
  ['Alert', { title: 'x'.repeat(256) }, `${'x'.repeat(254)}…`],
  ['Description', { description: 'x'.repeat(2001) }, `${'x'.repeat(1999)}…`],
  ['Reason', { reason: 'x'.repeat(2001) }, `${'x'.repeat(1999)}…`],
  ['Reason', { reason: 'x'.repeat(2000) }, 'x'.repeat(2000)],
])('field %s is cut to the limit', (title, changes, expected) => {
  expect(slackMessage(alarm(changes), style()).attachments[0].fields.find((field) => field.title === title)?.value).toBe(expected);
});

test('the heading is the configured one, escaped and cut to 150 characters', () => {
  expect(slackMessage(alarm(), style({ heading: `<Cards> ${'x'.repeat(200)}` })).text).toBe(`&lt;Cards&gt; ${'x'.repeat(135)}…`);
});
