import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, parse } from 'node:path';
import { runFunction } from './lambda-process';
import { type Outcome } from './runtime-api-server';

export type Invocation = { readonly ok: true; readonly result?: unknown } | { readonly ok: false; readonly message: string; readonly everything: string };

/** How a run of the function ended; `output` is all it printed, as Lambda logs it. */
export interface LambdaRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly invocations: readonly Invocation[];
}

/** A new folder outside the repository, so that nothing of it is found by accident. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'handlers-'));
}

/** Runs the export `handler` of the bundle under Lambda's runtime, with nothing but `environment`, and invokes it with each event. */
export async function runLambda(bundle: string, environment: Readonly<Record<string, string>>, events: readonly unknown[], remainingMs = 30_000): Promise<LambdaRun> {
  const { dir, name } = parse(bundle);
  const { exitCode, output, outcomes } = await runFunction({ taskRoot: dir, handler: `${name}.handler`, environment, events, timeoutMs: remainingMs });
  return { exitCode, output, invocations: outcomes.map(invocation) };
}

/** A function that returns nothing answers null; `everything` is all that Lambda and X-Ray are told of an error. */
function invocation(outcome: Outcome): Invocation {
  if (outcome.kind === 'failed') return { ok: false, message: outcome.error.errorMessage, everything: JSON.stringify(outcome.error) };
  return { ok: true, ...(outcome.result !== null && { result: outcome.result }) };
}
