import { decide, statementsOf, type Decision } from '../../src/alerting/policy';
import { matchesWildcard } from '../../src/alerting/wildcard';

const SCOPE = { stackId: 'home', stackName: 'acme', region: 'eu-west-1', account: '111111111111', resources: new Map() };
const ALARM = 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:a';
const CONTEXT = { 'aws:sourcearn': ALARM, 'aws:sourceaccount': '111111111111', 'aws:securetransport': 'true' };
const allow = (rest: object) => ({ Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: '*', ...rest });
const decision = (...Statement: object[]): Decision => decide(statementsOf({ Statement }, SCOPE), { service: 'cloudwatch.amazonaws.com', action: 'sns:Publish', resource: 'arn:aws:sns:eu-west-1:111111111111:t', context: CONTEXT });

test.each<[string, Decision, object[]]>([
  ['no statement', 'refused', []],
  ['an Allow', 'allowed', [allow({})]],
  ['an Allow for everyone', 'allowed', [allow({ Principal: '*' })]],
  ['an Allow for every AWS principal', 'allowed', [allow({ Principal: { AWS: '*' } })]],
  ['an Allow for another service', 'refused', [allow({ Principal: { Service: 'events.amazonaws.com' } })]],
  ['an Allow for several services', 'allowed', [allow({ Principal: { Service: ['events.amazonaws.com', 'cloudwatch.amazonaws.com'] } })]],
  ['an Allow of another action', 'refused', [allow({ Action: 'sns:Subscribe' })]],
  ['an Allow of a pattern, in another case', 'allowed', [allow({ Action: ['SNS:Pub*'] })]],
  ['an Allow of all but the action', 'refused', [allow({ Action: undefined, NotAction: 'sns:Publish' })]],
  ['an Allow of all but another action', 'allowed', [allow({ Action: undefined, NotAction: 'sns:Subscribe' })]],
  ['an Allow on another resource', 'refused', [allow({ Resource: 'arn:aws:sns:eu-west-1:111111111111:u' })]],
  ['a Deny beside it', 'refused', [allow({}), { ...allow({ Principal: '*' }), Effect: 'Deny' }]],
  ['a Deny without TLS', 'allowed', [allow({}), { ...allow({ Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }), Effect: 'Deny' }]],
  ['the own account', 'allowed', [allow({ Condition: { StringEquals: { 'AWS:SourceAccount': '111111111111' } } })]],
  ['the own account, by reference', 'allowed', [allow({ Condition: { StringEquals: { 'aws:SourceAccount': { Ref: 'AWS::AccountId' } } } })]],
  ['another account', 'refused', [allow({ Condition: { StringEquals: { 'aws:SourceAccount': '222222222222' } } })]],
  ['any but another account', 'allowed', [allow({ Condition: { StringNotEquals: { 'aws:SourceAccount': '222222222222' } } })]],
  ['the own alarms', 'allowed', [allow({ Condition: { ArnLike: { 'aws:SourceArn': { 'Fn::Sub': 'arn:aws:cloudwatch:${AWS::Region}:${AWS::AccountId}:alarm:*' } } } })]],
  ['alarms of another name', 'refused', [allow({ Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:*:*:alarm:b*' } } })]],
  ['one of two conditions unmet', 'refused', [allow({ Condition: { StringEquals: { 'aws:SourceAccount': '111111111111' }, ArnLike: { 'aws:SourceArn': 'x' } } })]],
  ['a key that is not known', 'unknown', [allow({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } })]],
  ['an operator that is not known', 'unknown', [allow({ Condition: { NumericLessThan: { 'aws:SourceAccount': '1' } } })]],
  ['a Deny that cannot be told', 'unknown', [allow({}), { ...allow({ Condition: { StringEquals: { 'aws:SourceOrgID': 'o-1' } } }), Effect: 'Deny' }]],
])('%s: %s', (_case, expected, statements) => {
  expect(decision(...statements)).toBe(expected);
});

test.each([
  ['a key the service does not send', 'StringEquals', 'refused'],
  ['the same, if it exists', 'StringEqualsIfExists', 'allowed'],
  ['the same, negated', 'StringNotEquals', 'allowed'],
])('%s: %s gives %s', (_case, operator, expected) => {
  const statements = statementsOf({ Statement: allow({ Principal: { Service: 'events.amazonaws.com' }, Condition: { [operator]: { 'aws:SourceAccount': '111111111111' } } }) }, SCOPE);
  expect(decide(statements, { service: 'events.amazonaws.com', action: 'sns:Publish', resource: 't', context: { 'aws:sourceaccount': undefined } })).toBe(expected);
});

test('a policy may be written as text', () => {
  expect(statementsOf(JSON.stringify({ Statement: [allow({})] }), SCOPE)).toHaveLength(1);
});

test.each([
  ['*', '', true],
  ['a*c', 'abbc', true],
  ['a*c', 'abcd', false],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['*a*b*', 'xxaxxbxx', true],
  ['**', 'x', true],
  ['a', 'ab', false],
  [`${'a*'.repeat(200)}b`, 'a'.repeat(5000), false],
])('%s matches %s: %s', (pattern, text, expected) => {
  expect(matchesWildcard(pattern, text)).toBe(expected);
});
