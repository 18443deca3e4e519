/** @jest-environment ./test/github/octokit-environment.ts */
import { ROUTES } from '../../src/github/api';
import { permits } from '../../src/github/tokens';
import { rejection, serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

describe('permits', () => {
  test.each([
    ['contents=read', { contents: 'read' }, true],
    ['contents=read', { contents: 'write' }, true],
    ['contents=write', { contents: 'read' }, false],
    ['issues=write; pull_requests=write', { pull_requests: 'write' }, true],
    ['issues=write; pull_requests=write', { issues: 'write' }, true],
    ['issues=write; pull_requests=write', { contents: 'write' }, false],
    ['checks=write,contents=read', { checks: 'write' }, false],
    ['checks=write,contents=read', { checks: 'write', contents: 'read' }, true],
    ['metadata=read', {}, true],
  ] as const)('%s with %j: %s', (required, held, expected) => {
    expect(permits(held, required)).toBe(expected);
  });
});

describe('access', () => {
  const call = (method: string, path: string, headers: Record<string, string> = {}) => fetch(`${served.api}${path}`, { method, headers, ...(method !== 'GET' && { body: '{}' }) });

  test('a token nobody issued is 401 Bad credentials, with rate-limit headers', async () => {
    const answer = await rejection(served.client('ghs_forged').rest.repos.get(served.at));
    expect(answer).toMatchObject({ status: 401, data: { message: 'Bad credentials' }, headers: { 'x-ratelimit-limit': '60' } });
  });

  test('without a token a private repository is not found, and cannot be written to', async () => {
    expect((await call('GET', '/repos/acme/payments')).status).toBe(404);
    expect((await call('POST', '/repos/acme/payments/deployments')).status).toBe(401);
  });

  test('a token ends after 24 hours', async () => {
    let now = '2026-08-01T12:00:00Z';
    const own = await serveGitHub({ clock: () => new Date(now) });
    const { rest } = own.client(own.run({}).token);
    now = '2026-08-02T11:59:59Z';
    expect((await rest.repos.get(own.at)).status).toBe(200);
    now = '2026-08-02T12:00:00Z';
    expect(await rejection(rest.repos.get(own.at))).toMatchObject({ status: 401 });
    await own.close();
  });

  test('a token for another repository finds nothing', async () => {
    const other = served.github.createRepository({ owner: 'acme', name: 'other' });
    const { rest } = served.client(served.run({ permissions: { contents: 'read' } }).token);
    expect(other.fullName).toBe('acme/other');
    expect(await rejection(rest.repos.get({ owner: 'acme', repo: 'other' }))).toMatchObject({ status: 404 });
  });

  test('an unknown endpoint is a 404 with a documentation link', async () => {
    const { token } = served.run({});
    const response = await call('GET', '/repos/acme/payments/nonsense', { authorization: `token ${token}` });
    expect([response.status, await response.json()]).toEqual([404, { message: 'Not Found', documentation_url: 'https://docs.github.com/rest', status: '404' }]);
  });

  test.each(ROUTES.filter((route) => route.permissions !== 'metadata=read').map((route) => [`${route.method} ${route.path}`, route] as const))(
    '%s is refused to a token without permissions, naming what it needs',
    async (_, route) => {
      const { token } = served.run({ permissions: {} });
      const path = route.path.replace(/:(\w+)(\{\.\+\})?/g, '1');
      const response = await call(route.method, `/repos/acme/payments${path}`, { authorization: `token ${token}` });
      expect(response.status).toBe(403);
      expect(response.headers.get('x-accepted-github-permissions')).toBe(route.permissions);
      expect(await response.json()).toEqual({ message: 'Resource not accessible by integration', documentation_url: `https://docs.github.com/rest/${route.docs}`, status: '403' });
    },
  );

  test.each(ROUTES.filter((route) => route.method !== 'GET').map((route) => [`${route.method} ${route.path}`, route] as const))('%s is refused to a token that may only read', async (_, route) => {
    const reading = { checks: 'read', contents: 'read', deployments: 'read', issues: 'read', 'pull-requests': 'read', statuses: 'read' } as const;
    const { token } = served.run({ permissions: reading });
    const response = await call(route.method, `/repos/acme/payments${route.path.replace(/:(\w+)(\{\.\+\})?/g, '1')}`, { authorization: `token ${token}` });
    expect(response.status).toBe(403);
  });

  test('what a workflow does not list is none', async () => {
    const { number } = served.open();
    const { rest } = served.client(served.run({ pullRequest: number, permissions: { contents: 'read' } }).token);
    expect((await rest.repos.getContent({ ...served.at, path: 'observability.yml' })).status).toBe(200);
    expect(await rejection(rest.pulls.get({ ...served.at, pull_number: number }))).toMatchObject({ status: 403, headers: { 'x-accepted-github-permissions': 'pull_requests=read' } });
  });

  test.each(['opened', 'synchronize'])('a pull request from a fork gets a reading token, whatever it asks (%s)', async (action) => {
    served.github.commit(served.repository, 'patch', { 'observability.yml': 'version: 1\nname: evil\n' }, 'Patch', 'stranger');
    const { number } = served.github.openPullRequest(served.repository, { head: 'patch', title: 'Patch', fromFork: 'stranger' });
    const run = served.run({ pullRequest: number, action, permissions: { 'pull-requests': 'write', contents: 'write', 'id-token': 'write' } });
    const { rest } = served.client(run.token);
    expect((await rest.pulls.get({ ...served.at, pull_number: number })).data.head.repo.full_name).toBe('stranger/payments');
    expect(await rejection(rest.issues.createComment({ ...served.at, issue_number: number, body: 'hi' }))).toMatchObject({ status: 403, data: { message: 'Resource not accessible by integration' } });
    expect(Object.keys(run.env).filter((name) => name.startsWith('ACTIONS_'))).toEqual([]);
  });

  test.each([
    [{ 'pull-request': 'write' }, "permissions: unexpected value 'pull-request'"],
    [{ contents: 'admin' }, "permissions.contents: unexpected value 'admin'"],
    [{ 'id-token': 'read' }, "permissions.id-token: unexpected value 'read'"],
  ])('a workflow that asks for %j is refused', (permissions, message) => {
    expect(() => served.run({ permissions: permissions as Record<string, 'read'> })).toThrow(message);
  });

  test('GET /user is not for an installation token, but for a machine user', async () => {
    expect(await rejection(served.client(served.run({}).token).rest.users.getAuthenticated())).toMatchObject({ status: 403, data: { message: 'Resource not accessible by integration' } });
    const machine = served.client(served.github.userToken(served.repository, 'acme-robot', { 'pull-requests': 'write' }));
    expect((await machine.rest.users.getAuthenticated()).data).toMatchObject({ login: 'acme-robot', type: 'User' });
    expect(await rejection(machine.rest.repos.getContent({ ...served.at, path: 'observability.yml' }))).toMatchObject({ status: 403, data: { message: 'Resource not accessible by personal access token' } });
  });

  test('every answer counts down the rate limit; used up, it is 403 until the window ends', async () => {
    let now = '2026-08-01T12:00:00Z';
    const own = await serveGitHub({ clock: () => new Date(now) });
    const { token } = own.run({});
    const { rest } = own.client(token);
    const reset = String(Date.parse('2026-08-01T13:00:00Z') / 1000);
    expect((await rest.repos.get(own.at)).headers).toMatchObject({ 'x-ratelimit-limit': '1000', 'x-ratelimit-remaining': '999', 'x-ratelimit-used': '1', 'x-ratelimit-reset': reset, 'x-ratelimit-resource': 'core' });
    for (let i = 0; i < 999; i += 1) await own.github.fetch(new Request(`${own.api}/repos/acme/payments`, { headers: { authorization: `token ${token}` } }));
    expect(await rejection(rest.repos.get(own.at))).toMatchObject({ status: 403, data: { message: 'API rate limit exceeded for installation ID 701.' }, headers: { 'x-ratelimit-remaining': '0' } });
    now = '2026-08-01T13:00:00Z';
    expect((await rest.repos.get(own.at)).headers['x-ratelimit-remaining']).toBe('999');
    await own.close();
  });
});
