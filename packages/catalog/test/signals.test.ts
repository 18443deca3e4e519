import { findSignal, signalSets } from '../src';
import { FULL } from './resources';

const table = signalSets('tables', FULL.tables['one']!);

test.each([
  ['of several sets that with the fewest dimensions', { name: 'WriteThrottleEvents' }, { TableName: 'ledger' }],
  ['the one that is meant', { name: 'SystemErrors', dimensions: { Operation: 'Query' } }, { TableName: 'ledger', Operation: 'Query' }],
  ['with dimensions that are published on request', { name: 'WriteThrottleEvents', dimensions: { Extra: 'x' } }, { TableName: 'ledger', Extra: 'x' }],
])('finds %s', (_, wanted, dimensions) => {
  expect(findSignal(table, wanted)).toEqual({ namespace: 'AWS/DynamoDB', dimensions });
});

test.each([
  [{ name: 'SystemErrors' }, { problem: 'dimensions', message: '"SystemErrors" is published for each Operation (GetItem, Query); say which by dimensions' }],
  [{ name: 'SystemErrors', dimensions: { Operation: 'Scan' } }, { problem: 'dimensions', message: '"SystemErrors" is published for each Operation (GetItem, Query); say which by dimensions' }],
  [{ name: 'Nope' }, { problem: 'name', message: expect.stringContaining('no metric "Nope"; known are AWS/DynamoDB: ConsumedReadCapacityUnits,') as string }],
  [{ name: 'SystemErrors', namespace: 'AWS/Dynamo' }, { problem: 'namespace', message: expect.stringContaining('no metric "SystemErrors" in AWS/Dynamo; known are') as string }],
])('does not find %j', (wanted, problem) => {
  expect(findSignal(table, wanted)).toEqual(problem);
});
