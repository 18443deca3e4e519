import { failOn, faultsOf } from './canary-checks';
import { type CanarySettings, canarySettings } from './canary-settings';
import { httpStep } from './canary-step';
import { sandboxTokenOf, withoutToken } from './sandbox-token';
import { secretsManagerReader } from './secrets-manager';
import { SYNTHETIC_FIELD, SYNTHETIC_HEADER } from './synthetic-mark';
import { log } from './synthetics';
import { fieldFaults, filled, parseSteps, type Saved, type TransactionStep, withSaved } from './transaction-steps';

/**
 * Canary: the requests of one payment in the sandbox account, one after the other. Every request says that it is synthetic, so that no
 * metric of the business counts it. `STEPS` is a JSON list; `TOKEN_SECRET` names the secret with the bearer token.
 */
export const handler = async (): Promise<void> => {
  const settings = canarySettings(process.env);
  const steps = parseSteps(process.env['STEPS']);
  const secret = process.env['TOKEN_SECRET'];
  // read in each run, so that a rotated token is never the cause of a failure
  const token = secret === undefined ? undefined : sandboxTokenOf(await secretsManagerReader(secret)());
  try {
    let saved: Saved = {};
    for (const step of steps) saved = await perform(step, settings, token, saved);
  } catch (error) {
    throw withoutToken(error, token);
  }
};

async function perform(step: TransactionStep, { url, timeoutMs, expected }: CanarySettings, token: string | undefined, saved: Saved): Promise<Saved> {
  let after = saved;
  const request = { name: step.name, method: step.method, url: urlOf(url, filled(step.path, saved, encodeURIComponent)), headers: headersOf(step, token), timeoutMs };
  const body = bodyOf(step, saved);
  await httpStep({ ...request, ...(body !== undefined && { body }) }, (answer) => {
    log.info(JSON.stringify({ step: step.name, status: answer.status, latencyMs: answer.latencyMs }));
    const needsFields = Object.keys(step.expectedFields).length + Object.keys(step.save).length > 0;
    const fields = needsFields ? jsonOf(answer.body) : undefined;
    failOn(step.name, [...faultsOf(answer, { ...expected, status: step.expectedStatus }, Date.now()), ...fieldFaults(fields, step.expectedFields)]);
    after = withSaved(saved, fields, step);
  });
  return after;
}

function urlOf(base: URL, path: string): URL {
  return new URL(`${base.origin}${base.pathname.replace(/\/$/u, '')}${path}`);
}

function headersOf({ body }: TransactionStep, token: string | undefined): Record<string, string> {
  return {
    Accept: 'application/json',
    [SYNTHETIC_HEADER]: 'true',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
}

function bodyOf({ body }: TransactionStep, saved: Saved): string | undefined {
  if (body === undefined) return undefined;
  const fields = Object.entries(body).map(([field, value]) => [field, typeof value === 'string' ? filled(value, saved) : value]);
  return JSON.stringify({ ...Object.fromEntries(fields), [SYNTHETIC_FIELD]: true });
}

/** The answer as JSON; undefined when it is none, so that every expected field is a fault. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
