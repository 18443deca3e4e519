import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatProblem, jsonSchema, loadConfig, referenceTable, SECTION_NAMES } from '@payment-observability/config';
import { synthesize } from '@payment-observability/constructs';
import { reviewJsonSchema } from '@payment-observability/review/machine';
import { parse } from 'yaml';
import { INPUTS } from '../src/inputs';
import { OUTPUTS } from '../src/outputs';
import { TEMPLATES } from '../src/templates';

jest.setTimeout(60_000);

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

describe('generated files', () => {
  test('action.yml has the inputs and outputs that the action reads and sets', () => {
    const action = parse(read('action.yml')) as { inputs: object; outputs: object; runs: object };
    expect(Object.keys(action.inputs)).toEqual(Object.keys(INPUTS));
    expect(Object.keys(action.outputs)).toEqual(Object.keys(OUTPUTS));
    expect(action.runs).toEqual({ using: 'node24', main: 'action/dist/index.js' });
  });

  test('the JSON Schema and the reference come from the schema of the loader', () => {
    expect(JSON.parse(read('schema/observability.schema.json'))).toEqual(JSON.parse(JSON.stringify(jsonSchema(TEMPLATES))));
    expect(read('docs/configuration.md')).toContain(referenceTable().trimEnd());
  });

  test('the JSON Schema of review.json comes from what describes a review', () => {
    expect(JSON.parse(read('schema/review.schema.json'))).toEqual(JSON.parse(JSON.stringify(reviewJsonSchema())));
  });

  test('the README shows the example files, word for word', () => {
    const example = read('examples/payment-platform/observability.yml').replace(/^# yaml-language-server.*\n/, '').trimEnd();
    expect(read('README.md')).toContain(example);
    expect(read('README.md')).toContain(read('examples/payment-platform/.github/workflows/observability.yml').trimEnd());
  });
});

/** Templates that a service names; the account's baseline is no example to copy. */
const SERVICE_TEMPLATES = Object.keys(TEMPLATES).filter((name) => name !== 'account-baseline').sort();
/** Workflows for more than the first use, beside the examples of the templates. */
const WORKFLOWS = 'examples/workflows';
/** Beside them stands the receiver of signed webhooks, which the tests of the handlers run. */
const EXAMPLES = readdirSync(join(ROOT, 'examples')).filter((name) => name !== 'workflows' && name !== 'webhook-receiver').sort();

test('each template of a service has an example', () => {
  expect(EXAMPLES).toEqual(SERVICE_TEMPLATES);
});

describe.each(EXAMPLES)('the example %s', (name) => {
  const load = () => loadConfig({ text: read(`examples/${name}/observability.yml`), file: 'observability.yml', templates: TEMPLATES });

  test('loads, names its template and synthesizes', () => {
    const loaded = load();
    expect(loaded.ok ? [] : loaded.problems.map(formatProblem)).toEqual([]);
    const configs = loaded.ok ? loaded.configs : [];
    expect(configs.map(({ template }) => template)).toEqual([name]);
    for (const config of configs) expect(synthesize(config, { validation: false }).stacks.length).toBeGreaterThan(0);
  });

  test('has the schema in its first line, and the workflow that the README shows', () => {
    expect(read(`examples/${name}/observability.yml`)).toMatch(/^# yaml-language-server: \$schema=\.\.\/\.\.\/schema\/observability\.schema\.json\n/);
    expect(read(`examples/${name}/.github/workflows/observability.yml`)).toBe(read('examples/payment-platform/.github/workflows/observability.yml'));
  });
});

test('the README names every template and every section', () => {
  const readme = read('README.md');
  expect(Object.keys(TEMPLATES).filter((name) => !readme.includes(`| [\`${name}\`](apps/${name}/README.md) |`))).toEqual([]);
  expect(SECTION_NAMES.filter((name) => !readme.includes(`\n| \`${name}\` |`))).toEqual([]);
});

test('links between the documents of the repository lead somewhere', () => {
  const pages = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', ...readdirSync(join(ROOT, 'docs')).map((page) => `docs/${page}`), ...readdirSync(join(ROOT, 'apps')).map((app) => `apps/${app}/README.md`)];
  const broken = pages.flatMap((page) =>
    [...read(page).matchAll(/\]\((?!https?:|#)([^)#\s]+)/g)].map(([, link = '']) => link).filter((link) => !existsSync(join(ROOT, dirname(page), link))).map((link) => `${page}: ${link}`),
  );
  expect(broken).toEqual([]);
});

test.each(['.github/workflows', 'examples/payment-platform/.github/workflows', WORKFLOWS])('every action of %s is pinned by commit, and the workflow limits its token', (folder) => {
  for (const file of readdirSync(join(ROOT, folder))) {
    const text = read(`${folder}/${file}`);
    const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action ?? '');
    expect(uses.filter((action) => !/@[0-9a-f]{40}$/.test(action) && !action.startsWith('payment-observability/') && action !== './')).toEqual([]);
    expect((parse(text) as { permissions?: object }).permissions).toBeDefined();
  }
});

describe('the workflows', () => {
  interface Step {
    readonly uses?: string;
    readonly with?: Readonly<Record<string, string>>;
  }
  interface Workflow {
    readonly on: Readonly<Record<string, { readonly types?: readonly string[]; readonly paths?: readonly string[] } | null>>;
    readonly permissions: object;
    readonly jobs: Readonly<Record<string, { readonly permissions?: Readonly<Record<string, string>>; readonly if?: string; readonly steps: readonly Step[] }>>;
  }
  const workflow = (path: string) => parse(read(path)) as Workflow;
  const files = [...readdirSync(join(ROOT, WORKFLOWS)).map((file) => `${WORKFLOWS}/${file}`), 'examples/payment-platform/.github/workflows/observability.yml'];

  test.each(files)('%s gives the action inputs that it has', (path) => {
    const ours = Object.values(workflow(path).jobs).flatMap(({ steps }) => steps.filter(({ uses = '' }) => uses.startsWith('payment-observability/')));
    expect(ours.length).toBeGreaterThan(0);
    expect(ours.flatMap(({ with: inputs = {} }) => Object.keys(inputs)).filter((name) => !Object.hasOwn(INPUTS, name))).toEqual([]);
  });

  test.each(files.filter((path) => workflow(path).on['pull_request']))('%s runs when a label comes or goes, and is never skipped by paths, which would leave a required check pending', (path) => {
    const { types = [], paths } = workflow(path).on['pull_request'] ?? {};
    expect(['opened', 'synchronize', 'reopened', 'labeled', 'unlabeled'].filter((type) => !types.includes(type))).toEqual([]);
    expect(paths).toBeUndefined();
  });

  test('the one for forks checks nothing out, asks for no OIDC token and no role', () => {
    const { jobs, permissions, on } = workflow(`${WORKFLOWS}/fork-review.yml`);
    expect(Object.keys(on)).toEqual(['workflow_run']);
    expect(permissions).toEqual({});
    expect(Object.values(jobs).map((job) => job.permissions)).toEqual([{ contents: 'read', 'pull-requests': 'write' }]);
    expect(Object.values(jobs).flatMap(({ steps }) => steps)).toEqual([{ uses: 'payment-observability/payment-observability@v1' }]);
  });

  test('the check of the one with an environment is never skipped', () => {
    expect(workflow(`${WORKFLOWS}/environment-approval.yml`).jobs['gate']?.if).toBe('${{ !cancelled() }}');
  });
});

describe('lint', () => {
  /** What the import rules say of a file with this text at this place. */
  function messages(path: string, text: string): readonly string[] {
    const answer = execFileSync(process.execPath, [join(__dirname, 'lint-probe.mjs'), JSON.stringify([{ path, text }])], { encoding: 'utf8' });
    return (JSON.parse(answer) as string[][])[0] ?? [];
  }

  test.each([
    ['packages/catalog/src/probe.ts', "import '@payment-observability/config';", 'packages/catalog/src may import no workspace only'],
    ['packages/config/src/probe.ts', "import '@payment-observability/constructs';", 'packages/config/src may import packages/catalog only'],
    ['packages/review/src/probe.ts', "import '@payment-observability/constructs';", 'packages/review/src may import packages/catalog, packages/config only'],
    ['packages/handlers/src/probe.ts', "import '@payment-observability/config';", 'packages/handlers/src may import packages/catalog only'],
    ['action/src/probe.ts', "import '@payment-observability/sandbox';", 'action/src may import'],
  ])('refuses that %s has %s', (path, text, message) => {
    expect(messages(path, text)).toEqual([expect.stringContaining(message)]);
  });

  test('lets imports go their one way', () => {
    expect(messages('packages/constructs/src/probe.ts', "import '@payment-observability/config';\nimport 'aws-cdk-lib/core';")).toEqual([]);
  });

  test('refuses the root of aws-cdk-lib', () => {
    expect(messages('packages/constructs/src/probe.ts', "import { Stack } from 'aws-cdk-lib';\nexport const probe = Stack;")).toEqual([
      "'aws-cdk-lib' import is restricted from being used. import 'aws-cdk-lib/core' or 'aws-cdk-lib/aws-<service>'",
    ]);
  });

  test('refuses a cycle', () => {
    expect(messages('packages/constructs/src/notes.ts', "import { ObservabilityStack } from './observability-stack';\nexport const probe = ObservabilityStack;")).toEqual([
      expect.stringMatching(/^Dependency cycle/),
    ]);
  });
});
