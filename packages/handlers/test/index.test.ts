import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { CANARIES, HANDLERS } from '../src/index';

test('every name is an entry file', () => {
  const sources = readdirSync(join(__dirname, '../src'));
  expect([...HANDLERS, ...CANARIES].map((name) => `${name}.ts`).filter((file) => !sources.includes(file))).toEqual([]);
});
