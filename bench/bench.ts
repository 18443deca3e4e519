import { parseArgs } from 'node:util';
import { benchDiff } from './diff';
import { benchReview } from './review';
import { benchScale } from './scale';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' } } });
/** A round of the scale takes as long as many of the diff. */
const MAX_SCALE_ROUNDS = 3;

async function bench(): Promise<void> {
  const rounds = Number(values.rounds);
  const log = (line: string) => console.log(line);
  const diff = await benchDiff(rounds, log);
  const { scale, scaleExponent } = await benchScale(Math.min(rounds, MAX_SCALE_ROUNDS), log);
  const review = benchReview(Math.min(rounds, MAX_SCALE_ROUNDS), log);
  if (values.json) console.log(JSON.stringify({ diff, scale, scaleExponent, review }));
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
