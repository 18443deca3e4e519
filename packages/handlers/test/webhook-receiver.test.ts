import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { signatureHeaders } from '../src/webhook-signature';
import { metricAlarm, resolvedAlarmEvent, snsEvent } from './support/events';
import { notifierWorlds, SECRET_ARN } from './support/notifier-world';
import { type Received } from './support/loopback-server';

const RECEIVER = join(__dirname, '../../../examples/webhook-receiver/receiver.mjs');
const KEY = `whsec_${Buffer.alloc(32, 'right').toString('base64')}`;
const OTHER_KEY = `whsec_${Buffer.alloc(32, 'wrong').toString('base64')}`;

const world = notifierWorlds('webhook-notifier', () => ({ SIGNING_SECRET_ARN: SECRET_ARN }));
const running: ChildProcess[] = [];

afterEach(() => running.splice(0).map((child) => child.kill()));

/** Starts the example as its README says, on a free port. */
async function start(environment: Readonly<Record<string, string>> = {}) {
  const child = spawn(process.execPath, [RECEIVER], { env: { WEBHOOK_SIGNING_KEYS: KEY, PORT: '0', ...environment } });
  running.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => (said += text));
  while (!said.includes('\n')) await once(child.stdout, 'data');
  const port = /^listening on port (\d+)\n/u.exec(said)?.[1] ?? '';
  /** Ends the receiver; the lines it said beside its first. */
  const saidToTheEnd = async () => {
    child.kill();
    await once(child, 'close');
    return said.trimEnd().split('\n').slice(1);
  };
  const post = async (headers: Readonly<Record<string, string>>, body: string, method = 'POST') =>
    (await fetch(`http://127.0.0.1:${port}/`, { method, headers, ...(method === 'POST' ? { body } : {}) })).status;
  return { port, post, saidToTheEnd };
}

/** A request that the notifier made, as it went over the wire. */
async function signedRequest() {
  world().secrets = [JSON.stringify({ signingKey: KEY })];
  await world().notify([snsEvent({ Message: metricAlarm() })], { ENDPOINT_URL: world().receiver.url });
  const [{ body, headers }] = world().receiver.received as [Received];
  return { body, headers: Object.fromEntries(['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [name, String(headers[name])])) };
}

test('the example takes what the notifier sends, by https', async () => {
  const { keyFile, certFile } = world().certificate;
  const { port, saidToTheEnd } = await start({ TLS_KEY_FILE: keyFile, TLS_CERT_FILE: certFile });
  world().secrets = [JSON.stringify({ signingKey: KEY, url: `https://127.0.0.1:${port}/alerts` })];
  const run = await world().notify([snsEvent({ Message: metricAlarm() }, { Message: resolvedAlarmEvent() })]);
  expect(run.invocations).toEqual([{ ok: true }]);
  expect(await saidToTheEnd()).toEqual([
    '{"type":"alarm","severity":"critical","title":"payment-high-error-rate-prod","state":"ALARM"}',
    '{"type":"alarm","severity":"critical","title":"payment-high-error-rate-prod","state":"OK"}',
  ]);
});

test('the example refuses what the notifier signs with another key, and the invocation fails', async () => {
  const { keyFile, certFile } = world().certificate;
  const { port, saidToTheEnd } = await start({ TLS_KEY_FILE: keyFile, TLS_CERT_FILE: certFile });
  world().secrets = [JSON.stringify({ signingKey: OTHER_KEY, url: `https://127.0.0.1:${port}/alerts` })];
  const run = await world().notify([snsEvent({ Message: metricAlarm() })]);
  expect(run.invocations).toEqual([expect.objectContaining({ ok: false, message: '1 of 1 messages not posted: webhook: HTTP 401' })]);
  expect(await saidToTheEnd()).toEqual(['refused: not signed with our key']);
});

test('a replayed request is taken once, also when the sender signs it anew', async () => {
  const { body, headers } = await signedRequest();
  const { post, saidToTheEnd } = await start();
  const again = signatureHeaders({ id: 'message-1', timestampSeconds: Math.floor(Date.now() / 1000) + 1, body }, [Buffer.alloc(32, 'right')]);
  expect([await post(headers, body), await post(headers, body), await post(again, body)]).toEqual([204, 200, 200]);
  expect(await saidToTheEnd()).toHaveLength(1);
});

const ALTERED: readonly (readonly [string, (headers: Readonly<Record<string, string>>, body: string) => readonly [Readonly<Record<string, string>>, string], string])[] = [
  ['a body with one other byte', (headers, body) => [headers, body.replace('critical', 'critica1')], 'not signed with our key'],
  ['the same JSON in another form', (headers, body) => [headers, JSON.stringify(JSON.parse(body), null, 1)], 'not signed with our key'],
  ['another id', (headers, body) => [{ ...headers, 'webhook-id': 'message-2' }, body], 'not signed with our key'],
  ['another time', (headers, body) => [{ ...headers, 'webhook-timestamp': String(Number(headers['webhook-timestamp']) + 1) }, body], 'not signed with our key'],
  ['no signature of version 1', (headers, body) => [{ ...headers, 'webhook-signature': (headers['webhook-signature'] ?? '').replace('v1,', 'v1a,') }, body], 'not signed with our key'],
  ['a signature that is cut', (headers, body) => [{ ...headers, 'webhook-signature': (headers['webhook-signature'] ?? '').slice(0, 20) }, body], 'not signed with our key'],
  ['a time that is none', (headers, body) => [{ ...headers, 'webhook-timestamp': 'NaN' }, body], 'too old, or from the future'],
  ['no signature', (headers, body) => [Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'webhook-signature')), body], 'a header is missing'],
];

test.each(ALTERED)('a request with %s is refused', async (_, alter, reason) => {
  const { body, headers } = await signedRequest();
  const { post, saidToTheEnd } = await start();
  expect(await post(...alter(headers, body))).toBe(401);
  expect(await saidToTheEnd()).toEqual([`refused: ${reason}`]);
});

test.each([
  [-310, 401],
  [-290, 204],
  [290, 204],
  [310, 401],
])('a request that is rightly signed %i seconds from now is answered with %i', async (seconds, status) => {
  const { post } = await start();
  const body = '{"version":1,"type":"text","data":{"severity":"info"}}';
  const headers = signatureHeaders({ id: 'a', timestampSeconds: Math.floor(Date.now() / 1000) + seconds, body }, [Buffer.alloc(32, 'right')]);
  expect(await post(headers, body)).toBe(status);
});

test('during a rotation the receiver knows two keys', async () => {
  const { body, headers } = await signedRequest();
  const { post } = await start({ WEBHOOK_SIGNING_KEYS: `${OTHER_KEY} ${KEY}` });
  expect(await post(headers, body)).toBe(204);
});

test('what is no webhook at all', async () => {
  const { post } = await start();
  expect([await post({}, '', 'GET'), await post({}, 'x'.repeat(1024 * 1024 + 1))]).toEqual([405, 413]);
});
