import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { dynamodbCounters, dynamodbSentStore } from '../../src/transactions/dynamodb-table';
import { laneMark } from '../../src/transactions/lane-mark';
import { comparableSequence } from '../../src/transactions/sequence';
import { type LoopbackServer, loopbackServer } from '../support/loopback-server';

const SETTINGS = { tableName: 'velocity', windowSeconds: 60, recordAgeSeconds: 3600 };
const KEY = { merchantId: 'merch-1', windowStart: 600 };
const SEQUENCES = ['11', '12', '13'].map(comparableSequence);

let server: LoopbackServer;
let client: DynamoDBClient;
beforeEach(async () => {
  server = await loopbackServer();
  client = new DynamoDBClient({ endpoint: server.url, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
});
afterEach(async () => {
  client.destroy();
  await server.close();
});

const answer = (status: number, body: object) => {
  server.answer = () => ({ status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) });
};
const refuse = (Item: object | undefined) => answer(400, { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no', Item });
const add = (timeoutMs = 5000) => dynamodbCounters(client, SETTINGS).add(KEY, 'shard', SEQUENCES, timeoutMs);

test('an addition says how many there were before', async () => {
  answer(200, { Attributes: { transactions: { N: '10' } } });
  expect(await add()).toEqual({ added: true, before: 7 });
});

test('a refusal says how far the lane was counted, and the count of each sequence of its latest addition', async () => {
  refuse({ transactions: { N: '20' }, 'lane:shard': { S: laneMark(SEQUENCES) }, 'after:shard': { N: '10' } });
  const refusal = await add();
  expect(refusal).toMatchObject({ added: false, total: 20, lastSequence: SEQUENCES[2] });
  expect([...SEQUENCES, comparableSequence('10')].map((sequence) => !refusal.added && refusal.countOf(sequence))).toEqual([8, 9, 10, undefined]);
});

test('a refusal by an item of an older version knows no counts', async () => {
  refuse({ transactions: { N: '20' }, 'lane:shard': { S: SEQUENCES[2] } });
  const refusal = await add();
  expect(!refusal.added && refusal.countOf(SEQUENCES[0] ?? '')).toBeUndefined();
});

test.each([
  ['a refusal without the item', () => refuse(undefined), 'the counter refused an addition without saying how far it had counted'],
  ['an answer without the total', () => answer(200, { Attributes: {} }), 'the counter answered without its attribute transactions'],
  ['a refusal without the total', () => refuse({ 'lane:shard': { S: laneMark(SEQUENCES) } }), 'the counter answered without its attribute transactions'],
])('%s is an error, not a count', async (_, arrange, message) => {
  arrange();
  await expect(add()).rejects.toThrow(message);
});

test.each([0.5, 100.25])('an addition that gets no answer within %d ms fails', async (timeoutMs) => {
  server.hold = true;
  await expect(add(timeoutMs)).rejects.toMatchObject({ name: 'AbortError' });
});

test('what was sent is added to and removed from a set of its shard, which expires', async () => {
  answer(200, {});
  const store = dynamodbSentStore(client, SETTINGS, () => 1_000_000);
  await store.add('shard', ['11', '12']);
  await store.remove('shard', ['11']);
  expect(server.received.map(({ body }) => JSON.parse(body) as unknown)).toEqual(
    [['ADD', ['11', '12']], ['DELETE', ['11']]].map(([action, SS]) => ({
      TableName: 'velocity',
      Key: { id: { S: 'sent#shard' } },
      UpdateExpression: `${String(action)} sequenceNumbers :numbers SET expiresAt = :expires`,
      ExpressionAttributeValues: { ':numbers': { SS }, ':expires': { N: String(1000 + 3600 + 86_400) } },
    })),
  );
});

test.each([
  [{ Item: { sequenceNumbers: { SS: ['11', '12'] } } }, ['11', '12']],
  [{ Item: {} }, []],
  [{}, []],
])('the memory %j holds %j', async (item, expected) => {
  answer(200, item);
  expect([...(await dynamodbSentStore(client, SETTINGS, () => 0).read('shard'))]).toEqual(expected);
});
