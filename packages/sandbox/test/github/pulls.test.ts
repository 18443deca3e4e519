/** @jest-environment ./test/github/octokit-environment.ts */
import { type PullRequest } from '../../src/github';
import { rejection, serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

const READ = { contents: 'read', 'pull-requests': 'read' } as const;
const reader = () => served.client(served.run({ permissions: READ }).token).rest;
const files = (rest: ReturnType<typeof reader>, pull: PullRequest) => rest.pulls.listFiles({ ...served.at, pull_number: pull.number });

describe('pull requests', () => {
  test('an open one shows head, base, the test merge and what it changes', async () => {
    const pull = served.open({ 'observability.yml': 'version: 1\nname: cards\n', 'new.txt': 'a\nb\n', 'docs/readme.md': null });
    const { data } = await reader().pulls.get({ ...served.at, pull_number: 1 });
    expect(data).toMatchObject({
      number: 1,
      state: 'open',
      merged: false,
      mergeable: true,
      draft: false,
      title: 'Change change',
      user: { login: 'mona' },
      head: { ref: 'change', sha: pull.head.sha, label: 'acme:change', repo: { full_name: 'acme/payments', fork: false } },
      base: { ref: 'main', sha: served.first, repo: { id: 701, default_branch: 'main' } },
      html_url: `${served.base}/acme/payments/pull/1`,
      commits: 1,
      additions: 3,
      deletions: 2,
      changed_files: 3,
    });
    const changed = (await files(reader(), pull)).data.map(({ filename, status, additions, deletions }) => ({ filename, status, additions, deletions }));
    expect(changed).toEqual([
      { filename: 'docs/readme.md', status: 'removed', additions: 0, deletions: 1 },
      { filename: 'new.txt', status: 'added', additions: 2, deletions: 0 },
      { filename: 'observability.yml', status: 'modified', additions: 1, deletions: 1 },
    ]);
    const merge = (await reader().repos.getCommit({ ...served.at, ref: data.merge_commit_sha ?? '' })).data;
    expect(merge.parents.map((parent) => parent.sha)).toEqual([served.first, pull.head.sha]);
  });

  test('a later push moves head and base, and what main changed meanwhile is not among its files', async () => {
    const pull = served.open();
    const main = served.github.commit(served.repository, 'main', { 'other.txt': 'x\n' }, 'Other');
    const head = served.github.commit(served.repository, 'change', { 'observability.yml': 'version: 1\nname: cards2\n' }, 'More');
    expect(served.github.pullRequest(served.repository, 1)).toMatchObject({ head: { sha: head }, base: { sha: main } });
    expect((await files(reader(), pull)).data.map((file) => file.filename)).toEqual(['observability.yml']);
    const commits = await reader().pulls.listCommits({ ...served.at, pull_number: 1 });
    expect(commits.data.map((commit) => commit.commit.message)).toEqual(['Edit on change', 'More']);
  });

  test('a conflict is shown as not mergeable, and cannot be merged or run', async () => {
    served.open();
    served.github.commit(served.repository, 'main', { 'observability.yml': 'version: 1\nname: taken\n' }, 'Conflict');
    expect((await reader().pulls.get({ ...served.at, pull_number: 1 })).data).toMatchObject({ mergeable: false, mergeable_state: 'dirty', merge_commit_sha: null });
    expect(() => served.github.mergePullRequest(served.repository, 1)).toThrow('acme/payments#1 conflicts with main: both changed the same lines');
    expect(() => served.run({ pullRequest: 1 })).toThrow('acme/payments#1 conflicts with main: GitHub starts no run for it');
  });

  test('lists filter by state, base and head, newest first', async () => {
    served.open({ 'a.txt': '1' }, 'one');
    served.open({ 'b.txt': '1' }, 'two');
    served.open({ 'c.txt': '1' }, 'three');
    served.github.closePullRequest(served.repository, 2);
    const numbers = async (query: { state?: 'open' | 'closed' | 'all'; head?: string; base?: string }) => (await reader().pulls.list({ ...served.at, ...query })).data.map((pull) => pull.number);
    expect(await numbers({})).toEqual([3, 1]);
    expect(await numbers({ state: 'closed' })).toEqual([2]);
    expect(await numbers({ state: 'all' })).toEqual([3, 2, 1]);
    expect(await numbers({ head: 'acme:one' })).toEqual([1]);
    expect(await numbers({ base: 'release' })).toEqual([]);
  });

  test.each([
    ['merge', 2, 'Merge pull request #1 from acme/change\n\nChange change'],
    ['squash', 1, 'Change change (#1)'],
    ['rebase', 1, 'Second'],
  ] as const)('%s puts the change on main, and the commit leads back to the pull request', async (method, parents, message) => {
    served.open();
    served.github.commit(served.repository, 'change', { 'second.txt': '2\n' }, 'Second', 'mona');
    const tip = served.github.commit(served.repository, 'main', { 'other.txt': 'x\n' }, 'Other');
    const sha = served.github.mergePullRequest(served.repository, 1, method);
    expect(served.github.tip(served.repository, 'main')).toBe(sha);
    const { data: commit } = await reader().repos.getCommit({ ...served.at, ref: 'main' });
    expect([commit.parents.length, commit.commit.message]).toEqual([parents, message]);
    for (const path of ['second.txt', 'other.txt']) expect((await reader().repos.getContent({ ...served.at, path, ref: sha })).status).toBe(200);
    const { data: pull } = await reader().pulls.get({ ...served.at, pull_number: 1 });
    expect(pull).toMatchObject({ state: 'closed', merged: true, merge_commit_sha: sha, mergeable: null, merged_by: { login: 'acme' }, base: { sha: tip }, merged_at: '2026-08-01T12:00:00Z', changed_files: 2 });
    const associated = await reader().repos.listPullRequestsAssociatedWithCommit({ ...served.at, commit_sha: sha });
    expect(associated.data.map((one) => [one.number, one.merge_commit_sha])).toEqual([[1, sha]]);
    expect(() => served.github.mergePullRequest(served.repository, 1)).toThrow('acme/payments#1 is closed');
  });

  test('the first commit of a rebase leads back too, a direct push to no pull request', async () => {
    served.open();
    served.github.commit(served.repository, 'change', { 'second.txt': '2\n' }, 'Second', 'mona');
    const last = served.github.mergePullRequest(served.repository, 1, 'rebase');
    const direct = served.github.commit(served.repository, 'main', { 'x.txt': '1' }, 'Direct');
    const { data: commit } = await reader().repos.getCommit({ ...served.at, ref: last });
    const pulls = async (sha: string) => (await reader().repos.listPullRequestsAssociatedWithCommit({ ...served.at, commit_sha: sha })).data.map((one) => one.number);
    expect(await pulls(commit.parents[0]?.sha ?? '')).toEqual([1]);
    expect(await pulls(direct)).toEqual([]);
  });

  test('a rebase leaves merge commits out', async () => {
    served.open({ 'a.txt': '1' }, 'change');
    served.github.commit(served.repository, 'topic', { 'b.txt': '1' }, 'Topic', 'mona');
    served.github.openPullRequest(served.repository, { head: 'topic', base: 'change', title: 'Topic' });
    served.github.mergePullRequest(served.repository, 2);
    served.github.mergePullRequest(served.repository, 1, 'rebase');
    const { data } = await reader().repos.listCommits(served.at);
    expect(data.map((one) => [one.commit.message, one.parents.length])).toEqual([['Topic', 1], ['Edit on change', 1], ['Start', 0]]);
  });

  test('a closed one stays as it was when its branch moves on', () => {
    const pull = served.open();
    served.github.closePullRequest(served.repository, 1);
    served.github.commit(served.repository, 'change', { 'more.txt': '1' }, 'More');
    expect(served.github.pullRequest(served.repository, 1)).toMatchObject({ state: 'closed', head: { sha: pull.head.sha } });
  });

  test('a commit that is not on main belongs to every pull request that holds it, open ones too', async () => {
    const first = served.open();
    served.github.commit(served.repository, 'main', { 'z.txt': '1' }, 'Else');
    const { data } = await reader().repos.listPullRequestsAssociatedWithCommit({ ...served.at, commit_sha: first.head.sha });
    expect(data.map((one) => [one.number, one.state])).toEqual([[1, 'open']]);
  });

  test('a fork holds its own branches: the base repository has the pull refs only', async () => {
    served.github.commit(served.repository, 'patch', { 'observability.yml': 'version: 1\nname: theirs\n' }, 'Patch', 'stranger');
    const pull = served.github.openPullRequest(served.repository, { head: 'patch', title: 'Patch', fromFork: 'stranger' });
    expect(pull).toMatchObject({ author: 'stranger', head: { repository: { fullName: 'stranger/payments' }, ref: 'patch' } });
    const content = (ref: string) => reader().repos.getContent({ ...served.at, path: 'observability.yml', ref, mediaType: { format: 'raw' } });
    expect(await rejection(content('patch'))).toMatchObject({ status: 404, data: { message: 'No commit found for the ref patch' } });
    expect((await content('refs/pull/1/head')).data).toBe('version: 1\nname: theirs\n');
    const next = served.github.commit(pull.head.repository, 'patch', { 'observability.yml': 'version: 1\nname: later\n' }, 'Later', 'stranger');
    expect(served.github.pullRequest(served.repository, 1).head.sha).toBe(next);
    expect((await reader().pulls.get({ ...served.at, pull_number: 1 })).data.head).toMatchObject({ label: 'stranger:patch', repo: { fork: true } });
  });

  test('what makes no sense is refused', () => {
    served.github.commit(served.repository, 'same', {}, 'Nothing');
    expect(() => served.github.openPullRequest(served.repository, { head: 'missing', title: 'x' })).toThrow('acme/payments has no branch missing; it has: main, same');
    expect(() => served.github.openPullRequest(served.repository, { head: 'main', title: 'x' })).toThrow('no commits between main and main: nothing to open a pull request for');
    expect(() => served.github.commit(served.repository, 'main', { 'gone.txt': null }, 'x')).toThrow('cannot delete gone.txt: there is no such file');
    expect(() => served.github.createRepository({ owner: 'acme', name: 'payments' })).toThrow('acme/payments exists already');
    expect(() => served.github.issueComment(served.repository, 5, 'x', 'mona')).toThrow('acme/payments has no pull request #5');
    expect(() => served.github.closePullRequest(served.repository, 5)).toThrow('acme/payments has no pull request #5');
  });
});
