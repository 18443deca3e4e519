import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { BuildResult, Plugin } from 'esbuild';
import { UNUSED_CDK_MODULES } from './slim-modules';

/**
 * cdk-nag imports the whole of aws-cdk-lib, 64 MB, for four classes of its core, and every module that it has a rule for. A rule asks
 * whether a resource is of a class: of a module that no construct of ours uses, none is.
 */
export const slimRulePacks = (used: ReadonlySet<string>): Plugin => ({
  name: 'slim-rule-packs',
  setup(bundle) {
    bundle.onResolve({ filter: /^aws-cdk-lib(\/aws-|$)/ }, ({ path, importer, resolveDir, kind }) => {
      if (!importer.includes('cdk-nag')) return undefined;
      if (path === 'aws-cdk-lib') return bundle.resolve('aws-cdk-lib/core', { resolveDir, kind });
      return used.has(path) ? undefined : { path, namespace: 'no-resource' };
    });
    // a rule is named by its file, which in a bundle is the bundle
    bundle.onLoad({ filter: /cdk-nag\/lib\/rules\/.*\.js$/ }, ({ path }) => ({ contents: readFileSync(path, 'utf8').replaceAll('__filename', JSON.stringify(basename(path))), loader: 'js' }));
    bundle.onLoad({ filter: /.*/, namespace: 'no-resource' }, () => ({ contents: 'module.exports = new Proxy({}, { get: () => class {} });', loader: 'js' }));
  },
});

/** The modules of aws-cdk-lib that went into a bundle as they are, by the names they are imported by. */
export const modulesIn = ({ metafile }: BuildResult): ReadonlySet<string> =>
  new Set(Object.keys(metafile?.inputs ?? {}).flatMap((file) => /node_modules\/aws-cdk-lib\/(aws-[^/]+)\//.exec(file)?.[1] ?? []).filter((name) => !UNUSED_CDK_MODULES.includes(name)).map((name) => `aws-cdk-lib/${name}`));
