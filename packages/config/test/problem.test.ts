import { formatProblem, type Problem } from '../src';
import { formatFound } from '../src/finding';
import { sortProblems } from '../src/problem';

const problem = (over: Partial<Problem> = {}): Problem => ({ file: 'observability.yml', line: 12, column: 5, path: 'alarms.api.latencyP99Ms', message: 'expected a number of at least 1', ...over });

test.each([
  ['what was found', { found: '"fast"' }, 'observability.yml:12:5 alarms.api.latencyP99Ms: expected a number of at least 1, found "fast"'],
  ['the whole file', { path: '' }, 'observability.yml:12:5: expected a number of at least 1'],
  ['what is allowed', { allowed: 'a, b' }, 'observability.yml:12:5 alarms.api.latencyP99Ms: expected a number of at least 1; allowed: a, b'],
  ['a suggestion before the list', { found: '5', allowed: 'a, b', suggestion: 'did you mean "a"?' }, 'observability.yml:12:5 alarms.api.latencyP99Ms: expected a number of at least 1, found 5; did you mean "a"?'],
])('a problem with %s', (_, over, text) => {
  expect(formatProblem(problem(over))).toBe(text);
});

test('problems stand in the order of the file, whatever order they were found in', () => {
  const sorted = [
    problem({ line: 2, column: 9 }),
    problem({ line: 10, column: 1 }),
    problem({ line: 10, column: 3, path: 'a', message: 'x' }),
    problem({ line: 10, column: 3, path: 'a', message: 'y', found: '1' }),
    problem({ line: 10, column: 3, path: 'a', message: 'y', found: '2' }),
    problem({ line: 10, column: 3, path: 'b' }),
  ];
  expect(sortProblems([...sorted].reverse())).toEqual(sorted);
});

test.each([
  [undefined, 'nothing'],
  [null, 'nothing'],
  [5, '5'],
  [true, 'true'],
  ['a "b"\n', '"a \\"b\\"\\n"'],
  [[], 'an empty list'],
  [[1], 'a list'],
  [{}, '{}'],
  [{ a: 1, 'b\n': 2 }, '{ a, b? }'],
  ['see https://user:password@example.com/T0?x=y now', '"see https://… now"'],
  ['x'.repeat(80), `"${'x'.repeat(80)}"`],
  ['x'.repeat(81), `"${'x'.repeat(80)}…" (81 characters)`],
])('%j is shown as %s', (value, shown) => {
  expect(formatFound(value)).toBe(shown);
});
