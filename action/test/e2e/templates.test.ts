import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, createWorld, releaseTree, type World } from '../world';
import { outsideTheBoundary } from './role-permissions';

jest.setTimeout(300_000);

interface TemplateCase {
  readonly template: string;
  readonly environment: string;
  readonly regions: readonly string[];
  /** Ids of the stacks in the order in which they are deployed. */
  readonly stacks: readonly string[];
  /** A text of the file, and what it becomes: a changed threshold. */
  readonly change: readonly [string, string];
  /** Type, and beginning of the logical id, of what the change changes, by the id of the stack. */
  readonly changed: Readonly<Record<string, readonly string[]>>;
  /** Types that stay when the stacks are deleted. */
  readonly retained: readonly string[];
  /** Text added to the example. */
  readonly more?: string;
}

const CASES: readonly TemplateCase[] = [
  {
    template: 'payment-platform', environment: 'production', regions: ['eu-west-1', 'us-east-1'], stacks: ['home', 'us-east-1'],
    change: ['latencyP99Ms: 350', 'latencyP99Ms: 300'], changed: { home: ['AWS::CloudWatch::Alarm AlarmsapiLatencyHigh'] }, retained: [],
  },
  {
    template: 'api-observability', environment: 'production', regions: ['eu-west-1'], stacks: ['home'],
    change: ['latencyP99Ms: 800', 'latencyP99Ms: 700'], changed: { home: ['AWS::CloudWatch::Alarm AlarmsapiHighLatency'] }, retained: [],
  },
  {
    template: 'serverless-monitoring', environment: 'production', regions: ['us-east-1'], stacks: ['home'],
    change: ['budgets:\n  monthly', 'alarms:\n  paymentFailureRate: { errorRatePercent: 4 }\n\nbudgets:\n  monthly'], changed: { home: [] }, retained: [],
  },
  {
    template: 'realtime-transactions', environment: 'production', regions: ['eu-west-1'], stacks: ['home'],
    change: ['above: 25000', 'above: 20000'], changed: { home: ['AWS::Events::Rule TransactionsBushighValue'] }, retained: [],
  },
  {
    template: 'multi-region-platform', environment: 'production', regions: ['us-east-1', 'eu-west-1', 'ap-southeast-1'], stacks: ['home', 'eu-west-1', 'ap-southeast-1', 'dashboards'],
    change: ['notifications:\n', 'alarms:\n  paymentErrors: { countAbove: 6 }\n\nnotifications:\n'], changed: {}, retained: [],
  },
  {
    template: 'account-baseline', environment: 'main', regions: ['eu-west-1', 'us-east-1'], stacks: ['home', 'us-east-1'],
    change: ['notifications:\n', 'alarms: { trailSilent: { evaluationPeriods: 3, datapointsToAlarm: 3 } }\n\nnotifications:\n'], changed: { home: ['AWS::CloudWatch::Alarm AlarmstrailSilent'] }, retained: [],
  },
];

const ROOT = join(__dirname, '../../..');
const example = (template: string): string => readFileSync(join(ROOT, 'apps', template, 'observability.yml'), 'utf8').replaceAll('222222222222', ACCOUNT);
const messages = (run: { annotations: readonly { message: string }[] }) => run.annotations.map(({ message }) => message);

let actionFolder: string;
beforeAll(() => {
  actionFolder = releaseTree();
});

describe.each(CASES)('the example of $template', ({ template, environment, regions, stacks: ids, change, changed, retained }) => {
  const text = example(template);
  const name = /^name: (.*)$/m.exec(text)?.[1] ?? '';
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ regions, stackNamePrefix: name, validateSchemas: true, actionFolder });
  });
  afterAll(() => world.close());

  const options = () => ({ inputs: { environment }, env: { CDK_DOCKER: world.sandbox.docker.path } });
  async function reviewAndMerge(config: string, branch: string) {
    const pull = world.openPullRequest(branch, branch, config);
    const review = await world.onPullRequest(pull.number, 'opened', options());
    expect(messages(review)).toEqual([]);
    world.merge(pull.number);
    const push = await world.onPush(options());
    expect(messages(push)).toEqual([]);
    return (JSON.parse(push.outputs['stacks'] ?? '[]') as { id: string; stackName: string; region: string; status: string }[]).map((stack) => ({ ...stack, state: stateOf(stack) }));
  }
  function stateOf({ stackName, region }: { stackName: string; region: string }) {
    const stack = world.sandbox.aws.stack(ACCOUNT, region, stackName);
    if (!stack) throw new Error(`there is no stack ${stackName} in ${region}`);
    return stack;
  }
  let deployed: Awaited<ReturnType<typeof reviewAndMerge>>;

  test('deploys stack by stack, with the rights of the account bootstrap', async () => {
    deployed = await reviewAndMerge(text, 'first');
    expect(deployed.map(({ id }) => id)).toEqual(ids);
    expect(deployed.map(({ state }) => state.status)).toEqual(ids.map(() => 'CREATE_COMPLETE'));
    // every type's permissions are known, so the execution role was asked for each
    expect(deployed.flatMap(({ state }) => Object.values(state.resources).filter(({ unevaluated }) => unevaluated).map(({ type }) => type))).toEqual([]);
  });

  test('gives its roles nothing that their boundary forbids', async () => {
    expect((await Promise.all(deployed.map(({ state }) => outsideTheBoundary(world.sandbox, state)))).flat()).toEqual([]);
  });

  test('changes exactly what a changed threshold changes', async () => {
    const config = text.replace(...change);
    expect(config).not.toBe(text);
    const updated = await reviewAndMerge(config, 'threshold');
    const changes = updated.map(({ id, state }) => [id, state.changeSets.at(-1)?.changes.map(({ type, logicalId, action, replacement }) => [type, logicalId, action, replacement].join(' '))]);
    expect(changes).toEqual(changed);
  });

  test('deletes, and leaves what must outlive its stack', async () => {
    for (const { stackName, region } of [...deployed].reverse()) await world.deleteStack(region, stackName);
    const states = deployed.map(({ state }) => state);
    expect(states.map(({ status }) => status)).toEqual(ids.map(() => 'DELETE_COMPLETE'));
    expect([...new Set(states.flatMap(({ resources }) => Object.values(resources).filter(({ status }) => status === 'DELETE_SKIPPED').map(({ type }) => type)))].sort()).toEqual(retained);
  });
});
