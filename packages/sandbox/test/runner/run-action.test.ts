/** @jest-environment ./test/github/octokit-environment.ts */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serveGitHub } from '../github/serve-github';
import { runAction, type JobContext, type RunActionOptions } from '../../src/runner';

const JOB: JobContext = { token: 'ghs_secret', secrets: ['ghs_secret'], event: { action: 'opened' }, env: { GITHUB_REPOSITORY: 'acme/payments', CI: 'true' } };

let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'runner-')));
  mkdirSync(join(root, 'workspace'));
});
afterEach(() => rmSync(root, { recursive: true }));

const options = (more: Partial<RunActionOptions> = {}): RunActionOptions => ({
  actionFolder: join(root, 'action'),
  workflowRun: JOB,
  inputs: {},
  workspace: join(root, 'workspace'),
  nodePath: process.execPath,
  tempFolder: join(root, 'temp'),
  ...more,
});

/** Runs a script as the main of an action. */
function run(script: string, more: Partial<RunActionOptions> = {}, inputs = '{}', runs = '{ using: node24, main: main.cjs }') {
  mkdirSync(join(root, 'action'), { recursive: true });
  writeFileSync(join(root, 'action', 'action.yml'), `name: Test\ninputs: ${inputs}\nruns: ${runs}\n`);
  writeFileSync(join(root, 'action', 'main.cjs'), script);
  return runAction(options(more));
}

const ENVIRONMENT = 'process.stdout.write(JSON.stringify(process.env) + "\\n")';
const environment = async (more: Partial<RunActionOptions> = {}, inputs?: string) => JSON.parse((await run(ENVIRONMENT, more, inputs)).stdout.split('\n').at(-2) ?? '') as Record<string, string>;
const append = (file: string, text: string) => `require('node:fs').appendFileSync(process.env.${file}, ${JSON.stringify(text)})`;

describe('an action built on the toolkit', () => {
  test('gets its inputs, token, event and identity, and gives outputs, state, summary and annotations', async () => {
    const served = await serveGitHub();
    served.open();
    const workflowRun = served.run({ pullRequest: 1, permissions: { 'id-token': 'write' } });
    const result = await runAction(options({ actionFolder: join(__dirname, 'greeting-action'), workflowRun, inputs: { 'Who To Greet': 'Mona' } }));
    await served.close();
    expect(result).toMatchObject({
      exitCode: 0,
      conclusion: 'success',
      stderr: '',
      outputs: { greeting: 'Hello Mona\nand welcome' },
      env: { GREETED: 'Mona' },
      state: { who: 'Mona' },
      path: ['/opt/greeting'],
      summary: '<h1>acme/payments#1</h1>\n',
      annotations: [{ level: 'error', title: 'Name', file: 'docs/a,b.md', line: 3, endLine: 4, col: 2, message: 'wrong: name, 100%' }],
    });
    expect(result.stdout).toBe('##[group]Greet\nHello Mona, your token is ***\n##[endgroup]\n##[error]wrong: name, 100%\nidentity ***\n');
    expect(result.masked).toContain(workflowRun.token);
  });
});

describe('the environment', () => {
  test('holds the step, the run, fresh folders and nothing of this process but PATH', async () => {
    process.env['LEAKED_FROM_PARENT'] = 'yes';
    const env = await environment({ env: { AWS_ENDPOINT_URL: 'http://127.0.0.1:1', GITHUB_REPOSITORY: 'evil/other' } });
    delete process.env['LEAKED_FROM_PARENT'];
    expect(Object.keys(env).sort()).toEqual([
      'AWS_ENDPOINT_URL', 'CI', 'GITHUB_ACTION', 'GITHUB_ENV', 'GITHUB_EVENT_PATH', 'GITHUB_OUTPUT', 'GITHUB_PATH', 'GITHUB_REPOSITORY', 'GITHUB_STATE', 'GITHUB_STEP_SUMMARY', 'GITHUB_WORKSPACE',
      'HOME', 'PATH', 'RUNNER_TEMP', 'RUNNER_TOOL_CACHE', 'RUNNER_WORKSPACE',
    ]);
    expect(env).toMatchObject({ AWS_ENDPOINT_URL: 'http://127.0.0.1:1', GITHUB_REPOSITORY: 'acme/payments', GITHUB_WORKSPACE: join(root, 'workspace'), PATH: process.env['PATH'] });
    expect(env['HOME']?.startsWith(join(root, 'temp'))).toBe(true);
  });

  test('works in the workspace and finds the event', async () => {
    const { stdout } = await run('console.log(process.cwd()); console.log(require(process.env.GITHUB_EVENT_PATH).action)');
    expect(stdout).toBe(`${join(root, 'workspace')}\nopened\n`);
  });

  test('inputs are upper case with _ for spaces, and fall back to their default', async () => {
    const inputs = '{ "my input": {}, config-file: { default: observability.yml }, token: { default: "${{ github.token }}" }, where: { default: "in ${{github.workspace}}/x" }, retries: { default: 3 }, force: { default: false }, empty: { required: true } }';
    expect(await environment({ inputs: { 'My Input': 'given', 'config-file': '' } }, inputs)).toMatchObject({
      INPUT_MY_INPUT: 'given',
      'INPUT_CONFIG-FILE': '',
      INPUT_TOKEN: '***',
      INPUT_WHERE: `in ${join(root, 'workspace')}/x`,
      INPUT_RETRIES: '3',
      INPUT_FORCE: 'false',
      INPUT_EMPTY: '',
    });
  });

  test('the real value of a masked token reaches the action', async () => {
    expect((await run('console.log(process.env.INPUT_TOKEN.length)', {}, '{ token: { default: "${{ github.token }}" } }')).stdout).toBe(`${JOB.token.length}\n`);
  });

  test('an input that is not declared, and a deprecated one, are warnings; a required one that is missing is not', async () => {
    const result = await run('', { inputs: { typo: 'x', old: 'y' } }, '{ good: { required: true }, old: { deprecationMessage: use good } }');
    expect(result.annotations).toEqual([
      { level: 'warning', message: "Input 'old' has been deprecated with message: use good" },
      { level: 'warning', message: "Unexpected input(s) 'typo', valid inputs are ['good', 'old']" },
    ]);
  });
});

