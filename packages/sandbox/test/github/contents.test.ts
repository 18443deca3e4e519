/** @jest-environment ./test/github/octokit-environment.ts */
import { rejection, serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
beforeEach(async () => {
  served = await serveGitHub();
});
afterEach(() => served.close());

const rest = () => served.client(served.run({ permissions: { contents: 'read', 'pull-requests': 'read' } }).token).rest;

describe('contents', () => {
  test('a file comes as base64 in lines of 60, with the sha git gives it', async () => {
    served.github.commit(served.repository, 'main', { 'long.txt': 'payments\n'.repeat(10) }, 'Long');
    const { data } = await rest().repos.getContent({ ...served.at, path: 'long.txt' });
    const content = Buffer.from('payments\n'.repeat(10)).toString('base64');
    expect(data).toMatchObject({ type: 'file', name: 'long.txt', path: 'long.txt', size: 90, encoding: 'base64', content: `${content.slice(0, 60)}\n${content.slice(60)}\n`, sha: '0e82732afa864dec37d5182482d1c0b9dfdc7918' });
  });

  test.each(['main', 'heads/main', 'refs/heads/main', undefined])('ref %s is the default branch', async (ref) => {
    const { data } = await rest().repos.getContent({ ...served.at, path: 'docs/readme.md', ...(ref !== undefined && { ref }), mediaType: { format: 'raw' } });
    expect(data).toBe('hello\n');
  });

  test('the version of a branch, a commit and both pull refs can be asked for', async () => {
    const pull = served.open({ 'observability.yml': 'changed\n' }, 'feature/with-slash');
    served.github.commit(served.repository, 'main', { 'later.txt': 'later\n' }, 'Later');
    const read = async (path: string, ref: string) => (await rest().repos.getContent({ ...served.at, path, ref, mediaType: { format: 'raw' } })).data as unknown;
    expect(await read('observability.yml', 'feature/with-slash')).toBe('changed\n');
    expect(await read('observability.yml', served.first)).toBe('version: 1\nname: payments\n');
    expect(await read('observability.yml', pull.head.sha.slice(0, 7))).toBe('changed\n');
    expect(await read('observability.yml', 'refs/pull/1/merge')).toBe('changed\n');
    expect(await read('later.txt', 'refs/pull/1/merge')).toBe('later\n');
    expect(await rejection(read('later.txt', 'refs/pull/1/head'))).toMatchObject({ status: 404, data: { message: 'Not Found' } });
  });

  test('the raw form has its own media type', async () => {
    const { token } = served.run({ permissions: { contents: 'read' } });
    const response = await fetch(`${served.api}/repos/acme/payments/contents/docs/readme.md`, { headers: { authorization: `Bearer ${token}`, accept: 'application/vnd.github.raw+json' } });
    expect([response.headers.get('content-type'), await response.text()]).toEqual(['application/vnd.github.raw+json; charset=utf-8', 'hello\n']);
  });

  test('a folder is a list', async () => {
    const { data } = await rest().repos.getContent({ ...served.at, path: '' });
    expect((data as { path: string; type: string }[]).map(({ path, type }) => `${type} ${path}`)).toEqual(['dir docs', 'file observability.yml']);
    expect(await rejection(rest().repos.getContent({ ...served.at, path: 'doc' }))).toMatchObject({ status: 404 });
  });

  test('over 1 MiB the JSON form has no content, the raw form has', async () => {
    const text = 'x'.repeat(1024 * 1024 + 1);
    served.github.commit(served.repository, 'main', { 'big.txt': text, 'fits.txt': text.slice(1) }, 'Big');
    expect((await rest().repos.getContent({ ...served.at, path: 'big.txt' })).data).toMatchObject({ encoding: 'none', content: '', size: 1024 * 1024 + 1 });
    expect((await rest().repos.getContent({ ...served.at, path: 'fits.txt' })).data).toMatchObject({ encoding: 'base64' });
    expect((await rest().repos.getContent({ ...served.at, path: 'big.txt', mediaType: { format: 'raw' } })).data).toBe(text);
  });

  test('commits of an unrelated repository are out of reach', async () => {
    const other = served.github.createRepository({ owner: 'acme', name: 'secret' });
    const sha = served.github.commit(other, 'main', { 'key.txt': 'k' }, 'Key');
    expect(await rejection(rest().repos.getContent({ ...served.at, path: 'key.txt', ref: sha }))).toMatchObject({ status: 404 });
  });
});

describe('compare', () => {
  const compare = async (basehead: string) => (await rest().repos.compareCommitsWithBasehead({ ...served.at, basehead })).data;

  test('counts both sides from where they parted', async () => {
    const pull = served.open({ 'a.txt': 'a\n' }, 'feature/x');
    const main = served.github.commit(served.repository, 'main', { 'b.txt': 'b\n' }, 'B');
    expect(await compare('main...feature/x')).toMatchObject({
      status: 'diverged',
      ahead_by: 1,
      behind_by: 1,
      total_commits: 1,
      base_commit: { sha: main },
      merge_base_commit: { sha: served.first },
      commits: [{ sha: pull.head.sha }],
      files: [{ filename: 'a.txt', status: 'added' }],
    });
    expect(await compare(`${served.first}...main`)).toMatchObject({ status: 'ahead', ahead_by: 1, behind_by: 0 });
    expect(await compare(`main...${served.first}`)).toMatchObject({ status: 'behind', ahead_by: 0, behind_by: 1, files: [] });
    expect(await compare('main...main')).toMatchObject({ status: 'identical' });
  });

  test('a head in a fork is named with its owner', async () => {
    const fork = served.github.forkRepository(served.repository, 'stranger');
    served.github.commit(fork, 'patch', { 'p.txt': 'p' }, 'P');
    expect(await compare('main...stranger:patch')).toMatchObject({ status: 'ahead', files: [{ filename: 'p.txt' }] });
    expect(await rejection(compare('main...nobody:patch'))).toMatchObject({ status: 404 });
  });

  test('commits of a branch come newest first, or those that touched a path', async () => {
    served.github.commit(served.repository, 'main', { 'b.txt': 'b\n' }, 'B');
    served.github.commit(served.repository, 'main', { 'docs/readme.md': 'bye\n' }, 'Bye');
    const messages = async (path?: string) => (await rest().repos.listCommits({ ...served.at, ...(path !== undefined && { path }) })).data.map((one) => one.commit.message);
    expect(await messages()).toEqual(['Bye', 'B', 'Start']);
    expect(await messages('docs/readme.md')).toEqual(['Bye', 'Start']);
  });

  test('branches and refs name their commit', async () => {
    expect((await rest().repos.getBranch({ ...served.at, branch: 'main' })).data.commit.sha).toBe(served.first);
    expect((await rest().git.getRef({ ...served.at, ref: 'heads/main' })).data).toMatchObject({ ref: 'refs/heads/main', object: { sha: served.first, type: 'commit' } });
    expect(await rejection(rest().repos.getBranch({ ...served.at, branch: 'none' }))).toMatchObject({ status: 404, data: { message: 'Branch not found' } });
  });
});
