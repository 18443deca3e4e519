import { type SlackBlock, type SlackMessage } from '../src/slack-message';
import { alarmEvent, apiCallEvent, BUDGET_NOTICE, compositeAlarm, heartbeat, metricAlarm, resolvedAlarmEvent, snsEvent } from './support/events';
import { consoleEntries, emfRecords } from './support/log-lines';
import { notifierWorlds, SECRET_ARN } from './support/notifier-world';
import { type LoopbackServer } from './support/loopback-server';

const world = notifierWorlds('slack-notifier', () => ({ WEBHOOK_SECRET_ARN: SECRET_ARN }));
const notify: ReturnType<typeof world>['notify'] = (...parameters) => world().notify(...parameters);

let slack: LoopbackServer;
let aws: LoopbackServer;
const secrets = (...values: readonly string[]) => (world().secrets = values);

beforeEach(() => {
  ({ receiver: slack, aws } = world());
  slack.answer = () => ({ status: 200, body: 'ok' });
  secrets(`${slack.url}/services/T0/B0/first-s3cret`);
});

const posted = () => slack.received.map((request) => JSON.parse(request.body) as SlackMessage);

/** What the field `Alert` says. */
function alertOf({ attachments: [{ blocks }] }: SlackMessage) {
  const fields = blocks.find((block): block is Extract<SlackBlock, { fields: unknown }> => 'fields' in block)?.fields;
  return fields?.[0]?.text.replace('*Alert*\n', '');
}

test('P40 P41 a metric alarm is posted to the webhook of the secret', async () => {
  const run = await notify([snsEvent({ Message: metricAlarm() })]);
  expect([run.exitCode, run.invocations]).toEqual([0, [{ ok: true }]]);
  expect(consoleEntries(run.output)).toEqual([{ level: 'INFO', message: 'posted to Slack', messageId: 'message-1', kind: 'alarm', attempts: 1 }]);
  expect(slack.received.map(({ method, path, headers }) => [method, path, headers['content-type']])).toEqual([['POST', '/services/T0/B0/first-s3cret', 'application/json']]);
  expect(posted()).toMatchObject([
    {
      text: 'ALARM: payment-high-error-rate-prod · 2.5 (threshold: above 1)',
      attachments: [{ color: 'danger', blocks: [{ type: 'header', text: { text: 'Payment System Alert' } }, {}, {}, {}, {}, { type: 'context' }] }],
    },
  ]);
  expect(alertOf(posted()[0] as SlackMessage)).toBe('payment-high-error-rate-prod');
  expect(aws.received.map(({ headers, body }) => [headers['x-amz-target'], JSON.parse(body) as unknown])).toEqual([['secretsmanager.GetSecretValue', { SecretId: SECRET_ARN }]]);
});

test('P40 every record of an event is posted, whatever kind of message it is', async () => {
  const run = await notify(
    [snsEvent({ Message: metricAlarm({ NewStateValue: 'OK' }) }, { Message: compositeAlarm() }, { Message: alarmEvent() }, { Message: apiCallEvent() }, BUDGET_NOTICE, { Message: '{"AlarmName":' })],
    { SEVERITY: 'warning', HEADING: 'Cards <prod>' },
  );
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(posted().map((message) => [message.attachments[0].color, alertOf(message)])).toEqual([
    ['good', 'payment-high-error-rate-prod'],
    ['warning', 'payment-system-degradation-prod'],
    ['good', 'payment-api-high-latency'],
    ['warning', 'AWS API Call via CloudTrail'],
    ['warning', 'Budget payments-prod'],
    ['warning', 'Unnamed alert'],
  ]);
  expect(posted().map(({ attachments: [{ blocks }] }) => blocks[0])).toEqual(Array(6).fill({ type: 'header', text: { type: 'plain_text', text: 'Cards &lt;prod&gt;', emoji: false } }));
});

test('G15 two invocations read the secret once, and its value is in no output', async () => {
  slack.answer = () => ({ status: 400, body: 'invalid_payload' });
  const run = await notify([snsEvent({ Message: 'one' }), snsEvent({ Message: 'two' })]);
  expect(run.invocations.map((one) => !one.ok && one.message)).toEqual([
    '1 of 1 messages not posted: Slack: HTTP 400 (invalid_payload)',
    '1 of 1 messages not posted: Slack: HTTP 400 (invalid_payload)',
  ]);
  expect(aws.received).toHaveLength(1);
  expect(JSON.stringify(run)).not.toContain('s3cret');
});

