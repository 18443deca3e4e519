import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { type AttributeValue, CreateTableCommand, DynamoDBClient, ScanCommand, waitUntilTableExists } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { listen } from './emulated-stream';

/** What happens to a request: it is refused, made without an answer, or answered. */
export type Fate = 'throttled' | 'answer lost' | 'answered';

/** A table in an emulator of DynamoDB, behind a server that can throttle and lose answers. */
export interface EmulatedTable {
  readonly url: string;
  items(): Promise<readonly Readonly<Record<string, AttributeValue>>[]>;
  close(): Promise<void>;
}

/** Starts the emulator with one table. `fateOf` is asked for each request, with its path. */
export async function emulatedTable(tableName: string, fateOf: (path: string) => Fate): Promise<EmulatedTable> {
  const emulator = dynalite({ createTableMs: 0 });
  const emulatorUrl = await listen(emulator);
  const client = new DynamoDBClient({ endpoint: emulatorUrl, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  await client.send(new CreateTableCommand({ TableName: tableName, AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }], KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }], BillingMode: 'PAY_PER_REQUEST' }));
  await waitUntilTableExists({ client, maxWaitTime: 5, minDelay: 1, maxDelay: 1 }, { TableName: tableName });

  const call = async (body: string, headers: Readonly<Record<string, string>>): Promise<{ status: number; answer: string }> => {
    const response = await fetch(emulatorUrl, { method: 'POST', headers, body });
    return { status: response.status, answer: await response.text() };
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const fate = fateOf(request.url ?? '');
    const send = (status: number, answered: string) => void response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' }).end(answered);
    if (fate === 'throttled') return send(400, JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException', message: 'slow down' }));
    const headers = { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': String(request.headers['x-amz-target']), authorization: String(request.headers.authorization), 'x-amz-date': String(request.headers['x-amz-date']) };
    const made = await call(body, headers);
    if (fate === 'answer lost') response.destroy();
    else send(made.status, made.answer.includes('ConditionalCheckFailedException') ? await withItem(made.answer, body, headers) : made.answer);
  };
  const server = createServer((request, response) => void answer(request, response));
  /** The emulator does not know ReturnValuesOnConditionCheckFailure: what DynamoDB answers with it is read here. */
  const withItem = async (refusal: string, body: string, headers: Readonly<Record<string, string>>): Promise<string> => {
    const { TableName, Key, ReturnValuesOnConditionCheckFailure } = JSON.parse(body) as Record<string, unknown>;
    if (ReturnValuesOnConditionCheckFailure !== 'ALL_OLD') return refusal;
    const read = await call(JSON.stringify({ TableName, Key, ConsistentRead: true }), { ...headers, 'x-amz-target': 'DynamoDB_20120810.GetItem' });
    return JSON.stringify({ ...(JSON.parse(refusal) as object), ...(JSON.parse(read.answer) as object) });
  };
  return {
    url: await listen(server),
    async items() {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: tableName }));
      return Items;
    },
    async close() {
      client.destroy();
      for (const one of [server, emulator]) {
        one.closeAllConnections();
        await new Promise((resolve) => one.close(resolve));
      }
    },
  };
}
