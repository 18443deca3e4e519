import { grouped, plural, usd, usdChange } from '../../src/render/values';

test.each([
  [1, 'alarm', '1 alarm'],
  [0, 'alarm', '0 alarms'],
  [2, 'public access', '2 public accesses'],
  [3, 'policy', '3 policies'],
  [2, 'delay', '2 delays'],
  [2, 'box', '2 boxes'],
  [2, 'patch', '2 patches'],
])('%d of %j is %j', (count, noun, expected) => {
  expect(plural(count, noun)).toBe(expected);
});

test.each([
  [0, '0.00 USD'],
  [999.999, '1,000.00 USD'],
  [1_234_567.5, '1,234,567.50 USD'],
  [-1_234.5, '-1,234.50 USD'],
])('%d is %j', (amount, expected) => {
  expect(usd(amount)).toBe(expected);
});

test.each([
  [1, 1.004, 'unchanged'],
  [1, 1.006, '+0.01 USD'],
  [1_000, 0, '−1,000.00 USD'],
  [0, 240, '+240.00 USD'],
])('from %d to %d is %j', (before, after, expected) => {
  expect(usdChange(before, after)).toBe(expected);
});

test('only whole digits are grouped', () => {
  expect(['999', '1000', '1234567.1234567', '-1000', '1e21', 'x1000'].map(grouped)).toEqual(['999', '1,000', '1,234,567.1234567', '-1,000', '1e21', 'x1000']);
});
