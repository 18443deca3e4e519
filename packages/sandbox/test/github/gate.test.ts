/** @jest-environment ./test/github/octokit-environment.ts */
import { rejection, serveGitHub, type ServedGitHub } from './serve-github';

let served: ServedGitHub;
let seconds = 0;
beforeEach(async () => {
  seconds = 0;
  served = await serveGitHub({ clock: () => new Date(Date.UTC(2026, 7, 1, 12, 0, seconds)) });
});
afterEach(() => served.close());

const WRITE = { 'pull-requests': 'write', contents: 'read', actions: 'read' } as const;
const client = (number: number) => served.client(served.run({ pullRequest: number, permissions: WRITE }).token);

describe('who edited a comment', () => {
  const QUERY = 'query($ids: [ID!]!) { nodes(ids: $ids) { ... on IssueComment { id editor { __typename login } } } }';

  test('is null, then a person, then the bot, whose login has no suffix there', async () => {
    const { number } = served.open();
    const { rest, graphql } = client(number);
    const { data } = await rest.issues.createComment({ ...served.at, issue_number: number, body: 'first' });
    const editor = () => graphql(QUERY, { ids: [data.node_id, 'unknown'] });
    expect(await editor()).toEqual({ nodes: [{ id: data.node_id, editor: null }, null] });
    served.github.editComment(served.repository, data.id, 'mine', 'mallory');
    expect(await editor()).toEqual({ nodes: [{ id: data.node_id, editor: { __typename: 'User', login: 'mallory' } }, null] });
    await rest.issues.updateComment({ ...served.at, comment_id: data.id, body: 'first' });
    expect(await editor()).toEqual({ nodes: [{ id: data.node_id, editor: { __typename: 'Bot', login: 'github-actions' } }, null] });
  });
});

test('a role maintain is write in the older field', async () => {
  served.github.setCollaborator(served.repository, 'meg', 'maintain');
  const { number } = served.open();
  const { data } = await client(number).rest.repos.getCollaboratorPermissionLevel({ ...served.at, username: 'meg' });
  expect(data).toMatchObject({ permission: 'write', role_name: 'maintain', user: { permissions: { admin: false, maintain: true, push: true } } });
});

test('refs are found by what they begin with', async () => {
  const { number } = served.open();
  const run = served.run({ event: 'merge_group', pullRequest: number, permissions: WRITE });
  const { head_sha: sha, head_ref: ref } = (run.event as { merge_group: { head_sha: string; head_ref: string } }).merge_group;
  const { data } = await served.client(run.token).rest.git.listMatchingRefs({ ...served.at, ref: 'heads/gh-readonly-queue/main/' });
  expect(data.map(({ ref: name, object }) => [name, object.sha])).toEqual([[ref, sha]]);
});

test('the approvals of a run are its own, and need actions: read', async () => {
  const { number } = served.open();
  const run = served.run({ pullRequest: number, permissions: WRITE });
  served.github.reviewRun(served.repository, { id: run.id, environment: 'approval' }, 'alice');
  served.github.reviewRun(served.repository, { id: run.id + 1, environment: 'approval' }, 'bob');
  const at = { ...served.at, run_id: run.id };
  expect((await served.client(run.token).rest.actions.getReviewsForRun(at)).data).toMatchObject([{ state: 'approved', user: { login: 'alice', type: 'User' }, environments: [{ name: 'approval' }] }]);
  expect(await rejection(served.client(served.run({ pullRequest: number }).token).rest.actions.getReviewsForRun(at))).toMatchObject({ status: 403 });
});

test('a second job of a run has its id', () => {
  const { number } = served.open();
  const run = served.run({ pullRequest: number });
  expect(served.run({ pullRequest: number, runId: run.id }).env['GITHUB_RUN_ID']).toBe(String(run.id));
});

test('workflow_run runs on the default branch, names the head and, for a fork, no pull request', () => {
  served.github.commit(served.repository, 'outside', { 'observability.yml': 'version: 1\n' }, 'Edit', 'stranger');
  const pull = served.github.openPullRequest(served.repository, { head: 'outside', title: 'Outside', fromFork: 'stranger' });
  const run = served.run({ event: 'workflow_run', pullRequest: pull.number, permissions: WRITE });
  expect(run.env).toMatchObject({ GITHUB_REF: 'refs/heads/main', GITHUB_SHA: served.first, GITHUB_EVENT_NAME: 'workflow_run' });
  expect(run.event).toMatchObject({
    action: 'completed',
    workflow_run: { event: 'pull_request', head_branch: 'outside', head_sha: pull.head.sha, head_repository: { full_name: 'stranger/payments', fork: true }, pull_requests: [] },
  });
});

test('a closed pull request is reopened, a merged one is not', () => {
  const { number } = served.open();
  served.github.closePullRequest(served.repository, number);
  served.github.reopenPullRequest(served.repository, number);
  expect(served.github.pullRequest(served.repository, number).state).toBe('open');
  served.github.mergePullRequest(served.repository, number);
  expect(() => served.github.reopenPullRequest(served.repository, number)).toThrow('acme/payments#1 is merged: it cannot be reopened');
});

test('closed pull requests are listed by their last change, the newest first', async () => {
  const numbers = ['one', 'two'].map((branch) => served.open({ [`${branch}.txt`]: 'x' }, branch).number);
  seconds = 1;
  served.github.mergePullRequest(served.repository, numbers[1] ?? 0);
  seconds = 2;
  served.github.mergePullRequest(served.repository, numbers[0] ?? 0);
  const { data } = await client(served.open({ 'three.txt': 'x' }, 'three').number).rest.pulls.list({ ...served.at, state: 'closed', sort: 'updated', direction: 'desc' });
  expect(data.map(({ number }) => number)).toEqual(numbers);
});