describe('command files', () => {
  test('take name=value and blocks of several lines', async () => {
    const result = await run([append('GITHUB_OUTPUT', 'a=1=2\nb<<EOF\nline 1\n\nline=3\nEOF\nempty<<X\nX\nc<<E=F\n1\nE=F\n'), append('GITHUB_ENV', 'E=1\nNODE_OPTIONS=--inspect\n'), append('GITHUB_PATH', '/one\n/two\n')].join('\n'));
    expect(result).toMatchObject({ conclusion: 'success', outputs: { a: '1=2', b: 'line 1\n\nline=3', empty: '', c: '1' }, env: { E: '1' }, path: ['/one', '/two'] });
    expect(result.annotations).toEqual([{ level: 'error', message: "Can't store NODE_OPTIONS output parameter using '$GITHUB_ENV' command." }]);
    expect(result.env).not.toHaveProperty('NODE_OPTIONS');
  });

  test.each([
    ['no value', 'word\n', "Invalid format 'word'"],
    ['a block without end', 'a<<EOF\n1\n', "Invalid value. Matching delimiter not found 'EOF'"],
    ['a block without a name', '<<EOF\nEOF\n', "Invalid format '<<EOF'. Name must not be empty and delimiter must not be empty"],
    ['a block cut off', 'a<<EOF\n1', 'Invalid value. EOF marker missing new line.'],
  ])('%s fails the step', async (_, text, message) => {
    const result = await run(append('GITHUB_OUTPUT', text));
    expect(result).toMatchObject({ exitCode: 0, conclusion: 'failure', outputs: {} });
    expect(result.annotations.map((one) => one.message)).toEqual(["Unable to process file command 'output' successfully.", message]);
  });

  test('a summary of 1 MiB is kept, one byte more is dropped with an error', async () => {
    const summary = (bytes: number) => run(`require('node:fs').writeFileSync(process.env.GITHUB_STEP_SUMMARY, 'x'.repeat(${bytes}))`);
    const kept = await summary(1024 * 1024);
    expect([kept.summary.length, kept.annotations]).toEqual([1024 * 1024, []]);
    const dropped = await summary(1024 * 1024 + 1);
    expect([dropped.summary, dropped.conclusion]).toEqual(['', 'success']);
    expect(dropped.annotations).toEqual([{
      level: 'error',
      message: '$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k, got 1024k. For more information see: https://docs.github.com/actions/using-workflows/workflow-commands-for-github-actions#adding-a-markdown-summary',
    }]);
  });

  test('secrets are masked in the summary', async () => {
    expect((await run(append('GITHUB_STEP_SUMMARY', `token ${JOB.token}\n`))).summary).toBe('token ***\n');
  });
});

describe('the end of a step', () => {
  test('an exit code other than 0 is a failure; stderr is read for commands too', async () => {
    const result = await run('console.error("::warning::careful"); console.error("plain"); process.exitCode = 3');
    expect(result).toMatchObject({ exitCode: 3, conclusion: 'failure', stdout: '', stderr: '##[warning]careful\nplain\n', annotations: [{ level: 'warning', message: 'careful' }] });
  });

  test('a step that takes too long is killed with all it started, and throws with its output', async () => {
    const script = 'require("node:child_process").spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "inherit" })';
    await expect(run(script, { timeoutMs: 1500 })).rejects.toThrow('The action has timed out after 1500 ms.');
  });

  test('a step that is killed throws', async () => {
    await expect(run('process.kill(process.pid, "SIGKILL")')).rejects.toThrow('The action was killed by SIGKILL.');
  });
});

describe('action.yml', () => {
  test.each([
    ['{ using: composite, main: main.cjs }', '{}', 'runs.using: expected node20 or node24, got "composite"'],
    ['{ using: node24 }', '{}', 'runs.main: expected the path of a script, got undefined'],
    ['{ using: node24, main: gone.js }', '{}', 'runs.main: there is no file gone.js'],
    ['{ using: node24, main: main.cjs, post: post.js }', '{}', 'runs.post: this runner starts runs.main only'],
    ['{ using: node24, main: main.cjs }', '{ a: { default: "${{ github.actor }}" } }', 'inputs.a.default: this runner does not evaluate ${{ github.actor }}, only github.token and github.workspace'],
    ['{ using: node24, main: main.cjs }', '[a]', 'inputs: expected a map, got ["a"]'],
  ])('runs: %s inputs: %s is refused', async (runs, inputs, message) => {
    await expect(run('', {}, inputs, runs)).rejects.toThrow(message);
  });

  test('has to be there', async () => {
    await expect(runAction(options({ actionFolder: join(root, 'none') }))).rejects.toThrow(`Can't find 'action.yml' or 'action.yaml' under '${join(root, 'none')}'`);
  });
});
