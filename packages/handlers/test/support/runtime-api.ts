import { runFunction } from './lambda-process';

export interface RuntimeRun {
  /** What the function answered to each event, or the error it ended with, parsed. */
  readonly answers: readonly unknown[];
  /** All it printed, as Lambda logs it. */
  readonly output: string;
}

/** Runs a handler as a container of Lambda does: `command` as its entry point, `taskRoot` as its folder. */
export async function runInContainer({ taskRoot, command, environment, events }: {
  readonly taskRoot: string;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly events: readonly unknown[];
}): Promise<RuntimeRun> {
  const { output, outcomes } = await runFunction({ taskRoot, handler: command, environment, events, timeoutMs: 60_000 });
  return { output, answers: outcomes.map((outcome) => (outcome.kind === 'answered' ? outcome.result : { errorType: outcome.error.errorType, errorMessage: outcome.error.errorMessage })) };
}
