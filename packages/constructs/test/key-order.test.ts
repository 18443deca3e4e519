import { inKeyOrder } from '../src/key-order';

test('keys are in code-unit order at every depth, lists keep theirs', () => {
  const ordered = inKeyOrder({ b: 1, B: 2, a: [{ d: 1, c: 2 }, 'z', 'y'], c: null });
  expect(JSON.stringify(ordered)).toBe('{"B":2,"a":[{"c":2,"d":1},"z","y"],"b":1,"c":null}');
});

test('nothing is lost, nothing is changed', () => {
  const value = { b: { y: 1, x: undefined }, a: [] };
  expect(inKeyOrder(value)).toEqual(value);
  expect(Object.keys(value)).toEqual(['b', 'a']);
});
