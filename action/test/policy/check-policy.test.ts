import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '@payment-observability/config';
import { synthesize } from '@payment-observability/constructs';
import { FailedRun } from '../../src/failed-run';
import { checkPolicy } from '../../src/policy/check-policy';
import type { PolicyAnswer } from '../../src/policy/policy-process';
import type { Violation } from '../../src/policy/violations';
import { TEMPLATES } from '../../src/templates';

const DIST = join(__dirname, '../../dist');
const HANDLERS = join(__dirname, '../../../packages/handlers/dist');
const FILE = `version: 1
name: cards
template: account-baseline
owner: payments
environments: { dev: { account: "111111111111", region: us-east-1 } }
policy: { cloudFormation: true, packs: [awsSolutions, pciDss321] }
notifications:
  critical: { emails: { oncall: oncall@example.com } }
`;

const folder = (): string => mkdtempSync(join(tmpdir(), 'policy-'));

function subject(text = FILE, script = join(DIST, 'policy.js'), baseText?: string) {
  const outputFolder = folder();
  const loaded = loadConfig({ text, file: 'observability.yml', templates: TEMPLATES });
  const config = loaded.ok ? loaded.configs[0] : undefined;
  if (!config) throw new Error('the file of the test does not load');
  const assembly = synthesize(config, { outdir: join(outputFolder, 'assembly'), handlersRoot: HANDLERS, validation: false });
  return { config, assembly, file: 'observability.yml', text, baseText, handlersRoot: HANDLERS, script, outputFolder };
}

/** A script that answers as the checks do. */
function answering(answer: PolicyAnswer): string {
  const script = join(folder(), 'policy.js');
  writeFileSync(script, `require('node:fs').writeFileSync(process.argv[3], ${JSON.stringify(JSON.stringify(answer))});`);
  return script;
}

const topicOf = ({ assembly }: ReturnType<typeof subject>): string => {
  const resources = Object.entries(assembly.stacks[0]?.template['Resources'] as Readonly<Record<string, { readonly Type: string }>>);
  return resources.find(([, { Type }]) => Type === 'AWS::SNS::Topic')?.[0] ?? '';
};
const violation = (more: Partial<Violation>): Violation => ({ pack: 'AwsSolutions', rule: 'AwsSolutions-SNS3', severity: 'error', message: 'The topic takes plain HTTP.', stackId: 'home', logicalId: 'Topic', ...more });

test('a file that asks for no check is not checked', async () => {
  await expect(checkPolicy(subject(FILE.replace(/^policy.*\n/m, ''), '/no/such/script.js'))).resolves.toBeUndefined();
});

test('what the base branch has too is not new; the rest has its place in the file', async () => {
  const known = violation({ message: 'known' });
  const stack = subject();
  const logicalId = topicOf(stack);
  const script = answering({ before: [known], after: [known, violation({ logicalId }), violation({ logicalId: 'Unknown', severity: 'warning' })] });
  await expect(checkPolicy({ ...stack, script, baseText: FILE })).resolves.toEqual([
    { ...violation({ logicalId }), section: 'notifications', path: 'notifications.critical', position: 'observability.yml:8' },
    violation({ logicalId: 'Unknown', severity: 'warning' }),
  ]);
});

test.each([
  ['that cannot be started', '/no/such/script.js'],
  ['that answers nothing', answering({ before: [], after: [] }).replace(/policy\.js$/, 'other.js')],
])('a check %s fails the run', async (_, script) => {
  await expect(checkPolicy(subject(FILE, script))).rejects.toThrow(FailedRun);
  await expect(checkPolicy(subject(FILE, script))).rejects.toThrow(/^The checks of the section policy failed: Command failed: \S+ \/\S+(?:script|other)\.js \S+ \S+\. Run again, or leave the section out to review without them\.$/);
});

test('the checks get nothing of the environment of the run', async () => {
  const script = join(folder(), 'policy.js');
  writeFileSync(script, `const names = Object.keys(process.env); require('node:fs').writeFileSync(process.argv[3], JSON.stringify({ before: [], after: names.map((message) => ({ message })) }));`);
  const found = await checkPolicy(subject(FILE, script));
  expect(found?.map(({ message }) => message)).toEqual([]);
});

test('the bundled checks run on a file and find nothing in a template as it comes', async () => {
  await expect(checkPolicy(subject())).resolves.toEqual([]);
}, 120_000);