test.each([[401], [403], [404], [410]])('P41 a webhook refused with %i is read again from the secret and used once more', async (status) => {
  secrets(`${slack.url}/old-s3cret`, JSON.stringify({ url: `${slack.url}/new-s3cret` }));
  slack.answer = ({ path }) => ({ status: path === '/old-s3cret' ? status : 200 });
  const run = await notify([snsEvent({ Message: 'one' }), snsEvent({ Message: 'two' })]);
  expect(run.invocations).toEqual([{ ok: true }, { ok: true }]);
  expect(slack.received.map(({ path }) => path)).toEqual(['/old-s3cret', '/new-s3cret', '/new-s3cret']);
  expect(aws.received).toHaveLength(2);
});

test('P41 one record that cannot be posted does not keep the others back, and the invocation fails', async () => {
  slack.answer = ({ body }) => (body.includes('bad') ? { status: 400 } : { status: 200 });
  const run = await notify([snsEvent({ Message: 'bad' }, { Message: 'good' }, { Message: 'bad too' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '2 of 3 messages not posted: Slack: HTTP 400; Slack: HTTP 400' })]);
  expect(slack.received).toHaveLength(3);
});

test('P41 Retry-After of 0 seconds after HTTP 429 is honoured', async () => {
  slack.answer = () => (slack.received.length === 1 ? { status: 429, headers: { 'retry-after': '0' } } : { status: 200 });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(run.output).toContain('"attempts":2');
});

test('a redirect is not followed', async () => {
  slack.answer = () => ({ status: 307, headers: { location: `${slack.url}/elsewhere` } });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '1 of 1 messages not posted: Slack: HTTP 307' })]);
  expect(slack.received).toHaveLength(1);
});

test('a host that cannot be reached or trusted fails without showing the URL', async () => {
  const run = await notify([snsEvent({ Message: 'one' })], { NODE_EXTRA_CA_CERTS: '' }, 4000);
  expect(run.invocations).toEqual([
    expect.objectContaining({ ok: false, message: expect.stringMatching(/^1 of 1 messages not posted: Slack: connection failed \(DEPTH_ZERO_SELF_SIGNED_CERT\); /u) as unknown }),
  ]);
  expect(JSON.stringify(run)).not.toContain('s3cret');
});

test.each([
  ['http', 'webhook secret: expected an https URL, found http'],
  ['text', 'webhook secret: expected an https URL, or JSON { "url": "https://…" }; its value is not shown'],
])('a secret that is %s is refused and not shown', async (kind, message) => {
  secrets(kind === 'http' ? slack.url.replace('https', 'http').concat('/s3cret') : 's3cret');
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: `1 of 1 messages not posted: ${message}` })]);
  expect(JSON.stringify(run)).not.toContain('s3cret');
  expect(slack.received).toHaveLength(0);
});

test('a secret that may not be read is named by its ARN', async () => {
  aws.answer = () => ({ status: 400, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: '{"__type":"AccessDeniedException","message":"no"}' });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: `1 of 1 messages not posted: secret ${SECRET_ARN}: cannot be read (AccessDeniedException)` })]);
});

test('a binary secret is refused', async () => {
  aws.answer = () => ({ status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body: JSON.stringify({ ARN: SECRET_ARN, SecretBinary: 'AAEC' }) });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: `1 of 1 messages not posted: secret ${SECRET_ARN}: expected text, found binary data` })]);
});

test('G15 a function without its environment fails when it is loaded', async () => {
  const run = await notify([snsEvent({ Message: 'one' })], { WEBHOOK_SECRET_ARN: 'https://hooks.slack.com/services/s3cret', SEVERITY: 'high' });
  expect(run.exitCode).toBe(1);
  expect(run.output).toContain(
    'Error: environment of the Slack notifier: WEBHOOK_SECRET_ARN: expected the ARN of a Secrets Manager secret, found something else; SEVERITY: expected critical, warning, info, found "high"',
  );
  expect(run.output).not.toContain('s3cret');
});

test.each<[string, LoopbackServer['answer']]>([
  ['HTTP 503 with a date to come again at', () => ({ status: slack.received.length === 1 ? 503 : 200, headers: { 'retry-after': new Date(0).toUTCString() } })],
  ['a connection that is dropped in the middle of the answer', () => ({ status: 200, body: 'ok', ...(slack.received.length === 1 && { cutAfterBytes: 1 }) })],
])('P41 %s is followed by another attempt', async (_, answer) => {
  slack.answer = answer;
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(consoleEntries(run.output)).toMatchObject([{ attempts: 2 }]);
});

test('P41 a receiver that never answers fails the invocation before Lambda would stop it', async () => {
  slack.hold = true;
  const run = await notify([snsEvent({ Message: 'one' })], {}, 3000);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: expect.stringMatching(/^1 of 1 messages not posted: Slack: no answer within \d+ ms; /u) as unknown })]);
});

