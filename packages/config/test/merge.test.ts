import fc from 'fast-check';
import { merge } from '../src/merge';

const key = fc.constantFrom('a', 'b', 'c', 'd');
const scalar = fc.oneof(fc.integer(), fc.string(), fc.boolean(), fc.constant(null), fc.array(fc.integer(), { maxLength: 3 }));
const { tree } = fc.letrec<{ tree: Record<string, unknown>; node: unknown }>((tie) => ({
  tree: fc.dictionary(key, tie('node'), { maxKeys: 4, noNullPrototype: true }),
  node: fc.oneof({ maxDepth: 3 }, scalar, tie('tree')),
}));
/** Objects whose shape never differs, only their values and which of them are there: what template, file and overrides are. */
const sameShape = fc.record(
  {
    a: fc.integer(),
    b: fc.array(fc.integer(), { maxLength: 2 }),
    c: fc.record({ a: fc.string(), b: fc.record({ a: fc.integer(), d: fc.integer() }, { requiredKeys: [] }) }, { requiredKeys: [] }),
    d: fc.dictionary(key, fc.integer(), { maxKeys: 3, noNullPrototype: true }),
  },
  { requiredKeys: [] },
);

const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null) Object.values(Object.freeze(value)).forEach(deepFreeze);
  return value;
};
const reversed = (value: unknown): unknown =>
  typeof value !== 'object' || value === null || Array.isArray(value)
    ? value
    : Object.fromEntries(Object.entries(value).reverse().map(([name, inner]) => [name, reversed(inner)]));

test('merging nothing, or merging into nothing, changes nothing', () => {
  fc.assert(fc.property(tree, (value) => {
    expect(merge(value, {})).toEqual(value);
    expect(merge({}, value)).toEqual(value);
    expect(merge(value, value)).toEqual(value);
  }));
});

test('three layers of one shape may be merged from either end', () => {
  fc.assert(fc.property(sameShape, sameShape, sameShape, (template, file, overrides) => {
    expect(merge(merge(template, file), overrides)).toEqual(merge(template, merge(file, overrides)));
  }));
});

test('the highest layer that says something wins, everywhere', () => {
  fc.assert(fc.property(sameShape, sameShape, sameShape, (template, file, overrides) => {
    const merged = merge(merge(template, file), overrides) as typeof template;
    expect(merged.a).toEqual(overrides.a ?? file.a ?? template.a);
    expect(merged.b).toEqual(overrides.b ?? file.b ?? template.b);
    expect(merged.c?.b?.d).toEqual(overrides.c?.b?.d ?? file.c?.b?.d ?? template.c?.b?.d);
  }));
});

test('the order of keys does not matter', () => {
  fc.assert(fc.property(tree, tree, (base, over) => {
    expect(merge(reversed(base), reversed(over))).toEqual(merge(base, over));
  }));
});

test('inputs are never changed', () => {
  fc.assert(fc.property(tree, tree, (base, over) => {
    const before = structuredClone([base, over]);
    merge(deepFreeze(base), deepFreeze(over));
    expect([base, over]).toEqual(before);
  }));
});

test.each([
  ['objects merge', { a: { b: 1 } }, { a: { c: 2 } }, { a: { b: 1, c: 2 } }],
  ['scalars replace', { a: 1 }, { a: 2 }, { a: 2 }],
  ['lists replace', { a: [1, 2] }, { a: [3] }, { a: [3] }],
  ['null replaces', { a: { b: 1 } }, { a: null }, { a: null }],
  ['an object replaces a scalar', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
  ['existing replaces the name to create', { logGroupName: '/a', component: 'x' }, { existing: '/b' }, { component: 'x', existing: '/b' }],
  ['the name to create replaces existing', { existing: '/b' }, { logGroupName: '/a' }, { logGroupName: '/a' }],
  ['an existing trail has no log group of ours', { trailName: 't', logGroupName: '/a' }, { existing: 'arn' }, { existing: 'arn' }],
  ['one threshold replaces another kind', { latencyP99Ms: 500, severity: 'info' }, { latencyP95Ms: 300 }, { severity: 'info', latencyP95Ms: 300 }],
  ['one operator of a condition replaces another', { when: { all: ['a', 'b'] } }, { when: { any: ['a', 'b'] } }, { when: { any: ['a', 'b'] } }],
])('%s', (_, base, over, expected) => {
  expect(merge(base, over)).toEqual(expected);
});

test('a key named __proto__ stays a key', () => {
  const merged = merge({ a: 1 }, JSON.parse('{"__proto__":{"polluted":true}}'));
  expect(Object.keys(merged as object)).toEqual(['a', '__proto__']);
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});
