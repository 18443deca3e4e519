import { documents } from '../build/documents';
import { repositoryFiles } from '../build/repository-files';
import { systemsMatrix } from '../build/systems-matrix';

jest.setTimeout(60_000);

test('every row of the five reference systems has its file and its test: 60, 28, 36, 35 and 51', () => {
  const matrix = systemsMatrix(repositoryFiles);
  expect(matrix.map(({ system, rows }) => [system.app, rows.length])).toEqual([
    ['payment-platform', 60],
    ['api-observability', 28],
    ['serverless-monitoring', 36],
    ['realtime-transactions', 35],
    ['multi-region-platform', 51],
  ]);
  expect(matrix.flatMap(({ rows }) => rows).filter(({ source, tests }) => source.length === 0 || tests.length === 0)).toEqual([]);
});

test('docs/systems.md and the rows and cost in the READMEs of the templates are up to date', () => {
  const generated = documents(repositoryFiles);
  expect([...generated.keys()]).toEqual(['docs/systems.md', ...['payment-platform', 'api-observability', 'serverless-monitoring', 'realtime-transactions', 'multi-region-platform', 'account-baseline'].map((app) => `apps/${app}/README.md`)]);
  expect([...generated].filter(([path, text]) => !repositoryFiles.exists(path) || repositoryFiles.read(path) !== text).map(([path]) => path)).toEqual([]);
});

test('a row whose code is taken out of the titles of its tests is missed', () => {
  const sabotaged = { ...repositoryFiles, read: (path: string) => (path.endsWith('.test.ts') ? repositoryFiles.read(path).replaceAll(/\bA9\b/g, 'The') : repositoryFiles.read(path)) };
  expect(() => systemsMatrix(sabotaged)).toThrow(/^docs\/systems\.md cannot be written:\nA9: no test below apps\/api-observability\/test or packages\/handlers\/test has a title that begins with it$/);
});
