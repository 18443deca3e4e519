import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '@payment-observability/config';
import { buildApp } from '@payment-observability/constructs';
import { EVERY_TEMPLATE } from './every-template';
import { configOf, type Json, textOf } from './file';
import { randomFile, repaired } from './random-config';
import { repeatedly, SEED } from './seed';
import { HANDLERS_ROOT, synthesizeText } from './synthesis';

const CONFIGS = 50;
const TIMEOUT_MS = 240_000;

interface Report {
  readonly pluginReports: readonly { readonly pluginName: string; readonly violations: readonly Violation[] }[];
}
interface Violation {
  readonly ruleName: string;
  readonly severity?: string;
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

test(`CloudFormation's validator finds nothing in ${CONFIGS} random configs, all in one app (seed ${SEED})`, () => {
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-validator-'));
  // CDK prints what it finds: here the report says it
  jest.spyOn(console, 'error').mockReturnValue();
  try {
    buildApp(randomConfigs(CONFIGS), { outdir, handlersRoot: HANDLERS_ROOT }).synth();
    const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    expect(pluginReports.map(({ pluginName }) => pluginName)).toEqual(['CloudFormation Validate']);
    expect(pluginReports.flatMap(({ violations }) => violations.map((violation) => JSON.stringify(violation)))).toEqual([]);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}, TIMEOUT_MS);
