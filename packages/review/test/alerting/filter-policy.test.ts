import { filtered, type MessageBody } from '../../src/alerting/filter-policy';

const SCOPE = { stackId: 'home', stackName: 'acme', region: 'eu-west-1', account: '111111111111', resources: new Map() };
const BODY: MessageBody = { AlarmName: 'payments-errors', NewStateValue: 'ALARM', Region: undefined };
const inBody = (FilterPolicy: unknown) => ({ FilterPolicy, FilterPolicyScope: 'MessageBody' });
const drops = (key: string) => ({ state: 'broken', reason: `its filter policy on ${key} drops these messages` });
const unsure = (key: string) => ({ state: 'not verified', reason: `whether its filter policy on ${key} lets these messages through cannot be told from the templates` });

test.each<[string, object, unknown]>([
  ['no policy', {}, undefined],
  ['an empty policy', { FilterPolicy: {} }, undefined],
  ['a policy in the default scope', { FilterPolicy: { severity: ['critical'] } }, { state: 'broken', reason: 'its filter policy reads message attributes, and these messages have none' }],
  ['a value that occurs', inBody({ NewStateValue: ['ALARM', 'OK'] }), undefined],
  ['a value that never occurs', inBody({ NewStateValue: ['CRITICAL'] }), drops('NewStateValue')],
  ['a key that never occurs', inBody({ severity: ['critical'] }), drops('severity')],
  ['a key that must not be there', inBody({ severity: [{ exists: false }] }), undefined],
  ['a prefix', inBody({ AlarmName: [{ prefix: 'payments-' }] }), undefined],
  ['another prefix', inBody({ AlarmName: [{ prefix: 'orders-' }] }), drops('AlarmName')],
  ['a suffix', inBody({ AlarmName: [{ suffix: '-errors' }] }), undefined],
  ['another case', inBody({ AlarmName: [{ 'equals-ignore-case': 'PAYMENTS-ERRORS' }] }), undefined],
  ['anything but it', inBody({ NewStateValue: [{ 'anything-but': ['ALARM'] }] }), drops('NewStateValue')],
  ['anything but another prefix', inBody({ AlarmName: [{ 'anything-but': { prefix: 'orders-' } }] }), undefined],
  ['a value known at run time only', inBody({ Region: ['EU (Ireland)'] }), unsure('Region')],
  ['an operator that is not known', inBody({ AlarmName: [{ wildcard: 'p*' }] }), unsure('AlarmName')],
  ['a nested key that is there', inBody({ Region: { a: ['b'] } }), unsure('Region')],
  ['a nested key that is not', inBody({ detail: { a: ['b'] } }), drops('detail')],
  ['$or', inBody({ $or: [{ a: ['b'] }] }), unsure('$or')],
  ['one key passed, one not', inBody({ NewStateValue: ['ALARM'], AlarmName: ['x'] }), drops('AlarmName')],
  ['a policy written as text', inBody('{"NewStateValue":["OK"]}'), drops('NewStateValue')],
])('%s', (_case, subscription, expected) => {
  expect(filtered({ ...subscription }, BODY, SCOPE)).toEqual(expected);
});

test('plain text has no body to filter', () => {
  expect(filtered(inBody({ a: ['b'] }), 'plain text', SCOPE)).toEqual({ state: 'broken', reason: 'its filter policy reads the body as JSON, and these messages are plain text' });
  expect(filtered(inBody({ a: ['b'] }), 'unknown', SCOPE)).toEqual({ state: 'not verified', reason: 'its filter policy reads a body that is made at run time' });
});
