import { exampleConfig } from '../example-config';
import { createWorld, type RunOptions, type World } from '../world';

jest.setTimeout(180_000);

const LABEL = 'observability: approved';
const GATE = 'gate: { approvers: [alice, bob], environment: approval }\n';
const base = exampleConfig({ more: GATE });
/** The base without one of its alarms. */
const withoutAlarm = exampleConfig({ alarms: '  noTraffic: { enabled: false, reason: "quiet at night" }', more: GATE });
const REMOVED = 'Alarm payment-production-no-traffic is removed';
const WAY_OUT = `To let it through, one of alice, bob, who wrote none of its commits, adds the label "${LABEL}" after reading this, or a reviewer approves environment "approval" in this run. A push that changes the review voids it.`;

let world: World;
let branches = 0;

beforeAll(async () => {
  world = await createWorld();
  const pull = world.openPullRequest('first', 'First', base, { author: 'dev' });
  await world.onPullRequest(pull.number);
  world.merge(pull.number);
  await world.onPush();
});
afterAll(() => world.close());

const github = () => world.sandbox.github;
const comment = (number: number) => github().comments(world.repository, number)[0];
const messages = (run: { annotations: readonly { message: string }[] }) => run.annotations.map(({ message }) => message);

/** A pull request of `dev`, reviewed. */
async function reviewed(config = withoutAlarm, author = 'dev') {
  branches += 1;
  const branch = `change-${branches}`;
  const { number } = world.openPullRequest(branch, branch, config, { author });
  const run = await world.onPullRequest(number);
  world.waitSeconds(5);
  return { number, branch, run };
}

/** Adds the label and runs the action for it, as the examples' workflow does. */
async function labeled(number: number, by: string, options?: RunOptions) {
  github().addLabel(world.repository, number, LABEL, by);
  world.waitSeconds(5);
  return world.onPullRequest(number, 'labeled', options);
}

