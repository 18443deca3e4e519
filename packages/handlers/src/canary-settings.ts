import { type Expectation } from './canary-checks';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What both canaries read from their environment. */
export interface CanarySettings {
  readonly url: URL;
  readonly timeoutMs: number;
  readonly expected: Expectation;
}

/**
 * `URL` (https) and `REQUEST_TIMEOUT_MS` are required; `EXPECTED_STATUS` is 200, `CERTIFICATE_DAYS` 14, and `LATENCY_LIMIT_MS` and
 * `EXPECTED_TEXT` are nothing unless set.
 * @throws with every problem at once
 */
export function canarySettings(environment: Environment): CanarySettings {
  const problems: string[] = [];
  const whole = (name: string, fallback?: number): number => {
    const text = environment[name] ?? (fallback === undefined ? '' : String(fallback));
    if (!/^\d{1,9}$/u.test(text)) problems.push(`${name}: expected a whole number, found ${JSON.stringify(text)}`);
    return Number(text);
  };
  const address = environment['URL'] ?? '';
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:') problems.push('URL: expected an https URL');
  const timeoutMs = whole('REQUEST_TIMEOUT_MS');
  const expected = {
    status: whole('EXPECTED_STATUS', 200),
    certificateDays: whole('CERTIFICATE_DAYS', 14),
    latencyLimitMs: environment['LATENCY_LIMIT_MS'] === undefined ? undefined : whole('LATENCY_LIMIT_MS'),
    text: environment['EXPECTED_TEXT'],
  };
  if (url === undefined || problems.length > 0) throw new Error(`environment of the canary: ${problems.join('; ')}`);
  return { url, timeoutMs, expected };
}
