import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TemplateDefaults } from '@payment-observability/config';
import { runTemplate, templateApp } from '../src/template-app';

const EMPTY: TemplateDefaults = { name: 'empty', title: 'Nothing', defaults: {} };
const HEAD = `version: 1
name: acme
template: empty
owner: payments
environments:
  dev: { account: "111111111111", region: eu-west-1 }
  prod: { account: "222222222222", region: eu-west-1 }
`;
/** Two limits at once: tags of a resource, characters of a filter pattern. */
const TOO_MUCH = `${HEAD}tags: { ${Array.from({ length: 60 }, (_, index) => `T${index}: x`).join(', ')} }
encryption: { keys: { logs: {} } }
metrics: { namespace: Acme }
logs:
  encryptionKey: logs
  groups: { app: { logGroupName: "/acme/{env}" } }
  metricFilters:
    long: { filterName: long, group: app, metricName: Long, match: { message: "${'x'.repeat(1100)}" } }
`;

const folder = () => mkdtempSync(join(tmpdir(), 'payment-observability-app-'));

function run(text: string, ...more: string[]): { readonly printed: string; readonly exitCode: unknown } {
  const file = join(folder(), 'observability.yml');
  writeFileSync(file, text);
  const print = jest.spyOn(console, 'error').mockReturnValue();
  const outdir = process.env['CDK_OUTDIR'];
  process.env['CDK_OUTDIR'] = folder();
  try {
    runTemplate(EMPTY, [file, ...more]);
    return { printed: print.mock.calls.flat().map(String).join('\n'), exitCode: process.exitCode };
  } finally {
    process.exitCode = 0;
    if (outdir === undefined) delete process.env['CDK_OUTDIR'];
    else process.env['CDK_OUTDIR'] = outdir;
  }
}

test('every limit that is exceeded is printed with its place, and the run fails', () => {
  const { printed, exitCode } = run(TOO_MUCH, 'dev');
  expect(exitCode).toBe(1);
  expect(printed.split('\n').filter((line) => line.startsWith('observability.yml:'))).toEqual([
    expect.stringMatching(/^observability\.yml:8:1 tags: tags of a resource: at most 50 tags, found \d+ \(.+\); use fewer tags; each resource has some of its own$/),
    'observability.yml:15:61 logs.metricFilters.long.match: pattern of a metric filter: at most 1024 characters, found 1118 (MetricFilter long); match fewer values or split the filter',
  ]);
});

test('what does not load is printed with its place', () => {
  expect(run(`${HEAD}alarm: {}\n`)).toEqual({ printed: expect.stringMatching(/^observability\.yml:8:1 alarm: unknown key "alarm"; did you mean "alarms"\?$/) as unknown, exitCode: 1 });
});

test('an app holds all environments of the file, or the one that is asked for', () => {
  const stacks = (environment?: string) => templateApp(EMPTY, HEAD, environment === undefined ? {} : { environment }).node.children.map(({ node }) => node.id).filter((id) => id.startsWith('acme'));
  expect(stacks()).toEqual(['acme-dev', 'acme-prod']);
  expect(stacks('prod')).toEqual(['acme-prod']);
});
