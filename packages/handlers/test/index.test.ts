import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { HANDLERS } from '../src/index';

test('every name is an entry file', () => {
  const sources = readdirSync(join(__dirname, '../src'));
  expect(HANDLERS.map((name) => `${name}.ts`).filter((file) => !sources.includes(file))).toEqual([]);
});
