import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { join } from 'node:path';
import { type KinesisStreamRecord } from 'aws-lambda';
import { BUNDLES } from '../support/bundled-handlers';
import { EmulatedFunction } from './emulated-function';
import { type EmulatedStream, emulatedStream, listen } from './emulated-stream';
import { type EmulatedTable, emulatedTable } from './emulated-table';
import { GOOD } from './records';
import { seededRandom } from '../support/random';

const RECORDS = 1200;
const SHARDS = 3;
const TABLE = 'transaction-velocity';

interface Event {
  readonly record_id: string;
  readonly merchant_id?: string;
  readonly transaction_count?: number;
  readonly arrived_at: string;
  readonly transaction_id?: string;
}

/** What is put into the stream: some are no transactions, some the bus never takes. */
const random = seededRandom(7).number;
const contents = Array.from({ length: RECORDS }, (_, index) => {
  const id = `${random() < 0.002 ? 'never-' : ''}txn-${index}`;
  const merchant = `merch-${Math.floor(random() * 25)}`;
  return { content: random() < 0.005 ? `{${id}` : JSON.stringify({ ...GOOD, transaction_id: id, merchant_id: merchant }), partitionKey: `key-${index}` };
});

describe('R5 R9 R24 the bundle in three processes between a Kinesis and a DynamoDB in emulators', () => {
  let stream: EmulatedStream;
  let table: EmulatedTable;
  let bus: Server;
  let places: readonly string[];
  let givenUp: readonly KinesisStreamRecord[];
  let items: Awaited<ReturnType<EmulatedTable['items']>>;
  const functions = new Map<string, EmulatedFunction>();
  const events: Event[] = [];
  const kills = { left: 8, made: 0 };

  /** Stops the function that made a request now and then: its path says which it is. */
  const killSometimes = (path: string): void => {
    if (kills.left === 0 || random() > 0.01) return;
    kills.left -= 1;
    kills.made += 1;
    functions.get(path.split('/')[1] ?? '')?.kill();
  };

  beforeAll(async () => {
    stream = await emulatedStream(SHARDS);
    table = await emulatedTable(TABLE, (path) => {
      killSometimes(path);
      const draw = random();
      return draw < 0.005 ? 'throttled' : draw < 0.02 ? 'answer lost' : 'answered';
    });
    const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      const { Entries } = JSON.parse(await text(request)) as { Entries: readonly { Detail: string }[] };
      killSometimes(request.url ?? '');
      const answers = Entries.map(({ Detail }) => {
        if (Detail.includes('"never-') || random() < 0.05) return { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' };
        events.push(JSON.parse(Detail) as Event);
        return { EventId: `event-${events.length}` };
      });
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify({ FailedEntryCount: answers.filter((answer) => 'ErrorCode' in answer).length, Entries: answers }));
    };
    bus = createServer((request, response) => void answer(request, response));
    const busUrl = await listen(bus);
    places = await stream.put(contents);
    const bundle = join(BUNDLES, 'transaction-processor/index.js');
    givenUp = (
      await Promise.all(
        stream.shardIds.map(async (shardId) => {
          const sandbox = new EmulatedFunction(bundle, {
            TABLE_NAME: TABLE, BUS_NAME: 'bus', EVENT_SOURCE: 'payments.transactions', METRICS_NAMESPACE: 'Payments/dev/Realtime', WINDOW_SECONDS: '60', RECORD_AGE_SECONDS: '3600', PARALLELIZATION_FACTOR: '1',
            AWS_ENDPOINT_URL_DYNAMODB: `${table.url}/${shardId}`,
            AWS_ENDPOINT_URL_EVENTBRIDGE: `${busUrl}/${shardId}`,
          });
          functions.set(shardId, sandbox);
          const discarded = await stream.read(shardId, { batchSize: 100, maximumRetries: 3 }, (batch) => sandbox.invoke(batch));
          sandbox.kill();
          return discarded;
        }),
      )
    ).flat();
    items = await table.items();
  }, 300_000);

  afterAll(async () => {
    bus.closeAllConnections();
    bus.close();
    await table.close();
    await stream.close();
  });

  const sent = () => new Map(events.map((event) => [event.record_id, event]));
  const contentAt = new Map<string, string>();
  beforeAll(() => places.forEach((place, index) => contentAt.set(place, contents[index]?.content ?? '')));

  test('each record ends as an event or is given up; only those are given up that the bus never takes', () => {
    expect(places).toHaveLength(RECORDS);
    const discarded = givenUp.map(({ eventID }) => eventID);
    expect([...sent().keys(), ...discarded].sort()).toEqual([...places].sort());
    expect([...discarded].sort()).toEqual(places.filter((place) => contentAt.get(place)?.includes('never-') === true && contentAt.get(place)?.endsWith('}') === true).sort());
  });

  test('functions were killed, and what was sent twice for it is the same', () => {
    expect(kills.made).toBeGreaterThan(3);
    expect(new Set(events.map((event) => JSON.stringify(event))).size).toBe(sent().size);
  });

  test('each window of a merchant holds what was put, exactly, however often its additions were throttled, lost or made again', () => {
    const counted = new Map(items.filter(({ id }) => id?.S?.startsWith('velocity#') === true).map(({ id, transactions }) => [id?.S ?? '', Number(transactions?.N)]));
    const total = [...counted.values()].reduce((sum, count) => sum + count, 0);
    expect(total).toBe(contents.filter(({ content }) => content.endsWith('}')).length);
    const windows = new Map<string, number[]>();
    for (const { merchant_id, arrived_at, transaction_count } of sent().values()) {
      if (merchant_id === undefined) continue;
      const window = `velocity#${merchant_id}#${Math.floor(Date.parse(arrived_at) / 60_000) * 60}`;
      windows.set(window, [...(windows.get(window) ?? []), transaction_count ?? 0]);
    }
    for (const [window, counts] of windows) {
      expect(new Set(counts).size).toBe(counts.length);
      expect(counts.filter((count) => !(count >= 1 && count <= (counted.get(window) ?? 0)))).toEqual([]);
    }
  });

  test('all shards count into the same counters', () => {
    const lanes = items.map((item) => Object.keys(item).filter((name) => name.startsWith('lane:')).length);
    expect(Math.max(...lanes)).toBe(SHARDS);
  });

  test('each counter expires after the last retry; the memory of sent events holds only such', () => {
    const expiries = items.filter(({ id }) => id?.S?.startsWith('velocity#') === true).map(({ id, expiresAt }) => Number(expiresAt?.N) - Number(id?.S?.split('#')[2]));
    expect(new Set(expiries)).toEqual(new Set([60 + 3600 + 86_400]));
    const remembered = items.flatMap(({ id, sequenceNumbers }) => (id?.S?.startsWith('sent#') === true ? (sequenceNumbers?.SS ?? []).map((number) => `${id.S?.slice('sent#'.length)}:${number}`) : []));
    expect(remembered.filter((place) => !sent().has(place))).toEqual([]);
  });
});
