/** @jest-environment ./test/github/octokit-environment.ts */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify } from 'jose';
import { createGitHub, type WorkflowRun, type WorkflowRunInput } from '../../src/github';
import { serveGitHub, type ServedGitHub } from './serve-github';

const NOW = new Date('2026-08-01T12:00:00Z');
const WRITE = { permissions: { 'id-token': 'write' } } as const;
const GET_TOKEN = "import('@actions/core').then((core) => core.getIDToken(process.argv[1])).then((token) => process.stdout.write('\\n' + token))";

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

/** The token as @actions/core gets it in a process that has nothing but the run's variables. */
async function idToken(run: WorkflowRun, audience = 'sts.amazonaws.com'): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', GET_TOKEN, audience], { cwd: __dirname, env: { ...run.env } });
  return stdout.split('\n').at(-1) ?? '';
}

async function claims(run: WorkflowRun, audience = 'sts.amazonaws.com') {
  const response = await fetch(`${run.env['ACTIONS_ID_TOKEN_REQUEST_URL']}&audience=${encodeURIComponent(audience)}`, { headers: { authorization: `Bearer ${run.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}` } });
  const { value } = (await response.json()) as { value: string };
  return (await jwtVerify(value, createLocalJWKSet(await served.github.issuer.jwks()), { currentDate: NOW, audience, issuer: served.github.issuer.url })).payload;
}

