import { readFileSync } from 'node:fs';
import { exampleConfig } from '../example-config';
import { createWorld, type World } from '../world';

jest.setTimeout(120_000);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

const comments = (number: number) => world.sandbox.github.comments(world.repository, number);

describe('a pull request that adds observability.yml', () => {
  test('gets one comment with the review, the job summary and the outputs', async () => {
    const pull = world.openPullRequest('add', 'Add observability', exampleConfig());
    const run = await world.onPullRequest(pull.number);
    expect(run.stderr).toBe('');
    expect(run.annotations).toEqual([]);
    expect(run.exitCode).toBe(0);
    const [comment, ...others] = comments(pull.number);
    expect(others).toEqual([]);
    expect(comment?.author).toBe('github-actions[bot]');
    expect(comment?.body).toMatch(/^<!-- payment-observability:review \{.*\} *-->\n/);
    expect(comment?.body).toContain('card-acquiring');
    expect(run.outputs).toMatchObject({ command: 'diff', 'has-changes': 'true', 'stack-name': 'card-acquiring-production', 'comment-url': comment?.url });
    expect(JSON.parse(run.outputs['stacks'] ?? '')).toEqual([
      { id: 'home', stackName: 'card-acquiring-production', region: 'us-east-1', templatePath: run.outputs['template-path'], hasChanges: true },
    ]);
    expect(run.summary).toContain('payment-production-high-error-rate');
    expect(run.stdout).toContain('Compared with what is deployed, read with role arn:aws:iam::111111111111:role/payment-observability-plan.');
  });

  test('leaves the review in files for other steps: Markdown, JSON, HTML and SARIF', async () => {
    const pull = world.openPullRequest('files', 'Files', exampleConfig());
    const { outputs, summary } = await world.onPullRequest(pull.number);
    const file = (name: string) => readFileSync(outputs[name] ?? '', 'utf8');
    expect(summary).toContain(file('summary-path').trim());
    expect(JSON.parse(file('review-path'))).toMatchObject({ schemaVersion: 1, name: 'card-acquiring', environment: 'production', verdict: outputs['verdict'] });
    expect(file('report-path')).toMatch(/^<!doctype html>\n[\s\S]*payment-production-high-error-rate/);
    expect(JSON.parse(file('sarif-path'))).toMatchObject({ version: '2.1.0', runs: [{ tool: { driver: { name: 'payment-observability' } } }] });
  });

  test('has its comment updated in place, found behind two hundred others, and never one that another author forged', async () => {
    const pull = world.openPullRequest('many', 'Much talk', exampleConfig());
    await world.onPullRequest(pull.number);
    const [first] = comments(pull.number);
    const forged = world.openPullRequest('forged', 'Forged', exampleConfig());
    world.sandbox.github.issueComment(world.repository, forged.number, first?.body ?? '', 'mallory');
    for (let index = 0; index < 210; index += 1) world.sandbox.github.issueComment(world.repository, forged.number, `comment ${index}`, 'alice');
    await world.onPullRequest(forged.number);
    world.commit('forged', exampleConfig({ alarms: '  noTraffic: { evaluationPeriods: 7, datapointsToAlarm: 7 }' }));
    await world.onPullRequest(forged.number, 'synchronize');
    const written = comments(forged.number).filter(({ author }) => author === 'github-actions[bot]');
    expect(written).toHaveLength(1);
    expect(comments(forged.number)[0]).toMatchObject({ author: 'mallory', body: first?.body });
  });

  test('has the same comment after a second run, but for the link to the run', async () => {
    const pull = world.openPullRequest('same', 'Same again', exampleConfig());
    await world.onPullRequest(pull.number);
    const [before] = comments(pull.number);
    await world.onPullRequest(pull.number, 'synchronize');
    const [after, ...others] = comments(pull.number);
    const withoutRun = (body = '') => body.replace(/actions\/runs\/\d+/g, 'actions/runs/N').replace(/"runId":\d+/, '"runId":N').replace(/"shownAt":"[^"]+",/, '').replace(/ +-->/, ' -->');
    expect(others).toEqual([]);
    expect(after?.id).toBe(before?.id);
    expect(withoutRun(after?.body)).toBe(withoutRun(before?.body));
  });

  test('with a read-only token has its review in the job summary, and the run says which permission is missing', async () => {
    const pull = world.openPullRequest('read-only', 'Read only', exampleConfig());
    const run = await world.onPullRequest(pull.number, 'opened', { permissions: { contents: 'read', 'pull-requests': 'read', 'id-token': 'write' } });
    expect(run.exitCode).toBe(0);
    expect(comments(pull.number)).toEqual([]);
    expect(run.annotations.map(({ level, message }) => ({ level, message }))).toEqual([
      {
        level: 'warning',
        message: 'The token may not write comments on this pull request, so the review is in the job summary only: add `permissions: pull-requests: write` to the job. Pull requests from forks always get a read-only token.',
      },
    ]);
    expect(run.summary).toContain('payment-production-high-error-rate');
  });

  test('from a fork is compared with the base branch, without credentials', async () => {
    const pull = world.openPullRequest('fork', 'From outside', exampleConfig(), { fromFork: 'stranger' });
    const calls = world.sandbox.aws.calls().length;
    const run = await world.onPullRequest(pull.number);
    expect(run.exitCode).toBe(0);
    expect(world.sandbox.aws.calls()).toHaveLength(calls);
    expect(run.stdout).toContain("Compared with the base branch's file: a pull request from a fork gets no credentials.");
    expect(comments(pull.number)).toEqual([]);
    expect(run.summary).toContain('payment-production-high-error-rate');
  });

  test('says in its comment that it was closed without a merge', async () => {
    const pull = world.openPullRequest('closed', 'Never mind', exampleConfig());
    await world.onPullRequest(pull.number);
    world.sandbox.github.closePullRequest(world.repository, pull.number);
    const run = await world.onPullRequest(pull.number, 'closed');
    expect(run.exitCode).toBe(0);
    expect(run.outputs['command']).toBe('none');
    expect(comments(pull.number)[0]?.body).toMatch(/### Closed without a merge\n\nNothing of this was deployed\.\n$/);
  });
});

describe('a file with problems', () => {
  test('fails with an annotation on each line, and without a stack trace', async () => {
    const pull = world.openPullRequest('broken', 'Broken', exampleConfig({ alarms: '  noTraffic: { evaluationPeriods: seven }\n  memoryHigh: { sevrity: info }' }));
    const run = await world.onPullRequest(pull.number);
    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('config');
    expect(run.annotations.map(({ level, file, line, message }) => `${level} ${file}:${line} ${message}`)).toEqual([
      'error observability.yml:11 alarms.noTraffic.evaluationPeriods: expected a whole number above 0, found "seven"',
      'error observability.yml:12 alarms.memoryHigh.sevrity: unknown key "sevrity"; did you mean "severity"?',
    ]);
    expect(run.summary).toContain('2 problems in the configuration file');
    expect(run.stdout + run.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    expect(comments(pull.number)).toEqual([]);
  });
});

describe('credentials', () => {
  test('a job without id-token: write is told so', async () => {
    const pull = world.openPullRequest('no-token', 'No token', exampleConfig());
    const run = await world.onPullRequest(pull.number, 'opened', { permissions: { contents: 'read', 'pull-requests': 'write' } });
    expect(run.exitCode).toBe(1);
    expect(run.annotations.map(({ message }) => message)).toEqual(['role-to-assume needs an OIDC token, which this job may not ask for: add `permissions: id-token: write` to the job']);
  });

  test('a pull request that declares an environment cannot assume the deploy role', async () => {
    const pull = world.openPullRequest('sneaky', 'Sneaky', exampleConfig());
    const run = await world.onPullRequest(pull.number, 'opened', { environment: 'production', inputs: { 'role-to-assume': 'arn:aws:iam::111111111111:role/payment-observability-deploy' } });
    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('credentials');
    expect(run.annotations.map(({ message }) => message)).toEqual([
      'arn:aws:iam::111111111111:role/payment-observability-deploy could not be assumed: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity. The role trusts other subjects than this job\'s: a pull request may assume the plan role only, and the deploy role trusts the default branch only.',
    ]);
  });

  test('are masked in the log: the OIDC token, the secret key and the session token', async () => {
    const pull = world.openPullRequest('masked', 'Masked', exampleConfig());
    const run = await world.onPullRequest(pull.number);
    expect(run.exitCode).toBe(0);
    expect(run.masked.length).toBeGreaterThanOrEqual(3);
    expect(run.masked.filter((secret) => run.stdout.includes(secret) || run.summary.includes(secret))).toEqual([]);
  });

  test('those of an earlier step are used when no role is named', async () => {
    const pull = world.openPullRequest('earlier', 'Earlier step', exampleConfig());
    const { accessKeyId, secretAccessKey, sessionToken } = world.sandbox.aws.createAccount('111111111111');
    const run = await world.onPullRequest(pull.number, 'opened', { role: false, env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken, AWS_REGION: 'us-east-1' } });
    expect(run.exitCode).toBe(0);
    expect(run.stdout).toContain('Compared with what is deployed, read with credentials of an earlier step.');
  });

  test('of another account are refused', async () => {
    const pull = world.openPullRequest('other-account', 'Other account', exampleConfig());
    const { accessKeyId, secretAccessKey, sessionToken } = world.sandbox.aws.createAccount('222222222222');
    const run = await world.onPullRequest(pull.number, 'opened', { role: false, env: { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey, AWS_SESSION_TOKEN: sessionToken } });
    expect(run.exitCode).toBe(1);
    expect(run.annotations.map(({ message }) => message)).toEqual(['environment production is in account 111111111111, but the credentials are of account 222222222222: check role-to-assume']);
  });
});

describe('GitHub that is slow to answer or refuses', () => {
  const listing = /^\/repos\/acme\/payments\/issues\/\d+\/comments$/;
  afterEach(() => world.sandbox.github.faults.clear());

  test('is asked again after the wait that a secondary rate limit names', async () => {
    const pull = world.openPullRequest('throttled', 'Throttled', exampleConfig());
    world.sandbox.github.faults.add({ kind: 'secondaryRateLimit', method: 'GET', path: listing, times: 1, retryAfterSeconds: 1 });
    const run = await world.onPullRequest(pull.number);
    expect(run.exitCode).toBe(0);
    expect(run.annotations.map(({ level, message }) => ({ level, message }))).toEqual([{ level: 'warning', message: 'GitHub API: secondary rate limit reached; trying again in 1 s' }]);
    expect(comments(pull.number)).toHaveLength(1);
  });

  test('fails the run when the wait is longer than a minute, with the review in the job summary', async () => {
    const pull = world.openPullRequest('blocked', 'Blocked', exampleConfig());
    world.sandbox.github.faults.add({ kind: 'secondaryRateLimit', method: 'GET', path: listing, retryAfterSeconds: 3600 });
    const run = await world.onPullRequest(pull.number);
    expect(run.exitCode).toBe(1);
    expect(run.outputs['failure-reason']).toBe('github');
    const [waiting, refused] = run.annotations.map(({ message }) => message);
    expect(waiting).toBe('GitHub API: secondary rate limit reached; giving up');
    expect(refused).toMatch(new RegExp(`^GitHub refused to list the comments of pull request ${pull.number} \\(HTTP 403\\): You have exceeded a secondary rate limit`));
    expect(run.summary).toContain('payment-production-high-error-rate');
  });
});

test('a review of more than 70,000 characters fits into a comment, counts what it leaves out, and is whole in the job summary', async () => {
  const functions = Array.from({ length: 90 }, (_, index) => `    worker${index}: { functionName: "acme-{env}-worker-${index}", timeoutSeconds: 30 }`).join('\n');
  const pull = world.openPullRequest('long', 'Many functions', exampleConfig().replace(/ {2}functions: .*/, `  functions:\n    processor: { functionName: "acme-{env}-processor", timeoutSeconds: 30 }\n${functions}`));
  const run = await world.onPullRequest(pull.number);
  expect(run.annotations).toEqual([]);
  expect(run.summary.length).toBeGreaterThan(70_000);
  const body = comments(pull.number)[0]?.body ?? '';
  expect(Buffer.byteLength(body)).toBeLessThanOrEqual(60_000);
  expect(body).toMatch(/… and \d+ more/);
  expect(run.summary).toContain('functions.worker89.');
});
