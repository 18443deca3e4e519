import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';

const AWS_CDK_LIB = dirname(createRequire(__filename).resolve('aws-cdk-lib/package.json'));

/** Facts of all Regions, which aws-cdk-lib registers with ten thousand calls in 1.2 MB of code. */
function regionFacts(): Record<string, Record<string, string>> {
  const load = createRequire(join(AWS_CDK_LIB, 'package.json'));
  const { BuiltIns } = load(join(AWS_CDK_LIB, 'region-info/lib/built-ins.generated.js')) as { BuiltIns: { register(): void } };
  const { Fact } = load(join(AWS_CDK_LIB, 'region-info/lib/fact.js')) as { Fact: { definedFacts(): [string, string][]; find(region: string, name: string): string } };
  BuiltIns.register();
  const facts: Record<string, Record<string, string>> = {};
  for (const [region, name] of Fact.definedFacts()) (facts[region] ??= {})[name] = Fact.find(region, name);
  return facts;
}

/** Modules of aws-cdk-lib that a synthesis does not need as they are: large tables for warnings and usage reports, and the facts of Regions as code. */
const REPLACEMENTS: Readonly<Record<string, () => string>> = {
  // deprecation warnings are for people who write CDK code
  '.warnings.jsii.js': () => 'module.exports = new Proxy({}, { get: () => () => undefined });',
  // usage reports are switched off
  'core/lib/analytics-data-source/classes.js': () => 'exports.AWS_CDK_CONSTRUCTOR_PROPS = {};',
  'core/lib/analytics-data-source/enums.js': () => 'exports.AWS_CDK_ENUMS = {};',
  'region-info/lib/built-ins.generated.js': () => `
    const facts = ${JSON.stringify(JSON.stringify(regionFacts()))};
    exports.BuiltIns = class {
      static register() {
        const { Fact } = require('./fact');
        for (const [region, values] of Object.entries(JSON.parse(facts))) for (const [name, value] of Object.entries(values)) Fact.register({ region, name, value });
      }
    };`,
};

/** Replaces the heaviest modules of aws-cdk-lib that do not change a template; a test compares the templates of both. */
export const slimModulesPlugin: Plugin = {
  name: 'slim-modules',
  setup(build) {
    build.onLoad({ filter: /aws-cdk-lib/ }, ({ path }) => {
      const replacement = REPLACEMENTS[path.slice(AWS_CDK_LIB.length + 1).replaceAll('\\', '/')];
      return path.startsWith(AWS_CDK_LIB) && replacement ? { contents: replacement(), loader: 'js', resolveDir: dirname(path) } : undefined;
    });
  },
};
