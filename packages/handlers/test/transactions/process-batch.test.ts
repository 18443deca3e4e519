import { type KinesisStreamRecord } from 'aws-lambda';
import { processBatch, type BatchEdges } from '../../src/transactions/process-batch';
import { type BusEntry } from '../../src/transactions/transaction-events';
import { GOOD, kinesisRecord, NOON_MS, type Place } from './records';
import { MemoryBus, MemoryCounters, MemorySent } from './memory';

const SETTINGS = { windowSeconds: 60, parallelizationFactor: 1 };
const THROTTLED = { code: 'ThrottlingException', message: 'slow down' };

function world(changes: Partial<BatchEdges> = {}) {
  const edges = { counters: new MemoryCounters(), bus: new MemoryBus(), sent: new MemorySent(), sleep: async () => undefined, random: () => 0.5, now: () => NOON_MS, ...changes };
  const run = (records: Parameters<typeof processBatch>[0], remainingMs: () => number = () => 60_000, settings = SETTINGS) => processBatch(records, settings, edges, remainingMs);
  return { ...edges, counters: edges.counters as MemoryCounters, bus: edges.bus as MemoryBus, sent: edges.sent as MemorySent, run };
}
const transactions = (count: number, place: Place = {}, from = 1) => Array.from({ length: count }, (_, index) => kinesisRecord({ ...GOOD, transaction_id: `txn-${from + index}` }, 1000 + from + index, place));
const idOf = ({ detail }: BusEntry) => (JSON.parse(detail) as { transaction_id: string }).transaction_id;

test('R9 the event of a transaction: its fields with numbers as numbers, the count of the processor, and its place in the stream', async () => {
  const { bus, run } = world();
  const { processed, unfinished } = await run([kinesisRecord({ ...GOOD, amount: 15_000, risk_score: 81, transaction_count: 77 }, 7)]);
  expect(unfinished).toBeUndefined();
  expect(bus.entries).toEqual([
    {
      detailType: 'Transaction Processed',
      time: new Date(NOON_MS),
      detail: JSON.stringify({
        transaction_id: 'txn-001', amount: 15_000, type: 'PURCHASE', merchant_id: 'merch-123', merchant_country: 'US', risk_score: 81, status: 'SUCCESS',
        transaction_count: 1, record_id: 'shardId-000000000000:7', arrived_at: '2026-11-20T12:00:00.000Z',
      }),
    },
  ]);
  expect(processed).toHaveLength(1);
});

test('R7 a business failure is an event with status FAILED and its errors, not a failed record', async () => {
  const { bus, run } = world();
  const { unfinished } = await run([kinesisRecord({ transaction_id: 'txn-003', amount: -100, type: 'PURCHASE' }, 7)]);
  expect(unfinished).toBeUndefined();
  expect(bus.details).toEqual([expect.objectContaining({ transaction_id: 'txn-003', amount: -100, status: 'FAILED', errors: ['NEGATIVE_AMOUNT', 'MISSING_MERCHANT_ID', 'MISSING_MERCHANT_COUNTRY'] })]);
  expect(bus.details[0]).not.toHaveProperty('transaction_count');
});

test('a poison record becomes an event of its own with its reason, and its neighbours are processed', async () => {
  const { bus, run } = world();
  const { unfinished, processed } = await run([...transactions(1), kinesisRecord('{', 1500), ...transactions(1, {}, 900)]);
  expect(unfinished).toBeUndefined();
  expect(processed).toHaveLength(3);
  expect(bus.entries.map(({ detailType }) => detailType)).toEqual(['Transaction Processed', 'Transaction Rejected', 'Transaction Processed']);
  expect(bus.details[1]).toEqual({ record_id: 'shardId-000000000000:1500', arrived_at: '2026-11-20T12:00:00.000Z', reason: 'the record is not JSON', bytes: 1, text: '{' });
});

