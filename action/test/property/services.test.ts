import { SEED } from './seed';
import { checkValidConfigs } from './valid-configs';

const TEMPLATES = ['account-baseline', 'serverless-monitoring', 'realtime-transactions'];
/** Of each template; every config is synthesized twice. */
const CONFIGS = 45;
const TIMEOUT_MS = 600_000;

test(`random configs of ${TEMPLATES.join(', ')} synthesize, hold every invariant, and give the same bytes in any order of keys (seed ${SEED}, ${CONFIGS} of each)`, () => {
  expect(() => checkValidConfigs(TEMPLATES, CONFIGS)).not.toThrow();
}, TIMEOUT_MS);
