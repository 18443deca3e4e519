import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CANARIES, HANDLERS } from '../src/index';

const SOURCE = join(__dirname, '../src');

test('the names are those of the files that export a handler, no more and no fewer', () => {
  const entries = readdirSync(SOURCE).filter((file) => file.endsWith('.ts') && /^export (?:const|async function|function) handler\b/mu.test(readFileSync(join(SOURCE, file), 'utf8')));
  expect([...HANDLERS, ...CANARIES].map((name) => `${name}.ts`).sort()).toEqual(entries.sort());
});
