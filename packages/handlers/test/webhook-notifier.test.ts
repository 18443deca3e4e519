import { Webhook } from 'standardwebhooks';
import { type WebhookBody } from '../src/webhook-body';
import { alarmEvent, BUDGET_NOTICE, heartbeat, metricAlarm, snsEvent } from './support/events';
import { consoleEntries, emfRecords } from './support/log-lines';
import { notifierWorlds, SECRET_ARN } from './support/notifier-world';
import { type LoopbackServer, type Received } from './support/loopback-server';

const OLD_KEY = `whsec_${Buffer.alloc(32, 'old-s3cret').toString('base64')}`;
const NEW_KEY = `whsec_${Buffer.alloc(32, 'new-s3cret').toString('base64')}`;

const world = notifierWorlds('webhook-notifier', ({ receiver }) => ({ SIGNING_SECRET_ARN: SECRET_ARN, ENDPOINT_URL: `${receiver.url}/alerts` }));
const notify: ReturnType<typeof world>['notify'] = (...parameters) => world().notify(...parameters);
const secrets = (...values: readonly object[]) => (world().secrets = values.map((value) => JSON.stringify(value)));

let receiver: LoopbackServer;

beforeEach(() => {
  ({ receiver } = world());
  secrets({ signingKey: OLD_KEY });
});

/** The body, once the library of the specification has verified it. */
const verified = (key: string, { body, headers }: Received) => new Webhook(key).verify(body, headers as Record<string, string>) as WebhookBody;
const isSignedWith = (key: string, request: Received) => {
  try {
    return verified(key, request).version === 1;
  } catch {
    return false;
  }
};

test('an alarm is posted with a signature that the library of the specification takes', async () => {
  const run = await notify([snsEvent({ Message: metricAlarm() })], { ROUTE: 'card-acquiring/production/critical/webhook' });
  expect([run.exitCode, run.invocations]).toEqual([0, [{ ok: true }]]);
  expect(consoleEntries(run.output)).toEqual([{ level: 'INFO', message: 'posted to webhook', messageId: 'message-1', kind: 'alarm', attempts: 1 }]);
  const [request, ...more] = receiver.received as [Received];
  expect(more).toEqual([]);
  expect([request.method, request.path, request.headers['content-type'], request.headers['webhook-id']]).toEqual(['POST', '/alerts', 'application/json', 'message-1']);
  expect(verified(OLD_KEY, request)).toMatchObject({ version: 1, type: 'alarm', data: { severity: 'critical', route: 'card-acquiring/production/critical/webhook', alarm: { state: 'ALARM' } } });
  expect(isSignedWith(NEW_KEY, request)).toBe(false);
});

test('every kind of message is posted, each record with its own id', async () => {
  const run = await notify([snsEvent({ Message: alarmEvent() }, BUDGET_NOTICE, { Message: '{"AlarmName":' })]);
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(receiver.received.map((request) => [request.headers['webhook-id'], verified(OLD_KEY, request).type])).toEqual([
    ['message-1', 'alarm'],
    ['message-2', 'budget'],
    ['message-3', 'text'],
  ]);
});

test('another attempt has the same id and body, and a signature of its own time', async () => {
  receiver.answer = () => (receiver.received.length === 1 ? { status: 503, headers: { 'retry-after': '1' } } : { status: 204 });
  await notify([snsEvent({ Message: metricAlarm() })]);
  const [first, second] = receiver.received as [Received, Received];
  expect([second.body, second.headers['webhook-id']]).toEqual([first.body, first.headers['webhook-id']]);
  expect(Number(second.headers['webhook-timestamp'])).toBeGreaterThan(Number(first.headers['webhook-timestamp']));
  expect([first, second].map((request) => isSignedWith(OLD_KEY, request))).toEqual([true, true]);
});

test('during a rotation a receiver with either key takes the request', async () => {
  secrets({ signingKey: NEW_KEY, previousSigningKey: OLD_KEY });
  await notify([snsEvent({ Message: metricAlarm() })]);
  const [request] = receiver.received as [Received];
  expect([OLD_KEY, NEW_KEY].map((key) => isSignedWith(key, request))).toEqual([true, true]);
});

test.each([[401], [403]])('a signature refused with %i is made once more with the secret as it is now', async (status) => {
  secrets({ signingKey: OLD_KEY }, { signingKey: NEW_KEY });
  receiver.answer = () => ({ status: receiver.received.length === 1 ? status : 200 });
  const run = await notify([snsEvent({ Message: 'one' }), snsEvent({ Message: 'two' })]);
  expect(run.invocations).toEqual([{ ok: true }, { ok: true }]);
  expect(receiver.received.map((request) => isSignedWith(NEW_KEY, request))).toEqual([false, true, true]);
});

test('what stays refused fails the invocation, the others are posted, and neither key nor URL is in any output', async () => {
  secrets({ signingKey: OLD_KEY, url: `${receiver.url}/hooks/path-s3cret` });
  receiver.answer = ({ body, headers }) => ({ status: body.includes('bad') ? 401 : 200, body: String(headers['webhook-signature']) });
  const run = await notify([snsEvent({ Message: 'bad' }, { Message: 'good' })], { ENDPOINT_URL: undefined });
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '1 of 2 messages not posted: webhook: HTTP 401' })]);
  expect(receiver.received.map(({ path }) => path)).toEqual(['/hooks/path-s3cret', '/hooks/path-s3cret']);
  expect([OLD_KEY, OLD_KEY.slice(6), 's3cret'].filter((secret) => JSON.stringify(run).includes(secret))).toEqual([]);
});

test.each<[string, object, string]>([
  ['no key', { key: 's3cret' }, 'webhook secret: signingKey: expected whsec_ and 24 to 64 bytes in base64; its value is not shown'],
  ['a second URL', { signingKey: OLD_KEY, url: 'https://s3cret.example.com' }, 'webhook: expected the URL in ENDPOINT_URL or as "url" in the secret, found it in both; remove one'],
])('a secret with %s is refused and not shown', async (_, secret, message) => {
  secrets(secret);
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: `1 of 1 messages not posted: ${message}` })]);
  expect(JSON.stringify(run)).not.toContain('s3cret');
  expect(receiver.received).toEqual([]);
});

test('a heartbeat is counted once the receiver has taken it', async () => {
  const run = await notify([snsEvent({ Message: heartbeat() })], { ROUTE: 'a/b/critical/webhook', ALERT_METRICS_NAMESPACE: 'PaymentAlerts' });
  expect(receiver.received.map((request) => verified(OLD_KEY, request).type)).toEqual(['heartbeat']);
  expect(emfRecords(run.output)).toMatchObject([{ Route: 'a/b/critical/webhook', HeartbeatDelivered: 1 }]);
});

test('a function without its environment fails when it is loaded', async () => {
  const run = await notify([snsEvent({ Message: 'one' })], { SIGNING_SECRET_ARN: OLD_KEY, SEVERITY: 'high', ENDPOINT_URL: 'http://a' });
  expect(run.exitCode).toBe(1);
  expect(run.output).toContain(
    'Error: environment of the webhook notifier: SIGNING_SECRET_ARN: expected the ARN of a Secrets Manager secret, found something else; SEVERITY: expected critical, warning, info, found "high"; ENDPOINT_URL: expected an https URL without user and password, found "http://a"',
  );
  expect(run.output).not.toContain(OLD_KEY);
});
