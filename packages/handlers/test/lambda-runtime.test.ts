import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runLambda, temporaryFolder } from './support/lambda';
import { consoleEntries, emfRecords } from './support/log-lines';
import { runtimeInterfaceClient } from './support/runtime-interface-client';

/** Runs a function of this source. */
function run(source: string, events: readonly unknown[] = [{}], { environment = {}, timeoutMs }: { readonly environment?: Record<string, string>; readonly timeoutMs?: number } = {}) {
  const bundle = join(temporaryFolder(), 'index.js');
  writeFileSync(bundle, source);
  return runLambda(bundle, environment, events, timeoutMs);
}

test('an answer is the JSON of what the handler returns, and nothing where it returns nothing', async () => {
  const { exitCode, invocations } = await run('exports.handler = async (event) => event.give', [{ give: { a: [1, null] } }, {}]);
  expect([exitCode, invocations]).toEqual([0, [{ ok: true, result: { a: [1, null] } }, { ok: true }]]);
});

test('an error is answered with its type and text, logged, and traced', async () => {
  const { invocations, output } = await run(`exports.handler = async () => { throw Object.assign(new TypeError('no €'), { code: 'E7' }); }`);
  expect(invocations).toEqual([expect.objectContaining({ ok: false, message: 'no €' })]);
  const [first] = invocations;
  expect(JSON.parse(first?.ok === false ? first.everything : '{}')).toMatchObject({ errorType: 'TypeError', trace: expect.arrayContaining(['TypeError: no €']) as unknown, xrayCause: expect.stringContaining('"message":"no €"') as unknown });
  expect(output).toMatch(/\trequest-1\tERROR\tInvoke Error \t\{"errorType":"TypeError","errorMessage":"no €","code":"E7",/u);
});

test('the context tells the function, its deadline and its request; the trace stands in the environment', async () => {
  const source = `exports.handler = async (event, context) => ({ ...context, left: context.getRemainingTimeInMillis(), trace: process.env._X_AMZN_TRACE_ID, folder: process.cwd() === __dirname, node: process.version })`;
  const { invocations } = await run(source, [{}, {}], { timeoutMs: 20_000, environment: { _X_AMZN_TRACE_ID: 'Root=1-2-3;Parent=4;Sampled=0', AWS_LAMBDA_FUNCTION_NAME: 'acme' } });
  expect(invocations[1]).toEqual({
    ok: true,
    result: {
      awsRequestId: 'request-2',
      functionName: 'acme',
      functionVersion: '$LATEST',
      memoryLimitInMB: '256',
      logGroupName: '/aws/lambda/under-test',
      logStreamName: expect.stringContaining('[$LATEST]') as unknown,
      invokedFunctionArn: 'arn:aws:lambda:eu-west-1:111122223333:function:under-test',
      xRayTraceId: 'Root=1-2-3;Parent=4;Sampled=0',
      trace: 'Root=1-2-3;Parent=4;Sampled=0',
      left: expect.any(Number) as unknown,
      folder: true,
      node: expect.stringMatching(/^v24\./u) as unknown,
    },
  });
  const [, second] = invocations;
  const { left } = (second?.ok === true ? second.result : {}) as { left: number };
  expect([left > 15_000, left <= 20_000]).toEqual([true, true]);
});

test('a handler that takes too long is stopped, and a new process takes the next event', async () => {
  const source = `let calls = 0; exports.handler = async (event) => { calls += 1; if (event === 'hang') await new Promise(() => setInterval(() => {}, 1000)); return calls; }`;
  const { exitCode, invocations } = await run(source, ['a', 'hang', 'b'], { timeoutMs: 400 });
  expect(invocations).toEqual([{ ok: true, result: 1 }, expect.objectContaining({ ok: false, message: 'RequestId: request-2 Error: Task timed out after 0.40 seconds' }), { ok: true, result: 1 }]);
  expect(exitCode).toBe(0);
});

test.each([
  ['ends itself', `process.exit(3)`, 'error: exit status 3'],
  ['leaves a rejected promise behind', `void Promise.reject(new Error('forgotten'))`, 'error: exit status 1'],
  ['leaves an exception behind', `setImmediate(() => { throw new Error('forgotten') }); await new Promise((resolve) => setTimeout(resolve, 1000))`, 'error: exit status 1'],
])('a handler that %s fails its event alone', async (_, statement, how) => {
  const { invocations } = await run(`exports.handler = async (event) => { if (event === 1) { ${statement}; } return event; }`, [0, 1, 2]);
  expect(invocations).toEqual([{ ok: true, result: 0 }, expect.objectContaining({ ok: false, message: `RequestId: request-2 Error: Runtime exited with ${how}` }), { ok: true, result: 2 }]);
});

test('work that is left behind delays no answer, and is frozen after the last', async () => {
  const { exitCode, output, invocations } = await run(`exports.handler = async () => { setTimeout(() => console.log('left behind'), 60000); return 'done'; }`, [1, 2]);
  expect([exitCode, output, invocations]).toEqual([0, '', [{ ok: true, result: 'done' }, { ok: true, result: 'done' }]]);
});

test('a console call is one record with time, request and level, lines and all; standard output is as it was written', async () => {
  const source = `exports.handler = async () => { console.error('two\\nlines', { a: 1 }); console.log(JSON.stringify({ _aws: 'hidden' })); process.stdout.write('{"_aws":"seen"}\\n'); }`;
  const { output } = await run(source);
  expect(output).toMatch(/^\d{4}-[\d:.T-]+Z\trequest-1\tERROR\ttwo\nlines \{ a: 1 \}\n/mu);
  expect(consoleEntries(output.replace(/^.*two\nlines.*\n/mu, ''))).toEqual([{ _aws: 'hidden' }]);
  expect(emfRecords(output)).toEqual([{ _aws: 'seen' }]);
});

test('a function that logs in JSON has its text in a field, where CloudWatch finds no metric', async () => {
  const { output } = await run(`exports.handler = async () => { console.log('{"_aws":1}'); console.debug('quiet'); }`, [{}], { environment: { AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'INFO' } });
  expect(JSON.parse(output)).toEqual({ timestamp: expect.any(String) as unknown, level: 'INFO', requestId: 'request-1', message: '{"_aws":1}' });
  expect(emfRecords(output)).toEqual([]);
});

test.each([
  ['throws', `throw new Error('no settings')`, 'Init Error \t{"errorType":"Error","errorMessage":"no settings"'],
  ['exports no handler', '', 'index.handler is undefined or not exported'],
  ['cannot be parsed', 'const = 1', 'Runtime.UserCodeSyntaxError'],
  ['takes a callback', 'exports.handler = (event, context, callback) => callback()', 'AWS Lambda has removed support for callback-based function handlers'],
])('a function that %s fails before its first event', async (_, source, said) => {
  const { exitCode, invocations, output } = await run(source);
  expect([exitCode, invocations]).toEqual([1, []]);
  expect(output).toContain(said);
});

test('what cannot be JSON fails the invocation', async () => {
  const { invocations } = await run('exports.handler = async () => 1n');
  expect(invocations).toEqual([expect.objectContaining({ ok: false, message: 'Unable to stringify response body' })]);
});

describe("AWS's runtime interface client", () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'ric-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  test('is not used when its bytes are others than the pinned ones, and leaves nothing behind', async () => {
    const pack = async (folder: string) => writeFileSync(join(folder, 'aws-lambda-ric-4.0.2.tgz'), 'something else');
    await expect(runtimeInterfaceClient(join(root, 'ric'), pack)).rejects.toThrow(/^aws-lambda-ric@4\.0\.2: expected sha512-FE5V.*==, npm brought sha512-/u);
    expect(readdirSync(root)).toEqual([]);
  });

  test('is fetched once', async () => {
    mkdirSync(join(root, 'ric', 'package'), { recursive: true });
    writeFileSync(join(root, 'ric', 'package', 'index.mjs'), '');
    expect(await runtimeInterfaceClient(join(root, 'ric'), () => Promise.reject(new Error('no network')))).toBe(join(root, 'ric', 'package', 'index.mjs'));
  });
});