const ROUTE = { ROUTE: 'card-acquiring/production/critical/slack', ALERT_METRICS_NAMESPACE: 'PaymentAlerts' };

test('a heartbeat is counted once Slack has taken it, in one line of its own', async () => {
  const run = await notify([snsEvent({ Message: heartbeat() })], ROUTE);
  expect(posted().map(({ text, attachments: [{ color }] }) => [text, color])).toEqual([['Monthly test of this route: nothing to do', '#808080']]);
  expect(emfRecords(run.output)).toEqual([
    {
      heartbeatId: '0b8f7c9e-2f55-4c57-9d7c-6f6d1f2f7a10',
      Route: 'card-acquiring/production/critical/slack',
      HeartbeatDelivered: 1,
      _aws: {
        Timestamp: expect.any(Number) as unknown,
        CloudWatchMetrics: [{ Namespace: 'PaymentAlerts', Dimensions: [['Route']], Metrics: [{ Name: 'HeartbeatDelivered', Unit: 'Count' }] }],
      },
    },
  ]);
});

test.each<[string, string, Readonly<Record<string, string>>, number]>([
  ['a heartbeat that Slack did not take', heartbeat(), ROUTE, 400],
  ['a heartbeat of a function without a route', heartbeat(), { ALERT_METRICS_NAMESPACE: 'PaymentAlerts' }, 200],
  ['a heartbeat of a function without a namespace', heartbeat(), { ROUTE: 'a' }, 200],
  ['an alarm', metricAlarm(), ROUTE, 200],
  ['an event that looks like one', heartbeat({ source: 'aws.events' }), ROUTE, 200],
])('%s is not counted', async (_, Message, environment, status) => {
  slack.answer = () => ({ status });
  const run = await notify([snsEvent({ Message })], environment);
  expect(slack.received).toHaveLength(1);
  expect(emfRecords(run.output)).toEqual([]);
});

const TOKEN = 'xoxb-1111-2222-s3cret';
const CHANNEL = 'C0123456789';
const ALARM_ARN = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod';
const OK = metricAlarm({ NewStateValue: 'OK', OldStateValue: 'ALARM', StateChangeTime: '2026-11-20T10:26:12.345+0000' });

interface BotMessage extends SlackMessage {
  readonly channel: string;
  readonly thread_ts?: string;
  readonly reply_broadcast?: boolean;
  readonly metadata?: unknown;
}

const raisedBy = (alarm: string, state: string, ts: string) => ({ ts, metadata: { event_type: 'payment_observability_alarm', event_payload: { alarm, state, since: '2026-11-20T10:11:12.345+0000' } } });
const HISTORY = [
  { ts: '5.0', text: 'good morning' },
  { ts: '4.0', metadata: { event_type: 'task_created', event_payload: { alarm: ALARM_ARN, state: 'ALARM' } } },
  raisedBy(`${ALARM_ARN}-2`, 'ALARM', '3.0'),
  raisedBy(ALARM_ARN, 'OK', '2.0'),
  raisedBy(ALARM_ARN, 'ALARM', '1.0'),
  raisedBy(ALARM_ARN, 'ALARM', '0.5'),
];

