import { failOn, faultsOf } from './canary-checks';
import { canarySettings } from './canary-settings';
import { httpStep } from './canary-step';
import { keepNothing } from './keep-nothing';
import { log } from './synthetics';

const STEP = 'health';

/** Canary: one GET, whose answer must have the right status, come in time, over a certificate that lasts, with the right text. */
export const handler = async (): Promise<void> => {
  keepNothing();
  const { url, timeoutMs, expected } = canarySettings(process.env);
  await httpStep({ name: STEP, method: 'GET', url, timeoutMs }, (answer) => {
    log.info(JSON.stringify({ step: STEP, status: answer.status, latencyMs: answer.latencyMs, bodyCharacters: answer.body.length }));
    failOn(STEP, faultsOf(answer, expected, Date.now()));
  });
};
