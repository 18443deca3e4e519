import { type AlarmNotice, type AlarmState, type Notice } from '../src/notice';
import { type Severity } from '../src/severity';
import { type SlackBlock, slackMessage, type SlackStyle } from '../src/slack-message';
import { parseNotice } from '../src/sns-message';
import {
  anomalyAlarm, apiCallEvent, BUDGET_NOTICE, compositeAlarmEvent, GARBAGE, healthEvent, heartbeat, insufficientData, METRIC_ALARM_REASON, metricAlarm, metricMathAlarm, resolvedAlarmEvent,
} from './support/events';

const style = (changes: Partial<SlackStyle> = {}): SlackStyle => ({ heading: 'Payment System Alert', severity: 'critical', region: 'eu-west-1', logGroups: [], ...changes });
const alarm = (changes: Partial<AlarmNotice> = {}): AlarmNotice => ({ kind: 'alarm', title: 'a', metrics: [], children: [], ...changes });
const colour = (notice: Notice, severity: Severity) => slackMessage(notice, style({ severity })).attachments[0].color;
const blocks = (notice: Notice, changes: Partial<SlackStyle> = {}) => slackMessage(notice, style(changes)).attachments[0].blocks;
const of = (Message: string, changes: Partial<SlackStyle> = {}) => slackMessage(parseNotice({ Message, Subject: null }), style(changes));

/** All texts of the blocks, in their order. */
const textsIn = (list: readonly SlackBlock[]): readonly { readonly type: string; readonly text: string; readonly verbatim?: boolean }[] =>
  list.flatMap<ReturnType<typeof textsIn>[number]>((block) => ('fields' in block ? block.fields : 'elements' in block ? block.elements : [block.text]));
const words = (list: readonly SlackBlock[]) => textsIn(list).map(({ text }) => text);
const field = (list: readonly SlackBlock[], label: string) => words(list).find((text) => text.startsWith(`*${label}*\n`))?.slice(label.length + 3);

const markdown = (text: string) => ({ type: 'mrkdwn', text, verbatim: true });

test('P41 heading "Payment System Alert", colour danger, fields Alert, Description, Reason, value, since when and links', () => {
  expect(of(metricAlarm(), { dashboard: 'payments', route: 'card-acquiring/production/critical/slack' })).toEqual({
    text: 'ALARM: payment-high-error-rate-prod · 2.5 (threshold: above 1)',
    link_names: false,
    parse: 'none',
    unfurl_links: false,
    unfurl_media: false,
    attachments: [
      {
        color: 'danger',
        fallback: 'ALARM: payment-high-error-rate-prod · 2.5 (threshold: above 1)',
        blocks: [
          { type: 'header', text: { type: 'plain_text', text: 'Payment System Alert', emoji: false } },
          {
            type: 'section',
            fields: [
              markdown('*Alert*\npayment-high-error-rate-prod'),
              markdown('*State*\nALARM since 2026-11-20 10:11:12 UTC'),
              markdown('*Before*\nOK'),
              markdown('*Value*\n2.5 (threshold: above 1)'),
              markdown('*Metric*\nAWS/Lambda Errors of FunctionName payment-processor (SUM over 60 s)'),
            ],
          },
          { type: 'section', text: markdown('*Description*\nError rate above 1 %. Runbook: https://wiki.example.com/payments/error-rate.') },
          { type: 'section', text: markdown(`*Reason*\n${METRIC_ALARM_REASON.replace('>', '&gt;')}`) },
          {
            type: 'section',
            text: markdown(
              [
                '<https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/payment-high-error-rate-prod|Alarm>',
                '<https://wiki.example.com/payments/error-rate|Runbook>',
                '<https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/payments|Dashboard>',
                "<https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#logsV2:logs-insights$3FqueryDetail$3D~(end~'2026-11-20T10*3a16*3a12.345Z~start~'2026-11-20T10*3a07*3a12.345Z~timeType~'ABSOLUTE~tz~'UTC~editorString~'fields*20*40timestamp*2c*20*40log*2c*20*40message*0a*7c*20sort*20*40timestamp*20desc*0a*7c*20limit*20200~source~(~'*2faws*2flambda*2fpayment-processor)~lang~'CWLI)|Logs>",
              ].join(' · '),
            ),
          },
          { type: 'context', elements: [markdown('111122223333 · eu-west-1 · 2026-11-20T10:11:12.345+0000 · card-acquiring/production/critical/slack')] },
        ],
      },
    ],
  });
});