describe('with the token of a bot', () => {
  let history: object;
  let refusals: readonly (string | undefined)[];
  const bot = (message: string) => notify([snsEvent({ Message: message })], { SLACK_API_URL: `${slack.url}/api` });
  const posts = () => slack.received.filter(({ path }) => path === '/api/chat.postMessage').map(({ body }) => JSON.parse(body) as BotMessage);
  const answered = (answer: object) => ({ status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(answer) });

  beforeEach(() => {
    history = { ok: true, messages: HISTORY };
    refusals = [];
    secrets(JSON.stringify({ token: TOKEN, channel: CHANNEL }));
    slack.answer = ({ path }) => {
      if (path === '/api/conversations.history') return answered(history);
      const error = refusals[posts().length - 1];
      return answered(error === undefined ? { ok: true, ts: '6.0' } : { ok: false, error });
    };
  });

  test('an ALARM is posted to the channel, with what its OK needs to find it', async () => {
    const run = await bot(metricAlarm());
    expect(run.invocations).toEqual([{ ok: true }]);
    expect(slack.received.map(({ path, headers }) => [path, headers.authorization, headers['content-type']])).toEqual([['/api/chat.postMessage', `Bearer ${TOKEN}`, 'application/json; charset=utf-8']]);
    expect(posts()).toMatchObject([
      {
        channel: CHANNEL,
        text: 'ALARM: payment-high-error-rate-prod · 2.5 (threshold: above 1)',
        metadata: { event_type: 'payment_observability_alarm', event_payload: { alarm: ALARM_ARN, state: 'ALARM', since: '2026-11-20T10:11:12.345+0000' } },
      },
    ]);
    expect(posts()[0]).not.toHaveProperty('thread_ts');
    expect(JSON.stringify(run)).not.toContain('s3cret');
  });

  test('an OK answers the newest ALARM of its alarm, for all to see, and says after how long', async () => {
    const run = await bot(OK);
    expect(run.invocations).toEqual([{ ok: true }]);
    expect(slack.received.map(({ path, body }) => [path, path.endsWith('history') ? body : ''])).toEqual([
      ['/api/conversations.history', `channel=${CHANNEL}&include_all_metadata=true&limit=200`],
      ['/api/chat.postMessage', ''],
    ]);
    expect(posts()).toMatchObject([{ thread_ts: '1.0', reply_broadcast: true, text: 'RESOLVED: payment-high-error-rate-prod after 15 min' }]);
    expect(consoleEntries(run.output)).toEqual([{ level: 'INFO', message: 'posted to Slack', messageId: 'message-1', kind: 'alarm', attempts: 1, thread: true }]);
  });

  test('what CloudWatch says of the time goes before what the channel says', async () => {
    await bot(resolvedAlarmEvent().replace('2026-11-20T10:11:12.345+0000', '2026-11-20T10:16:12.345+0000'));
    expect(posts()).toMatchObject([{ thread_ts: '1.0', text: 'RESOLVED: payment-high-error-rate-prod after 10 min' }]);
  });

  test.each<[string, object]>([
    ['is not in the history', { ok: true, messages: HISTORY.slice(0, 4) }],
    ['is in a history that may not be read', { ok: false, error: 'missing_scope' }],
    ['is in a history that is too busy', { ok: false, error: 'ratelimited' }],
    ['is in an answer that is no history', { ok: true, messages: { ts: '1.0' } }],
    ['is in an answer that is not of Slack', { hello: TOKEN }],
  ])('an OK whose ALARM %s is posted like any other message', async (_, answer) => {
    history = answer;
    const run = await bot(OK);
    expect(run.invocations).toEqual([{ ok: true }]);
    expect(slack.received).toHaveLength(2);
    expect(posts()).toMatchObject([{ text: 'RESOLVED: payment-high-error-rate-prod' }]);
    expect(posts()[0]).not.toHaveProperty('thread_ts');
    expect(JSON.stringify(run)).not.toContain('s3cret');
  });

  test('an OK whose thread is gone is posted like any other message', async () => {
    refusals = ['thread_not_found'];
    const run = await bot(OK);
    expect(run.invocations).toEqual([{ ok: true }]);
    expect(posts().map(({ thread_ts }) => thread_ts)).toEqual(['1.0', undefined]);
  });

  test.each(['invalid_auth', 'token_revoked', 'account_inactive', 'token_expired', 'not_authed'])('a token refused with %s is read again from the secret and used once more', async (error) => {
    const NEW = TOKEN.replace('1111', '3333');
    secrets(JSON.stringify({ token: TOKEN, channel: CHANNEL }), JSON.stringify({ token: NEW, channel: CHANNEL }));
    refusals = [error];
    const run = await bot(metricAlarm());
    expect(run.invocations).toEqual([{ ok: true }]);
    expect(slack.received.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${TOKEN}`, `Bearer ${NEW}`]);
    expect(JSON.stringify(run)).not.toContain('s3cret');
  });

  test('a token that the history refuses is read again too', async () => {
    history = { ok: false, error: 'token_revoked' };
    const run = await bot(OK);
    expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '1 of 1 messages not posted: Slack: refused (token_revoked)' })]);
    expect([posts(), aws.received.length]).toEqual([[], 2]);
  });

  test.each([
    ['channel_not_found', '1 of 1 messages not posted: Slack: refused (channel_not_found)'],
    [`no ${TOKEN}`, '1 of 1 messages not posted: Slack: refused (an answer that is not of Slack)'],
  ])('the refusal "%s" fails the invocation', async (error, message) => {
    refusals = [error];
    const run = await bot(metricAlarm());
    expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message })]);
    expect(posts()).toHaveLength(1);
    expect(JSON.stringify(run)).not.toContain('s3cret');
  });

  test('ratelimited waits as long as Retry-After says', async () => {
    slack.answer = () => (slack.received.length === 1 ? { ...answered({ ok: false, error: 'ratelimited' }), status: 429, headers: { 'retry-after': '0' } } : answered({ ok: true }));
    const run = await bot(metricAlarm());
    expect(consoleEntries(run.output)).toMatchObject([{ attempts: 2 }]);
  });

  test('a heartbeat has no thread and no metadata', async () => {
    await bot(heartbeat());
    expect(slack.received).toHaveLength(1);
    expect(posts()[0]).not.toHaveProperty('metadata');
  });
});
