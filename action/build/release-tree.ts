import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(__dirname, '../..');

/** What a user of the action gets at a release tag: the declaration, the built files and the licence. */
const CONTENT = ['action.yml', 'action/dist', 'LICENSE', 'README.md', 'schema'];

const { values } = parseArgs({ options: { out: { type: 'string', default: join(ROOT, 'release-tree') }, version: { type: 'string' } } });
const out = resolve(values.out);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const path of CONTENT) {
  if (!existsSync(join(ROOT, path))) throw new Error(`${path} is missing: run the bundle target of the action first`);
  cpSync(join(ROOT, path), join(out, path), { recursive: true });
}
if (values.version !== undefined) setVersion(values.version);
console.log(`release tree: ${out}`);

/** Writes the released version into the built files, which the build marks with 0.0.0. */
function setVersion(version: string): void {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`--version: expected a version such as 1.2.3, found "${version}"`);
  const manifest = join(out, 'action/dist/package.json');
  writeFileSync(manifest, `${JSON.stringify({ ...(JSON.parse(readFileSync(manifest, 'utf8')) as object), version }, undefined, 2)}\n`);
}
