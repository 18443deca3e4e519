import { code, details, link, md, table, type Markdown } from './markdown/markdown';

/** What became of one stack in a deployment. */
export interface StackResult {
  readonly id: string;
  readonly stackName: string;
  readonly region: string;
  readonly status: 'deployed' | 'unchanged' | 'failed' | 'not-reached';
  readonly outputs: Readonly<Record<string, string>>;
}

export interface DeployResult {
  readonly environment: string;
  readonly sha: string;
  readonly runUrl: string;
  readonly results: readonly StackResult[];
  /** Why the deployment stopped, when it did. */
  readonly failure?: string;
}

/** Outputs shown at most, so that review and result stay below GitHub's limit of a comment. */
const MAX_OUTPUTS = 40;

const SYMBOLS: Readonly<Record<StackResult['status'], string>> = { deployed: '✅ deployed', unchanged: '✅ unchanged', failed: '❌ failed', 'not-reached': '⏸️ not reached' };

/** Markdown that says what a deployment did, to stand below the review it deployed. */
export function renderDeployResult({ environment, sha, runUrl, results, failure }: DeployResult): string {
  const run = link('run', runUrl);
  const parts: Markdown[] = [
    failure === undefined
      ? md`### ✅ Deployed to ${environment} at ${code(sha.slice(0, 7))} (${run})\n\n`
      : md`### ❌ Deployment to ${environment} at ${code(sha.slice(0, 7))} failed (${run})\n\n${failure}\n\n`,
    table(['Stack', 'Region', 'Result'], results.map((result) => [code(result.stackName), code(result.region), md`${SYMBOLS[result.status]}`])),
  ];
  const outputs = results.flatMap((result) => Object.entries(result.outputs).sort(([a], [b]) => (a < b ? -1 : 1)));
  if (outputs.length > 0) {
    const rows = outputs.slice(0, MAX_OUTPUTS).map(([name, value]) => [code(name), value.startsWith('https://') ? link(value.slice(0, 120), value) : code(value.slice(0, 300))]);
    parts.push(details(`Outputs (${outputs.length})`, table(['Output', 'Value'], rows)));
  }
  return parts.join('');
}
