/** @jest-environment ./test/github/octokit-environment.ts */
import { rejection, serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

const getRepository = () => served.client(served.run({}).token).rest.repos.get(served.at);

describe('faults', () => {
  test.each([
    ['rateLimit', { status: 403, data: { message: 'API rate limit exceeded for installation ID 1.' }, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(Date.parse('2026-08-01T12:00:07Z') / 1000) } }],
    ['secondaryRateLimit', { status: 403, data: { message: 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.' }, headers: { 'retry-after': '7' } }],
    ['error5xx', { status: 502, data: { message: 'Server Error' } }],
    ['unauthorized', { status: 401, data: { message: 'Bad credentials' } }],
  ] as const)('%s is answered as GitHub answers it', async (kind, answer) => {
    served.github.faults.add({ kind, retryAfterSeconds: 7 });
    expect(await rejection(getRepository())).toMatchObject(answer);
    served.github.faults.clear();
    expect((await getRepository()).status).toBe(200);
  });

  test('a dropped connection is an error of the transport', async () => {
    served.github.faults.add({ kind: 'drop', times: 1 });
    await expect(fetch(`${served.api}/user`)).rejects.toThrow('fetch failed');
    expect(served.github.calls()).toEqual([{ method: 'GET', path: '/user', query: '', status: 0 }]);
    expect((await getRepository()).status).toBe(200);
  });

  test('a slow answer is the real one', async () => {
    served.github.faults.add({ kind: 'slow', delayMs: 1 });
    expect((await getRepository()).status).toBe(200);
  });

  test('a fault hits its method and path, as often as asked', async () => {
    served.github.faults.add({ kind: 'error5xx', method: 'get', path: /^\/repos\/acme\/payments\/pulls$/g, times: 2 });
    const { rest } = served.client(served.run({ permissions: { 'pull-requests': 'read' } }).token);
    const list = () => rest.pulls.list(served.at).then(({ status }) => status, (error: { status: number }) => error.status);
    expect((await rest.repos.get(served.at)).status).toBe(200);
    expect([await list(), await list(), await list()]).toEqual([502, 502, 200]);
    expect(served.github.calls()).toEqual([
      { method: 'GET', path: '/repos/acme/payments', query: '', status: 200 },
      ...[502, 502, 200].map((status) => ({ method: 'GET', path: '/repos/acme/payments/pulls', query: '', status })),
    ]);
  });

  test.each(['rateLimit', 'secondaryRateLimit', 'error5xx'] as const)('octokit waits and tries again after %s', async (kind) => {
    served.github.faults.add({ kind, times: 1, retryAfterSeconds: 1 });
    const waits: string[] = [];
    const onLimit = (name: string) => (seconds: number) => waits.push(`${name} ${seconds}`) > 0;
    const client = served.client(served.run({}).token, {
      retry: { retryAfterBaseValue: 1 },
      throttle: { retryAfterBaseValue: 1, onRateLimit: onLimit('primary'), onSecondaryRateLimit: onLimit('secondary') } as never,
    });
    expect((await client.rest.repos.get(served.at)).status).toBe(200);
    expect(waits.map((wait) => wait.split(' ')[0])).toEqual({ rateLimit: ['primary'], secondaryRateLimit: ['secondary'], error5xx: [] }[kind]);
  });
});
