import { inspect } from 'node:util';
import { deliver, DeliveryError, type HttpRequest, type Sending, type Surroundings } from '../src/http';

const REQUEST: HttpRequest = { method: 'POST', url: 'https://hooks.slack.com/services/T0/B0/s3cret', contentType: 'application/json', body: '{}' };

type Step = Response | Error;

const SENDING: Sending = { receiver: 'Slack', request: () => REQUEST };

/** Answers in turn, counts the time that is slept, and never waits. */
function world(steps: readonly Step[], { remainingMs = 30_000, random = 0.5, sending = SENDING } = {}) {
  const slept: number[] = [];
  const requests: RequestInit[] = [];
  const surroundings: Surroundings = {
    fetch: async (_, init) => {
      requests.push(init ?? {});
      const step = steps[requests.length - 1] ?? new Error('no more steps');
      if (step instanceof Error) throw step;
      return step;
    },
    sleep: async (ms) => void slept.push(ms),
    random: () => random,
    now: () => Date.parse('2026-11-20T10:00:00Z'),
  };
  const left = () => remainingMs - slept.reduce((sum, ms) => sum + ms, 0);
  return { slept, requests, run: () => deliver(sending, left, surroundings) };
}

const answer = (status: number, body = '', headers: Record<string, string> = {}) => new Response(body, { status, headers });
const refusal = (code: string) => new TypeError('fetch failed', { cause: Object.assign(new Error(`connect ${code}`), { code }) });
const timeout = () => Object.assign(new Error('The operation was aborted due to timeout'), { name: 'TimeoutError' });

test('an answer of 2xx is a delivery', async () => {
  const { run, requests } = world([answer(200, 'ok')]);
  expect(await run()).toEqual({ attempts: 1, answer: 'ok' });
  expect(requests).toEqual([
    { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}', redirect: 'manual', signal: expect.any(AbortSignal) as unknown },
  ]);
});

test.each([
  [400, 'invalid_payload', 'Slack: HTTP 400 (invalid_payload)'],
  [401, '', 'Slack: HTTP 401'],
  [403, 'action_prohibited', 'Slack: HTTP 403 (action_prohibited)'],
  [404, 'no_service', 'Slack: HTTP 404 (no_service)'],
  [410, 'channel_is_archived', 'Slack: HTTP 410 (channel_is_archived)'],
  [302, '', 'Slack: HTTP 302'],
  [404, '<html>https://hooks.slack.com/services/T0/B0/s3cret</html>', 'Slack: HTTP 404'],
])('P41 HTTP %i fails at once', async (status, body, message) => {
  const { run, requests } = world([answer(status, body), answer(200)]);
  const error: unknown = await run().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(DeliveryError);
  expect(error).toMatchObject({ message, status });
  expect(requests).toHaveLength(1);
});

test.each<[string, Step]>([
  ['HTTP 500', answer(500)],
  ['HTTP 503', answer(503)],
  ['HTTP 429 without Retry-After', answer(429)],
  ['HTTP 429 with a Retry-After nobody can read', answer(429, '', { 'retry-after': 'soon' })],
  ['a refused connection', refusal('ECONNREFUSED')],
  ['a timeout', timeout()],
])('%s is repeated after half of the first back-off', async (_, step) => {
  const { run, slept } = world([step, answer(200)]);
  expect(await run()).toEqual({ attempts: 2, answer: '' });
  expect(slept).toEqual([500]);
});

test('the back-off doubles, with full jitter, and ends at the fifth attempt', async () => {
  const { run, slept } = world([answer(500), answer(500), answer(500), answer(500), answer(503)]);
  await expect(run()).rejects.toThrow(new DeliveryError('Slack: HTTP 503; gave up at attempt 5', { status: 503 }));
  expect(slept).toEqual([500, 1000, 2000, 4000]);
});

test.each([
  ['2', 2000],
  ['0', 0],
  ['Fri, 20 Nov 2026 10:00:07 GMT', 7000],
  ['Fri, 20 Nov 2026 09:00:00 GMT', 0],
])('P41 Retry-After "%s" waits %i ms', async (header, waitMs) => {
  const { run, slept } = world([answer(429, '', { 'retry-after': header }), answer(200)]);
  expect(await run()).toEqual({ attempts: 2, answer: '' });
  expect(slept).toEqual([waitMs]);
});

