import { alarmEvent, heartbeat, metricAlarm, snsEvent } from './support/events';
import { consoleEntries, emfRecords } from './support/log-lines';
import { notifierWorlds, SECRET_ARN } from './support/notifier-world';
import { type LoopbackServer } from './support/loopback-server';

const ALARM_ARN = 'arn:aws:cloudwatch:eu-west-1:111122223333:alarm:payment-high-error-rate-prod';
const OLD_KEY = 'OLD0123456789abcdef0123456789abc';
const NEW_KEY = 'NEW0123456789abcdef0123456789abc';

const world = notifierWorlds('pagerduty-notifier', ({ receiver }) => ({ ROUTING_KEY_SECRET_ARN: SECRET_ARN, EVENTS_URL: `${receiver.url}/v2/enqueue` }));
const notify: ReturnType<typeof world>['notify'] = (...parameters) => world().notify(...parameters);
const secrets = (...values: readonly string[]) => (world().secrets = values);

let pagerDuty: LoopbackServer;
let aws: LoopbackServer;

beforeEach(() => {
  ({ receiver: pagerDuty, aws } = world());
  pagerDuty.answer = () => ({ status: 202, body: '{"status":"success"}' });
  secrets(OLD_KEY);
});

interface Sent {
  readonly routing_key: string;
  readonly event_action: string;
  readonly dedup_key: string;
}
const sent = () => pagerDuty.received.map(({ body }) => JSON.parse(body) as Sent);

test('S15 ALARM triggers and OK resolves the incident of the alarm, with the key of the secret', async () => {
  const run = await notify([snsEvent({ Message: metricAlarm() }), snsEvent({ Message: metricAlarm({ NewStateValue: 'OK' }) })]);
  expect([run.exitCode, run.invocations]).toEqual([0, [{ ok: true }, { ok: true }]]);
  expect(consoleEntries(run.output)).toEqual(['trigger', 'resolve'].map((action) => ({ level: 'INFO', message: 'posted to PagerDuty', messageId: 'message-1', kind: 'alarm', action, attempts: 1 })));
  expect(pagerDuty.received.map(({ method, path, headers }) => [method, path, headers['content-type']])[0]).toEqual(['POST', '/v2/enqueue', 'application/json']);
  expect(sent().map(({ routing_key, event_action, dedup_key }) => [routing_key, event_action, dedup_key])).toEqual([
    [OLD_KEY, 'trigger', ALARM_ARN],
    [OLD_KEY, 'resolve', ALARM_ARN],
  ]);
  expect(aws.received).toHaveLength(1);
});

test('missing data is logged and not sent', async () => {
  const run = await notify([snsEvent({ Message: metricAlarm({ NewStateValue: 'INSUFFICIENT_DATA' }) })]);
  expect(consoleEntries(run.output)).toEqual([{ level: 'INFO', message: 'nothing for PagerDuty', messageId: 'message-1', kind: 'alarm' }]);
  expect([pagerDuty.received, aws.received]).toEqual([[], []]);
});

test('every kind of message is sent, each record on its own', async () => {
  const run = await notify([snsEvent({ Message: alarmEvent() }, { Message: 'Budget exceeded', Subject: 'AWS Budgets' }, { Message: '{"AlarmName":' })]);
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(sent().map(({ event_action, dedup_key }) => [event_action, dedup_key])).toEqual([
    ['resolve', 'arn:aws-cn:cloudwatch:cn-north-1:111122223333:alarm:payment-api-high-latency'],
    ['trigger', 'message-2'],
    ['trigger', 'message-3'],
  ]);
});

