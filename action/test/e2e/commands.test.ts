import { existsSync } from 'node:fs';
import { exampleConfig } from '../example-config';
import { createWorld, type World } from '../world';

jest.setTimeout(120_000);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
beforeEach(() => {
  world.push(exampleConfig());
});
afterAll(() => world.close());

const messages = (run: { annotations: readonly { message: string }[] }) => run.annotations.map(({ message }) => message);
const awsCalls = () => world.sandbox.aws.calls().length;

test('validate checks the file and asks AWS nothing', async () => {
  const before = awsCalls();
  const run = await world.onDispatch({}, { inputs: { command: 'validate' } });
  expect(messages(run)).toEqual([]);
  expect(run.exitCode).toBe(0);
  expect(run.outputs).toEqual({ command: 'validate' });
  expect(awsCalls()).toBe(before);
});

test('synth writes the templates to the output folder and asks AWS nothing', async () => {
  const before = awsCalls();
  const run = await world.onDispatch({}, { inputs: { command: 'synth', 'output-folder': 'out' } });
  expect(messages(run)).toEqual([]);
  expect(run.outputs).toMatchObject({ command: 'synth', 'stack-name': 'card-acquiring-production' });
  expect(run.outputs['template-path']).toMatch(/\/workspace\/out\/assembly\/card-acquiring-production\.template\.json$/);
  expect(existsSync(run.outputs['template-path'] ?? '')).toBe(true);
  expect(awsCalls()).toBe(before);
});

test('diff on workflow_dispatch reviews in the job summary', async () => {
  const run = await world.onDispatch({}, { inputs: { command: 'diff' } });
  expect(messages(run)).toEqual([]);
  expect(run.outputs).toMatchObject({ command: 'diff', 'has-changes': 'true' });
  expect(run.outputs['comment-url']).toBeUndefined();
  expect(run.summary).toContain('card-acquiring-production');
});

test.each([
  ['an event without a command', {}, 'event workflow_dispatch has no command of its own: set the input command to validate, synth, diff or deploy'],
  ['a wrong input', { command: 'plan' }, 'input command: expected auto, validate, synth, diff, deploy, found "plan"'],
  ['a file that is nowhere', { command: 'validate', config: 'other.yml' }, /^other\.yml is neither in the checked-out repository nor at [0-9a-f]{7}: add it, or set the input config$/],
  ['an unknown environment', { command: 'validate', environment: 'prodution' }, /"prodution".*production/],
])('%s fails with what to do, and without a stack trace', async (_title, inputs, message) => {
  const run = await world.onDispatch({}, { inputs });
  expect(run.exitCode).toBe(1);
  expect(run.outputs['failure-reason']).toBe('config');
  expect(messages(run)).toEqual([expect.stringMatching(message)]);
  expect(run.stdout + run.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
});

test('a file with several environments wants to know which one', async () => {
  const config = exampleConfig().replace('  production:', '  staging: { account: "111111111111", region: us-east-1 }\n  production:');
  world.push(config);
  const unsaid = await world.onDispatch({}, { inputs: { command: 'validate' } });
  expect(messages(unsaid)).toEqual(['input environment: observability.yml has several environments (staging, production): say which one this job is for']);
  const said = await world.onDispatch({}, { inputs: { command: 'synth', environment: 'staging' } });
  expect(said.outputs['stack-name']).toBe('card-acquiring-staging');
});

test('the file is read from GitHub when the job checks nothing out', async () => {
  const pull = world.openPullRequest('unchecked', 'No checkout', exampleConfig());
  const run = await world.onPullRequest(pull.number, 'opened', { checkout: false });
  expect(messages(run)).toEqual([]);
  expect(run.outputs['has-changes']).toBe('true');
});
