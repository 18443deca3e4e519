import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCOUNT, createWorld, releaseTree, type RunOptions, type World } from '../world';
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
  /** Container images that are pushed. @default 0 */
  readonly images?: number;
  /** What the gate holds up of the changed threshold until a maintainer approves it. @default nothing */
  readonly held?: string;
}

const CASES: readonly TemplateCase[] = [
  {
    template: 'payment-platform', environment: 'production', regions: ['eu-west-1', 'us-east-1'], stacks: ['home', 'us-east-1'],
    change: ['latencyP99Ms: 350', 'latencyP99Ms: 300'], changed: { home: ['AlarmsapiLatencyHighAlarmFA90B8FE'] }, retained: ['AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue'],
  },
  {
    template: 'api-observability', environment: 'production', regions: ['eu-west-1'], stacks: ['home'],
    change: ['latencyP99Ms: 800', 'latencyP99Ms: 700'], changed: { home: ['AlarmsapiHighLatencyAlarm623B4FF8'] }, retained: ['AWS::DynamoDB::Table', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket'],
  },
  {
    template: 'serverless-monitoring', environment: 'production', regions: ['us-east-1'], stacks: ['home'],
    change: ['payments.acme.example/health" }', 'payments.acme.example/health", alarms: { durationHigh: { threshold: 12000 } } }'], changed: { home: ['AlarmsRecommendedcanarieshealthdurationHighAlarm5F954B96'] }, retained: ['AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue'],
  },
  {
    template: 'realtime-transactions', environment: 'production', regions: ['eu-west-1'], stacks: ['home'],
    change: ['above: 25000', 'above: 20000'], changed: { home: ['TransactionsBusRoutinghighValueRule1FDC1F56'] }, retained: ['AWS::KMS::Key', 'AWS::Kinesis::Stream', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue'], images: 1,
  },
  {
    template: 'multi-region-platform', environment: 'production', regions: ['us-east-1', 'eu-west-1', 'ap-southeast-1'], stacks: ['home', 'eu-west-1', 'ap-southeast-1', 'dashboards'],
    change: ['notifications:\n', 'alarms:\n  paymentErrors: { countAbove: 6 }\n\nnotifications:\n'], changed: { home: ['AlarmspaymentErrorsAlarm8EFE033D'], 'eu-west-1': ['AlarmspaymentErrorsAlarm8EFE033D'], 'ap-southeast-1': ['AlarmspaymentErrorsAlarm8EFE033D'] }, retained: ['AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket'],
    held: 'Alarm alarm-payment-errors-production is loosened: threshold 5 → 6',
  },
  {
    template: 'account-baseline', environment: 'main', regions: ['eu-west-1', 'us-east-1'], stacks: ['home', 'us-east-1'],
    change: ['notifications:\n', 'alarms: { trailSilent: { evaluationPeriods: 3, datapointsToAlarm: 3 } }\n\nnotifications:\n'], changed: { home: ['AlarmstrailSilentAlarm5C06FAE7'] }, retained: ['AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SQS::Queue'],
    held: 'Alarm payment-account-main-trail-silent is loosened: breaching periods 2 of 2 → 3 of 3',
  },
];

const ROOT = join(__dirname, '../../..');
const example = (template: string): string => readFileSync(join(ROOT, 'apps', template, 'observability.yml'), 'utf8').replaceAll('222222222222', ACCOUNT);
const messages = (run: { annotations: readonly { message: string }[] }) => run.annotations.map(({ message }) => message);

/** What the README of account-baseline tells a service to write. */
const BESIDE_BASELINE = `
audit:
  trail: { existing: "arn:aws:cloudtrail:eu-west-1:${ACCOUNT}:trail/payment-account-main-audit" }
  logGroup: { ownsResourcePolicy: false }
  rules: { iamChanges: { enabled: false, reason: the account baseline has it } }
`;

let actionFolder: string;
beforeAll(() => {
  actionFolder = releaseTree();
});

test.each(CASES)('the example of $template deploys, changes exactly what a changed threshold changes, and deletes', async ({ template, environment, regions, stacks: ids, change, changed, retained, images = 0, held }) => {
  const text = example(template);
  const world = await createWorld({ regions, stackNamePrefix: /^name: (.*)$/m.exec(text)?.[1] ?? '', validateSchemas: true, actionFolder });
  try {
    const options = { inputs: { environment }, env: { CDK_DOCKER: world.sandbox.docker.path } };
    const deployed = await reviewAndMerge(world, text, 'first', options);
    expect(deployed.map(({ id, stack }) => [id, stack.status])).toEqual(ids.map((id) => [id, 'CREATE_COMPLETE']));
    // the permissions of every type are known, so the execution role was asked for each
    expect(deployed.flatMap(({ stack }) => Object.values(stack.resources).filter(({ unevaluated }) => unevaluated)).map(({ type }) => type)).toEqual([]);
    expect((await Promise.all(deployed.map(({ stack }) => outsideTheBoundary(world.sandbox, stack)))).flat()).toEqual([]);

    const config = text.replace(...change);
    expect(config).not.toBe(text);
    const counts = deployed.map(({ stack }) => stack.changeSets.length);
    const events = deployed.map(({ stack }) => stack.events.length);
    const updated = await reviewAndMerge(world, config, 'threshold', options, held);
    // beside them a change set names what refers to them, and turns out not to change
    const changes = updated.map(({ id, stack }, index) => [id, stack.changeSets.slice(counts[index]).flatMap((changeSet) => changeSet.changes.filter(({ details }) => details.some(({ evaluation }) => evaluation === 'Static')).map(({ logicalId }) => logicalId))]);
    expect(Object.fromEntries(changes)).toEqual({ ...Object.fromEntries(ids.map((id) => [id, []])), ...changed });
    const done = updated.map(({ id, stack }, index) => [id, stack.events.slice(events[index]).filter(({ status, logicalId }) => status === 'UPDATE_COMPLETE' && logicalId !== stack.name).map(({ logicalId }) => logicalId)]);
    expect(done).toEqual(changes);
    const pushed = world.sandbox.docker.commands().filter(({ command }) => command === 'push').map(({ args: [image = ''] }) => image.replace(/[0-9a-f]{64}$/, 'DIGEST'));
    expect(pushed).toEqual(Array.from({ length: images }, () => `${ACCOUNT}.dkr.ecr.${regions[0] ?? ''}.amazonaws.com/payment-observability-images:DIGEST`));

    for (const { stack } of [...deployed].reverse()) await world.deleteStack(stack.region, stack.name);
    expect(deployed.map(({ stack }) => stack.status)).toEqual(ids.map(() => 'DELETE_COMPLETE'));
    const kept = deployed.flatMap(({ stack }) => Object.values(stack.resources).filter(({ status }) => status === 'DELETE_SKIPPED').map(({ type }) => type));
    expect([...new Set(kept)].sort()).toEqual(retained);
  } finally {
    await world.close();
  }
});

/** Opens, reviews, has approved what the gate holds up, merges a pull request, runs the push, and returns the stacks in the order of their deployment. */
async function reviewAndMerge(world: World, config: string, branch: string, options: RunOptions, held?: string) {
  const pull = world.openPullRequest(branch, branch, config);
  expect(messages(await world.onPullRequest(pull.number, 'opened', options))).toEqual(held === undefined ? [] : [expect.stringContaining(held)]);
  if (held !== undefined) expect((await approved(world, pull.number, options)).outputs['gate-state']).toBe('approved');
  world.merge(pull.number);
  const push = await world.onPush(options);
  expect(messages(push)).toEqual([]);
  return (JSON.parse(push.outputs['stacks'] ?? '[]') as { id: string; stackName: string; region: string }[]).map(({ id, stackName, region }) => {
    const stack = world.sandbox.aws.stack(ACCOUNT, region, stackName);
    if (!stack) throw new Error(`there is no stack ${stackName} in ${region}`);
    return { id, stack };
  });
}

async function approved(world: World, number: number, options: RunOptions) {
  const { github } = world.sandbox;
  // an approval counts from the second after the review was shown
  world.waitSeconds(5);
  github.setCollaborator(world.repository, 'maintainer', 'maintain');
  github.addLabel(world.repository, number, 'observability: approved', 'maintainer');
  return world.onPullRequest(number, 'labeled', options);
}

test('a container that cannot be built fails the deployment with the reason', async () => {
  const world = await createWorld({ regions: ['eu-west-1'], stackNamePrefix: 'card-transactions', actionFolder });
  try {
    const options = { inputs: { environment: 'production', 'allow-unreviewed': 'true' }, env: { CDK_DOCKER: '/nowhere/docker' } };
    world.push(example('realtime-transactions'));
    const run = await world.onPush(options);
    expect(run.exitCode).toBe(1);
    expect(messages(run)).toEqual([
      expect.stringMatching(/^Deployed without a review, because the input allow-unreviewed says so\. /),
      expect.stringMatching(/^Stack card-transactions-production in eu-west-1 was not deployed\. First failure: Failed to publish asset .*: Failed to find and execute '\/nowhere\/docker' while attempting to build a container asset\..* No stack was left behind\.$/),
    ]);
  } finally {
    await world.close();
  }
});

test('a service beside the account baseline refers to what the baseline has, and makes none of it again', async () => {
  const world = await createWorld({ regions: ['eu-west-1', 'us-east-1'], stackNamePrefix: 'card-acquiring', actionFolder });
  try {
    const types = async (config: string, branch: string, environment: string) => {
      const deployed = await reviewAndMerge(world, config, branch, { inputs: { environment } });
      expect(deployed.map(({ stack }) => stack.status)).toEqual(['CREATE_COMPLETE', 'CREATE_COMPLETE'].slice(0, deployed.length));
      return deployed.map(({ stack }) => Object.values(stack.resources).map(({ type }) => type));
    };
    const once = (resources: readonly string[] = []) => ['AWS::CloudTrail::Trail', 'AWS::Logs::ResourcePolicy', 'Custom::XRayEncryption'].filter((type) => resources.includes(type));
    const [baseline] = await types(example('account-baseline').replace('name: account', 'name: card-acquiring-account'), 'baseline', 'main');
    expect(once(baseline)).toEqual(['AWS::CloudTrail::Trail', 'AWS::Logs::ResourcePolicy', 'Custom::XRayEncryption']);
    const [service, ...others] = await types(`${example('payment-platform')}${BESIDE_BASELINE}`, 'service', 'production');
    expect(once(service)).toEqual([]);
    expect(others).toEqual([]);
  } finally {
    await world.close();
  }
});