test.each([[400], [401], [403], [404]])('a key refused with %i is read again from the secret and used once more', async (status) => {
  secrets(OLD_KEY, JSON.stringify({ routingKey: NEW_KEY }));
  pagerDuty.answer = ({ body }) => ({ status: body.includes(OLD_KEY) ? status : 202 });
  const run = await notify([snsEvent({ Message: 'one' }), snsEvent({ Message: 'two' })]);
  expect(run.invocations).toEqual([{ ok: true }, { ok: true }]);
  expect(sent().map(({ routing_key }) => routing_key)).toEqual([OLD_KEY, NEW_KEY, NEW_KEY]);
});

test('an event that stays refused fails the invocation, the others are sent, and the key is in no output', async () => {
  pagerDuty.answer = ({ body }) => ({ status: body.includes('bad') ? 400 : 202, body: `{"message":"${OLD_KEY}"}` });
  const run = await notify([snsEvent({ Message: 'bad' }, { Message: 'good' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '1 of 2 messages not posted: PagerDuty: HTTP 400' })]);
  expect(pagerDuty.received).toHaveLength(2);
  expect(JSON.stringify(run)).not.toContain(OLD_KEY);
});

test('Retry-After after HTTP 429 is honoured', async () => {
  pagerDuty.answer = () => (pagerDuty.received.length === 1 ? { status: 429, headers: { 'retry-after': '0' } } : { status: 202 });
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.output).toContain('"attempts":2');
});

test('a wait that is longer than the time left fails at once, so that Lambda retries', async () => {
  pagerDuty.answer = () => ({ status: 429, headers: { 'retry-after': '60' } });
  const run = await notify([snsEvent({ Message: 'one' })], {}, 4000);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: expect.stringMatching(/^1 of 1 messages not posted: PagerDuty: HTTP 429; gave up at attempt 1: the next is due in 60000 ms/u) as unknown })]);
});

test('a secret that holds no key is refused and not shown', async () => {
  secrets('https://events.pagerduty.com/integration/s3cret');
  const run = await notify([snsEvent({ Message: 'one' })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: expect.stringMatching(/^1 of 1 messages not posted: PagerDuty secret: expected an integration key/u) as unknown })]);
  expect(JSON.stringify(run)).not.toContain('s3cret');
});

test('a function without its environment fails when it is loaded', async () => {
  const run = await notify([snsEvent({ Message: 'one' })], { EVENTS_URL: '', SEVERITY: 'high' });
  expect(run.exitCode).toBe(1);
  expect(run.output).toContain('Error: environment of the PagerDuty notifier: SEVERITY: expected critical, warning, info, found "high"; EVENTS_URL: expected an https URL without user and password, found ""');
});

const ROUTE = { ROUTE: 'card-acquiring/production/critical/pagerduty', ALERT_METRICS_NAMESPACE: 'PaymentAlerts' };
const HEARTBEAT_ID = '0b8f7c9e-2f55-4c57-9d7c-6f6d1f2f7a10';

test('a heartbeat opens an incident of severity info, closes it, and is counted', async () => {
  const run = await notify([snsEvent({ Message: heartbeat() })], ROUTE);
  expect(sent()).toEqual([
    expect.objectContaining({ event_action: 'trigger', dedup_key: HEARTBEAT_ID, payload: expect.objectContaining({ severity: 'info' }) as unknown }),
    { routing_key: OLD_KEY, event_action: 'resolve', dedup_key: HEARTBEAT_ID },
  ]);
  expect(emfRecords(run.output)).toMatchObject([{ Route: ROUTE.ROUTE, HeartbeatDelivered: 1 }]);
  expect(consoleEntries(run.output)).toMatchObject([{ kind: 'heartbeat', action: 'trigger, resolve', attempts: 2 }]);
});

test('a heartbeat whose incident stays open is not counted, and fails', async () => {
  pagerDuty.answer = ({ body }) => ({ status: body.includes('"resolve"') ? 400 : 202 });
  const run = await notify([snsEvent({ Message: heartbeat() })], ROUTE);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '1 of 1 messages not posted: PagerDuty: HTTP 400' })]);
  expect(emfRecords(run.output)).toEqual([]);
});
