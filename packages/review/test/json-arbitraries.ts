import fc from 'fast-check';

const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constantFrom('', 0, '0', 'true', true, '{"a":1}', 'é?', '@team', '|`</details>'));

/** JSON as a property of a resource may hold it, with named elements and functions among the lists and objects. */
export const propertyValue: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, scalar, tie('list'), tie('object'), tie('named'), tie('intrinsic')),
  list: fc.array(tie('value'), { maxLength: 4 }),
  object: fc.dictionary(fc.string({ maxLength: 5 }), tie('value'), { maxKeys: 4 }),
  named: fc.uniqueArray(fc.record({ Id: fc.constantFrom('a', 'b', 'c', 'd'), Value: tie('value') }), { selector: ({ Id }) => Id, maxLength: 4 }),
  intrinsic: fc.oneof(fc.constant({ Ref: 'Topic' }), fc.constant({ 'Fn::GetAtt': ['Topic', 'Arn'] }), fc.record({ 'Fn::Join': fc.tuple(fc.constant(''), fc.array(fc.constantFrom<unknown>('a', { Ref: 'AWS::Region' }))) })),
})).value;

/** The same JSON with its keys in another order, at every depth. */
export function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, element]) => [key, reordered(element)]),
  );
}
