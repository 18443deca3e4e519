import { exampleConfig } from '../example-config';
import { ACCOUNT, createWorld, type World } from '../world';

jest.setTimeout(240_000);

const STACK = 'card-acquiring-production';
const base = exampleConfig();
/** Changes of the example on lines that are apart. */
const tighter = (config: string) => config.replace('latencyP99Ms: 350', 'latencyP99Ms: 300');
const otherMail = (config: string) => config.replace('team: acquiring@example.com } }\n  info', 'team: payments@example.com } }\n  info');

let deployed: World;
let world: World;
beforeAll(async () => {
  deployed = await createWorld();
  const pull = deployed.openPullRequest('first', 'First', base);
  await deployed.onPullRequest(pull.number);
  deployed.merge(pull.number);
  await deployed.onPush();
  await deployed.sandbox.close();
});
afterAll(() => deployed.close());
beforeEach(async () => {
  world = await createWorld({ copyOf: deployed.folder });
  // everything happens after the first deployment
  world.waitSeconds(5);
});
afterEach(() => world.close());

const github = () => world.sandbox.github;
const template = () => JSON.stringify(JSON.parse(world.sandbox.aws.stack(ACCOUNT, 'us-east-1', STACK)?.current?.templateBody ?? ''));
const messages = (run: { annotations: readonly { message: string }[] }) => run.annotations.map(({ message }) => message);
const body = (number: number) => github().comments(world.repository, number)[0]?.body ?? '';

async function reviewed(branch: string, config: string): Promise<number> {
  const { number } = world.openPullRequest(branch, branch, config);
  await world.onPullRequest(number);
  expect(body(number)).toContain('payment-observability:review');
  return number;
}

describe('is deployed', () => {
  test('what several pull requests showed that were merged before one deployment', async () => {
    const [a, b] = [await reviewed('a', tighter(base)), await reviewed('b', otherMail(base))];
    world.merge(a);
    world.merge(b);
    const push = await world.onPush();
    expect(messages(push)).toEqual([]);
    expect(template()).toMatch(/"Threshold":300/);
    expect(template()).toContain('payments@example.com');
    for (const number of [a, b]) expect(body(number)).toContain('### ✅ Deployed to production at ');
  });

  test('what a pull request showed before another one was deployed', async () => {
    const [a, b] = [await reviewed('a', tighter(base)), await reviewed('b', otherMail(base))];
    world.merge(a);
    expect((await world.onPush()).exitCode).toBe(0);
    world.waitSeconds(5);
    world.merge(b);
    const push = await world.onPush();
    expect(messages(push)).toEqual([]);
    expect(template()).toContain('payments@example.com');
  });

  test.each(['squash', 'rebase', 'merge'] as const)('what was merged by %s', async (method) => {
    const number = await reviewed('a', tighter(base));
    world.merge(number, method);
    expect(messages(await world.onPush())).toEqual([]);
    expect(template()).toMatch(/"Threshold":300/);
  });

  test('a revert that was reviewed', async () => {
    const number = await reviewed('a', tighter(base));
    world.merge(number);
    await world.onPush();
    world.waitSeconds(5);
    const revert = world.openPullRequest('revert', 'Revert', base);
    await world.onPullRequest(revert.number);
    world.merge(revert.number);
    expect(messages(await world.onPush())).toEqual([]);
    expect(template()).toMatch(/"Threshold":350/);
  });

  test('what was reviewed without credentials, when the base branch\'s file is what is deployed', async () => {
    const { number } = world.openPullRequest('outside', 'Outside', tighter(base), { fromFork: 'stranger' });
    await world.onPullRequest(number);
    expect(body(number)).toBe('');
    expect((await world.onWorkflowRun(number)).exitCode).toBe(0);
    expect(body(number)).toContain('"baselineKind":"base-file"');
    world.merge(number);
    expect(messages(await world.onPush())).toEqual([]);
  });

  test('once: a second run of the same deployment has nothing to do', async () => {
    world.merge(await reviewed('a', tighter(base)));
    await world.onPush();
    const again = await world.onPush();
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain('Nothing to deploy: the stacks are as the file says.');
  });
});

