/** @jest-environment ./test/github/octokit-environment.ts */
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGitHub } from '../../src/github';
import { serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

describe('a workflow run', () => {
  test('of a pull request has the variables the runner sets', () => {
    const { number } = served.open();
    const run = served.run({ pullRequest: number, permissions: { contents: 'read' } });
    const sha = (run.event as { pull_request: { merge_commit_sha: string } }).pull_request.merge_commit_sha;
    expect(run.env).toEqual({
      CI: 'true',
      GITHUB_ACTIONS: 'true',
      GITHUB_ACTOR: 'mona',
      GITHUB_ACTOR_ID: expect.stringMatching(/^\d+$/) as string,
      GITHUB_API_URL: served.api,
      GITHUB_BASE_REF: 'main',
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_GRAPHQL_URL: `${served.base}/api/graphql`,
      GITHUB_HEAD_REF: 'change',
      GITHUB_JOB: 'observability',
      GITHUB_REF: 'refs/pull/1/merge',
      GITHUB_REF_NAME: '1/merge',
      GITHUB_REF_PROTECTED: 'false',
      GITHUB_REF_TYPE: 'branch',
      GITHUB_REPOSITORY: 'acme/payments',
      GITHUB_REPOSITORY_ID: '701',
      GITHUB_REPOSITORY_OWNER: 'acme',
      GITHUB_REPOSITORY_OWNER_ID: '42',
      GITHUB_RETENTION_DAYS: '90',
      GITHUB_RUN_ATTEMPT: '1',
      GITHUB_RUN_ID: String(run.id),
      GITHUB_RUN_NUMBER: '1',
      GITHUB_SERVER_URL: served.base,
      GITHUB_SHA: sha,
      GITHUB_TRIGGERING_ACTOR: 'mona',
      GITHUB_WORKFLOW: 'observability',
      GITHUB_WORKFLOW_REF: 'acme/payments/.github/workflows/observability.yml@refs/pull/1/merge',
      GITHUB_WORKFLOW_SHA: sha,
      RUNNER_ARCH: 'X64',
      RUNNER_ENVIRONMENT: 'github-hosted',
      RUNNER_NAME: 'GitHub Actions 1',
      RUNNER_OS: 'Linux',
    });
    expect(Object.values(run.env)).not.toContain(run.token);
    expect(served.run({}).env['GITHUB_RUN_NUMBER']).toBe('2');
  });

  test('of a pull request carries its payload', () => {
    const pull = served.open();
    expect(served.run({ pullRequest: 1, action: 'synchronize' }).event).toMatchObject({
      action: 'synchronize',
      number: 1,
      before: served.first,
      after: pull.head.sha,
      pull_request: { number: 1, state: 'open', merged: false, draft: false, user: { login: 'mona' }, html_url: pull.url, labels: [], head: { sha: pull.head.sha, ref: 'change', repo: { full_name: 'acme/payments', fork: false } }, base: { sha: served.first, ref: 'main' } },
      repository: { id: 701, full_name: 'acme/payments', default_branch: 'main', owner: { login: 'acme', id: 42 }, html_url: `${served.base}/acme/payments` },
      sender: { login: 'mona' },
    });
  });

  test('of a label event names label and who set it', () => {
    served.open();
    served.github.addLabel(served.repository, 1, 'approve-removal', 'acme');
    expect(served.run({ pullRequest: 1, action: 'labeled', label: 'approve-removal', actor: 'acme' }).event).toMatchObject({ action: 'labeled', label: { name: 'approve-removal' }, pull_request: { labels: [{ name: 'approve-removal' }] }, sender: { login: 'acme' } });
    served.github.closePullRequest(served.repository, 1);
    for (const action of ['labeled', 'unlabeled']) expect(served.run({ pullRequest: 1, action, label: 'approve-removal' }).event).toMatchObject({ action, pull_request: { state: 'closed' } });
  });

  test('of a merged pull request has the merge commit, of one that was only closed the test merge', () => {
    served.open({ 'a.txt': '1' }, 'one');
    served.open({ 'b.txt': '1' }, 'two');
    const sha = served.github.mergePullRequest(served.repository, 1, 'squash');
    const merged = served.run({ pullRequest: 1, action: 'closed' });
    expect([merged.env['GITHUB_SHA'], merged.env['GITHUB_REF']]).toEqual([sha, 'refs/pull/1/merge']);
    expect(merged.event).toMatchObject({ action: 'closed', pull_request: { merged: true, merge_commit_sha: sha } });
    served.github.closePullRequest(served.repository, 2);
    expect(served.run({ pullRequest: 2, action: 'closed' }).event).toMatchObject({ pull_request: { state: 'closed', merged: false, merged_at: null } });
  });

  test('of a push lists what was pushed', () => {
    const second = served.github.commit(served.repository, 'main', { 'a.txt': '1', 'docs/readme.md': null }, 'Two', 'mona');
    const third = served.github.commit(served.repository, 'main', { 'a.txt': '2' }, 'Three', 'mona');
    const run = served.run({ before: served.first });
    expect(run.env).toMatchObject({ GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main', GITHUB_SHA: third, GITHUB_HEAD_REF: '', GITHUB_BASE_REF: '' });
    expect(run.event).toMatchObject({
      ref: 'refs/heads/main',
      before: served.first,
      after: third,
      created: false,
      commits: [{ id: second, message: 'Two', added: ['a.txt'], removed: ['docs/readme.md'], modified: [] }, { id: third, modified: ['a.txt'] }],
      head_commit: { id: third, message: 'Three', author: { username: 'mona' } },
      pusher: { name: 'acme' },
    });
    expect(served.run({ sha: second }).event).toMatchObject({ before: served.first, after: second });
    expect(served.run({ sha: served.first }).event).toMatchObject({ before: '0'.repeat(40), created: true });
  });

  test('of the other events carries their fields', () => {
    const pull = served.open();
    expect(served.run({ event: 'workflow_dispatch', inputs: { command: 'drift' } }).event).toMatchObject({ ref: 'refs/heads/main', inputs: { command: 'drift' } });
    expect(served.run({ event: 'schedule' }).event).toMatchObject({ schedule: '0 6 * * *', repository: { id: 701 } });
    const { event, env } = served.run({ event: 'merge_group', pullRequest: 1 });
    expect(event).toMatchObject({ action: 'checks_requested', merge_group: { head_sha: env['GITHUB_SHA'], head_ref: env['GITHUB_REF'], base_sha: served.first, base_ref: 'refs/heads/main', head_commit: { message: `Merge pull request #1 from ${pull.head.ref}\n\n${pull.title}` } } });
  });

  test.each([
    [{ event: 'pull_request' as const }, 'a pull_request event needs the number of its pull request'],
    [{ pullRequest: 9 }, 'acme/payments has no pull request #9'],
    [{ pullRequest: 1, action: 'closed' }, 'acme/payments#1 is open: a pull_request event cannot be "closed"'],
    [{ event: 'push' as const, ref: 'none' }, 'acme/payments has no branch none; it has: main, change'],
  ])('that GitHub would not start is refused: %j', (input, message) => {
    served.open();
    expect(() => served.run(input)).toThrow(message);
  });
});

describe('the state', () => {
  test('outlives a restart: commits, pull requests, comments and tokens', async () => {
    served.open();
    const { token } = served.run({ permissions: { 'pull-requests': 'write' } });
    const post = await served.github.fetch(new Request(`${served.api}/repos/acme/payments/issues/1/comments`, { method: 'POST', body: '{"body":"kept"}', headers: { authorization: `Bearer ${token}` } }));
    expect(post.status).toBe(201);
    const again = createGitHub({ stateFolder: served.stateFolder, baseUrl: () => served.base, clock: () => new Date('2026-08-01T12:00:00Z') });
    const repository = again.findRepository('ACME', 'payments');
    expect(repository).toEqual(served.repository);
    expect(again.comments(served.repository, 1)).toEqual([expect.objectContaining({ body: 'kept', author: 'github-actions[bot]' })]);
    expect(again.pullRequest(served.repository, 1)).toEqual(served.github.pullRequest(served.repository, 1));
    const answer = await again.fetch(new Request(`${served.api}/repos/acme/payments/pulls/1`, { headers: { authorization: `Bearer ${token}` } }));
    expect(answer.status).toBe(200);
    expect(again.issueComment(served.repository, 1, 'next', 'mona').id).toBeGreaterThan(again.comments(served.repository, 1)[0]?.id ?? Infinity);
  });

  test('is a file only its owner may read, and has no address in it', () => {
    served.open();
    served.run({ pullRequest: 1, permissions: { 'id-token': 'write' } });
    const file = join(served.stateFolder, 'github.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readFileSync(file, 'utf8')).not.toContain('127.0.0.1');
  });

  test('that cannot be read stops the start', () => {
    const file = join(served.stateFolder, 'github.json');
    writeFileSync(file, '{');
    expect(() => createGitHub({ stateFolder: served.stateFolder, baseUrl: () => '' })).toThrow(`cannot read the state in ${file}; delete it to start anew`);
  });

  test('the same actions at the same time give the same commits', async () => {
    const other = await serveGitHub();
    expect(other.first).toBe(served.first);
    expect(other.open().head.sha).toBe(served.open().head.sha);
    expect(other.github.mergePullRequest(other.repository, 1)).toBe(served.github.mergePullRequest(served.repository, 1));
    await other.close();
  });
});