describe('OIDC', () => {
  test('@actions/core gets a token that the published keys verify, with every claim of GitHub', async () => {
    const { number } = served.open();
    const run = served.run({ pullRequest: number, ...WRITE });
    const token = await idToken(run);
    const published = (await (await fetch(`${served.base}/oidc/.well-known/jwks`)).json()) as Parameters<typeof createLocalJWKSet>[0];
    const { payload } = await jwtVerify(token, createLocalJWKSet(published), { currentDate: NOW });
    expect(decodeProtectedHeader(token)).toEqual({ typ: 'JWT', alg: 'RS256', kid: published.keys[0]?.kid });
    const seconds = NOW.getTime() / 1000;
    expect(payload).toEqual({
      iss: 'https://token.actions.githubusercontent.com',
      aud: 'sts.amazonaws.com',
      sub: 'repo:acme/payments:pull_request',
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
      iat: seconds,
      nbf: seconds - 600,
      exp: seconds + 300,
      actor: 'mona',
      actor_id: run.env['GITHUB_ACTOR_ID'],
      base_ref: 'main',
      event_name: 'pull_request',
      head_ref: 'change',
      job_workflow_ref: 'acme/payments/.github/workflows/observability.yml@refs/pull/1/merge',
      job_workflow_sha: run.env['GITHUB_SHA'],
      ref: 'refs/pull/1/merge',
      ref_protected: 'false',
      ref_type: 'branch',
      repository: 'acme/payments',
      repository_id: '701',
      repository_owner: 'acme',
      repository_owner_id: '42',
      repository_visibility: 'private',
      run_attempt: '1',
      run_id: String(run.id),
      run_number: '1',
      runner_environment: 'github-hosted',
      sha: run.env['GITHUB_SHA'],
      workflow: 'observability',
      workflow_ref: 'acme/payments/.github/workflows/observability.yml@refs/pull/1/merge',
      workflow_sha: run.env['GITHUB_SHA'],
    });
  });

  test.each<[string, Partial<WorkflowRunInput>, string, string]>([
    ['push', { event: 'push' }, 'repo:acme/payments:ref:refs/heads/main', 'refs/heads/main'],
    ['push to another branch', { event: 'push', ref: 'change' }, 'repo:acme/payments:ref:refs/heads/change', 'refs/heads/change'],
    ['schedule', { event: 'schedule' }, 'repo:acme/payments:ref:refs/heads/main', 'refs/heads/main'],
    ['workflow_dispatch', { event: 'workflow_dispatch', ref: 'refs/heads/change' }, 'repo:acme/payments:ref:refs/heads/change', 'refs/heads/change'],
    ['pull_request', { event: 'pull_request', pullRequest: 1 }, 'repo:acme/payments:pull_request', 'refs/pull/1/merge'],
    ['push with an environment', { event: 'push', environment: 'prod:eu' }, 'repo:acme/payments:environment:prod%3Aeu', 'refs/heads/main'],
    ['pull_request with an environment', { event: 'pull_request', pullRequest: 1, environment: 'production' }, 'repo:acme/payments:environment:production', 'refs/pull/1/merge'],
  ])('subject and ref of %s', async (_, input, sub, ref) => {
    served.open();
    expect(await claims(served.run({ ...input, ...WRITE }))).toMatchObject({ sub, ref, ...(input.environment !== undefined && { environment: input.environment }) });
  });

  test('a merge queue has a branch of its own', async () => {
    served.open();
    const ref = `refs/heads/gh-readonly-queue/main/pr-1-${served.first}`;
    expect(await claims(served.run({ event: 'merge_group', pullRequest: 1, ...WRITE }))).toMatchObject({ sub: `repo:acme/payments:ref:${ref}`, ref, event_name: 'merge_group' });
  });

  test('a repository with immutable subjects puts the ids in', async () => {
    await served.close();
    served = await serveGitHub({ immutableSubject: true });
    expect(await claims(served.run(WRITE))).toMatchObject({ sub: 'repo:acme@42/payments@701:ref:refs/heads/main' });
  });

  test('without an audience it is the owner', async () => {
    const run = served.run(WRITE);
    const response = await fetch(run.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '', { headers: { authorization: `Bearer ${run.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}` } });
    const { value } = (await response.json()) as { value: string };
    const { payload } = await jwtVerify(value, createLocalJWKSet(await served.github.issuer.jwks()), { currentDate: NOW });
    expect(payload.aud).toBe('https://github.com/acme');
  });

  test('without id-token: write a job has no way to ask', async () => {
    const run = served.run({ permissions: { contents: 'write' } });
    expect(run.env).not.toHaveProperty('ACTIONS_ID_TOKEN_REQUEST_URL');
    await expect(idToken(run)).rejects.toThrow('Unable to get ACTIONS_ID_TOKEN_REQUEST_URL env variable');
  });

  test.each([
    ['no token', undefined],
    ['a forged token', 'oidc_forged'],
    ["the job's API token", 'api'],
  ])('%s gets a 401', async (_, token) => {
    const run = served.run(WRITE);
    const authorization = token === undefined ? {} : { authorization: `Bearer ${token === 'api' ? run.token : token}` };
    expect((await fetch(run.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '', { headers: authorization })).status).toBe(401);
  });

  test('a request token is no token for the API', async () => {
    const run = served.run(WRITE);
    const response = await fetch(`${served.api}/repos/acme/payments`, { headers: { authorization: `Bearer ${run.env['ACTIONS_ID_TOKEN_REQUEST_TOKEN']}` } });
    expect(response.status).toBe(401);
  });

  test('discovery names the issuer and where its keys are; they hold no private part', async () => {
    const discovery = await (await fetch(`${served.base}/oidc/.well-known/openid-configuration`)).json();
    expect(discovery).toMatchObject({ issuer: 'https://token.actions.githubusercontent.com', jwks_uri: `${served.base}/oidc/.well-known/jwks`, id_token_signing_alg_values_supported: ['RS256'] });
    const { keys } = await served.github.issuer.jwks();
    expect(keys.map((key) => Object.keys(key).sort())).toEqual([['alg', 'e', 'kid', 'kty', 'n', 'use']]);
  });

  test('the signing key outlives a restart', async () => {
    const before = await served.github.issuer.jwks();
    const again = createGitHub({ stateFolder: served.stateFolder, baseUrl: () => served.base });
    expect(await again.issuer.jwks()).toEqual(before);
  });
});