describe('is refused', () => {
  const refusal = (reason: string): unknown => expect.stringMatching(new RegExp(`^Nothing was deployed, because the change is not what was reviewed\\. ${reason}`));
  const UNSEEN = 'No review has shown: AlarmsapiLatencyHigh\\w+\\.Threshold\\. What would change is in the job summary\\.';

  test('a direct push, with the resources and properties that no review has shown', async () => {
    world.push(tighter(base));
    const push = await world.onPush();
    expect(push.outputs['failure-reason']).toBe('not-reviewed');
    expect(messages(push)).toEqual([refusal(`No pull request merged since the last deployment carries a review of this environment\\. ${UNSEEN}`)]);
    expect(push.summary).toContain('## 🛑 1 change that no review has shown');
    expect(push.summary).toMatch(/\| `card-acquiring-production` \| `AlarmsapiLatencyHigh\w+` \| AWS::CloudWatch::Alarm \| update \| `Threshold` \|/);
  });

  test('a direct push on top of a reviewed merge, of which only the push is named', async () => {
    world.merge(await reviewed('b', otherMail(base)));
    world.push(tighter(otherMail(base)));
    expect(messages(await world.onPush())).toEqual([refusal(`Stack ${STACK}: the template to deploy is not the one that was reviewed\\. ${UNSEEN}`)]);
  });

  test('what overlaps with a merge that was deployed meanwhile', async () => {
    // on another line of the file, so that both can be merged
    const [a, b] = [await reviewed('a', tighter(base)), await reviewed('b', base.replace('protected: true }', 'protected: true, overrides: { alarms: { apiLatencyHigh: { latencyP99Ms: 250 } } } }'))];
    world.merge(a);
    await world.onPush();
    world.waitSeconds(5);
    world.merge(b);
    expect(messages(await world.onPush())).toEqual([refusal(`Stack ${STACK}: the stack was changed since the review, so deploying does something the review did not show\\. ${UNSEEN}`)]);
    expect(template()).toMatch(/"Threshold":300/);
  });

  test('a merge whose last commit has no review', async () => {
    const number = await reviewed('a', otherMail(base));
    world.commit('a', tighter(otherMail(base)));
    world.merge(number);
    expect(messages(await world.onPush())[0]).toMatch(/the template to deploy is not the one that was reviewed; the review is of an earlier commit than the one that was merged\./);
  });

  test('what somebody changed in the stack since', async () => {
    const number = await reviewed('b', otherMail(base));
    await world.changeStackByHand(STACK, (text) => text.replace('"Threshold":350', '"Threshold":9999'));
    world.merge(number);
    expect(messages(await world.onPush())).toEqual([refusal(`Stack ${STACK}: the stack was changed since the review, so deploying does something the review did not show\\. ${UNSEEN}`)]);
  });

  test('a review against the base branch\'s file that is not what is deployed', async () => {
    const { number } = world.openPullRequest('outside', 'Outside', otherMail(base), { fromFork: 'stranger' });
    await world.onWorkflowRun(number);
    await world.changeStackByHand(STACK, (text) => text.replace('"Threshold":350', '"Threshold":9999'));
    world.merge(number);
    expect(messages(await world.onPush())[0]).toMatch(/the review compared with the base branch's file, and the deployed stack is not what that file predicted/);
  });

  test('a second run of an earlier deployment, which would take back what came after', async () => {
    const first = world.merge(await reviewed('a', tighter(base)));
    await world.onPush();
    world.waitSeconds(5);
    world.merge(await reviewed('revert', base));
    await world.onPush();
    const again = await world.onPush({ sha: first });
    expect(again.exitCode).toBe(1);
    expect(messages(again)).toEqual([refusal('A later commit than this one is deployed already, so this run would take back what came after\\.')]);
    expect(template()).toMatch(/"Threshold":350/);
  });

  test('a review that someone edited', async () => {
    const number = await reviewed('a', tighter(base));
    const { id = 0, body: text = '' } = github().comments(world.repository, number)[0] ?? {};
    github().editComment(world.repository, id, `${text}\nAnd more`, 'mallory');
    world.merge(number);
    expect(messages(await world.onPush())).toEqual([refusal(`The review of #${number} does not count, because mallory edited the comment\\. ${UNSEEN}`)]);
    await world.onPullRequest(number, 'closed');
    expect(body(number)).toBe(`${text}\nAnd more`);
  });

  test('a review that someone else wrote', async () => {
    const number = await reviewed('a', tighter(base));
    const { id = 0, body: text = '' } = github().comments(world.repository, number)[0] ?? {};
    github().editComment(world.repository, id, 'gone', 'mallory');
    github().issueComment(world.repository, number, text, 'mallory');
    world.merge(number);
    expect(messages(await world.onPush())).toEqual([refusal(`#${number} carries no review of this environment\\. ${UNSEEN}`)]);
  });

  test('a pull request that was merged into another branch first', async () => {
    github().commit(world.repository, 'side', { 'side.txt': 'x' }, 'Side');
    github().commit(world.repository, 'topic', { 'observability.yml': tighter(base) }, 'Topic');
    const { number } = github().openPullRequest(world.repository, { head: 'topic', base: 'side', title: 'Topic' });
    await world.onPullRequest(number);
    world.merge(number);
    world.push(tighter(base));
    expect(messages(await world.onPush())).toEqual([refusal(`No pull request merged since the last deployment carries a review of this environment\\. ${UNSEEN}`)]);
  });

  test('unless the input allow-unreviewed lets it through, which is told', async () => {
    world.push(tighter(base));
    const push = await world.onPush({ inputs: { 'allow-unreviewed': 'true' } });
    expect(push.exitCode).toBe(0);
    expect(messages(push)).toEqual([expect.stringMatching(/^Deployed without a review, because the input allow-unreviewed says so\. .* No review has shown: AlarmsapiLatencyHigh\w+\.Threshold\.$/)]);
    expect(template()).toMatch(/"Threshold":300/);
  });
});

describe('a merge group', () => {
  test('passes with what was merged before it and is not deployed yet', async () => {
    const [a, b] = [await reviewed('a', tighter(base)), await reviewed('b', otherMail(base))];
    world.merge(a);
    const group = await world.onMergeGroup(b);
    expect(messages(group)).toEqual([]);
    expect(group.exitCode).toBe(0);
  });

  test('is refused when deploying it would do what no review has shown', async () => {
    const b = await reviewed('b', otherMail(base));
    world.push(tighter(base));
    const group = await world.onMergeGroup(b);
    expect(group.outputs['failure-reason']).toBe('not-reviewed');
    expect(messages(group)).toEqual([
      expect.stringMatching(/^Merging this group would make a deployment stop\. Stack card-acquiring-production: the template to deploy is not the one that was reviewed\. No review has shown: AlarmsapiLatencyHigh\w+\.Threshold\. Update the branch, so that its review shows what is left to do\.$/),
    ]);
  });
});
