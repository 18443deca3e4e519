import { exampleConfig } from '../example-config';
import { ACCOUNT, createWorld, type World, type WorldOptions } from '../world';

jest.setTimeout(180_000);

let world: World;
const begin = async (options?: WorldOptions) => {
  world = await createWorld(options);
};
afterEach(() => world.close());

const STACK = 'card-acquiring-production';
const stack = (region = 'us-east-1', name = STACK) => world.sandbox.aws.stack(ACCOUNT, region, name);
const messages = (run: { annotations: readonly { message: string }[] }) => run.annotations.map(({ message }) => message);

/** Opens, reviews and merges a pull request, and runs the push. */
async function reviewAndMerge(config: string, branch = 'change') {
  const pull = world.openPullRequest(branch, branch, config);
  const review = await world.onPullRequest(pull.number);
  expect(messages(review)).toEqual([]);
  expect(review.exitCode).toBe(0);
  world.merge(pull.number);
  return { pull, review, push: await world.onPush() };
}

describe('a merge', () => {
  test('deploys what was reviewed, streams the events and reports on the pull request', async () => {
    await begin();
    const { pull, push } = await reviewAndMerge(exampleConfig());
    expect(messages(push)).toEqual([]);
    expect(push.exitCode).toBe(0);
    expect(stack()?.status).toBe('CREATE_COMPLETE');
    expect(push.stdout).toContain(`Deploy ${STACK} (us-east-1)`);
    expect(push.stdout).toMatch(/CREATE_COMPLETE +AWS::CloudWatch::Alarm +Alarms/);
    expect(push.outputs['dashboard-url']).toMatch(/^https:\/\/us-east-1\.console\.aws\.amazon\.com\/cloudwatch\/home\?region=us-east-1#dashboards\/dashboard\/payment-production-processing-overview$/);
    expect(JSON.parse(push.outputs['stacks'] ?? '')).toEqual([{ id: 'home', stackName: STACK, region: 'us-east-1', status: 'deployed' }]);
    const [comment] = world.sandbox.github.comments(world.repository, pull.number);
    expect(comment?.body).toContain('### ✅ Deployed to production at ');
    expect(push.outputs['comment-url']).toBe(comment?.url);
    await world.onPullRequest(pull.number, 'closed');
    expect(world.sandbox.github.comments(world.repository, pull.number)[0]?.body).toBe(comment?.body);
    expect(world.sandbox.github.deployments(world.repository)).toMatchObject([{ environment: 'production' }]);
  });

  test('deploys nothing when the stack is as the file says', async () => {
    await begin();
    await reviewAndMerge(exampleConfig());
    const events = stack()?.events.length;
    const again = await world.onPush();
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain('Nothing to deploy: the stacks are as the file says.');
    expect(stack()?.events).toHaveLength(events ?? -1);
  });

  test('changes exactly one alarm when one threshold changes', async () => {
    await begin();
    await reviewAndMerge(exampleConfig());
    const before = stack()?.events.length ?? 0;
    const { push } = await reviewAndMerge(exampleConfig().replace('latencyP99Ms: 350', 'latencyP99Ms: 300'), 'threshold');
    expect(push.exitCode).toBe(0);
    const touched = stack()?.events.slice(before).filter(({ status, type }) => status === 'UPDATE_COMPLETE' && type !== 'AWS::CloudFormation::Stack');
    expect(touched?.map(({ type }) => type)).toEqual(['AWS::CloudWatch::Alarm']);
  });

  test('with the home in eu-west-1 deploys a second stack in us-east-1 for the events of IAM; both pass the schemas of CloudFormation', async () => {
    await begin({ regions: ['eu-west-1', 'us-east-1'], validateSchemas: true });
    const { push } = await reviewAndMerge(exampleConfig({ region: 'eu-west-1' }));
    expect(messages(push)).toEqual([]);
    expect(JSON.parse(push.outputs['stacks'] ?? '')).toEqual([
      { id: 'home', stackName: STACK, region: 'eu-west-1', status: 'deployed' },
      { id: 'us-east-1', stackName: `${STACK}-us-east-1`, region: 'us-east-1', status: 'deployed' },
    ]);
    expect(stack('eu-west-1')?.status).toBe('CREATE_COMPLETE');
    expect(stack('us-east-1', `${STACK}-us-east-1`)?.status).toBe('CREATE_COMPLETE');
  });

  test('works with a repository whose OIDC subject holds ids', async () => {
    await begin({ repositoryOptions: { immutableSubject: true } });
    const { push } = await reviewAndMerge(exampleConfig());
    expect(messages(push)).toEqual([]);
    expect(stack()?.status).toBe('CREATE_COMPLETE');
  });
});

describe('a log group that exists already', () => {
  const NAME = '/aws/lambda/payment-production-processor';

  test('is used when the file says so: filters attach to it and nothing on it changes', async () => {
    await begin();
    world.sandbox.aws.putExisting(ACCOUNT, 'us-east-1', 'AWS::Logs::LogGroup', NAME);
    const { push } = await reviewAndMerge(exampleConfig({ more: `logs: { groups: { lambda: { existing: "${NAME}" } } }\n` }));
    expect(messages(push)).toEqual([]);
    expect(push.exitCode).toBe(0);
  });

  test('fails the first deployment with the resource and the reason when the file would create it', async () => {
    await begin();
    world.sandbox.aws.putExisting(ACCOUNT, 'us-east-1', 'AWS::Logs::LogGroup', NAME);
    const { push, pull } = await reviewAndMerge(exampleConfig());
    expect(push.exitCode).toBe(1);
    expect(push.outputs['failure-reason']).toBe('deploy');
    expect(messages(push)).toHaveLength(1);
    expect(messages(push)[0]).toMatch(
      /^Stack card-acquiring-production in us-east-1 was not deployed\. First failure: Logs\w+ \(AWS::Logs::LogGroup\): Resource of type 'AWS::Logs::LogGroup' with identifier '\{"\/properties\/LogGroupName":"\/aws\/lambda\/payment-production-processor"\}' already exists\. The stack is left in ROLLBACK_COMPLETE and holds nothing; the next deployment deletes it and creates it anew\.$/,
    );
    expect(world.sandbox.github.comments(world.repository, pull.number)[0]?.body).toContain('### ❌ Deployment to production at ');
    const fixed = await reviewAndMerge(exampleConfig({ more: `logs: { groups: { lambda: { existing: "${NAME}" } } }\n` }), 'fix');
    expect(fixed.push.annotations).toMatchObject([
      { level: 'notice', message: 'Stack card-acquiring-production in us-east-1 is in ROLLBACK_COMPLETE after a creation that failed: it holds nothing, so it is deleted and created anew.' },
    ]);
    expect(stack()?.status).toBe('CREATE_COMPLETE');
  });
});

describe('a push is refused', () => {
  test('without a reviewed pull request, and deploys when the workflow allows it', async () => {
    await begin();
    world.push(exampleConfig());
    const refused = await world.onPush();
    expect(refused.exitCode).toBe(1);
    expect(refused.outputs['failure-reason']).toBe('not-reviewed');
    expect(messages(refused)).toEqual([
      expect.stringMatching(/^Nothing was deployed, because the change is not what was reviewed\. No pull request merged since the last deployment carries a review of this environment\. No review has shown: Alarms\w+ \(add\), .* and \d+ more\. What would change is in the job summary\. Open a pull request that shows it, or set the input allow-unreviewed to true for this run\.$/),
    ]);
    expect(refused.summary).toContain('payment-production-high-error-rate');
    expect(stack()).toBeUndefined();
    const allowed = await world.onPush({ inputs: { 'allow-unreviewed': 'true' } });
    expect(allowed.exitCode).toBe(0);
    expect(stack()?.status).toBe('CREATE_COMPLETE');
  });

  test('when the file was changed after the review', async () => {
    await begin();
    const pull = world.openPullRequest('late', 'Late change', exampleConfig());
    await world.onPullRequest(pull.number);
    world.commit('late', exampleConfig().replace('350', '5000'));
    world.merge(pull.number);
    const push = await world.onPush();
    expect(push.exitCode).toBe(1);
    expect(messages(push)[0]).toContain('Stack card-acquiring-production: the template to deploy is not the one that was reviewed; the review is of an earlier commit than the one that was merged.');
    expect(stack()).toBeUndefined();
  });

  test('when someone else changed the stack since the review', async () => {
    await begin();
    await reviewAndMerge(exampleConfig());
    const pull = world.openPullRequest('mine', 'Mine', exampleConfig().replace('latencyP99Ms: 350', 'latencyP99Ms: 300'));
    await world.onPullRequest(pull.number);
    await world.changeStackByHand(STACK, (template) => template.replace('"Threshold":350', '"Threshold":9999'));
    world.merge(pull.number);
    const push = await world.onPush();
    expect(push.exitCode).toBe(1);
    expect(push.outputs['failure-reason']).toBe('not-reviewed');
    expect(messages(push)[0]).toContain('Stack card-acquiring-production: the stack was changed since the review, so deploying does something the review did not show.');
    expect(push.summary).toContain('9999');
  });

  test('while another operation runs on the stack', async () => {
    await begin();
    await reviewAndMerge(exampleConfig());
    const pull = world.openPullRequest('busy', 'Busy', exampleConfig().replace('350', '300'));
    await world.onPullRequest(pull.number);
    world.merge(pull.number);
world.sandbox.aws.setStackStatus(ACCOUNT, 'us-east-1', STACK, 'UPDATE_IN_PROGRESS');
    const push = await world.onPush();
    expect(push.exitCode).toBe(1);
    expect(push.outputs['failure-reason']).toBe('busy');
    expect(messages(push)).toEqual(['Stack card-acquiring-production in us-east-1 is busy (UPDATE_IN_PROGRESS): another deployment is running. Nothing was deployed; run this job again when it is done.']);
  });

  test('while a rollback that failed waits for a person', async () => {
    await begin();
    await reviewAndMerge(exampleConfig());
    const pull = world.openPullRequest('stuck', 'Stuck', exampleConfig().replace('350', '300'));
    await world.onPullRequest(pull.number);
    world.merge(pull.number);
    world.sandbox.aws.setStackStatus(ACCOUNT, 'us-east-1', STACK, 'UPDATE_ROLLBACK_FAILED');
    const push = await world.onPush();
    expect(push.exitCode).toBe(1);
    expect(messages(push)).toEqual([
      'Stack card-acquiring-production in us-east-1 is in UPDATE_ROLLBACK_FAILED: CloudFormation accepts no update until it is repaired. Continue the rollback in the CloudFormation console, then run this job again.',
    ]);
  });
});

describe('an update that fails', () => {
  test('is rolled back, names the first resource that failed, and the second stack is not reached', async () => {
    await begin({ regions: ['eu-west-1', 'us-east-1'] });
    await reviewAndMerge(exampleConfig({ region: 'eu-west-1' }));
    const [alarm] = Object.values(stack('eu-west-1')?.resources ?? {}).filter(({ type, logicalId }) => type === 'AWS::CloudWatch::Alarm' && logicalId.startsWith('AlarmsapiLatencyHigh'));
    world.sandbox.aws.faults.add({ service: 'cloudformation', kind: 'failResource', logicalId: alarm?.logicalId ?? '', times: 1, message: 'Internal error' });
    const { push } = await reviewAndMerge(exampleConfig({ region: 'eu-west-1' }).replace('350', '300'), 'failing');
    expect(push.exitCode).toBe(1);
    expect(messages(push)).toEqual([
      `Stack card-acquiring-production in eu-west-1 was not deployed. First failure: ${alarm?.logicalId} (AWS::CloudWatch::Alarm): Internal error. CloudFormation rolled back: the stack is as before (UPDATE_ROLLBACK_COMPLETE).`,
    ]);
    expect(JSON.parse(push.outputs['stacks'] ?? '')).toMatchObject([{ id: 'home', status: 'failed' }, { id: 'us-east-1', status: 'not-reached' }]);
  });
});

test('workflow_dispatch deploys only what the commit on the default branch was reviewed for', async () => {
  await begin();
  const pull = world.openPullRequest('dispatch', 'Dispatch', exampleConfig());
  await world.onPullRequest(pull.number);
  world.merge(pull.number);
  const run = await world.onDispatch({}, { inputs: { command: 'deploy' } });
  expect(messages(run)).toEqual([]);
  expect(stack()?.status).toBe('CREATE_COMPLETE');
});