test.each([
  [28, undefined],
  [29, 'Slack: HTTP 429; gave up at attempt 1: the next is due in 29000 ms, 29000 ms are left'],
])('P40 of the 30 s of the function 1 s is kept: a wait of %i s ends in %s', async (seconds, failure) => {
  const { run } = world([answer(429, '', { 'retry-after': String(seconds) }), answer(200)]);
  expect(await run().then(() => undefined, (error: Error) => error.message)).toBe(failure);
});

test('a Retry-After longer than the time left fails now, so that the retry of Lambda takes over', async () => {
  const { run, slept } = world([answer(429, '', { 'retry-after': '60' })]);
  await expect(run()).rejects.toThrow('Slack: HTTP 429; gave up at attempt 1: the next is due in 60000 ms, 29000 ms are left');
  expect(slept).toEqual([]);
});

test('without time nothing is sent', async () => {
  const { run, requests } = world([answer(200)], { remainingMs: 1000 });
  await expect(run()).rejects.toThrow(new DeliveryError('Slack: no time left to send'));
  expect(requests).toHaveLength(0);
});

test('a wait that took longer than planned does not lose the failure before it', async () => {
  const left = [30_000, 30_000, 900];
  const surroundings: Surroundings = { fetch: async () => answer(503), sleep: async () => undefined, random: () => 0, now: () => 0 };
  await expect(deliver(SENDING, () => left.shift() ?? 0, surroundings)).rejects.toThrow(
    new DeliveryError('Slack: HTTP 503; no time left for attempt 2', { status: 503 }),
  );
});

test.each<[string, Step, string]>([
  ['a refused connection', refusal('ECONNREFUSED'), 'Slack: connection failed (ECONNREFUSED); gave up at attempt 1: the next is due in 500 ms, 500 ms are left'],
  ['a failure without a code', new TypeError('fetch failed'), 'Slack: connection failed; gave up at attempt 1: the next is due in 500 ms, 500 ms are left'],
  ['a timeout', timeout(), 'Slack: no answer within 500 ms; gave up at attempt 1: the next is due in 500 ms, 500 ms are left'],
])('%s is named, keeps its cause and never shows the URL', async (_, step, message) => {
  const error: unknown = await world([step], { remainingMs: 1500 }).run().catch((reason: unknown) => reason);
  expect(error).toEqual(new DeliveryError(message, { cause: step }));
  expect((error as Error).cause).toBe(step);
  expect(inspect(error, { depth: 10 })).not.toContain('s3cret');
});

test('the request is made anew for each attempt, with its headers', async () => {
  let made = 0;
  const request = () => ({ ...REQUEST, headers: { 'webhook-timestamp': String((made += 1)) } });
  const { run, requests } = world([answer(500), answer(200)], { sending: { receiver: 'webhook', request } });
  await run();
  expect(requests.map(({ headers }) => headers)).toEqual([
    { 'content-type': 'application/json', 'webhook-timestamp': '1' },
    { 'content-type': 'application/json', 'webhook-timestamp': '2' },
  ]);
});

const refusing = (retry: boolean): Sending => ({ ...SENDING, refusalIn: (text) => (text === 'ok' ? undefined : { code: text, retry }) });

test('an answer of 2xx that is a refusal fails at once, with its code', async () => {
  const { run, requests } = world([answer(200, 'invalid_auth'), answer(200, 'ok')], { sending: refusing(false) });
  const error: unknown = await run().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: 'Slack: refused (invalid_auth)', status: 200, code: 'invalid_auth' });
  expect(requests).toHaveLength(1);
});

test.each<[string, Record<string, string>, number]>([
  ['Retry-After', { 'retry-after': '3' }, 3000],
  ['back-off', {}, 500],
])('a refusal that passes is repeated after its %s', async (_, headers, waitMs) => {
  const { run, slept } = world([answer(200, 'ratelimited', headers), answer(200, 'ok')], { sending: refusing(true) });
  expect(await run()).toEqual({ attempts: 2, answer: 'ok' });
  expect(slept).toEqual([waitMs]);
});

test('a refusal that does not pass keeps its code to the end', async () => {
  const error: unknown = await world([answer(200, 'ratelimited')], { sending: { ...refusing(true), maxAttempts: 1 } }).run().catch((reason: unknown) => reason);
  expect(error).toMatchObject({ message: 'Slack: refused (ratelimited); gave up at attempt 1', code: 'ratelimited' });
});
