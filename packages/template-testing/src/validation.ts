import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TemplateDefaults } from '@payment-observability/config';
import { addObservability } from '@payment-observability/constructs';
import { App, type Stack, Validations } from 'aws-cdk-lib/core';
import { AwsSolutionsChecks, PCIDSS321Checks } from 'cdk-nag';
import { loadText } from './template-world';

interface Report {
  readonly pluginReports: readonly { readonly pluginName: string; readonly violations: readonly Violation[] }[];
}
interface Violation {
  readonly ruleName: string;
  readonly severity?: string;
}

/** One validation takes a while: what a test that calls it needs as its timeout. */
export const VALIDATION_TIMEOUT_MS = 120_000;

/**
 * What cdk-nag (AwsSolutions, PCI DSS 3.2.1) and CloudFormation's template validation say of the stacks of a file, errors and warnings
 * alike: `<plugin>: <severity> <rule>`, sorted.
 *
 * @param change is made to the first stack, to show that something would be found.
 * @param output gets nothing of what CDK prints about findings: the result says it.
 */
export function validationFindings(template: TemplateDefaults, yaml: string, change: (home: Stack) => void = () => undefined, output: Pick<Console, 'error'> = console): string[] {
  const outdir = mkdtempSync(join(tmpdir(), 'validation-'));
  const app = new App({ outdir, analyticsReporting: false, context: { '@aws-cdk/core:enablePartitionLiterals': true, '@aws-cdk/core:validateAgainstDefaultRules': true } });
  const [home] = addObservability(app, loadText(template, yaml));
  if (home) change(home);
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app), new PCIDSS321Checks(app));
  try {
    quietly(output, () => app.synth());
    const report = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as Report;
    return report.pluginReports.flatMap(({ pluginName, violations }) => violations.map(({ ruleName, severity }) => `${pluginName}: ${severity} ${ruleName}`)).sort();
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

/** Runs a synthesis that prints its findings, and throws when one is an error. */
function quietly(output: Pick<Console, 'error'>, synthesize: () => unknown): void {
  const print = output.error;
  output.error = () => undefined;
  try {
    synthesize();
  } catch (error) {
    if (!(error instanceof Error && error.message.includes('A copy of this report'))) throw error;
  } finally {
    output.error = print;
  }
}
