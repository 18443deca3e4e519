import { ConditionalCheckFailedException, type DynamoDBClient, GetItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { type SentStore } from './process-batch';
import { type VelocityCounters } from './velocity';

export interface TableSettings {
  readonly tableName: string;
  readonly windowSeconds: number;
  readonly recordAgeSeconds: number;
}

/** Beyond the time in which Lambda may bring a record again. */
const SPARE_SECONDS = 86_400;

/** Counters in DynamoDB: an item for each merchant and window, with an attribute for each lane that says how far it was counted. */
export function dynamodbCounters(client: DynamoDBClient, { tableName, windowSeconds, recordAgeSeconds }: TableSettings): VelocityCounters {
  return {
    async add({ merchantId, windowStart }, lane, { count, firstSequence, lastSequence }) {
      const laneAttribute = `lane:${lane}`;
      try {
        const { Attributes } = await client.send(
          new UpdateItemCommand({
            TableName: tableName,
            Key: { id: { S: `velocity#${merchantId}#${windowStart}` } },
            UpdateExpression: 'SET #lane = :last, expiresAt = :expires ADD transactions :count',
            ConditionExpression: 'attribute_not_exists(#lane) OR #lane < :first',
            ExpressionAttributeNames: { '#lane': laneAttribute },
            ExpressionAttributeValues: {
              ':last': { S: lastSequence },
              ':first': { S: firstSequence },
              ':count': { N: String(count) },
              ':expires': { N: String(windowStart + windowSeconds + recordAgeSeconds + SPARE_SECONDS) },
            },
            ReturnValues: 'UPDATED_NEW',
            ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
          }),
        );
        return { added: true, total: Number(Attributes?.['transactions']?.N) };
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
        const seen = error.Item?.[laneAttribute]?.S;
        if (seen === undefined) throw new Error('the counter refused an addition without saying how far it had counted', { cause: error });
        return { added: false, total: Number(error.Item?.['transactions']?.N), lastSequence: seen };
      }
    },
  };
}

/** What was sent beyond a failure, in DynamoDB: an item for each shard, replaced at each failure. */
export function dynamodbSentStore(client: DynamoDBClient, { tableName, recordAgeSeconds }: TableSettings, now: () => number): SentStore {
  const key = (shardId: string) => ({ id: { S: `sent#${shardId}` } });
  return {
    async read(shardId) {
      const { Item } = await client.send(new GetItemCommand({ TableName: tableName, Key: key(shardId), ConsistentRead: true }));
      return new Set(Item?.['sequenceNumbers']?.SS ?? []);
    },
    async write(shardId, sequenceNumbers) {
      await client.send(
        new UpdateItemCommand({
          TableName: tableName,
          Key: key(shardId),
          UpdateExpression: 'SET sequenceNumbers = :sent, expiresAt = :expires',
          ExpressionAttributeValues: { ':sent': { SS: [...sequenceNumbers] }, ':expires': { N: String(Math.floor(now() / 1000) + recordAgeSeconds + SPARE_SECONDS) } },
        }),
      );
    },
  };
}
