import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build, type BuildOptions, type BuildResult, type Plugin } from 'esbuild';
import { recordCodeCaches } from './code-cache';
import { modulesIn, slimRulePacks } from './rule-packs';
import { REGION_FACTS_FILE, regionFactsText, slimModulesPlugin, unusedClientsPlugin } from './slim-modules';
import { LICENSES_FILE, thirdPartyLicenses } from './third-party-licenses';
import { SERVICE_SPEC_FILE, serviceSpecText, slimServiceSpecPlugin } from './slim-service-spec';

const ACTION = join(__dirname, '..');
const ROOT = join(ACTION, '..');
const NODE_MODULES = join(ROOT, 'node_modules');
const DIST = join(ACTION, 'dist');
const HANDLERS = join(ROOT, 'packages/handlers/dist');

/** Modules that a run loads only when it needs them: each is a file of its own beside index.js. */
const LAZY_CHUNKS = ['aws-client', 'deploy-stacks', 'stack-change-set'];

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
      resolveDir: ACTION,
    }));
  },
};

const { version } = JSON.parse(readFileSync(join(ACTION, 'package.json'), 'utf8')) as { version: string };

const lazyChunks: Plugin = {
  name: 'lazy-chunks',
  setup(bundle) {
    bundle.onResolve({ filter: /\/(aws-client|deploy-stacks|stack-change-set)(\.js)?$/ }, ({ path, kind, pluginData }) => {
      if (kind !== 'dynamic-import' || pluginData === 'resolving') return undefined;
      const name = path.split('/').pop()!.replace(/\.js$/, '');
      return LAZY_CHUNKS.includes(name) ? { path: `./${name}.js`, external: true } : undefined;
    });
  },
};

const OPTIONS: BuildOptions = {
  bundle: true,
  platform: 'node',
  // the runner has Node 24; what Node 20 does not know would keep the bundle from being tried there
  target: 'node20',
  format: 'cjs',
  minify: true,
  // chunks are required, which costs less than the loader of ES modules
  supported: { 'dynamic-import': false },
  legalComments: 'none',
  absWorkingDir: ACTION,
  conditions: ['@payment-observability/source'],
  mainFields: ['module', 'main'],
  logLevel: 'warning',
  metafile: true,
};

/** Chunks are wrapped as Node wraps a module, so that src/start.ts need not copy megabytes of source to do it. */
const CHUNK: BuildOptions = { ...OPTIONS, banner: { js: '(function(exports,require,module,__filename,__dirname){' }, footer: { js: '})' } };

/** Escapes what esbuild leaves of Unicode in tagged templates, since src/start.ts reads chunks in one byte a character. */
const toAscii = (source: string): string => source.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** Builds index.js, which loads the chunks with the compiled code whose file names it is given. */
async function buildStart(codeCaches: Readonly<Record<string, string>>): Promise<void> {
  await build({ ...OPTIONS, entryPoints: { index: 'src/start.ts' }, outdir: DIST, define: { CODE_CACHES: JSON.stringify(codeCaches) } });
}

/** Builds policy.js, which a run starts as a process of its own where the config asks for policy packs, and puts the validator's files beside it. */
async function buildPolicyChecks(main: BuildResult): Promise<BuildResult> {
  const result = await build({ ...OPTIONS, entryPoints: { policy: 'src/policy/policy-process.ts' }, outdir: DIST, plugins: [slimRulePacks(modulesIn(main)), slimModulesPlugin] });
  const cdk = join(NODE_MODULES, 'aws-cdk-lib');
  cpSync(join(cdk, 'node_modules/@aws/cloudformation-validate/bindings_wasm_bg.wasm'), join(DIST, 'bindings_wasm_bg.wasm'));
  // without its rules the validator reports nothing, and says nothing of it
  cpSync(join(cdk, 'core/lib/validation/rules'), join(DIST, 'rules'), { recursive: true });
  return result;
}

/** Writes the compiled code of the chunks, named by a digest of the chunk, and returns the names. */
async function writeCodeCaches(): Promise<Readonly<Record<string, string>>> {
  const names: Record<string, string> = {};
  for (const [chunk, code] of await recordCodeCaches(ROOT)) {
    const name = `${chunk}.${createHash('sha256').update(readFileSync(join(DIST, chunk))).digest('hex').slice(0, 16)}.v8.zst`;
    writeFileSync(join(DIST, name), code);
    names[chunk] = name;
  }
  return names;
}

async function bundle(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true });
  mkdirSync(DIST, { recursive: true });
  const [main, lazy] = await Promise.all([
    build({ ...CHUNK, entryPoints: { main: 'src/main.ts' }, outdir: DIST, plugins: [lazyChunks, lazyUndici, contextOnly, slimModulesPlugin, slimServiceSpecPlugin] }),
    build({
      ...CHUNK,
      entryPoints: {
        ...Object.fromEntries(LAZY_CHUNKS.map((name) => [name, `src/${name}.ts`])),
        undici: require.resolve('undici', { paths: [join(NODE_MODULES, '@actions/http-client')] }),
      },
      outdir: DIST,
      plugins: [unusedClientsPlugin, slimServiceSpecPlugin],
    }),
  ]);
  const policy = await buildPolicyChecks(main);
  await buildStart({});
  for (const chunk of readdirSync(DIST).filter((file) => file.endsWith('.js'))) writeFileSync(join(DIST, chunk), toAscii(readFileSync(join(DIST, chunk), 'utf8')));
  writeFileSync(join(DIST, SERVICE_SPEC_FILE), serviceSpecText());
  writeFileSync(join(DIST, REGION_FACTS_FILE), regionFactsText());
  cpSync(HANDLERS, join(DIST, 'handlers'), { recursive: true });
  writeFileSync(join(DIST, 'package.json'), `${JSON.stringify({ name: 'payment-observability-action', version, private: true, type: 'commonjs' }, undefined, 2)}\n`);
writeFileSync(join(DIST, LICENSES_FILE), thirdPartyLicenses([main, lazy, policy].flatMap(({ metafile }) => metafile ?? []), ACTION));
  await buildStart(await writeCodeCaches());
}

bundle().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
