import { homeStack, homeTemplate, propertiesOf } from '../home-stack';

const LOGS = {
  encryption: { keys: { logs: {} } },
  logs: { encryptionKey: 'logs', groups: { access: { existing: '/aws/apigateway/payments' }, payments: { logGroupName: '/payments/{env}/application', masked: false } } },
};
const rule = (more: Readonly<Record<string, unknown>>) => ({ ...LOGS, contributors: { top: { ruleName: 'top-{env}', groups: ['access'], keys: ['ip'], ...more } } });
const bodyOf = (more: Readonly<Record<string, unknown>>) => JSON.parse((propertiesOf(homeTemplate(rule(more)), 'AWS::CloudWatch::InsightRule') as { RuleBody: string }).RuleBody) as unknown;

test('a rule counts the log lines of exactly the named groups, created and existing', () => {
  expect(bodyOf({ groups: ['access', 'payments'], keys: ['ip', 'request.apiKeyId'] })).toEqual({
    Schema: { Name: 'CloudWatchLogRule', Version: 1 },
    LogGroupNames: ['/aws/apigateway/payments', '/payments/dev/application'],
    LogFormat: 'JSON',
    Contribution: { Keys: ['$.ip', '$.request.apiKeyId'], Filters: [] },
    AggregateOn: 'Count',
  });
});

test('with sumOf it adds up a field', () => {
  expect(bodyOf({ sumOf: 'amount' })).toMatchObject({ Contribution: { ValueOf: '$.amount' }, AggregateOn: 'Sum' });
});

test.each([
  [{ in: ['error'] }, { In: ['error'] }],
  [{ notIn: ['ok'] }, { NotIn: ['ok'] }],
  [{ startsWith: ['5'] }, { StartsWith: ['5'] }],
  [{ greaterThan: 0 }, { GreaterThan: 0 }],
  [{ lessThan: 10 }, { LessThan: 10 }],
  [{ equals: 500 }, { EqualTo: 500 }],
  [{ isPresent: false }, { IsPresent: false }],
])('the filter %j becomes %j', (filter, expected) => {
  expect(bodyOf({ filters: { only: { field: 'status', ...filter } } })).toMatchObject({ Contribution: { Filters: [{ Match: '$.status', ...expected }] } });
});

test.each([
  [true, 'ENABLED'],
  [false, 'DISABLED'],
])('running: %s is the state %s, and the rule says where it comes from', (running, RuleState) => {
  homeTemplate(rule({ running })).hasResource('AWS::CloudWatch::InsightRule', {
    Properties: { RuleName: 'top-dev', RuleState },
    Metadata: { 'payment-observability': { section: 'contributors', path: 'contributors.top' } },
  });
});

test.each([
  [{ filters: { only: { field: 'status', in: ['a'], equals: 1 } } }, 'exactly one of in, notIn, startsWith, greaterThan, lessThan, equals, isPresent is required, found in and equals'],
  [{ filters: { only: { field: 'status' } } }, 'exactly one of in, notIn, startsWith, greaterThan, lessThan, equals, isPresent is required, found none'],
  [{ filters: Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((id) => [id, { field: id, equals: 1 }])) }, 'at most 4 filters a rule'],
])('refuses %j', (more, message) => {
  expect(() => homeStack(rule(more))).toThrow(message);
});
