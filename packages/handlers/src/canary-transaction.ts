import { failOn, faultsOf } from './canary-checks';
import { type CanarySettings, canarySettings } from './canary-settings';
import { httpStep } from './canary-step';
import { keepNothing } from './keep-nothing';
import { sandboxTokenOf, withoutToken } from './sandbox-token';
import { secretsManagerReader } from './secrets-manager';
import { SYNTHETIC_FIELD, SYNTHETIC_HEADER } from './synthetic-mark';
import { log } from './synthetics';
import { type BrowserStep, fieldFaults, filled, isBrowserStep, jsonOf, parseSteps, type RequestStep, type Saved, urlOf, withSaved } from './transaction-steps';

/** Does a step in the browser; only the script of browser canaries brings it along. */
export type PerformInBrowser = (step: BrowserStep, settings: CanarySettings, saved: Saved) => Promise<void>;

/**
 * The steps of one payment in the sandbox account, one after the other. Every request says that it is synthetic, so that no metric of the
 * business counts it. `STEPS` is a JSON list; `TOKEN_SECRET` names the secret with the bearer token, which no page ever gets.
 */
export async function runTransaction(inBrowser?: PerformInBrowser): Promise<void> {
  keepNothing();
  const settings = canarySettings(process.env);
  const steps = parseSteps(process.env['STEPS']);
  const secret = process.env['TOKEN_SECRET'];
  // read in each run, so that a rotated token is never the cause of a failure
  const token = secret === undefined ? undefined : sandboxTokenOf(await secretsManagerReader(secret)());
  try {
    let saved: Saved = {};
    for (const step of steps) {
      if (!isBrowserStep(step)) saved = await perform(step, settings, token, saved);
      else if (inBrowser) await inBrowser(step, settings, saved);
      else throw new Error(`${step.name}: a step in the browser needs the script browser-canary`);
    }
  } catch (error) {
    throw withoutToken(error, token);
  }
}

async function perform(step: RequestStep, { url, timeoutMs, expected }: CanarySettings, token: string | undefined, saved: Saved): Promise<Saved> {
  let after = saved;
  const request = { name: step.name, method: step.method, url: urlOf(url, step.path, saved), headers: headersOf(step, token), timeoutMs };
  const body = bodyOf(step, saved);
  await httpStep({ ...request, ...(body !== undefined && { body }) }, (answer) => {
    log.info(JSON.stringify({ step: step.name, status: answer.status, latencyMs: answer.latencyMs }));
    const needsFields = Object.keys(step.expectedFields).length + Object.keys(step.save).length > 0;
    // what is no JSON has no field
    const fields = needsFields ? jsonOf(answer.body) : undefined;
    failOn(step.name, [...faultsOf(answer, { ...expected, status: step.expectedStatus }, Date.now()), ...fieldFaults(fields, step.expectedFields)]);
    after = withSaved(saved, fields, step);
  });
  return after;
}

function headersOf({ body }: RequestStep, token: string | undefined): Record<string, string> {
  return {
    Accept: 'application/json',
    [SYNTHETIC_HEADER]: 'true',
    ...(body !== undefined && { 'Content-Type': 'application/json' }),
    ...(token !== undefined && { Authorization: `Bearer ${token}` }),
  };
}

function bodyOf({ body }: RequestStep, saved: Saved): string | undefined {
  if (body === undefined) return undefined;
  const fields = Object.entries(body).map(([field, value]) => [field, typeof value === 'string' ? filled(value, saved) : value]);
  return JSON.stringify({ ...Object.fromEntries(fields), [SYNTHETIC_FIELD]: true });
}
