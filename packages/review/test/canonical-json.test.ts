import fc from 'fast-check';
import { canonicalJson, digest } from '../src/index';

describe('canonicalJson', () => {
  test.each([
    ['sorts keys at every depth', { b: [{ d: 1, c: 2 }], a: null }, '{"a":null,"b":[{"c":2,"d":1}]}'],
    ['leaves out undefined keys', { a: undefined, b: 1 }, '{"b":1}'],
    ['keeps the order of lists', [3, 1, 2], '[3,1,2]'],
    ['sorts by code unit, not by locale', { ä: 1, z: 2, Z: 3, a: 4 }, '{"Z":3,"a":4,"z":2,"ä":1}'],
    ['keeps a key called __proto__', JSON.parse('{"__proto__":{"x":1}}'), '{"__proto__":{"x":1}}'],
  ])('%s', (_case, value, expected) => {
    expect(canonicalJson(value)).toBe(expected);
  });

  test.each([
    [Number.NaN, 'canonicalJson: expected JSON data, found NaN'],
    [undefined, 'canonicalJson: expected JSON data, found undefined'],
    [() => 1, 'canonicalJson: expected JSON data, found function'],
  ])('refuses %p', (value, message) => {
    expect(() => canonicalJson(value)).toThrow(new TypeError(message));
  });

  test('parses back to the same value', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))));
  });
});

test('digest is SHA-256 over the canonical text, in hex', () => {
  // printf '{}' | sha256sum
  expect(digest({})).toBe('44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a');
});
