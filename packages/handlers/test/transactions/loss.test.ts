import { type KinesisStreamRecord } from 'aws-lambda';
import { processBatch } from '../../src/transactions/process-batch';
import { MemoryBus, MemoryCounters, MemorySent } from './memory';
import { GOOD, kinesisRecord, NOON_MS } from './records';
import { readShard, seededRandom, type Answer } from './stream-simulation';

const SHARDS = 4;
const RECORDS_PER_SHARD = 5000;
const MERCHANTS = 40;

/** Records of a shard: some poison, some that always fail, merchants spread over shards and windows. */
function shardOf(shard: number, random: () => number): KinesisStreamRecord[] {
  return Array.from({ length: RECORDS_PER_SHARD }, (_, index) => {
    const id = `txn-${shard}-${index}`;
    const merchant = `merch-${Math.floor(random() * MERCHANTS)}`;
    const content = random() < 0.002 ? `{${id}` : { ...GOOD, transaction_id: random() < 0.002 ? `never-${id}` : id, merchant_id: merchant, amount: random() < 0.05 ? -1 : 10 };
    return kinesisRecord(content, 1_000_000 + index, { shardId: `shardId-00000000000${shard}`, partitionKey: id, arrivedAtMs: NOON_MS + index * 20 });
  });
}

async function runAll(seed: number, failures: { readonly throttled: number; readonly counterFails: number; readonly answerLost: number; readonly timesOut: number }) {
  const random = seededRandom(seed);
  const [counters, bus, sent] = [new MemoryCounters(), new MemoryBus(), new MemorySent()];
  const fail = (share: number) => {
    if (random() < share) throw Object.assign(new Error('no'), { name: 'InternalServerError' });
  };
  counters.before = () => fail(failures.counterFails);
  counters.after = () => fail(failures.answerLost);
  bus.refuse = ({ detail }) => (detail.includes('"never-') || random() < failures.throttled ? { code: 'ThrottlingException', message: '' } : undefined);
  const edges = { counters, bus, sent, sleep: async () => undefined, random, now: () => NOON_MS };
  const shards = Array.from({ length: SHARDS }, (_, shard) => shardOf(shard, random));
  const measured: string[] = [];
  const invoke = async (batch: readonly KinesisStreamRecord[]): Promise<Answer> => {
    if (random() < failures.timesOut) return 'failed';
    const { processed, unfinished } = await processBatch(batch, { windowSeconds: 60, parallelizationFactor: 1 }, edges, () => 60_000);
    measured.push(...processed.map(({ record }) => record.recordId));
    return { from: unfinished?.record.sequenceNumber };
  };
  const discarded = (await Promise.all(shards.map((records) => readShard(records, { batchSize: 100, maximumRetries: 3 }, invoke)))).flat();
  return { records: shards.flat(), discarded, bus, counters, measured };
}

const idsOf = (records: readonly KinesisStreamRecord[]) => records.map(({ eventID }) => eventID);
const contentOf = ({ kinesis }: KinesisStreamRecord) => Buffer.from(kinesis.data, 'base64').toString();

test.each([
  ['nothing fails', 1, { throttled: 0, counterFails: 0, answerLost: 0, timesOut: 0 }],
  ['everything fails now and then', 2, { throttled: 0.1, counterFails: 0.01, answerLost: 0.01, timesOut: 0.02 }],
  ['much fails', 3, { throttled: 0.4, counterFails: 0.05, answerLost: 0.05, timesOut: 0.1 }],
])('%s: of 20,000 records each ends in one place, once; each event is sent and measured once; the counts are exact', async (_, seed, failures) => {
  const { records, discarded, bus, counters, measured } = await runAll(seed, failures);
  const sent = bus.details.map(({ record_id }) => String(record_id));
  expect([...sent, ...idsOf(discarded)].sort()).toEqual(idsOf(records).sort());
  expect([...measured].sort()).toEqual([...sent].sort());
  expect(idsOf(discarded)).toEqual(expect.arrayContaining(idsOf(records.filter((record) => contentOf(record).includes('never-')))));

  const reached = new Map<string, number>();
  for (const record of records) {
    const content = contentOf(record);
    const { merchant_id } = (content.endsWith('}') ? JSON.parse(content) : {}) as { merchant_id?: string };
    const window = Math.floor(record.kinesis.approximateArrivalTimestamp / 60) * 60;
    if (merchant_id !== undefined) reached.set(`${merchant_id} ${window}`, (reached.get(`${merchant_id} ${window}`) ?? 0) + 1);
  }
  const counted = [...reached.values()].reduce((sum, count) => sum + count, 0);
  const total = [...counters.totals.values()].reduce((sum, count) => sum + count, 0);
  // a record that was given up may have never been counted; no other is missing, and none was counted twice
  expect(total).toBeLessThanOrEqual(counted);
  expect(total).toBeGreaterThanOrEqual(counted - discarded.length);
  expect([...counters.totals].filter(([key, count]) => count > (reached.get(key) ?? 0))).toEqual([]);
});
