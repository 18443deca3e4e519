import { type ServiceHealth } from './records';
import { type Probe } from './settings';

/** What a probe needs from its surroundings; tests give their own. */
export interface ProbeSurroundings {
  readonly fetch: typeof fetch;
  /** Milliseconds that only ever grow. */
  readonly clockMs: () => number;
}

/** Asks a service for its health: available is an answer of 2xx within the time, measured until its body has arrived. Never throws. */
export async function probeService({ service, url, timeoutMs }: Probe, { fetch, clockMs }: ProbeSurroundings): Promise<ServiceHealth> {
  const startedMs = clockMs();
  try {
    // a redirect says nothing of the health of the service that was asked
    const response = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    await response.arrayBuffer();
    return { service, availabilityPercent: response.ok ? 100 : 0, latencyMs: Math.round(clockMs() - startedMs) };
  } catch {
    return { service, availabilityPercent: 0, latencyMs: undefined };
  }
}
