import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { slimServiceSpecPlugin } from './slim-service-spec';

const DIST = join(__dirname, 'dist');
const HANDLERS = join(__dirname, '..', 'packages', 'handlers', 'dist');

/** Modules that a run loads only when it needs them: each is a file of its own beside index.js. */
const LAZY_CHUNKS = ['aws-client', 'deploy-stacks'];

const { version } = JSON.parse(readFileSync(join(__dirname, 'package.json'), 'utf8')) as { version: string };

const lazyChunks: Plugin = {
  name: 'lazy-chunks',
  setup(bundle) {
    bundle.onResolve({ filter: /\/(aws-client|deploy-stacks)(\.js)?$/ }, ({ path, kind, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'resolving') return undefined;
      const name = path.split('/').pop()!.replace(/\.js$/, '');
      return LAZY_CHUNKS.includes(name) ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  minify: true,
  keepNames: false,
  legalComments: 'none',
  absWorkingDir: __dirname,
  conditions: ['@payment-observability/source'],
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  metafile: true,
};

async function bundle(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  const results = await Promise.all([
    build({ ...OPTIONS, entryPoints: { index: 'src/main.ts' }, outdir: DIST, plugins: [lazyChunks, slimServiceSpecPlugin] }),
    build({ ...OPTIONS, entryPoints: Object.fromEntries(LAZY_CHUNKS.map((name) => [name, `src/${name}.ts`])), outdir: DIST, plugins: [slimServiceSpecPlugin] }),
  ]);
  cpSync(HANDLERS, join(DIST, 'handlers'), { recursive: true });
  writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ name: 'payment-observability-action', version, private: true, type: 'commonjs' }, undefined, 2)}\n`);
  if (process.env['BUNDLE_META']) writeFileSync(process.env['BUNDLE_META'], JSON.stringify(results.map(({ metafile }) => metafile as Metafile)));
}

bundle().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
