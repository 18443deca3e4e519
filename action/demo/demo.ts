import { mkdirSync, rmSync, writeFileSync, cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ActionResult } from '@payment-observability/sandbox';
import { ACCOUNT, createWorld, type World } from '../test/world';

const ROOT = join(__dirname, '../..');
const OUTPUT = join(ROOT, 'demo-output');
const STACK = 'card-acquiring-production';

const CONFIG = `version: 1
name: card-acquiring
template: payment-platform
owner: acquiring
environments:
  production: { account: "${ACCOUNT}", region: us-east-1, protected: true }
resources:
  functions: { processor: { functionName: "acme-{env}-processor", timeoutSeconds: 30 } }
logs:
  groups: { lambda: { existing: "/aws/lambda/acme-{env}-processor" } }
alarms:
  apiLatencyHigh: { latencyP99Ms: 350 }
notifications:
  critical: { emails: { oncall: oncall@example.com }, slack: { secret: "acme/{env}/slack" } }
  warning: { emails: { team: acquiring@example.com } }
  info: { emails: { team: acquiring@example.com } }
`;

/** Tightens a threshold, renames a log group and drops an alarm. */
const RISKY = CONFIG.replace('latencyP99Ms: 350', 'latencyP99Ms: 250')
  .replace('alarms:\n', 'alarms:\n  noTraffic: { enabled: false, reason: nobody looks at it }\n')
  .replace('  groups: {', '  groups: { processing: { logGroupName: "/aws/payment/{env}/transactions" },');

const BROKEN = CONFIG.replace('latencyP99Ms: 350', 'latencyP99Ms: fast').replace('acquiring\nenvironments', 'acquiring\nenviroments').replace('slack: {', 'slak: {');

let step = 0;
const say = (text: string) => console.log(text);

/** One step of the demo: a progress line, what it should do, and its files in the output folder. */
async function show(title: string, body: () => Promise<string>): Promise<void> {
  step += 1;
  const started = Date.now();
  process.stdout.write(`${String(step).padStart(2)}  ${title} … `);
  const result = await body();
  say(`${result} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
}

function expectThat(condition: boolean, what: string, run?: ActionResult): void {
  if (condition) return;
  if (run) say(`\n${run.stdout}\n${run.stderr}`);
  throw new Error(`the demo expected ${what}`);
}

function keep(name: string, text: string): void {
  writeFileSync(join(OUTPUT, name), text);
}

function keepRun(name: string, run: ActionResult): void {
  keep(`${name}-log.txt`, `${run.stdout}${run.stderr}`);
  if (run.summary !== '') keep(`${name}-summary.md`, run.summary);
  keep(`${name}-outputs.json`, `${JSON.stringify(run.outputs, undefined, 2)}\n`);
}

function keepComment(world: World, name: string, number: number): string {
  const [comment] = world.sandbox.github.comments(world.repository, number);
  expectThat(comment !== undefined, `a comment on pull request ${number}`);
  keep(`${name}-comment.md`, comment?.body ?? '');
  return comment?.body ?? '';
}

const shownLines = (markdown: string, count: number): string =>
  markdown
    .replace(/<!--.*?-->/gs, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(0, count)
    .map((line) => `      │ ${line}`)
    .join('\n');

async function demo(): Promise<void> {
  rmSync(OUTPUT, { recursive: true, force: true });
  mkdirSync(OUTPUT, { recursive: true });
  let world!: World;
  let first = 0;
  let second = 0;

  await show('Start GitHub and AWS on loopback, deploy the account bootstrap', async () => {
    world = await createWorld({ folder: join(OUTPUT, 'world') });
    world.sandbox.aws.putExisting(ACCOUNT, 'us-east-1', 'AWS::Logs::LogGroup', '/aws/lambda/acme-production-processor');
    return `${world.sandbox.url}, a stand-in: it is not GitHub and not AWS`;
  });
  try {
    await show('Open a pull request that adds observability.yml, run the action', async () => {
      first = world.openPullRequest('observability', 'Add observability', CONFIG).number;
      const run = await world.onPullRequest(first);
      keepRun('1-review', run);
      expectThat(run.exitCode === 0 && run.outputs['has-changes'] === 'true', 'a review with changes', run);
      const templatePath = run.outputs['template-path'] ?? '';
      if (existsSync(templatePath)) cpSync(templatePath, join(OUTPUT, '1-template.json'));
      return 'reviewed';
    });
    say(shownLines(keepComment(world, '1-review', first), 12));

    await show('Merge, run the action on the push', async () => {
      world.merge(first);
      const run = await world.onPush();
      keepRun('2-deploy', run);
      expectThat(run.exitCode === 0 && world.sandbox.aws.stack(ACCOUNT, 'us-east-1', STACK)?.status === 'CREATE_COMPLETE', 'a deployed stack', run);
      return `deployed, ${run.stdout.split('\n').filter((line) => /^CREATE_COMPLETE +(?!AWS::CloudFormation::Stack)/.test(line)).length} resources; dashboard ${run.outputs['dashboard-url']}`;
    });
    expectThat(keepComment(world, '2-deploy', first).includes('### ✅ Deployed to production'), 'the result on the pull request');

    await show('Open a second pull request: tighter threshold, renamed log group, dropped alarm', async () => {
      second = world.openPullRequest('risky', 'Tidy up', RISKY).number;
      const run = await world.onPullRequest(second);
      keepRun('3-risky', run);
      expectThat(run.exitCode === 1 && run.outputs['failure-reason'] === 'blocked', 'a check that stops the merge', run);
      return `verdict: ${run.outputs['verdict']}; the check fails until a person with the right approves`;
    });
    const risky = keepComment(world, '3-risky', second);
    say(shownLines(risky, 16));
    for (const text of ['payment-production-no-traffic', '/aws/payment/production/processing', '250']) expectThat(risky.includes(text), `${text} in the review`);

    await show('Approve it with a label, as a maintainer', async () => {
      world.waitSeconds(5);
      world.sandbox.github.setCollaborator(world.repository, 'maintainer', 'maintain');
      world.sandbox.github.addLabel(world.repository, second, 'observability: approved', 'maintainer');
      const run = await world.onPullRequest(second, 'labeled');
      keepRun('4-approved', run);
      expectThat(run.exitCode === 0 && run.outputs['gate-state'] === 'approved', 'an approved review', run);
      return 'the check passes';
    });
    expectThat(keepComment(world, '4-approved', second).includes('approved by `maintainer`'), 'who approved, in the comment');

    await show('Push a broken file, run the action', async () => {
      world.commit('risky', BROKEN);
      const run = await world.onPullRequest(second, 'synchronize');
      keepRun('5-broken', run);
      expectThat(run.exitCode === 1 && run.annotations.length >= 3, 'a failed run with an annotation for each problem', run);
      keep('5-broken-annotations.json', `${JSON.stringify(run.annotations, undefined, 2)}\n`);
      say('failed, as it should:');
      for (const { file, line, message } of run.annotations) say(`      │ ${file}:${line} ${message}`);
      return '      ';
    });
    say(`\nComments, summaries, templates and logs: ${OUTPUT}`);
  } finally {
    await world.sandbox.close();
  }
}

demo().catch((error: unknown) => {
  console.error(error instanceof Error ? `\n✗ ${error.message}` : error);
  if (error instanceof Error && error.cause !== undefined) console.error(error.cause);
  process.exitCode = 1;
});
