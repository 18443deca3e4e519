import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@payment-observability/config';
import { synthesize } from '@payment-observability/constructs';
import { bootstrapOf } from '../../src/bootstrap';
import { TEMPLATES } from '../../src/templates';
import { exampleConfig } from '../example-config';
import { createWorld, releaseTree, type RunOptions, type World } from '../world';

jest.setTimeout(120_000);

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.close());

interface Result {
  readonly template: string;
  readonly assets: readonly string[];
  readonly comment: string;
}

let branches = 0;
/** Reviews a file in a world of its own branch, and returns what must not depend on where and how. */
async function reviewed(config: string, options: RunOptions = {}): Promise<Result> {
  branches += 1;
  const pull = world.openPullRequest(`branch-${branches}`, 'Change', config);
  const run = await world.onPullRequest(pull.number, 'opened', options);
  expect(run.annotations).toEqual([]);
  const comment = world.sandbox.github.comments(world.repository, pull.number)[0]?.body ?? '';
  return {
    template: readFileSync(run.outputs['template-path'] ?? '', 'utf8'),
    assets: readdirSync(run.outputs['assembly-folder'] ?? '').filter((name) => name.startsWith('asset.')),
    // what is bound to the commit and the run is not bound to the file
    comment: comment.replace(/"headSha":"\w+"|"runId":\d+|commit `\w+`|actions\/runs\/\d+/g, ''),
  };
}

/** The same file with the keys of every map in reverse order. */
const REORDERED = `notifications:
  info: { emails: { team: acquiring@example.com } }
  warning: { emails: { team: acquiring@example.com } }
  critical: { slack: { secret: "acme/{env}/slack" }, emails: { oncall: oncall@example.com } }
alarms:
  apiLatencyHigh: { latencyP99Ms: 350 }
resources:
  functions: { processor: { timeoutSeconds: 30, functionName: "acme-{env}-processor" } }
environments:
  production: { protected: true, region: us-east-1, account: "111111111111" }
owner: acquiring
template: payment-platform
name: card-acquiring
version: 1
`;

test('template, assets and comment are the same whatever the time zone, the locale, the Node version and the order of keys', async () => {
  const expected = await reviewed(exampleConfig());
  // the functions of the notifications and of their heartbeat
  expect(expected.assets).toHaveLength(2);
  expect(expected.comment).toMatch(/\n## ⚠️ Needs a look: 1 note: [^\n]+\n\n`card-acquiring` · `production` · /);
  expect(await reviewed(exampleConfig(), { env: { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' } })).toEqual(expected);
  expect(await reviewed(REORDERED)).toEqual(expected);
  expect(await reviewed(exampleConfig(), { nodePath: process.execPath })).toEqual(expected);
});

test('the bundle makes the same template, byte for byte, as the sources do in this process', async () => {
  const expected = await reviewed(exampleConfig());
  const loaded = loadConfig({ text: exampleConfig(), file: 'observability.yml', templates: TEMPLATES });
  const [config] = loaded.ok ? loaded.configs : [];
  if (!config) throw new Error('the example does not load');
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const assembly = synthesize(config, { outdir: folder, bootstrap: bootstrapOf('payment-observability'), validation: false });
    expect(readFileSync(assembly.stacks[0]?.templatePath ?? '', 'utf8')).toBe(expected.template);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('compiled code of another bundle or Node version is not used, and changes nothing', async () => {
  const actionFolder = mkdtempSync(join(tmpdir(), 'release-'));
  try {
    // the tree itself is every world's
    cpSync(releaseTree(), actionFolder, { recursive: true });
    const dist = join(actionFolder, 'action/dist');
    for (const name of readdirSync(dist).filter((file) => file.endsWith('.zst'))) rmSync(join(dist, name));
    const without = await reviewed(exampleConfig(), { actionFolder });
    expect(without).toEqual(await reviewed(exampleConfig()));
  } finally {
    rmSync(actionFolder, { recursive: true, force: true });
  }
});

test('the release tree holds what a `uses:` needs and nothing of the sources', () => {
  const actionFolder = releaseTree();
  expect(readdirSync(actionFolder).sort()).toEqual(['LICENSE', 'README.md', 'action', 'action.yml', 'schema']);
  expect(readdirSync(join(actionFolder, 'action'))).toEqual(['dist']);
  const files = execFileSync('find', [actionFolder, '-type', 'f'], { encoding: 'utf8' });
  expect(files).not.toMatch(/node_modules|\.ts$|\.map$/m);
  const licenses = readFileSync(join(actionFolder, 'action/dist/THIRD-PARTY-LICENSES.txt'), 'utf8');
  for (const name of ['aws-cdk-lib', 'octokit', '@aws-cdk/toolkit-lib', 'zod']) expect(licenses).toContain(`${name}@`);
  expect(licenses).not.toMatch(/GPL/);
});