test('an empty batch does nothing', async () => {
  expect(await world().run([])).toEqual({ processed: [], warnings: [], stretches: [] });
});

describe('R9 PutEvents', () => {
  test.each([
    [10, [10]],
    [11, [10, 1]],
    [45, [10, 10, 10, 10, 5]],
  ])('%i records go in calls of %j', async (count, sizes) => {
    const { bus, run } = world();
    await run(transactions(count));
    expect(bus.callSizes).toEqual(sizes);
  });

  test('a call stays below 256 KB, the limit of PutEvents until 2026, whatever ten records hold', async () => {
    const { bus, run } = world();
    const longest = ['\u0001', '\u{1F600}', '\uFDFA', 'é', '"', '\\ '].map((text) => text.repeat(5000));
    await run(Array.from({ length: 10 }, (_, index) => kinesisRecord(longest[index] ?? longest[0], index + 1)));
    await run(Array.from({ length: 10 }, (_, index) => kinesisRecord({ ...GOOD, transaction_id: '\u{10400}'.repeat(128), merchant_id: '\u{10400}'.repeat(128), type: 'X'.repeat(32), [`x${index}`]: longest[2] }, index + 100)));
    // as EventBridge counts: 14 bytes for the time, the source and the detail-type, the detail
    const bytesOf = ({ detail, detailType }: BusEntry) => 14 + 256 + Buffer.byteLength(detailType) + Buffer.byteLength(detail);
    const calls = [bus.entries.slice(0, 10), bus.entries.slice(10)].map((entries) => entries.reduce((sum, entry) => sum + bytesOf(entry), 0));
    expect(bus.callSizes).toEqual([10, 10]);
    expect(Math.max(...calls)).toBeLessThan(256 * 1024);
    expect(Math.max(...calls)).toBeGreaterThan(128 * 1024);
  });

  test('entries that the bus did not take are sent again, alone', async () => {
    const { bus, run } = world();
    let refusals = 3;
    bus.refuse = (entry) => (idOf(entry) === 'txn-4' && refusals-- > 0 ? THROTTLED : undefined);
    const { unfinished, processed } = await run(transactions(10));
    expect(unfinished).toBeUndefined();
    expect(processed).toHaveLength(10);
    expect(bus.callSizes).toEqual([10, 1, 1, 1]);
    expect(new Set(bus.entries.map(idOf)).size).toBe(10);
  });

  test('the waits double, with jitter', async () => {
    const waits: number[] = [];
    const { bus, run } = world({ sleep: async (milliseconds) => void waits.push(milliseconds) });
    bus.refuse = () => THROTTLED;
    await run(transactions(1));
    expect(waits).toEqual([50, 100, 200]);
  });

  test('after four attempts the first that failed is named, and what went beyond it is remembered', async () => {
    const { bus, sent, run } = world();
    bus.refuse = (entry) => (idOf(entry) === 'txn-4' ? THROTTLED : undefined);
    const { unfinished, processed } = await run(transactions(12));
    expect(unfinished).toMatchObject({ record: { sequenceNumber: '1004' }, left: 9, error: 'ThrottlingException' });
    expect(processed).toHaveLength(11);
    expect([...(sent.byShard.get('shardId-000000000000') ?? [])]).toEqual(['1005', '1006', '1007', '1008', '1009', '1010', '1011', '1012']);
  });

  test('nothing behind the forty records with a failure is begun', async () => {
    const { bus, run } = world();
    bus.refuse = (entry) => (idOf(entry) === 'txn-4' ? THROTTLED : undefined);
    await run(transactions(100));
    expect(bus.entries).toHaveLength(39);
  });

  test('a call that fails as a whole fails its entries', async () => {
    const { run } = world({ bus: { put: async () => Promise.reject(Object.assign(new Error('socket hang up'), { name: 'TimeoutError' })) } });
    expect((await run(transactions(2))).unfinished).toMatchObject({ record: { sequenceNumber: '1001' }, left: 2, error: 'TimeoutError' });
  });

  test('a bus that answers for too few entries is not believed', async () => {
    const { run } = world({ bus: { put: async () => [undefined] } });
    expect((await run(transactions(2))).unfinished).toMatchObject({ record: { sequenceNumber: '1001' } });
  });
});

