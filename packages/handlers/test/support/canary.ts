import { existsSync, readFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type LambdaRun, runLambda, temporaryFolder } from './lambda';

/** What Synthetics keeps of a step in the artifacts of a run. */
export interface ReportedStep {
  readonly step: string;
  readonly passed: boolean;
  readonly path?: string;
  readonly reason?: string;
}

export interface CanaryRun extends LambdaRun {
  readonly steps: readonly ReportedStep[];
  /** Everything the run leaves behind: its output and its artifacts. */
  readonly left: string;
}

/** Runs a bundled canary as Synthetics does: with the runtime's own modules beside it, and a report of its steps. */
export async function runCanary(bundle: string, environment: Readonly<Record<string, string>>, runs = 1): Promise<CanaryRun> {
  const report = join(temporaryFolder(), 'report.jsonl');
  const modules = [join(__dirname, 'synthetics-runtime'), join(require.resolve('@aws-sdk/client-secrets-manager/package.json'), '../../..')];
  const entry = join(__dirname, 'synthetics-runtime/entry.cjs');
  const run = await runLambda(entry, { NODE_PATH: modules.join(delimiter), CANARY_SCRIPT: bundle, SYNTHETICS_REPORT: report, ...environment }, Array.from({ length: runs }, () => ({})));
  const kept = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const steps = kept.split('\n').filter((line) => line !== '').map((line) => JSON.parse(line) as ReportedStep);
  return { ...run, steps, left: `${run.output}${kept}${JSON.stringify(run.invocations)}` };
}
