import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { slimRulePacks } from '../../build/rule-packs';

const SOURCE = `
import { App, Stack, Validations } from 'aws-cdk-lib/core';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { AwsSolutionsChecks } from 'cdk-nag';
import { readFileSync } from 'node:fs';
const app = new App({ outdir: process.argv[2], analyticsReporting: false, builtinCloudFormationValidation: false });
new CfnTopic(new Stack(app, 'Stack'), 'Plain');
Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
try { app.synth(); } catch {}
const report = JSON.parse(readFileSync(process.argv[2] + '/validation-report.json', 'utf8'));
console.log(report.pluginReports.flatMap(({ violations }) => violations.map(({ ruleName }) => ruleName)).sort().join(' '));
`;

test('bundled rules keep their names, and rules for resources that no construct makes find none and do not fail', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rule-packs-'));
  const outfile = join(folder, 'bundle.js');
  await build({ stdin: { contents: SOURCE, resolveDir: join(__dirname, '../..') }, outfile, bundle: true, platform: 'node', minify: true, logLevel: 'error', plugins: [slimRulePacks(new Set(['aws-cdk-lib/aws-sns']))] });
  const printed = execFileSync(process.execPath, [outfile, join(folder, 'assembly')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  expect(printed).toBe('AwsSolutions-SNS3\n');
}, 60_000);
