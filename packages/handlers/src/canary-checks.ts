import { type StepAnswer } from './canary-step';

/** What an answer must be. */
export interface Expectation {
  readonly status: number;
  readonly latencyLimitMs: number | undefined;
  /** Days that the certificate must still be valid; 0 does not look at it, since one that has expired fails the connection. */
  readonly certificateDays: number;
  readonly text: string | undefined;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** Everything that is wrong with an answer, one sentence each; none repeats what the answer says. */
export function faultsOf({ status, body, latencyMs, certificateEndsMs }: StepAnswer, expected: Expectation, nowMs: number): readonly string[] {
  const { latencyLimitMs, certificateDays, text } = expected;
  const days = certificateEndsMs === undefined ? undefined : Math.floor((certificateEndsMs - nowMs) / DAY_MS);
  return [
    ...(status === expected.status ? [] : [`status: expected ${expected.status}, found ${status}`]),
    ...(latencyLimitMs === undefined || latencyMs <= latencyLimitMs ? [] : [`latency: expected at most ${latencyLimitMs} ms, found ${latencyMs} ms`]),
    ...(certificateDays === 0 || (days !== undefined && days >= certificateDays) ? [] : [`certificate: expected at least ${certificateDays} days until it expires, found ${days ?? 'none that can be read'}`]),
    ...(text === undefined || body.includes(text) ? [] : [`body: expected ${JSON.stringify(text)}, not found in ${body.length} characters`]),
  ];
}

/** @throws with all of them, unless there are none */
export function failOn(name: string, faults: readonly string[]): void {
  if (faults.length > 0) throw new Error(`${name}: ${faults.join('; ')}`);
}
