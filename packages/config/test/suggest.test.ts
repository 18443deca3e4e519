import { namesInstead, nearest } from '../src/suggest';

test.each([
  ['sevrity', ['severity', 'silent'], 'severity'],
  ['lable', ['label', 'axis'], 'label'],
  ['nmae', ['name', 'env'], 'name'],
  ['WARNING', ['warning', 'info'], 'warning'],
  ['warn', ['warning', 'critical'], 'warning'],
  ['prod', ['production', 'staging'], 'production'],
  ['xyz', ['abc'], undefined],
  ['ab', ['xy'], undefined],
  ['vault', ['keys'], undefined],
  ['anything', [], undefined],
  ['x'.repeat(101), ['x'.repeat(100)], undefined],
])('%s among %j: %s', (written, candidates, expected) => {
  expect(nearest(written, candidates)).toBe(expected);
});

test('of two that are as near, the first of the alphabet', () => {
  expect(nearest('latencyP9', ['latencyP99', 'latencyP95'])).toBe('latencyP95');
});

test('the list is sorted, and left out when there is nothing to name', () => {
  expect(namesInstead('zzz', ['b', 'a'])).toEqual({ allowed: 'a, b' });
  expect(namesInstead('zzz', [])).toEqual({});
});
