import { parseArgs } from 'node:util';
import { benchDiff } from './diff';
import { benchHandlers } from './handlers';
import { benchProcessor } from './processor';
import { benchReview } from './review';
import { benchScale } from './scale';

/** Each part is called with the number of rounds and where to log, and gives its keys of the JSON line. */
const PARTS: Readonly<Record<string, (rounds: number, log: (line: string) => void) => Promise<object>>> = {
  diff: async (rounds, log) => ({ diff: await benchDiff(rounds, log) }),
  // a round of the scale takes as long as many of the diff
  scale: (rounds, log) => benchScale(Math.min(rounds, 3), log),
  processor: async (rounds, log) => ({ processor: await benchProcessor(rounds, log) }),
  review: async (rounds, log) => ({ review: benchReview(Math.min(rounds, 3), log) }),
  handlers: async (rounds, log) => ({ handlers: await benchHandlers(rounds, log) }),
};

const { values } = parseArgs({
  options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' }, only: { type: 'string', multiple: true, default: Object.keys(PARTS) } },
});

async function bench(): Promise<void> {
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error(`--rounds: expected a whole number above 0, found "${values.rounds}"`);
  let result = {};
  for (const name of values.only) {
    const part = PARTS[name];
    if (part === undefined) throw new Error(`--only: expected ${Object.keys(PARTS).join(', ')}, found "${name}"`);
    result = { ...result, ...(await part(rounds, (line) => console.log(line))) };
  }
  if (values.json) console.log(JSON.stringify(result));
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
