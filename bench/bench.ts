import { parseArgs } from 'node:util';
import { benchDiff } from './diff';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, rounds: { type: 'string', default: '7' } } });

async function bench(): Promise<void> {
  const diff = await benchDiff(Number(values.rounds), (line) => console.log(line));
  if (values.json) console.log(JSON.stringify({ diff }));
}

bench().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
