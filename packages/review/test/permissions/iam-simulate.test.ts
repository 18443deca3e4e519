import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import fc from 'fast-check';
import { evaluableStatement, type EvaluableStatement } from '../../src/permissions/evaluable-statement';
import { type Probe, probesOf } from '../../src/permissions/probes';
import { statementApplies } from '../../src/permissions/statement-applies';

const ACCOUNT = '000000000000';

/** What a maintained simulator of IAM says of a request. */
function isAllowedBySimulator(statement: EvaluableStatement, { action, resource, context }: Probe): boolean {
  const result = runUnsafeSimulation(
    {
      identityPolicies: [{ name: 'policy', policy: { Version: '2012-10-17', Statement: [statement] } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      request: { principal: `arn:aws:iam::${ACCOUNT}:role/reviewed`, action, resource: { resource, accountId: ACCOUNT }, contextVariables: context as Record<string, string | string[]> },
    },
    {},
  );
  return result === 'Allowed';
}

const some = (...values: readonly string[]) => fc.subarray([...values], { minLength: 1, maxLength: 2 });

/** Operators, and values that each is used with, each kind with keys of its own; no negated ones of numbers, addresses and ARNs, where the simulator says no to a value of another kind and IAM takes it for no match. */
const CONDITIONS = fc.oneof(
  fc.tuple(fc.constantFrom('StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike', 'StringEqualsIgnoreCase', 'StringNotEqualsIgnoreCase', 'StringEqualsIfExists', 'ForAnyValue:StringLike', 'ForAllValues:StringEquals'), some('x', 'Y', 'x*', 'a?c')),
  fc.tuple(fc.constantFrom('NumericEquals', 'NumericLessThan', 'NumericGreaterThanEquals'), some('1', '10', '20')),
  fc.tuple(fc.constantFrom('DateLessThan', 'DateGreaterThan'), some('2026-01-01T00:00:00Z', '2020-06-01T00:00:00Z')),
  fc.tuple(fc.constant('Bool'), fc.constantFrom(['true'], ['false'])),
  fc.tuple(fc.constant('Null'), fc.constantFrom(['true'], ['false'])),
  fc.tuple(fc.constant('IpAddress'), some('10.0.0.0/8', '192.168.1.7', '2001:db8::/32')),
  fc.tuple(fc.constantFrom('ArnLike', 'ArnEquals'), some('arn:aws:sns:us-east-1:111111111111:alerts', 'arn:aws:cloudwatch:*:111111111111:alarm:*')),
);

const actions = some('*', 's3:*', 's3:Get*', 's3:GetObject', 'sqs:SendMessage', 'SQS:Send?essage');
const resources = some('*', 'arn:aws:s3:::a/*', 'arn:aws:s3:::a/1', 'arn:aws:sqs:us-east-1:111111111111:q', 'arn:aws:sqs:*:111111111111:*');

const statements = fc
  .record({ actionKey: fc.constantFrom('Action', 'NotAction'), actions, resourceKey: fc.constantFrom('Resource', 'Resource', 'NotResource'), resources, conditions: fc.array(CONDITIONS, { maxLength: 2 }) })
  .map(({ actionKey, actions: action, resourceKey, resources: resource, conditions }) => {
    const Condition = Object.fromEntries(conditions.map(([operator, values], index) => [operator, { [`aws:${operator.replace(/^.*:|Not|Like|Equals|IfExists|IgnoreCase|LessThan|GreaterThan/g, '')}${index}`]: values }]));
    const evaluable = evaluableStatement({ Effect: 'Allow', [actionKey]: action, [resourceKey]: resource, ...(conditions.length > 0 && { Condition }) }, []);
    if (!evaluable) throw new Error('not evaluable');
    return evaluable;
  });

test('a statement speaks of the same requests for us as for the simulator', () => {
  fc.assert(
    fc.property(statements, fc.array(statements, { maxLength: 2 }), (statement, others) => {
      for (const probe of probesOf(statement, others)) expect([probe, statementApplies(statement, probe)]).toEqual([probe, isAllowedBySimulator(statement, probe)]);
    }),
    { numRuns: 300, seed: 5 },
  );
});
