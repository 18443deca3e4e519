import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatProblem, loadConfig, type Config } from '@payment-observability/config';
import { synth, synthBase } from '../src/commands/synth';
import { ConfigProblems } from '../src/commands/validate';
import type { RunContext } from '../src/run-context';
import { TEMPLATES } from '../src/templates';
import { exampleConfig } from './example-config';

const FILE = 'observability.yml';

function configOf(text: string): Config {
  const loaded = loadConfig({ text, file: FILE, templates: TEMPLATES });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const [config] = loaded.configs;
  if (!config) throw new Error('no environment');
  return config;
}

/** A run that says what it logs and annotates; `base` is the file of the base branch. */
function runOf(base?: string) {
  const lines: string[] = [];
  const context = {
    inputs: { configFile: FILE, bootstrapPrefix: 'payment-observability' },
    runner: { info: (line: string) => lines.push(line), annotate: (level: string, message: string) => lines.push(`${level}: ${message}`) },
    github: { fileAt: () => Promise.resolve(base) },
    handlersRoot: join(__dirname, '../../packages/handlers/dist'),
    outputFolder: mkdtempSync(join(tmpdir(), 'payment-observability-synth-')),
  };
  return { lines, context: context as unknown as RunContext };
}

const filters = (count: number) =>
  Array.from({ length: count }, (_, index) => `    f${index}: { filterName: "f-${index}", group: processing, match: { level: ERROR }, metricName: "F${index}" }`).join('\n');
/** Too many tags and too many filters on one log group. */
const TOO_MUCH = exampleConfig({
  more: `tags: { ${Array.from({ length: 50 }, (_, index) => `T${index}: x`).join(', ')} }\nlogs:\n  metricFilters:\n${filters(100)}`,
});

test('counts stand beside the quotas of the account, one line for each Region', () => {
  const { lines, context } = runOf();
  synth(context, configOf(exampleConfig()));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^In us-east-1: metric alarms \d+, .*log groups \d+, .*Logs resource policies 1 of 10, .*sampling rules \d+ of 25, .*EventBridge rules \d+ of 300, .*\.$/);
});

test('limits are problems of the file, all at once, each at its line', () => {
  const { context } = runOf();
  const config = configOf(TOO_MUCH);
  const problems = (() => {
    try {
      synth(context, config);
    } catch (error) {
      if (error instanceof ConfigProblems) return error.problems;
      throw error;
    }
    return [];
  })();
  const lineOf = (words: string) => TOO_MUCH.split('\n').findIndex((line) => line.startsWith(words)) + 1;
  expect(problems.map(({ file, line, path }) => [file, line, path])).toEqual([
    [FILE, lineOf('tags:'), 'tags'],
    // the filters of the template stand before f93
    [FILE, lineOf('    f93:'), 'logs.metricFilters.f93'],
  ]);
});

test('a base branch that exceeds limits is no baseline', () => {
  const { lines, context } = runOf(TOO_MUCH);
  expect(synthBase(context, 'production', TOO_MUCH)).toBeUndefined();
  expect(lines).toEqual(['warning: observability.yml of the base branch exceeds limits of AWS, so the review shows the whole stack as new']);
});

test('a base branch within the limits is', () => {
  const { context } = runOf(exampleConfig());
  expect(synthBase(context, 'production', exampleConfig())?.stacks.map(({ id }) => id)).toEqual(['home']);
});
