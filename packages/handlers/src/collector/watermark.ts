import { ConditionalCheckFailedException, type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';

/** Remembers until when totals were published. */
export interface Watermark {
  /** Seconds since the epoch; undefined before the first run. */
  readonly read: () => Promise<number | undefined>;
  /** Moves it on, unless another run has done so since `fromSeconds` was read; says whether it did. */
  readonly advance: (fromSeconds: number | undefined, toSeconds: number) => Promise<boolean>;
}

const ID = { id: { S: 'totals' } };

/**
 * The watermark as the one item of a DynamoDB table, whose conditional writes let only one of two runs move it.
 * `token` gives a new text each time: a write whose answer was lost, whether the client repeats it or gives up, is known by it again.
 */
export function dynamoWatermark(client: DynamoDBClient, TableName: string, token: () => string): Watermark {
  const readItem = async () => (await client.send(new GetItemCommand({ TableName, Key: ID, ConsistentRead: true }))).Item;
  return {
    async read() {
      const Item = await readItem();
      const until = Item?.['publishedUntil']?.N;
      return until === undefined ? undefined : Number(until);
    },
    async advance(from, to) {
      const writer = token();
      const condition =
        from === undefined
          ? { ConditionExpression: 'attribute_not_exists(id)' }
          : { ConditionExpression: 'publishedUntil = :from', ExpressionAttributeValues: { ':from': { N: String(from) } } };
      const Item = { ...ID, publishedUntil: { N: String(to) }, writer: { S: writer } };
      try {
        await client.send(new PutItemCommand({ TableName, Item, ...condition, ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }));
        return true;
      } catch (error) {
        const refused = error instanceof ConditionalCheckFailedException;
        const found = refused && error.Item ? error.Item : await readItem().catch(() => undefined);
        if (found?.['writer']?.S === writer) return true;
        if (refused) return false;
        throw error;
      }
    },
  };
}