describe('a retry', () => {
  test('sends no event twice, counts no transaction twice, and measures none twice', async () => {
    const { bus, counters, run } = world();
    const batch = transactions(12);
    bus.refuse = (entry) => (idOf(entry) === 'txn-4' ? THROTTLED : undefined);
    const first = await run(batch);
    bus.refuse = () => undefined;
    const second = await run(batch.slice(3));
    expect(second.unfinished).toBeUndefined();
    expect(second.processed.map(({ record }) => record.sequenceNumber)).toEqual(['1004']);
    expect(first.processed.length + second.processed.length).toBe(12);
    expect(bus.entries).toHaveLength(12);
    expect([...counters.totals.values()]).toEqual([12]);
  });

  test('of a half of the batch keeps what is remembered of the other half', async () => {
    const { bus, run } = world();
    const batch = transactions(20);
    bus.refuse = (entry) => (idOf(entry) === 'txn-4' ? THROTTLED : undefined);
    await run(batch);
    await run(batch.slice(3, 10));
    await run(batch.slice(10));
    expect(bus.entries).toHaveLength(19);
  });

  test('of one batch keeps what is remembered of another batch of its shard that failed at the same time', async () => {
    const { bus, run } = world();
    const [first, second] = [transactions(12, { partitionKey: 'a' }), transactions(12, { partitionKey: 'b' }, 101)];
    const parallel = { ...SETTINGS, parallelizationFactor: 2 };
    bus.refuse = (entry) => (['txn-4', 'txn-104'].includes(idOf(entry)) ? THROTTLED : undefined);
    await Promise.all([run(first, undefined, parallel), run(second, undefined, parallel)]);
    bus.refuse = () => undefined;
    await Promise.all([run(first.slice(3), undefined, parallel), run(second.slice(3), undefined, parallel)]);
    expect(bus.entries.map(idOf).sort()).toEqual([...first, ...second].map((_, index) => `txn-${index < 12 ? index + 1 : index + 89}`).sort());
  });

  test('forgets what is done, so that the memory stays small', async () => {
    const { bus, sent, run } = world();
    const batch = transactions(20);
    bus.refuse = (entry) => (idOf(entry) === 'txn-4' ? THROTTLED : undefined);
    await run(batch);
    bus.refuse = () => undefined;
    await run(batch.slice(3, 10));
    expect([...(sent.byShard.get('shardId-000000000000') ?? [])]).toEqual(['1011', '1012', '1013', '1014', '1015', '1016', '1017', '1018', '1019', '1020']);
    await run(batch.slice(10));
    expect([...(sent.byShard.get('shardId-000000000000') ?? [])]).toEqual([]);
  });

  test.each<[string, (batch: readonly KinesisStreamRecord[]) => readonly (readonly KinesisStreamRecord[])[]]>([
    ['whole', (batch) => [batch]],
    ['in halves', (batch) => [batch.slice(0, 5), batch.slice(5)]],
    ['from the middle on', (batch) => [batch.slice(4)]],
    ['from the middle on in halves', (batch) => [batch.slice(4, 7), batch.slice(7)]],
  ])('that brings a batch %s gives each transaction the count it got, though others counted on', async (_, again) => {
    const { bus, counters, run } = world();
    counters.after = () => {
      throw new Error('socket hang up');
    };
    const batch = transactions(10);
    await run(transactions(7, { shardId: 'shardId-000000000001' }));
    await run(batch);
    counters.after = () => undefined;
    await run(transactions(5, { shardId: 'shardId-000000000002' }));
    bus.entries.length = 0;
    for (const part of again(batch)) await run(part);
    expect(bus.details.map(({ transaction_id, transaction_count }) => [transaction_id, transaction_count])).toEqual(
      again(batch).flat().map((record) => [`txn-${Number(record.kinesis.sequenceNumber) - 1000}`, Number(record.kinesis.sequenceNumber) - 1000 + 7]),
    );
  });

  test('with more records than before counts the new ones only', async () => {
    const { counters, bus, run } = world();
    await run(transactions(3));
    await run(transactions(5));
    expect([...counters.totals.values()]).toEqual([5]);
    expect(bus.details.slice(-5).map(({ transaction_count }) => transaction_count)).toEqual([1, 2, 3, 4, 5]);
  });

  test('without the memory sends again and says so', async () => {
    const broken = () => Promise.reject(Object.assign(new Error('no'), { name: 'RequestLimitExceeded' }));
    const { bus, run } = world({ sent: { read: broken, add: broken, remove: broken } });
    bus.refuse = (entry) => (idOf(entry) === 'txn-1' ? THROTTLED : undefined);
    const { warnings, unfinished } = await run(transactions(2));
    expect(warnings).toEqual(['SentNotRead.RequestLimitExceeded', 'SentNotWritten.RequestLimitExceeded']);
    expect(unfinished).toMatchObject({ record: { sequenceNumber: '1001' } });
  });
});

