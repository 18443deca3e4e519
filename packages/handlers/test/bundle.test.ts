import { cpSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleHandlers } from '../bundle';
import { CANARIES, CONTAINERS, HANDLERS } from '../src/index';
import { temporaryFolder } from './support/lambda';

const ALL = [...HANDLERS, ...CANARIES];
const SOURCE = join(__dirname, '../src');
const here = temporaryFolder();
const elsewhere = temporaryFolder();

const bundle = (root: string, name: string) => readFileSync(join(root, name, 'index.js'), 'utf8');

beforeAll(async () => {
  const copy = join(elsewhere, 'another', 'place');
  cpSync(SOURCE, copy, { recursive: true });
  writeFileSync(join(elsewhere, 'tsconfig.json'), '{ "compilerOptions": { "target": "es5", "useDefineForClassFields": false } }');
  await bundleHandlers(here, SOURCE);
  await bundleHandlers(join(elsewhere, 'out'), copy);
});

test('each handler is one file and nothing else, and what an image is built from stands beside it', () => {
  const containers = CONTAINERS.flatMap((name) => [`${name}-container`, ...['Dockerfile', 'index.js', 'package.json'].map((file) => join(`${name}-container`, file))]);
  expect(readdirSync(here, { recursive: true }).map(String).sort()).toEqual([...ALL.flatMap((name) => [name, join(name, 'index.js')]), ...containers].sort());
});

test.each(ALL)('%s has the same bytes wherever it is built, and no path in them', (name) => {
  expect(bundle(join(elsewhere, 'out'), name)).toBe(bundle(here, name));
  expect(bundle(here, name)).not.toMatch(/\/src\/|node_modules|sourceMappingURL/u);
});

test.each(ALL)('%s is under 150 KB minified and needs only the modules of its runtime', (name) => {
  const text = bundle(here, name);
  expect(Buffer.byteLength(text)).toBeLessThan(150 * 1024);
  const required = Array.from(text.matchAll(/require\("([^"]+)"\)/gu), ([, module]) => module);
  expect(required.filter((module) => !/^(@aws-sdk\/|@aws\/synthetics-|node:)/u.test(module ?? ''))).toEqual([]);
  expect(text.startsWith("/* Runs on Lambda's Node.js 22 or 24 with the AWS SDK v3 that the runtime contains. */\n")).toBe(true);
});