describe('a change that loses an alarm', () => {
  test('fails the check with what blocks and what to do, after comment, summary and outputs are written', async () => {
    const { number, run } = await reviewed();
    expect(run.exitCode).toBe(1);
    expect(run.outputs).toMatchObject({ 'failure-reason': 'blocked', 'gate-state': 'blocked', verdict: 'blocked', 'has-changes': 'true', 'comment-url': comment(number)?.url });
    expect(messages(run)).toEqual([`1 finding blocks this change: ${REMOVED}. ${WAY_OUT}`]);
    expect(JSON.parse(run.outputs['findings'] ?? '')).toContainEqual(expect.objectContaining({ id: 'alarm-removed', severity: 'blocking', group: 'alerting', title: REMOVED }));
    for (const text of [comment(number)?.body, run.summary]) expect(text).toContain('**This check fails: 1 blocking finding, and nobody has approved.**');
  });

  test('passes once an approver has added the label, and both comment and summary say who and when', async () => {
    const { number } = await reviewed();
    const run = await labeled(number, 'alice');
    expect(messages(run)).toEqual([]);
    expect(run.exitCode).toBe(0);
    expect(run.outputs['gate-state']).toBe('approved');
    for (const text of [comment(number)?.body, run.summary]) expect(text).toMatch(/\*\*1 blocking finding, approved by `alice` on \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ\.\*\*/);
    github().removeLabel(world.repository, number, LABEL, 'dev');
    expect((await world.onPullRequest(number, 'unlabeled')).outputs['gate-state']).toBe('blocked');
  });

  test('keeps its approval through a push that changes nothing of the review, and loses it to one that does', async () => {
    const { number, branch } = await reviewed();
    await labeled(number, 'alice');
    world.commit(branch, `${withoutAlarm}# a remark\n`, 'dev');
    expect((await world.onPullRequest(number, 'synchronize')).outputs['gate-state']).toBe('approved');
    world.waitSeconds(5);
    world.commit(branch, withoutAlarm.replace('latencyP99Ms: 350', 'latencyP99Ms: 300'), 'dev');
    const changed = await world.onPullRequest(number, 'synchronize');
    expect(changed.outputs['gate-state']).toBe('blocked');
    expect(messages(changed)[0]).toContain('The label of alice does not count: it was added before this change was shown; remove it and add it again.');
    world.waitSeconds(5);
    github().removeLabel(world.repository, number, LABEL, 'bob');
    expect((await labeled(number, 'bob')).outputs['gate-state']).toBe('approved');
  });

  test('that came back after a change and its reversal needs a new approval', async () => {
    const { number, branch } = await reviewed();
    await labeled(number, 'alice');
    world.commit(branch, base, 'dev');
    expect((await world.onPullRequest(number, 'synchronize')).outputs['gate-state']).toBe('open');
    world.commit(branch, withoutAlarm, 'dev');
    expect((await world.onPullRequest(number, 'synchronize')).outputs['gate-state']).toBe('blocked');
  });

  test.each([
    ['someone the base branch does not name', 'mallory', 'dev', 'gate.approvers of the base branch does not name them'],
    ['the author', 'alice', 'alice', 'who wrote the change cannot approve it'],
    ['a bot', 'github-actions[bot]', 'dev', 'it was not added by a person'],
  ])('is not approved by %s', async (_case, actor, author, why) => {
    const { number } = await reviewed(withoutAlarm, author);
    const run = await labeled(number, actor);
    expect(run.exitCode).toBe(1);
    expect(messages(run)[0]).toContain(`The label of ${actor} does not count: ${why}.`);
  });

  test('is not approved by who pushed one of its commits', async () => {
    const { number, branch } = await reviewed();
    world.commit(branch, `${withoutAlarm}# mine\n`, 'bob');
    await world.onPullRequest(number, 'synchronize');
    world.waitSeconds(5);
    expect(messages(await labeled(number, 'bob'))[0]).toContain('The label of bob does not count: who wrote the change cannot approve it.');
  });

  test('is not approved by a label from before its review', async () => {
    branches += 1;
    const { number } = world.openPullRequest(`early-${branches}`, 'Early', withoutAlarm, { author: 'dev' });
    github().addLabel(world.repository, number, LABEL, 'alice');
    world.waitSeconds(5);
    const run = await world.onPullRequest(number);
    expect(messages(run)[0]).toContain('it was added before this change was shown');
    expect((await world.onPullRequest(number, 'labeled')).exitCode).toBe(1);
  });

  test('is not approved by its own file, which names other approvers and blocks nothing', async () => {
    const { number, run } = await reviewed(withoutAlarm.replace(GATE, 'gate: { approvers: [mallory], block: [], label: ok }\n'));
    expect(messages(run)).toEqual([`1 finding blocks this change: ${REMOVED}. ${WAY_OUT}`]);
    github().addLabel(world.repository, number, 'ok', 'mallory');
    expect((await labeled(number, 'mallory')).exitCode).toBe(1);
  });

  test('needs a new look when someone edited the comment that was approved', async () => {
    const { number } = await reviewed();
    await labeled(number, 'alice');
    const { id = 0, body = '' } = comment(number) ?? {};
    github().editComment(world.repository, id, body.replace(/"shownAt":"\d+/, '"shownAt":"1999'), 'dev');
    const run = await world.onPullRequest(number, 'synchronize');
    expect(run.outputs['gate-state']).toBe('blocked');
    expect(comment(number)?.body).not.toContain('"shownAt":"1999');
  });

  test('passes in the same run once a reviewer of the environment has approved it, and not in another', async () => {
    const { number } = await reviewed();
    const [review, later] = [900_001, 900_002];
    const permissions = { contents: 'read', 'pull-requests': 'write', 'id-token': 'write', actions: 'read' } as const;
    expect((await world.onPullRequest(number, 'synchronize', { runId: review, permissions })).exitCode).toBe(1);
    github().reviewRun(world.repository, { id: review, environment: 'approval' }, 'carol');
    const approved = await world.onPullRequest(number, 'synchronize', { runId: review, permissions });
    expect(approved.exitCode).toBe(0);
    expect(comment(number)?.body).toContain('**1 blocking finding, approved by `carol`.**');
    expect((await world.onPullRequest(number, 'synchronize', { runId: later, permissions })).exitCode).toBe(1);
  });

  test('does not enter the merge queue before it is approved', async () => {
    const { number } = await reviewed();
    const queued = await world.onMergeGroup(number);
    expect(queued.exitCode).toBe(1);
    expect(messages(queued)).toEqual([`#${number} may not be merged: its review shows findings that block, and nobody with the right has approved them.`]);
    await labeled(number, 'alice');
    const approved = await world.onMergeGroup(number);
    expect(messages(approved)).toEqual([]);
    expect(approved.exitCode).toBe(0);
  });
});

test('a finding that the base branch allows does not block', async () => {
  const relaxed = await createWorld();
  try {
    const gate = 'gate: { allow: [alarm-removed] }\n';
    relaxed.push(base.replace(GATE, gate));
    expect((await relaxed.onPush({ inputs: { 'allow-unreviewed': 'true' } })).exitCode).toBe(0);
    const { number } = relaxed.openPullRequest('quiet', 'Quiet', withoutAlarm.replace(GATE, gate));
    const run = await relaxed.onPullRequest(number);
    expect(run.exitCode).toBe(0);
    expect(run.outputs).toMatchObject({ 'gate-state': 'open', verdict: 'attention' });
  } finally {
    await relaxed.close();
  }
});

describe('without a gate on the base branch', () => {
  let plain: World;
  beforeAll(async () => {
    plain = await createWorld();
    plain.push(exampleConfig());
    await plain.onPush({ inputs: { 'allow-unreviewed': 'true' } });
  });
  afterAll(() => plain.close());

  test.each([
    ['maintain', 'approved', []],
    ['write', 'blocked', [expect.stringContaining('so that the role maintain or admin is needed, and theirs is write')]],
  ] as const)('the label of someone with the role %s leaves it %s', async (role, state, texts) => {
    plain.sandbox.github.setCollaborator(plain.repository, `a-${role}`, role);
    const { number } = plain.openPullRequest(`by-${role}`, role, withoutAlarm.replace(GATE, ''), { author: 'dev' });
    await plain.onPullRequest(number);
    plain.waitSeconds(5);
    plain.sandbox.github.addLabel(plain.repository, number, LABEL, `a-${role}`);
    const run = await plain.onPullRequest(number, 'labeled');
    expect(run.outputs['gate-state']).toBe(state);
    expect(messages(run)).toEqual(texts);
  });
});
