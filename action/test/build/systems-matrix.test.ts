import { withPart } from '../../build/generated-part';
import { rowsTable, systemsDocument } from '../../build/systems-document';
import { type Files, SYSTEMS, systemsMatrix } from '../../build/systems-matrix';

const codes = ({ letter, rows }: (typeof SYSTEMS)[number]) => Array.from({ length: rows }, (_, index) => `${letter}${index + 1}`);

/** A repository in which every row is shown, changed by some files; `undefined` removes one. */
function repository(changes: Readonly<Record<string, string | undefined>> = {}): Files {
  const complete = SYSTEMS.flatMap((system) => [
    [`apps/${system.app}/src/template.ts`, ''],
    [`apps/${system.app}/rows.json`, JSON.stringify(Object.fromEntries(codes(system).map((code) => [code, { shows: `row ${code}`, source: [`apps/${system.app}/src/template.ts`] }])))],
    [`apps/${system.app}/test/rows/all.test.ts`, codes(system).map((code) => `test('${code} works', () => {});`).join('\n')],
  ]);
  const all = new Map(Object.entries({ ...(Object.fromEntries(complete) as Record<string, string>), ...changes }).filter((file): file is [string, string] => file[1] !== undefined));
  return {
    read: (path) => all.get(path) ?? '',
    exists: (path) => all.has(path),
    below: (folder, ending) => [...all.keys()].filter((path) => path.startsWith(`${folder}/`) && path.endsWith(ending)),
  };
}

const ALARMS = 'apps/api-observability';
const withoutTest = (code: string) => repository().read(`${ALARMS}/test/rows/all.test.ts`).replace(`'${code} works'`, "'works'");
const rowsWith = (code: string, row: object | undefined) => JSON.stringify({ ...(JSON.parse(repository().read(`${ALARMS}/rows.json`)) as object), [code]: row });

test('60, 28, 36, 35 and 51 rows, each with what it shows, source and test', () => {
  const matrix = systemsMatrix(repository());
  expect(matrix.map(({ system, rows }) => [system.letter, rows.length])).toEqual([['P', 60], ['A', 28], ['S', 36], ['R', 35], ['M', 51]]);
  expect(matrix[1]?.rows[8]).toEqual({ code: 'A9', shows: 'row A9', source: [`${ALARMS}/src/template.ts`], tests: [`${ALARMS}/test/rows/all.test.ts`] });
});

test.each([
  ['the title of a test is gone', { [`${ALARMS}/test/rows/all.test.ts`]: withoutTest('A9') }, 'A9: no test below apps/api-observability/test or packages/handlers/test has a title that begins with it'],
  ['the entry of a row is gone', { [`${ALARMS}/rows.json`]: rowsWith('A9', undefined) }, 'A9: apps/api-observability/rows.json has no entry'],
  ['a row has no source', { [`${ALARMS}/rows.json`]: rowsWith('A9', { shows: 'x', source: [] }) }, 'A9: apps/api-observability/rows.json must say what it "shows" and name its "source"'],
  ['a row shows nothing', { [`${ALARMS}/rows.json`]: rowsWith('A9', { source: ['apps/api-observability/src/template.ts'] }) }, 'A9: apps/api-observability/rows.json must say what it "shows" and name its "source"'],
  ['a source was renamed', { [`${ALARMS}/rows.json`]: rowsWith('A9', { shows: 'x', source: ['packages/gone.ts'] }) }, 'A9: apps/api-observability/rows.json names packages/gone.ts, which does not exist'],
  ['a row nobody knows', { [`${ALARMS}/rows.json`]: rowsWith('A29', { shows: 'x', source: ['apps/api-observability/src/template.ts'] }) }, 'A29: apps/api-observability/rows.json has it, the reference system has not'],
])('fails when %s', (_, changes, problem) => {
  expect(() => systemsMatrix(repository(changes))).toThrow(new Error(`docs/systems.md cannot be written:\n${problem}`));
});

test('lists everything that is missing', () => {
  const problems = () => systemsMatrix(repository({ [`${ALARMS}/rows.json`]: undefined, [`${ALARMS}/test/rows/all.test.ts`]: undefined }));
  expect(problems).toThrow(/^docs\/systems\.md cannot be written:\n(A\d+: .*\n){55}A28: no test .*$/);
});

test('a test of the handlers shows a row of any system, a test of another template does not', () => {
  const handlers = { [`${ALARMS}/test/rows/all.test.ts`]: withoutTest('A9'), 'packages/handlers/test/payment.test.ts': "test('A9 works', () => {});" };
  expect(systemsMatrix(repository(handlers))[1]?.rows[8]?.tests).toEqual(['packages/handlers/test/payment.test.ts']);
  expect(() => systemsMatrix(repository({ ...handlers, 'packages/handlers/test/payment.test.ts': undefined, 'apps/payment-platform/test/more.test.ts': "test('A9 works', () => {});" }))).toThrow(/A9: no test/);
});

test('the document: a chapter for each system, links from docs/', () => {
  const text = systemsDocument(systemsMatrix(repository()));
  expect(text.match(/^\| [PASRM]\d+ \|/gm)).toHaveLength(210);
  expect(text).toContain('The 210 rows of the five systems');
  expect(text).toContain('## [api-observability](../apps/api-observability/README.md): A1–A28\n\n| row | shows | source | test |\n| --- | --- | --- | --- |\n| A1 | row A1 | [src/template.ts](../apps/api-observability/src/template.ts) | [rows/all.test.ts](../apps/api-observability/test/rows/all.test.ts) |\n');
});

test('what a row shows cannot break the table', () => {
  expect(rowsTable([{ code: 'A1', shows: 'a | b\n<c> & d', source: [], tests: [] }], '').split('\n').at(-1)).toBe('| A1 | a \\| b &lt;c> &amp; d |  |  |');
});

describe('a generated part', () => {
  const text = 'a\n<!-- generated: rows -->\nold\n<!-- end of generated: rows -->\nb\n';

  test('is replaced, once and again', () => {
    const updated = withPart(text, 'README.md', 'rows', 'new');
    expect(updated).toBe('a\n<!-- generated: rows -->\nnew\n<!-- end of generated: rows -->\nb\n');
    expect(withPart(updated, 'README.md', 'rows', 'new')).toBe(updated);
  });

  test('that is not there is an error', () => {
    expect(() => withPart(text, 'README.md', 'cost', 'new')).toThrow('README.md has no part "<!-- generated: cost -->" … "<!-- end of generated: cost -->"');
  });
});