describe('R24 velocity', () => {
  const counts = (bus: MemoryBus) => bus.details.map(({ transaction_count }) => transaction_count);

  test('counts a merchant in a window of 60 seconds: the 20th has 20, the 21st has 21', async () => {
    const { bus, run } = world();
    await run(transactions(21));
    expect(counts(bus).slice(-2)).toEqual([20, 21]);
  });

  test.each([
    [59_999, [1, 2]],
    [60_000, [1, 1]],
  ])('a transaction %i ms later: %j', async (laterMs, expected) => {
    const { bus, run } = world();
    await run([kinesisRecord(GOOD, 1), kinesisRecord(GOOD, 2, { arrivedAtMs: NOON_MS + laterMs })]);
    expect(counts(bus)).toEqual(expected);
  });

  test('merchants are counted apart', async () => {
    const { bus, run } = world();
    await run([kinesisRecord(GOOD, 1), kinesisRecord({ ...GOOD, merchant_id: 'merch-456' }, 2), kinesisRecord(GOOD, 3)]);
    expect(counts(bus)).toEqual([1, 1, 2]);
  });

  test('shards that bring the same merchant add up', async () => {
    const { bus, counters, run } = world();
    await Promise.all([run(transactions(5, { shardId: 'shardId-000000000000' })), run(transactions(5, { shardId: 'shardId-000000000001' }))]);
    expect([...counters.totals.values()]).toEqual([10]);
    expect(counts(bus).sort((a, b) => Number(a) - Number(b))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });

  test('sequence numbers are compared as numbers', async () => {
    const { counters, run } = world();
    await run([kinesisRecord(GOOD, 9)]);
    await run([kinesisRecord(GOOD, 10)]);
    expect([...counters.totals.values()]).toEqual([2]);
  });

  test('with several batches of a shard at a time, a partition key is a lane of its own', async () => {
    const { counters, run } = world();
    const parallel = { ...SETTINGS, parallelizationFactor: 2 };
    await run([kinesisRecord(GOOD, 20, { partitionKey: 'b' })], undefined, parallel);
    await run([kinesisRecord(GOOD, 10, { partitionKey: 'a' })], undefined, parallel);
    await run([kinesisRecord(GOOD, 10, { partitionKey: 'a' })], undefined, parallel);
    expect([...counters.totals.values()]).toEqual([2]);
  });

  test('a partition key that holds a card number names no lane: not even its hash is kept', async () => {
    const { counters, run } = world();
    const parallel = { ...SETTINGS, parallelizationFactor: 2 };
    const records = [20, 21, 22].map((sequence) => kinesisRecord(GOOD, sequence, { partitionKey: '4111 1111 1111 1111' }));
    await run(records, undefined, parallel);
    await run(records.slice(1), undefined, parallel);
    expect([...counters.totals.values()]).toEqual([3]);
    expect([...counters.ledger.keys()]).toEqual(['shardId-000000000000:20:20', 'shardId-000000000000:21:21', 'shardId-000000000000:22:22']);
  });

  test('a counter that cannot be changed leaves its merchant to the retry, from its first record on', async () => {
    const { counters, bus, run } = world();
    counters.before = () => {
      throw Object.assign(new Error('no'), { name: 'ProvisionedThroughputExceededException' });
    };
    const { unfinished } = await run([kinesisRecord('{', 999), ...transactions(2)]);
    expect(unfinished).toMatchObject({ record: { sequenceNumber: '1001' }, left: 2, error: 'NotCounted.ProvisionedThroughputExceededException' });
    expect(bus.entries).toHaveLength(1);
  });

  test('an addition has the time that is left but for the reserve', async () => {
    const timeouts: number[] = [];
    const add: BatchEdges['counters']['add'] = async (_key, _lane, _sequences, timeoutMs) => {
      timeouts.push(timeoutMs);
      return { added: true, before: 0 };
    };
    await world({ counters: { add } }).run(transactions(1), () => 10_000);
    expect(timeouts).toEqual([8000]);
  });

  test('an addition whose answer got lost is not made again', async () => {
    const { counters, run } = world();
    counters.after = () => {
      throw new Error('socket hang up');
    };
    expect((await run(transactions(3))).unfinished).toBeDefined();
    counters.after = () => undefined;
    expect((await run(transactions(3))).unfinished).toBeUndefined();
    expect([...counters.totals.values()]).toEqual([3]);
  });
});

test('what does not fit into the time of the invocation is left to the next one', async () => {
  const { bus, run } = world();
  const { unfinished } = await run(transactions(100), () => (bus.entries.length < 40 ? 60_000 : 2000));
  expect(unfinished).toMatchObject({ record: { sequenceNumber: '1041' }, left: 60, error: 'OutOfTime' });
  expect(bus.entries).toHaveLength(40);
});

test('a call has the time that is left but for the reserve, and what fails is not tried again beyond it', async () => {
  let remaining = 10_000;
  const timeouts: number[] = [];
  const put = async (entries: readonly BusEntry[], timeoutMs: number) => {
    timeouts.push(timeoutMs);
    remaining -= 4000;
    return entries.map(() => THROTTLED);
  };
  const { unfinished } = await world({ bus: { put } }).run(transactions(1), () => remaining);
  expect(timeouts).toEqual([8000, 4000]);
  expect(unfinished).toMatchObject({ record: { sequenceNumber: '1001' }, error: 'ThrottlingException' });
});

test('R10 subsegments validation and processing, below it each type and outcome with its number', async () => {
  let clock = NOON_MS;
  const { run } = world({ now: () => (clock += 1) });
  const { stretches } = await run([kinesisRecord(GOOD, 1), kinesisRecord(GOOD, 2), kinesisRecord({ ...GOOD, amount: -1 }, 3), kinesisRecord('{', 4)]);
  expect(stretches.map(({ name }) => name)).toEqual(['validation', 'processing']);
  expect(stretches[1]?.children?.map(({ annotations }) => annotations)).toEqual([
    { type: 'PURCHASE', outcome: 'ok', transactions: 2 },
    { type: 'PURCHASE', outcome: 'failed', transactions: 1 },
    { type: 'OTHER', outcome: 'rejected', transactions: 1 },
  ]);
  expect(stretches.every(({ startMs, endMs }) => endMs > startMs)).toBe(true);
});
