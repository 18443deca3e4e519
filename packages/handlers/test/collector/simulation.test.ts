import { randomUUID } from 'node:crypto';
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { collect } from '../../src/collector/collect';
import { dynamoWatermark } from '../../src/collector/watermark';
import { seededRandom } from '../support/random';
import { type LocalDynamoDb, localDynamoDb } from '../support/dynamodb';
import { NOW_SECONDS, settingsOf, worldOf } from './world';

const MINUTES = 450;
const SETTLE_SECONDS = 180;
let dynamodb: LocalDynamoDb;

beforeAll(async () => {
  dynamodb = await localDynamoDb('watermark');
});
afterAll(() => dynamodb.close());

/** Makes requests to DynamoDB fail before they arrive, or lose the answer after they have been carried out. */
function unreliable(url: string, fault: () => 'refused' | 'answer lost' | undefined): DynamoDBClient {
  const client = new DynamoDBClient({ endpoint: url, region: 'eu-west-1', maxAttempts: 1, credentials: { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'example' } });
  client.middlewareStack.add(
    (next) => async (request) => {
      const how = fault();
      if (how === 'refused') throw new Error('DynamoDB is away');
      const answer = await next(request);
      if (how === 'answer lost') throw new Error('socket hang up');
      return answer;
    },
    { step: 'deserialize', priority: 'low' },
  );
  return client;
}

test('M36 through 450 minutes of missed, repeated, simultaneous and failing runs on DynamoDB, with a change of the period, each moment is published at most once, and missed only by runs that died on their way to the log', async () => {
  const random = seededRandom(7);
  let nowSeconds = NOW_SECONDS;
  let calm = false;
  const faulty = (chance: number) => !calm && random.chance(chance);
  const client = unreliable(dynamodb.url, () => (faulty(0.08) ? (random.chance(0.5) ? 'refused' : 'answer lost') : undefined));
  const healthy = worldOf();
  const published: { readonly startSeconds: number; readonly lengthSeconds: number }[] = [];
  const died: { readonly startSeconds: number; readonly endSeconds: number }[] = [];
  let deaths = 0;
  /** Writes that were made, but whose answer was lost, and that of the question after it too. */
  let unknowable = 0;

  const runOnce = async (periodSeconds: number) => {
    let span = { startSeconds: 0, endSeconds: 0, periodSeconds };
    const dies = faulty(0.02);
    let token = '';
    const table = dynamoWatermark(client, 'watermark', () => (token = randomUUID()));
    await collect(
      settingsOf({ periodSeconds }),
      worldOf({
        now: () => nowSeconds * 1000,
        readSeries: (sources, wanted) => {
          span = wanted;
          return faulty(0.15) ? Promise.reject(new Error('CloudWatch throttles')) : healthy.readSeries(sources, wanted);
        },
        watermark: {
          read: table.read,
          advance: (from, to) =>
            table.advance(from, to).catch(async (error: unknown) => {
              const { Item } = await dynamodb.client.send(new GetItemCommand({ TableName: 'watermark', Key: { id: { S: 'totals' } }, ConsistentRead: true }));
              if (Item?.['writer']?.S === token) {
                unknowable += 1;
                died.push(span);
              }
              throw error;
            }),
        },
        write: (line) => {
          if (dies) {
            deaths += 1;
            died.push(span);
            throw new Error('killed');
          }
          const { _aws } = JSON.parse(line) as { readonly _aws: { readonly Timestamp: number } };
          published.push({ startSeconds: _aws.Timestamp / 1000, lengthSeconds: span.periodSeconds });
        },
      }),
      {},
    ).catch(() => undefined);
  };

  for (let minute = 0; minute < MINUTES; minute += 1) {
    nowSeconds += 60;
    const periodSeconds = minute < 150 ? 60 : minute < 300 ? 300 : 120;
    await Promise.all(Array.from({ length: random.pick([0, 0, 1, 1, 1, 2, 3]) }, () => runOnce(periodSeconds)));
  }
  calm = true;
  await runOnce(120);
  await runOnce(120);

  const minutes = published.flatMap(({ startSeconds, lengthSeconds }) => Array.from({ length: lengthSeconds / 60 }, (_, index) => startSeconds + index * 60));
  expect(new Set(minutes).size).toBe(minutes.length);
  const [first = NaN] = minutes;
  const last = Math.floor((nowSeconds - SETTLE_SECONDS) / 120) * 120;
  const missed = Array.from({ length: (last - first) / 60 }, (_, index) => first + index * 60).filter((minute) => !minutes.includes(minute));
  expect(missed.filter((minute) => !died.some(({ startSeconds, endSeconds }) => minute >= startSeconds && minute < endSeconds))).toEqual([]);
  expect([minutes.length > 350, deaths > 0, missed.length < minutes.length / 5]).toEqual([true, true, true]);
  expect(unknowable).toBeLessThan(10);
  client.destroy();
}, 240_000);
