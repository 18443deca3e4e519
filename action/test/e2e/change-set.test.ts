import { exampleConfig } from '../example-config';
import { ACCOUNT, createWorld, type RunOptions, type World } from '../world';

jest.setTimeout(180_000);

const STACK = 'card-acquiring-production';
/** So many functions that a change of all of them takes more than one page of a change set. */
const functions = Array.from({ length: 40 }, (_, index) => `    f${index}: { functionName: "acme-f${index}", timeoutSeconds: 30 }`).join('\n');
const base = exampleConfig().replace(/ {2}functions: .*\n/, `  functions:\n${functions}\n`);
const tighter = base.replaceAll('timeoutSeconds: 30', 'timeoutSeconds: 20').replace('owner: acquiring', 'owner: issuing');

let world: World;
beforeAll(async () => {
  world = await createWorld();
  world.push(base);
  await world.onPush({ inputs: { 'allow-unreviewed': 'true' } });
});
afterAll(() => world.close());
afterEach(() => world.sandbox.aws.faults.clear());

const commentOf = (number: number) => world.sandbox.github.comments(world.repository, number)[0]?.body ?? '';
const messages = (run: { annotations: readonly { message: string }[] }) => run.annotations.map(({ message }) => message);
const stack = () => world.sandbox.aws.stack(ACCOUNT, 'us-east-1', STACK);
/** Change sets of reviews that are left on the stack. */
const left = () => stack()?.changeSets.filter(({ name }) => name.startsWith('review-')).length;

/** Reviews with credentials that may make change sets. */
async function reviewed(branch: string, config: string, more: RunOptions = {}) {
  const { number } = world.openPullRequest(branch, branch, config);
  const { accessKeyId, secretAccessKey, sessionToken } = world.sandbox.aws.createAccount(ACCOUNT);
  const before = world.sandbox.aws.calls().length;
  const env = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken };
  const run = await world.onPullRequest(number, 'opened', { role: false, env, inputs: { 'change-set': 'true' }, ...more });
  const calls = world.sandbox.aws.calls().slice(before).filter(({ service }) => service === 'cloudformation').map(({ action }) => action);
  return { number, run, calls };
}

test('a review by change set reads all of its pages, deletes it, and says how replacements were found', async () => {
  const { number, run, calls } = await reviewed('tighter', tighter);
  expect(run.exitCode).toBe(0);
  expect(commentOf(number)).toContain('Replacements come from change sets of CloudFormation.');
  expect(commentOf(number)).not.toContain('is not in the change set');
  const [created, ...described] = calls.filter((action) => action.endsWith('ChangeSet'));
  expect([created, described.pop()]).toEqual(['CreateChangeSet', 'DeleteChangeSet']);
  expect(new Set(described)).toEqual(new Set(['DescribeChangeSet']));
  // one that finds it made, and two pages
  expect(described.length).toBeGreaterThanOrEqual(3);
  expect(left()).toBe(0);
});

test('a stack that does not change has no change set to speak of', async () => {
  const { run } = await reviewed('same', `${base}\n# a remark\n`);
  expect([run.exitCode, run.outputs['has-changes'], left()]).toEqual([0, 'false', 0]);
});

test('a change set that cannot be read is deleted too, and the run says what to do', async () => {
  world.sandbox.aws.faults.add({ kind: 'expiredToken', service: 'cloudformation', action: 'DescribeChangeSet' });
  const { run, calls } = await reviewed('broken', tighter);
  expect(run.exitCode).toBe(1);
  expect(messages(run)).toEqual([expect.stringMatching(/^No change set of stack card-acquiring-production in us-east-1: ExpiredToken.*Set the input change-set to false to review from the templates alone\.$/)]);
  expect(calls.at(-1)).toBe('DeleteChangeSet');
  expect(left()).toBe(0);
});

test('a role that may make none stops the run with what to allow, and leaves nothing behind', async () => {
  const { run } = await reviewed('denied', tighter, { role: true });
  expect(run.exitCode).toBe(1);
  expect(run.outputs['failure-reason']).toBe('credentials');
  expect(messages(run)).toEqual([expect.stringMatching(/AccessDenied: .* s3:PutObject .*Allow the role what README\.md of apps\/github-oidc lists for change sets\. Set the input change-set to false/)]);
  expect(left()).toBe(0);
});

test('a stack that is not there yet is compared by its template, and none is left behind', async () => {
  const { number, run, calls } = await reviewed('new', base.replace('name: card-acquiring\n', 'name: card-acquiring-new\n'));
  expect(run.exitCode).toBe(0);
  expect(calls).not.toContain('CreateChangeSet');
  expect(commentOf(number)).toContain('no change set');
  expect(world.sandbox.aws.stack(ACCOUNT, 'us-east-1', 'card-acquiring-new-production')).toBeUndefined();
});
