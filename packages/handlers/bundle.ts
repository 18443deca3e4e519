import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { bundleContainers } from './bundle-containers';
import { CANARIES, HANDLERS } from './src/index';

/** Bundles every handler and every canary of `source` into `<outdir>/<name>/index.js`; the same sources give the same bytes in every folder. */
export async function bundleHandlers(outdir: string, source = join(__dirname, 'src')): Promise<void> {
  await bundleFunctions([...HANDLERS, ...CANARIES], source, outdir);
  bundleContainers(outdir);
}

/** Bundles `<source>/<name>.ts` of each name into `<outdir>/<name>/index.js`, for the runtimes of Lambda. */
export async function bundleFunctions(names: readonly string[], source: string, outdir: string): Promise<void> {
  await build({
    absWorkingDir: source,
    entryPoints: names.map((name) => ({ in: join(source, `${name}.ts`), out: join(name, 'index') })),
    outdir,
    bundle: true,
    // the runtime's SDK: bundled it is 304 KB a notifier against a budget of 150, and the two APIs called have not changed since 2018
    external: ['@aws-sdk/*', '@aws/synthetics-puppeteer', '@aws/synthetics-logger'],
    banner: { js: '/* Runs on Lambda\'s Node.js 22 or 24 with the AWS SDK v3 that the runtime contains. */' },
    // where the packages are, wherever the sources are
    nodePaths: [join(dirname(require.resolve('esbuild/package.json')), '..')],
    platform: 'node',
    target: 'node22',
    format: 'cjs',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    // no tsconfig of a surrounding folder may change the bytes
    tsconfigRaw: {},
    logLevel: 'warning',
  });
}

if (require.main === module) {
  bundleHandlers(join(__dirname, 'dist')).catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
