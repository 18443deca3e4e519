import { type AttributeValue, ConditionalCheckFailedException, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { laneMark, readLaneMark } from './lane-mark';
import { type SentStore } from './sent-memory';
import { type VelocityCounters } from './velocity';

export interface TableSettings {
  readonly tableName: string;
  readonly windowSeconds: number;
  readonly recordAgeSeconds: number;
}

/** Beyond the time in which Lambda may bring a record again. */
const SPARE_SECONDS = 86_400;
/** The memory only saves duplicates: it must not use up the time in which the function can still say how far it came. */
const MEMORY_TIMEOUT_MS = 1000;

/** Counters in DynamoDB: an item for each merchant and window, with two attributes for each lane: how far it was counted, and the total after its latest addition. */
export function dynamodbCounters(client: DynamoDBClient, { tableName, windowSeconds, recordAgeSeconds }: TableSettings): VelocityCounters {
  return {
    async add({ merchantId, windowStart }, lane, sequences, timeoutMs) {
      const [laneAttribute, afterAttribute] = [`lane:${lane}`, `after:${lane}`];
      try {
        const { Attributes } = await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: { id: { S: `velocity#${merchantId}#${windowStart}` } },
            UpdateExpression: 'SET #lane = :mark, #after = if_not_exists(transactions, :zero) + :count, transactions = if_not_exists(transactions, :zero) + :count, expiresAt = :expires',
            ConditionExpression: 'attribute_not_exists(#lane) OR #lane < :first',
            ExpressionAttributeNames: { '#lane': laneAttribute, '#after': afterAttribute },
            ExpressionAttributeValues: {
              ':mark': { S: laneMark(sequences) },
              ':first': { S: sequences[0] ?? '' },
              ':count': { N: String(sequences.length) },
              ':zero': { N: '0' },
              ':expires': { N: String(windowStart + windowSeconds + recordAgeSeconds + SPARE_SECONDS) },
            },
            ReturnValues: 'UPDATED_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
          within(timeoutMs),
        );
        return { added: true, before: numberOf(Attributes, 'transactions') - sequences.length };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const mark = error.Item?.[laneAttribute]?.S;
        if (mark === undefined) throw new Error('the counter refused an addition without saying how far it had counted', { cause: error });
        const { lastSequence, fromEnd } = readLaneMark(mark);
        const after = error.Item?.[afterAttribute]?.N;
        const countOf = (sequence: string) => {
          const back = fromEnd(sequence);
          return back === undefined || after === undefined ? undefined : Number(after) - back;
        };
        return { added: false, total: numberOf(error.Item, 'transactions'), lastSequence, countOf };
      }
    },
  };
}

/** What was sent beyond a failure, in DynamoDB: an item for each shard, with a set that batches of it change without disturbing each other. */
export function dynamodbSentStore(client: DynamoDBClient, { tableName, recordAgeSeconds }: TableSettings, now: () => number): SentStore {
  const keyOf = (shardId: string) => ({ id: { S: `sent#${shardId}` } });
  const change = async (action: 'ADD' | 'DELETE', shardId: string, sequenceNumbers: readonly string[]): Promise<void> => {
    await client.send(
      new UpdateItemCommand({
        TableName: tableName,
        Key: keyOf(shardId),
        UpdateExpression: `${action} sequenceNumbers :numbers SET expiresAt = :expires`,
        ExpressionAttributeValues: { ':numbers': { SS: [...sequenceNumbers] }, ':expires': { N: String(Math.floor(now() / 1000) + recordAgeSeconds + SPARE_SECONDS) } },
      }),
      within(MEMORY_TIMEOUT_MS),
    );
  };
  return {
    async read(shardId) {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: keyOf(shardId), ConsistentRead: true }), within(MEMORY_TIMEOUT_MS));
      return new Set(Item?.['sequenceNumbers']?.SS ?? []);
    },
    add: (shardId, sequenceNumbers) => change('ADD', shardId, sequenceNumbers),
    remove: (shardId, sequenceNumbers) => change('DELETE', shardId, sequenceNumbers),
  };
}

const within = (timeoutMs: number) => ({ abortSignal: AbortSignal.timeout(Math.max(1, Math.floor(timeoutMs))) });

function numberOf(item: Readonly<Record<string, AttributeValue>> | undefined, name: string): number {
  const value = item?.[name]?.N;
  if (value === undefined) throw new Error(`the counter answered without its attribute ${name}`);
  return Number(value);
}
