import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'esbuild';
import { withoutParsers } from './without-parsers';

const AWS_CDK_LIB = dirname(createRequire(__filename).resolve('aws-cdk-lib/package.json'));

/** File beside the bundle that holds the facts of Regions. */
export const REGION_FACTS_FILE = 'region-facts.json';

/** The facts of Regions as text. */
export const regionFactsText = (): string => JSON.stringify(regionFacts());

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
    const { readFileSync } = require('node:fs');
    const { join } = require('node:path');
    exports.BuiltIns = class {
      static register() {
        const { Fact } = require('./fact');
        const facts = JSON.parse(readFileSync(join(__dirname, '${REGION_FACTS_FILE}'), 'utf8'));
        for (const [region, values] of Object.entries(facts)) for (const [name, value] of Object.entries(values)) Fact.register({ region, name, value });
      }
    };`,
};

/** Modules of aws-cdk-lib that others load for features no construct of ours uses, such as functions in a VPC or with a file system. */
export const UNUSED_CDK_MODULES: readonly string[] = ['aws-applicationautoscaling', 'aws-codeguruprofiler', 'aws-ec2', 'aws-efs', 'aws-s3files', 'aws-signer'];

const unusedModule = (name: string): string =>
  `module.exports = new Proxy({}, { get: (_, member) => { throw new Error('aws-cdk-lib/${name} is not part of the action: ' + String(member)); } });`;

/** Clients that toolkit-lib has for context look-ups, hotswap and bootstrap, none of which the action does. */
const UNUSED_CLIENTS = [
  'appsync', 'bedrock-agentcore-control', 'cloudcontrol', 'cloudtrail', 'cloudwatch-logs', 'codebuild', 'ec2', 'ecs',
  'elastic-load-balancing-v2', 'iam', 'kms', 'lambda', 'route-53', 'secrets-manager', 'sfn',
];

/** Replaces the AWS clients a deployment of our stacks never uses; what would use one says so. */
export const unusedClientsPlugin: Plugin = {
  name: 'unused-clients',
  setup(build) {
    const filter = new RegExp(`^@aws-sdk/client-(${UNUSED_CLIENTS.join('|')})$`);
    build.onResolve({ filter }, ({ path }) => ({ path, namespace: 'unused-clients' }));
    build.onLoad({ filter: /.*/, namespace: 'unused-clients' }, ({ path }) => ({
      contents: `module.exports = new Proxy({}, { get: (_, name) => class { constructor() { throw new Error('${path} is not part of the action: ' + String(name)); } } });`,
      loader: 'js',
    }));
  },
};

/** What takes the place of a file of aws-cdk-lib, or undefined when it stays as it is. */
function slimmed(file: string): string | undefined {
  const unused = UNUSED_CDK_MODULES.find((name) => file === `${name}/index.js`);
  if (unused !== undefined) return unusedModule(unused);
  const replacement = REPLACEMENTS[file];
  if (replacement) return replacement();
  return file.endsWith('.generated.js') ? withoutParsers(readFileSync(join(AWS_CDK_LIB, file), 'utf8')) : undefined;
}

/** Replaces the heaviest modules of aws-cdk-lib that do not change a template; a test compares the templates of both. */
export const slimModulesPlugin: Plugin = {
  name: 'slim-modules',
  setup(build) {
    build.onLoad({ filter: /aws-cdk-lib/ }, ({ path }) => {
      const contents = path.startsWith(AWS_CDK_LIB) ? slimmed(path.slice(AWS_CDK_LIB.length + 1).replaceAll('\\', '/')) : undefined;
      return contents === undefined ? undefined : { contents, loader: 'js', resolveDir: dirname(path) };
    });
  },
};
