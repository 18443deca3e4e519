import { mergeText } from '../../src/github/merge-text';

const BASE = 'a\nb\nc\nd\n';

test.each([
  ['lines apart', 'A\nb\nc\nd\n', 'a\nb\nc\nD\n', 'A\nb\nc\nD\n'],
  ['the later side first', 'a\nb\nc\nD\n', 'A\nb\nc\nd\n', 'A\nb\nc\nD\n'],
  ['an added and a removed line', 'a\nnew\nb\nc\nd\n', 'a\nb\nc\n', 'a\nnew\nb\nc\n'],
  ['the same line', 'A\nb\nc\nd\n', 'X\nb\nc\nd\n', undefined],
  ['lines that touch', 'a\nB\nc\nd\n', 'a\nb\nC\nd\n', undefined],
  ['runs that overlap', 'A\nB\nC\nd\n', 'a\nX\nc\nd\n', undefined],
])('%s', (_case, ours, theirs, merged) => {
  expect(mergeText(BASE, ours, theirs)).toBe(merged);
});
