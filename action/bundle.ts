import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type Metafile, type Plugin } from 'esbuild';
import { slimModulesPlugin } from './slim-modules';
import { slimServiceSpecPlugin } from './slim-service-spec';

const NODE_MODULES = join(__dirname, '../node_modules');
const DIST = join(__dirname, 'dist');
const HANDLERS = join(__dirname, '..', 'packages', 'handlers', 'dist');

/** Modules that a run loads only when it needs them: each is a file of its own beside index.js. */
const LAZY_CHUNKS = ['aws-client', 'deploy-stacks'];

/** Only an HTTP proxy needs undici's agent, yet @actions/http-client loads all of undici at its start. */
const lazyUndici: Plugin = {
  name: 'lazy-undici',
  setup(bundle) {
    bundle.onResolve({ filter: /^undici$/ }, ({ importer }) => (importer.includes('http-client') ? { path: 'undici', namespace: 'lazy-undici' } : undefined));
    bundle.onLoad({ filter: /.*/, namespace: 'lazy-undici' }, () => ({
      contents: "Object.defineProperty(exports, 'ProxyAgent', { get: () => require('./undici.js').ProxyAgent });",
      loader: 'js',
    }));
    bundle.onResolve({ filter: /^\.\/undici\.js$/, namespace: 'lazy-undici' }, ({ path }) => ({ path, external: true }));
  },
};

/** Of @actions/github the action reads the context only; its client would bring a second octokit. */
const contextOnly: Plugin = {
  name: 'context-only',
  setup(bundle) {
    const context = join(NODE_MODULES, '@actions/github/lib/context.js');
    bundle.onResolve({ filter: /^@actions\/github$/ }, () => ({ path: 'context.js', namespace: 'context-only' }));
    bundle.onLoad({ filter: /.*/, namespace: 'context-only' }, () => ({
      contents: `import { Context } from ${JSON.stringify(context)}; export const context = new Context();`,
      loader: 'js',
      resolveDir: __dirname,
    }));
  },
};

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
    build({ ...OPTIONS, entryPoints: { index: 'src/main.ts' }, outdir: DIST, plugins: [lazyChunks, lazyUndici, contextOnly, slimModulesPlugin, slimServiceSpecPlugin] }),
    build({ ...OPTIONS, entryPoints: { ...Object.fromEntries(LAZY_CHUNKS.map((name) => [name, `src/${name}.ts`])), undici: require.resolve('undici', { paths: [join(NODE_MODULES, '@actions/http-client')] }) }, outdir: DIST, plugins: [slimServiceSpecPlugin] }),
  ]);
  cpSync(HANDLERS, join(DIST, 'handlers'), { recursive: true });
  writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ name: 'payment-observability-action', version, private: true, type: 'commonjs' }, undefined, 2)}\n`);
  if (process.env['BUNDLE_META']) writeFileSync(process.env['BUNDLE_META'], JSON.stringify(results.map(({ metafile }) => metafile as Metafile)));
}

bundle().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
