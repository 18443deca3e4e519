import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { exampleConfig } from '../example-config';
import { createWorld, type World } from '../world';

jest.setTimeout(180_000);

const base = exampleConfig();
const tighter = base.replace('latencyP99Ms: 350', 'latencyP99Ms: 300');
const withoutAlarm = exampleConfig({ alarms: '  noTraffic: { enabled: false, reason: "quiet at night" }' });

let world: World;
beforeAll(async () => {
  world = await createWorld();
  world.push(base);
  await world.onPush({ inputs: { 'allow-unreviewed': 'true' } });
});
afterAll(() => world.close());
afterEach(() => world.sandbox.github.faults.clear());

const github = () => world.sandbox.github;
const comments = (number: number) => github().comments(world.repository, number);
const messages = (run: { annotations: readonly { message: string }[] }) => run.annotations.map(({ message }) => message);

test('several environments have one comment each, and none writes over another', async () => {
  const both = base.replace('environments:\n', 'environments:\n  staging: { account: "111111111111", region: us-east-1 }\n');
  const { number } = world.openPullRequest('environments', 'Environments', both);
  const run = (environment: string) => world.onPullRequest(number, 'synchronize', { inputs: { environment } });
  await Promise.all([run('staging'), run('production')]);
  await run('staging');
  const bodies = comments(number).map(({ body }) => body);
  expect(bodies.map((body) => /"key":"(\w+)@/.exec(body)?.[1]).sort()).toEqual(['production', 'staging']);
  expect(bodies.filter((body) => body.includes('`staging`'))).toHaveLength(1);
});

test('two runs at once leave one comment', async () => {
  const { number } = world.openPullRequest('twins', 'Twins', tighter);
  // both have seen that there is no comment before the first of them writes one
  github().faults.add({ kind: 'slow', method: 'POST', path: new RegExp(`/issues/${number}/comments$`), delayMs: 3000 });
  const runs = await Promise.all([world.onPullRequest(number), world.onPullRequest(number, 'synchronize')]);
  expect(runs.map(({ exitCode }) => exitCode)).toEqual([0, 0]);
  const [comment, ...others] = comments(number);
  expect(others).toEqual([]);
  expect(runs.map(({ outputs }) => outputs['comment-url'])).toEqual([comment?.url, comment?.url]);
});

test('comments that two runs left behind are reduced to the oldest', async () => {
  const { number } = world.openPullRequest('duplicates', 'Duplicates', tighter);
  await world.onPullRequest(number);
  const [first] = comments(number);
  github().issueComment(world.repository, number, first?.body ?? '', 'github-actions[bot]');
  await world.onPullRequest(number, 'synchronize');
  expect(comments(number).map(({ id }) => id)).toEqual([first?.id]);
});

test('a run of an earlier commit leaves the comment of a later one as it is', async () => {
  const { number } = world.openPullRequest('overtaken', 'Overtaken', tighter);
  const old = github().pullRequest(world.repository, number).head.sha;
  const run = await world.onPullRequest(number, 'opened', { meanwhile: () => world.commit('overtaken', withoutAlarm) });
  const newest = github().pullRequest(world.repository, number).head.sha;
  expect(run.exitCode).toBe(0);
  expect(messages(run)).toEqual([`The comment is left as it is: the branch has moved on to ${newest.slice(0, 7)}, and this run reviewed ${old.slice(0, 7)}.`]);
  expect(comments(number)).toEqual([]);
});

test('a force-push has its review in the same comment', async () => {
  const { number } = world.openPullRequest('forced', 'Forced', tighter);
  await world.onPullRequest(number);
  const [before] = comments(number);
  github().resetBranch(world.repository, 'forced', github().tip(world.repository, 'main'));
  world.commit('forced', base.replace('latencyP99Ms: 350', 'latencyP99Ms: 200'));
  await world.onPullRequest(number, 'synchronize');
  const [after, ...others] = comments(number);
  expect(others).toEqual([]);
  expect(after?.id).toBe(before?.id);
  expect(after?.body).toContain('200');
});

test('a draft is reviewed and held as any other, so that no passed check stays when it is ready', async () => {
  const { number } = world.openPullRequest('draft', 'Draft', withoutAlarm, { draft: true });
  const run = await world.onPullRequest(number);
  expect(run.outputs['failure-reason']).toBe('blocked');
  expect(comments(number)).toHaveLength(1);
});

test('one that was closed and reopened has a fresh review', async () => {
  const { number } = world.openPullRequest('again', 'Again', tighter);
  await world.onPullRequest(number);
  github().closePullRequest(world.repository, number);
  await world.onPullRequest(number, 'closed');
  expect(comments(number)[0]?.body).toContain('### Closed without a merge');
  github().reopenPullRequest(world.repository, number);
  await world.onPullRequest(number, 'reopened');
  expect(comments(number)[0]?.body).not.toContain('### Closed without a merge');
  expect(comments(number)).toHaveLength(1);
});

test('one that is closed while the run reviews it keeps what its comment says', async () => {
  const { number } = world.openPullRequest('shut', 'Shut', tighter);
  const run = await world.onPullRequest(number, 'opened', { meanwhile: () => github().closePullRequest(world.repository, number) });
  expect(messages(run)).toEqual(['The comment is left as it is: the pull request is closed.']);
  expect(comments(number)).toEqual([]);
});

test('without a comment nothing can be approved, and the run says so', async () => {
  const { number } = world.openPullRequest('silent', 'Silent', withoutAlarm);
  const run = await world.onPullRequest(number, 'opened', { inputs: { comment: 'false' } });
  expect(comments(number)).toEqual([]);
  expect(run.outputs['failure-reason']).toBe('blocked');
  expect(run.summary).toContain('**This check fails: 1 blocking finding, and nobody has approved.**');
});

test('one that does not change the file passes without a comment, whatever else the stack differs in', async () => {
  const other = await createWorld();
  try {
    other.push(base);
    other.sandbox.github.commit(other.repository, 'docs', { 'docs.md': 'text' }, 'Docs');
    const { number } = other.sandbox.github.openPullRequest(other.repository, { head: 'docs', title: 'Docs' });
    const run = await other.onPullRequest(number);
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('observability.yml is as on the base branch.');
    expect(run.outputs).toMatchObject({ 'has-changes': 'true', 'gate-state': 'open' });
    expect(other.sandbox.github.comments(other.repository, number)).toEqual([]);
    expect((await other.onMergeGroup(number)).exitCode).toBe(0);
  } finally {
    await other.close();
  }
});

describe('the base branch', () => {
  test('that has got another file since the merge under review is named', async () => {
    const later = await createWorld();
    try {
      later.push(base);
      const { number } = later.openPullRequest('stale', 'Stale', tighter);
      const run = await later.onPullRequest(number, 'opened', { meanwhile: () => later.push(base.replace('owner: acquiring', 'owner: payments')) });
      expect(run.exitCode).toBe(0);
      const [comment] = later.sandbox.github.comments(later.repository, number);
      expect(comment?.body).toContain('observability.yml has changed on main since');
    } finally {
      await later.close();
    }
  });
});

describe('a pull request from a fork', () => {
  const open = (branch: string, config = withoutAlarm) => world.openPullRequest(branch, branch, config, { fromFork: 'stranger' }).number;

  test('gets its comment from a workflow_run, recomputed there without credentials, and can then be approved', async () => {
    const number = open('outside');
    const own = await world.onPullRequest(number);
    expect(own.outputs['failure-reason']).toBe('blocked');
    expect(comments(number)).toEqual([]);
    const calls = world.sandbox.aws.calls().length;
    const followed = await world.onWorkflowRun(number);
    expect(followed.exitCode).toBe(0);
    expect(world.sandbox.aws.calls()).toHaveLength(calls);
    expect(followed.annotations).toMatchObject([{ level: 'warning', message: expect.stringMatching(/^1 finding blocks this change: Alarm payment-production-no-traffic is removed\./) as string }]);
    expect(comments(number)).toHaveLength(1);
    expect(comments(number)[0]).toMatchObject({ author: 'github-actions[bot]', url: followed.outputs['comment-url'] });
    world.waitSeconds(5);
    github().setCollaborator(world.repository, 'meg', 'maintain');
    github().addLabel(world.repository, number, 'observability: approved', 'meg');
    const labeled = await world.onPullRequest(number, 'labeled');
    expect(labeled.exitCode).toBe(0);
    expect(labeled.outputs['gate-state']).toBe('approved');
    await world.onWorkflowRun(number);
    expect(comments(number)[0]?.body).toContain('approved by `meg`');
  });

  test('even one that asks for a role in the job that follows gets none', async () => {
    const number = open('greedy');
    const calls = world.sandbox.aws.calls().length;
    const run = await world.onWorkflowRun(number, { role: true });
    expect(run.exitCode).toBe(0);
    expect(world.sandbox.aws.calls()).toHaveLength(calls);
    expect(run.stdout).toContain("Compared with the base branch's file: a pull request from a fork gets no credentials.");
  });

  test('whose file has problems fails the run that follows, with each of them', async () => {
    const number = open('broken', exampleConfig({ alarms: '  noTraffic: { evaluationPeriods: seven }' }));
    const run = await world.onWorkflowRun(number);
    expect(run.exitCode).toBe(1);
    expect(messages(run)).toEqual(['alarms.noTraffic.evaluationPeriods: expected a whole number above 0, found "seven"']);
    expect(comments(number)).toEqual([]);
  });

  test('gets its comment with the permissions that the example asks for', async () => {
    const number = open('minimal', tighter);
    const { jobs } = parse(readFileSync(join(__dirname, '../../../examples/workflows/fork-review.yml'), 'utf8')) as { jobs: { comment: { permissions: Record<string, 'read' | 'write'> } } };
    const run = await world.onWorkflowRun(number, { permissions: jobs.comment.permissions });
    expect(run.annotations).toEqual([]);
    expect(comments(number)).toHaveLength(1);
  });

  test('that is closed by then, or has moved on, gets nothing', async () => {
    const number = open('gone', tighter);
    const { sha } = github().pullRequest(world.repository, number).head;
    const run = await world.onWorkflowRun(number, { meanwhile: () => github().closePullRequest(world.repository, number) });
    expect(run.exitCode).toBe(0);
    expect(run.annotations).toEqual([expect.objectContaining({ level: 'notice', message: `No open pull request has commit ${sha.slice(0, 7)} of stranger/payments at its head: there is nothing to review.` })]);
    expect(comments(number)).toEqual([]);
  });
});
