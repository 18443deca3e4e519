import fc from 'fast-check';
import { evaluableStatement, type EvaluableStatement } from '../../src/permissions/evaluable-statement';
import { isDecidedBy } from '../../src/permissions/evaluate';

const statement = (rest: Readonly<Record<string, unknown>>): EvaluableStatement => {
  const evaluable = evaluableStatement({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...rest }, []);
  if (!evaluable) throw new Error('not evaluable');
  return evaluable;
};

/** A small world, in which every request can be asked. */
const ACTIONS = ['s3:GetObject', 's3:GetAcl', 's3:PutObject', 'sqs:SendMessage', 'unnamed:Unnamed'];
const RESOURCES = ['arn:aws:s3:::a/1', 'arn:aws:s3:::a/2', 'arn:aws:s3:::b/1', 'arn:unnamed:unnamed:unnamed:unnamed:Unnamed'];
const VALUES = [undefined, 'x', 'y', 'Unnamed'];

const matches = (pattern: string, text: string): boolean => new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text);
const any = (patterns: readonly string[], text: string) => patterns.some((pattern) => matches(pattern, text));

/** What the IAM documentation says of a statement, for the operators of this world. */
function applies({ Action, NotAction, Resource, NotResource, Condition }: EvaluableStatement, action: string, resource: string, value: string | undefined): boolean {
  const holds = (operator: string, values: readonly string[]): boolean =>
    operator === 'StringNotEquals' ? value === undefined || !values.includes(value) : value !== undefined && (operator === 'StringLike' ? any(values, value) : values.includes(value));
  return (
    (Action ? any(Action, action) : !any(NotAction ?? [], action)) &&
    (Resource ? any(Resource, resource) : !any(NotResource ?? [], resource)) &&
    Object.entries(Condition).every(([operator, keys]) => Object.values(keys).every((values) => holds(operator, values)))
  );
}

const some = (values: readonly string[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });
const actions = some(['*', 's3:*', 's3:Get*', 's3:GetObject', 's3:PutObject', 'sqs:SendMessage']);
const resources = some(['*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/1', 'arn:aws:s3:::b/1']);
const condition = fc.option(fc.record({ operator: fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike'), values: some(['x', 'y', 'x*']) }), { nil: undefined });
const statements = (Effect: 'Allow' | 'Deny') =>
  fc
    .tuple(fc.constantFrom('Action', 'NotAction'), actions, fc.constantFrom('Resource', 'Resource', 'NotResource'), resources, condition)
    .map(([actionKey, action, resourceKey, resource, limit]) =>
      statement({ Effect, Action: undefined, Resource: undefined, [actionKey]: action, [resourceKey]: resource, ...(limit && { Condition: { [limit.operator]: { 'aws:key': limit.values } } }) }),
    );

test.each(['Allow', 'Deny'] as const)('of %s: whatever a statement decides and the others do not is found', (effect) => {
  fc.assert(
    fc.property(statements(effect), fc.array(statements(effect), { maxLength: 3 }), (one, others) => {
      const isMissed = ACTIONS.some((action) =>
        RESOURCES.some((resource) => VALUES.some((value) => applies(one, action, resource, value) && !others.some((other) => applies(other, action, resource, value)))),
      );
      // false, or undefined, which the caller takes for false
      expect(isMissed && isDecidedBy(others, one) === true).toBe(false);
    }),
    { numRuns: 600, seed: 4 },
  );
});

test('a statement is decided by itself', () => {
  fc.assert(fc.property(statements('Allow'), (one) => expect(isDecidedBy([one], one)).not.toBe(false)), { numRuns: 300, seed: 4 });
});

test.each([
  ['a regular expression', { Resource: 'arn:aws:s3:::(a+)+$' }],
  ['more stars than a policy needs', { Resource: '*a*a*a*a*a*a*a*a*b' }],
  ['a line break', { Resource: 'a\nb' }],
  ['an action that is none', { Action: 'everything' }],
  ['a condition in the form of a list', { Condition: ['x'] }],
  ['an effect that is a function', { Effect: { Ref: 'Effect' } }],
])('%s is not given to the evaluator', (_, rest) => {
  expect(evaluableStatement({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', ...rest }, [])).toBeUndefined();
});

test.each([
  ['an address that is none', { Condition: { IpAddress: { 'aws:SourceIp': 'nowhere' } } }],
  ['an operator that nobody knows', { Condition: { StringSounds: { 'aws:key': 'x' } } }],
  ['more requests than a review asks', { Action: Array.from({ length: 100 }, (_, index) => `s3:Get${index}`), Resource: Array.from({ length: 100 }, (_, index) => `a/${index}`) }],
])('%s: nobody can tell', (_, rest) => {
  expect(isDecidedBy([statement({ Action: '*' })], statement(rest))).toBeUndefined();
});
