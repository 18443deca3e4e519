import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@payment-observability/config';
import { buildApp } from '@payment-observability/constructs';
import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib/core';
import { EVERY_TEMPLATE } from './every-template';
import { configOf, type Json, textOf } from './file';
import { randomFile, repaired } from './random-config';
import { repeatedly, SEED } from './seed';
import { HANDLERS_ROOT, synthesizeText } from './synthesis';

const CONFIGS = 50;
const TIMEOUT_MS = 600_000;

interface Report {
  readonly pluginReports: readonly { readonly violations: readonly Violation[] }[];
}
interface Violation {
  readonly ruleName: string;
  readonly description: string;
  readonly violatingConstructs: readonly { readonly constructPath: string }[];
}

/** Random configs of every template in turn, each with a name of its own, so that one app can hold them all. */
function randomConfigs(count: number): readonly Config[] {
  const templates = Object.keys(EVERY_TEMPLATE);
  const configs: Config[] = [];
  repeatedly(count, (g) => {
    const text = repaired(randomFile(g, templates[configs.length % templates.length] ?? ''), g, synthesizeText);
    configs.push(configOf(textOf({ ...(JSON.parse(text) as Json), name: `acme${configs.length}` })));
  });
  return configs;
}

test(`of ${CONFIGS} random configs in one app, CloudFormation's validator finds nothing but what is added to be found (seed ${SEED})`, () => {
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-validator-'));
  // CDK prints what it finds: here the report says it
  jest.spyOn(console, 'error').mockReturnValue();
  try {
    const app = buildApp(randomConfigs(CONFIGS), { outdir, handlersRoot: HANDLERS_ROOT });
    const stacks = app.node.children.filter((child) => Stack.isStack(child));
    expect(stacks.length).toBeGreaterThanOrEqual(CONFIGS);
    const last = stacks.at(-1);
    if (last) new CfnLogGroup(last, 'NoSuchRetention', { logGroupName: '/acme', retentionInDays: 366 });
    app.synth();
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    const found = pluginReports.flatMap(({ violations }) => violations.flatMap(({ ruleName, description, violatingConstructs }) => violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath} ${description}`)));
    expect(found).toEqual([expect.stringMatching(`^W3030 ${last?.node.id}/NoSuchRetention `)]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}, TIMEOUT_MS);
