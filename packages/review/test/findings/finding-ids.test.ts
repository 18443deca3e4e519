import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { FINDING_IDS } from '../../src/index';

const FOLDER = join(__dirname, '../../src/findings');

test('every id that a rule is written with can be named in the gate, and is the id of one rule only', () => {
  const written = readdirSync(FOLDER).flatMap((file) => [...readFileSync(join(FOLDER, file), 'utf8').matchAll(/\bid: '([^']+)'/g)].map(([, id]) => id));
  expect(written.length).toBeGreaterThan(40);
  expect([...FINDING_IDS].sort()).toEqual(written.sort());
  expect(new Set(FINDING_IDS).size).toBe(FINDING_IDS.length);
});