test('P41 each field has a default, and an alarm without an ARN links to the own Region', () => {
  expect(words(blocks(alarm(), { region: 'us-east-1' }))).toEqual([
    'Payment System Alert',
    '*Alert*\na',
    '*Description*\nNo description',
    '*Reason*\nNo reason given',
    '<https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#alarmsV2:alarm/a|Alarm>',
  ]);
});

test('P41 a text has the default name, its words as the reason, and no link', () => {
  const { text, attachments } = slackMessage({ kind: 'text', reason: 'disk is full' }, style({ dashboard: 'payments' }));
  expect([text, attachments[0].color]).toEqual(['ALERT: Unnamed alert', 'danger']);
  expect(words(attachments[0].blocks)).toEqual(['Payment System Alert', '*Alert*\nUnnamed alert', '*Description*\nNo description', '*Reason*\ndisk is full']);
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

test('an OK says that it is resolved, and after how long where the message tells', () => {
  const { text, attachments } = of(resolvedAlarmEvent());
  expect(text).toBe('RESOLVED: payment-high-error-rate-prod after 15 min');
  expect([field(attachments[0].blocks, 'State'), field(attachments[0].blocks, 'Before'), field(attachments[0].blocks, 'Value')]).toEqual([
    'OK, resolved 2026-11-20 10:26:12 UTC',
    'ALARM for 15 min',
    '0.25 (threshold: above 50)',
  ]);
  expect(of(metricAlarm({ NewStateValue: 'OK', OldStateValue: 'ALARM' })).text).toBe('RESOLVED: payment-high-error-rate-prod');
  // an alarm that had merely lacked data was not resolved after anything
  expect(of(resolvedAlarmEvent().replace('"value":"ALARM"', '"value":"INSUFFICIENT_DATA"')).text).toBe('RESOLVED: payment-high-error-rate-prod');
});

test.each<[string, string, string, Readonly<Record<string, string | undefined>>]>([
  [
    'a metric-math alarm',
    metricMathAlarm(),
    'ALARM: payment-error-rate · 7.14286 (threshold: at or above 5)',
    { Metric: 'Error rate = 100 * errors / requests\nAWS/ApiGateway 5XXError of ApiName payments (Sum over 300 s)\nAWS/ApiGateway Count of ApiName payments (Sum over 300 s)' },
  ],
  ['an anomaly alarm', anomalyAlarm(), 'ALARM: payment-volume-anomaly · 28.2442 (expected: 31.7235 to 33.0924)', { Metric: 'PaymentSystem TransactionCount of Environment prod (Average over 300 s)' }],
  [
    'a composite alarm',
    compositeAlarmEvent(),
    'ALARM: payment-system-degradation-prod',
    { 'Triggered by': 'payment-high-error-rate-prod (ALARM)', Before: 'OK for 3 h 5 min', Value: undefined, Metric: undefined },
  ],
  ['an alarm without data', insufficientData(), 'INSUFFICIENT_DATA: payment-high-error-rate-prod', { State: 'INSUFFICIENT_DATA since 2026-11-20 10:11:12 UTC', Value: undefined }],
  ['a Health event', healthEvent(), 'ALERT: AWS Health Event', { Reason: 'AWS_LAMBDA_OPERATIONAL_ISSUE (issue, open): We are investigating increased error rates.' }],
  ['an API call', apiCallEvent(), 'ALERT: AWS API Call via CloudTrail', { Description: 'aws.iam', State: undefined }],
  ['a budget notice', BUDGET_NOTICE.Message, 'ALERT: Budget payments-prod', { Description: 'ACTUAL Amount: $85.50, Budgeted Amount: $100.00', Reason: 'Alert Threshold: &gt; $80.00, Alert Type: ACTUAL' }],
])('%s says what it has to say', (_, message, text, fields) => {
  const sent = of(message);
  expect(sent.text).toBe(text);
  expect(Object.fromEntries(Object.keys(fields).map((label) => [label, field(sent.attachments[0].blocks, label)]))).toEqual(fields);
});

test('of many children ten are named', () => {
  const children = Array.from({ length: 12 }, (_, index) => ({ name: `child-${index}` }));
  expect(field(blocks(alarm({ children })), 'Triggered by')).toBe(`${children.slice(0, 10).map(({ name }) => name).join('\n')}\nand 2 more`);
});

test('a heartbeat is grey and asks for nothing', () => {
  const { text, attachments } = of(heartbeat(), { route: 'card-acquiring/production/critical/slack' });
  expect([text, attachments[0].color]).toEqual(['Monthly test of this route: nothing to do', '#808080']);
  expect(words(attachments[0].blocks)).toEqual([
    'Payment System Alert',
    '*Test*\nMonthly test of this route, nothing to do.',
    '111122223333 · eu-west-1 · 2026-11-01T09:00:00Z · card-acquiring/production/critical/slack',
  ]);
});

test('only an alarm has links', () => {
  expect(words(of(apiCallEvent(), { dashboard: 'payments', logGroups: ['a'] }).attachments[0].blocks).join()).not.toContain('http');
});

const HOSTILE = '<!channel> & <https://evil.example.com|Login> @here';

test('no mention and no markup comes out of an alarm', () => {
  const metric = { namespace: HOSTILE, name: HOSTILE, dimensions: { [HOSTILE]: HOSTILE } };
  const sent = slackMessage(
    alarm({ title: HOSTILE, description: HOSTILE, reason: HOSTILE, accountId: HOSTILE, metrics: [metric], formula: { expression: HOSTILE }, children: [{ name: HOSTILE }] }),
    style({ heading: HOSTILE, route: HOSTILE }),
  );
  const list = sent.attachments[0].blocks;
  const ours = words(list).filter((text) => text.startsWith('<https://eu-west-1.console.aws.amazon.com/'));
  expect(ours).toHaveLength(1);
  const foreign = [sent.text, sent.attachments[0].fallback, ...words(list).filter((text) => !ours.includes(text))];
  expect(foreign.join('')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/u);
  expect(foreign).toHaveLength(9);
  // what is not marked as a mention becomes none
  expect([sent.link_names, sent.parse]).toEqual([false, 'none']);
  expect(textsIn(list).filter((text) => text.type === 'mrkdwn' && text.verbatim !== true)).toEqual([]);
});

test.each<[string, Partial<AlarmNotice>, string]>([
  ['Alert', { title: 'x'.repeat(2001) }, `${'x'.repeat(1991)}…`],
  ['Description', { description: 'x'.repeat(3001) }, `${'x'.repeat(2985)}…`],
  ['Description', { description: 'x'.repeat(2986) }, 'x'.repeat(2986)],
  ['Reason', { reason: '<'.repeat(3000) }, `${'&lt;'.repeat(747)}…`],
])('field %s is cut to the limit', (label, changes, expected) => {
  expect(field(blocks(alarm(changes)), label)).toBe(expected);
});

test('the heading is the configured one, escaped and cut to 150 characters', () => {
  expect(words(blocks(alarm(), { heading: `<Cards> ${'x'.repeat(200)}` }))[0]).toBe(`&lt;Cards&gt; ${'x'.repeat(135)}…`);
});

test('a link that is too long for the section is left out, and the others stay', () => {
  const description = `Runbook: https://wiki.example.com/${'x'.repeat(3000)}`;
  expect(words(blocks(alarm({ description }), { dashboard: 'payments' })).at(-1)).toBe(
    '<https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#alarmsV2:alarm/a|Alarm> · <https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/payments|Dashboard>',
  );
});

test.each([...GARBAGE, ['an alarm of long texts', metricAlarm({ AlarmName: '&'.repeat(4000), AlarmDescription: '<'.repeat(200_000), NewStateReason: '😀'.repeat(50_000) })] as const])(
  "Slack's limits hold for %s",
  (_, message) => {
    const { text, attachments } = of(message, { route: 'r'.repeat(5000) });
    const list = attachments[0].blocks;
    expect(text.length).toBeLessThanOrEqual(600);
    expect(list.length).toBeLessThanOrEqual(50);
    for (const block of list) {
      const limit = { header: 150, section: 'fields' in block ? 2000 : 3000, context: 2000 }[block.type];
      const texts = textsIn([block]).map((one) => one.text);
      expect(texts.length).toBeLessThanOrEqual(10);
      expect(texts.filter((one) => one.length === 0 || one.length > limit)).toEqual([]);
    }
    expect(words(list).join()).not.toMatch(/\p{Surrogate}/u);
  },
);
