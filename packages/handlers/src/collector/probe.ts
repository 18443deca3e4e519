import { type ServiceHealth } from './records';
import { type Probe } from './settings';

/** What a probe needs from its surroundings; tests give their own. */
export interface ProbeSurroundings {
  readonly fetch: typeof fetch;
  /** Milliseconds that only ever grow. */
  readonly clockMs: () => number;
}

/** More of an answer is not read: a service that sends without end must not fill the memory of the function. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Asks a service for its health: available is an answer of 2xx within the time, measured until its body has arrived. Never throws. */
export async function probeService({ service, url, timeoutMs }: Probe, { fetch, clockMs }: ProbeSurroundings): Promise<ServiceHealth> {
  const startedMs = clockMs();
  try {
    const response = await fetch(url, {
      // a redirect says nothing of the health of the service that was asked
      redirect: 'manual',
      // a connection that Lambda froze between two runs looks alive and is not, and each run measures the same way
      headers: { connection: 'close' },
      signal: AbortSignal.timeout(timeoutMs),
    });
    await readUpTo(MAX_BODY_BYTES, response);
    return { service, availabilityPercent: response.ok ? 100 : 0, latencyMs: Math.round(clockMs() - startedMs) };
  } catch {
    return { service, availabilityPercent: 0, latencyMs: undefined };
  }
}

async function readUpTo(bytes: number, { body }: Response): Promise<void> {
  let left = bytes;
  for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
    left -= chunk.length;
    // leaving the loop cancels the rest
    if (left < 0) return;
  }
}
