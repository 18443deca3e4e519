import type { CanaryCheck } from '@payment-observability/config';
import { LimitError } from '../limit-error';

/** Bytes that Lambda takes for all environment variables of a function. */
const MAX_ENVIRONMENT_BYTES = 4096;
/** What Synthetics needs before and after a request, of the time of a run. */
const RUN_RESERVE_SECONDS = 5;

/** Environment variables that the canary's script reads, as packages/handlers documents them. */
export function canaryEnvironment(check: CanaryCheck, path: string): Readonly<Record<string, string>> {
  const { url, requestTimeoutSeconds = secondsForOneRequest(check), certificateDays, latencyLimitMs } = check;
  const environment = {
    URL: url,
    REQUEST_TIMEOUT_MS: String(requestTimeoutSeconds * 1000),
    CERTIFICATE_DAYS: String(certificateDays),
    ...(latencyLimitMs !== undefined && { LATENCY_LIMIT_MS: String(latencyLimitMs) }),
    ...(check.kind === 'transaction' ? transaction(check) : health(check)),
  };
  const bytes = Object.entries(environment).reduce((total, [name, value]) => total + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
  if (bytes > MAX_ENVIRONMENT_BYTES)
    throw new LimitError(`${path}.steps`, `${bytes} bytes of environment variables, Lambda takes ${MAX_ENVIRONMENT_BYTES}; use fewer steps or smaller bodies, or make two canaries of it`);
  return environment;
}

/** What is left of a run for each of its requests: all of them may be slow, and Synthetics reports nothing of a run that Lambda stops. */
function secondsForOneRequest({ timeoutSeconds, steps }: CanaryCheck): number {
  const requests = Math.max(1, Object.keys(steps).length);
  return Math.max(1, Math.floor((timeoutSeconds - RUN_RESERVE_SECONDS) / requests));
}

function health({ expectedStatus, expectedText }: CanaryCheck) {
  return { EXPECTED_STATUS: String(expectedStatus), ...(expectedText !== undefined && { EXPECTED_TEXT: expectedText }) };
}

/** Only the name of the secret: its value is read when the canary runs. */
function transaction({ steps, secret }: CanaryCheck) {
  const list = Object.entries(steps)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, { path, method, body, expectedStatus, expectedFields, save, browser }]) =>
      browser ? { name, ...(path !== undefined && { path }), expectedStatus, browser } : { name, path, method, ...(body && { body }), expectedStatus, expectedFields, save },
    );
  return { STEPS: JSON.stringify(list), ...(secret !== undefined && { TOKEN_SECRET: secret }) };
}
