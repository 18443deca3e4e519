import { exampleConfig } from '../example-config';
import { ACCOUNT, createWorld, type World } from '../world';

jest.setTimeout(180_000);

const base = exampleConfig();
const tighter = base.replace('latencyP99Ms: 350', 'latencyP99Ms: 300');
const ALARM = 'payment-production-api-high-latency';

let world: World;
beforeAll(async () => {
  world = await createWorld();
  world.push(base);
  await world.onPush({ inputs: { 'allow-unreviewed': 'true' } });
});
afterAll(() => world.close());
afterEach(() => world.sandbox.aws.faults.clear());

/** Puts the account into the state that a test begins with. */
function inTheAccount({ isConfirmed, isAlarmOn }: { readonly isConfirmed: boolean; readonly isAlarmOn: boolean }): void {
  const { aws } = world.sandbox;
  const { resources = {} } = aws.stack(ACCOUNT, 'us-east-1', 'card-acquiring-production') ?? {};
  for (const { type, physicalId } of Object.values(resources)) if (type === 'AWS::SNS::Subscription') aws.editByHand(ACCOUNT, 'us-east-1', physicalId, { PendingConfirmation: String(!isConfirmed) });
  aws.editByHand(ACCOUNT, 'us-east-1', ALARM, { ActionsEnabled: isAlarmOn });
}

const commentOf = (number: number) => world.sandbox.github.comments(world.repository, number)[0]?.body ?? '';

test('an unconfirmed subscription and an alarm whose actions were switched off by hand are named in the comment', async () => {
  inTheAccount({ isConfirmed: false, isAlarmOn: false });
  const before = world.sandbox.aws.calls().length;
  const { number } = world.openPullRequest('seen', 'Seen', tighter);
  const run = await world.onPullRequest(number);
  const [day] = new Date().toISOString().split('T');
  expect(run.exitCode).toBe(0);
  expect(commentOf(number)).toContain('Subscription of oncall@\u200bexample.com to payment-production-alerts-critical waits for confirmation');
  expect(commentOf(number)).toContain(`Actions of alarm ${ALARM} are switched off in the account`);
  expect(commentOf(number)).toContain(`seen on ${day}T`);
  const observing = world.sandbox.aws.calls().slice(before).filter(({ service }) => service === 'sns' || service === 'monitoring');
  expect(new Set(observing.map(({ action, roleArn, status }) => `${action} ${roleArn} ${status}`))).toEqual(
    new Set(['ListSubscriptionsByTopic', 'DescribeAlarms'].map((action) => `${action} arn:aws:iam::${ACCOUNT}:role/payment-observability-plan 200`)),
  );
});

test('what is in order in the account is not spoken of', async () => {
  inTheAccount({ isConfirmed: true, isAlarmOn: true });
  const { number } = world.openPullRequest('fine', 'Fine', tighter);
  const run = await world.onPullRequest(number);
  expect(run.exitCode).toBe(0);
  expect(commentOf(number)).not.toContain('seen on');
  expect(run.stdout).not.toContain('Not read');
});

test('what cannot be read is not verified, which one line of the log says, and the review is there', async () => {
  inTheAccount({ isConfirmed: false, isAlarmOn: false });
  world.sandbox.aws.faults.add({ kind: 'expiredToken', service: 'sns', action: 'ListSubscriptionsByTopic', times: 3 });
  world.sandbox.aws.faults.add({ kind: 'expiredToken', service: 'monitoring', action: 'DescribeAlarms' });
  const { number } = world.openPullRequest('unseen', 'Unseen', tighter);
  const run = await world.onPullRequest(number);
  expect(run.exitCode).toBe(0);
  expect(commentOf(number)).toContain('**1 update**');
  expect(commentOf(number)).not.toContain('seen on');
  expect(run.stdout.split('\n').filter((line) => line.includes('not verified in the review'))).toEqual([
    expect.stringMatching(/^Not read, so not verified in the review: (subscriptions of arn:aws:sns:\S+ \(ExpiredToken.*?\); ){3}alarms in us-east-1 \(ExpiredToken.*\)\.$/),
  ]);
});
