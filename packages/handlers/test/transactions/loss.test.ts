import { type KinesisStreamRecord } from 'aws-lambda';
import { type BatchEdges, type BatchResult, processBatch } from '../../src/transactions/process-batch';
import { cutOff } from './cut-off';
import { MemoryBus, MemoryCounters, MemorySent } from './memory';
import { GOOD, kinesisRecord, NOON_MS } from './records';
import { seededRandom } from '../support/random';
import { type Answer, readShard } from './stream-simulation';

const SHARDS = 4;
const RECORDS_PER_SHARD = 25_000;
const MERCHANTS = 40;
/** A scenario takes six seconds of an idle core. */
const PATIENCE_MS = 300_000;

/** Shares of what goes wrong. */
interface Failures {
  /** Of entries that the bus does not take. */
  readonly throttled: number;
  /** Of additions that are not made, and of those that are made without an answer. */
  readonly counterFails: number;
  readonly counterAnswerLost: number;
  /** Of calls of PutEvents that are made without an answer. */
  readonly busAnswerLost: number;
  /** Of reads and writes of the memory of sent events that fail. */
  readonly memoryFails: number;
  /** Of invocations that are stopped in the middle of a call, and of those that end but whose answer does not reach Lambda. */
  readonly cutOff: number;
  readonly answerLost: number;
}

interface Scenario {
  readonly seed: number;
  readonly recordsPerShard?: number;
  readonly parallelizationFactor: number;
  readonly failures: Failures;
}

/** Records of a shard: some are no transactions, some the bus never takes, some have no merchant; merchants are spread over shards and windows. */
function shardOf(shard: number, length: number, random: () => number): KinesisStreamRecord[] {
  return Array.from({ length }, (_, index) => {
    const id = `txn-${shard}-${index}`;
    const merchant = `merch-${Math.floor(random() * MERCHANTS)}`;
    const transaction = { ...GOOD, transaction_id: random() < 0.002 ? `never-${id}` : id, amount: random() < 0.05 ? -1 : 10, merchant_id: random() < 0.01 ? undefined : merchant };
    const content = random() < 0.002 ? `{${id}` : transaction;
    return kinesisRecord(content, 1_000_000 + index, { shardId: `shardId-00000000000${shard}`, partitionKey: merchant, arrivedAtMs: NOON_MS + index * 20 });
  });
}

/** Runs all shards at the same time against the same table and bus. */
async function run({ seed, recordsPerShard = RECORDS_PER_SHARD, parallelizationFactor, failures }: Scenario) {
  const random = seededRandom(seed).number;
  const [counters, bus, sent] = [new MemoryCounters(), new MemoryBus(), new MemorySent()];
  const fail = (share: number) => {
    if (random() < share) throw Object.assign(new Error('no'), { name: 'InternalServerError' });
  };
  const taken = new Set<string>();
  /** Records whose event was taken, which a later invocation could not know. */
  const unheard = new Set<string>();
  const loseSightOf = (ids: Iterable<string>) => {
    for (const id of ids) if (taken.has(id)) unheard.add(id);
  };
  counters.before = () => fail(failures.counterFails);
  counters.after = () => fail(failures.counterAnswerLost);
  bus.refuse = ({ detail }) => (detail.includes('"never-') || random() < failures.throttled ? { code: 'ThrottlingException', message: '' } : undefined);
  bus.after = (entries) => {
    const ids = entries.map(({ detail }) => recordIdOf(detail));
    for (const id of ids) taken.add(id);
    if (random() >= failures.busAnswerLost) return;
    loseSightOf(ids);
    throw Object.assign(new Error('no'), { name: 'TimeoutError' });
  };
  const memory: BatchEdges['sent'] = {
    read: async (shardId) => {
      const remembered = await sent.read(shardId);
      if (random() >= failures.memoryFails) return remembered;
      loseSightOf([...remembered].map((sequence) => `${shardId}:${sequence}`));
      throw new Error('no');
    },
    add: async (shardId, sequences) => {
      if (random() >= failures.memoryFails) return sent.add(shardId, sequences);
      loseSightOf(sequences.map((sequence) => `${shardId}:${sequence}`));
      throw new Error('no');
    },
    remove: (shardId, sequences) => sent.remove(shardId, sequences),
  };
  const edges: BatchEdges = { counters, bus, sent: memory, sleep: async () => undefined, random, now: () => NOON_MS };
  const settings = { windowSeconds: 60, parallelizationFactor };
  const measured: string[] = [];

  const answerOf = ({ unfinished }: BatchResult, batch: readonly KinesisStreamRecord[]): Answer => {
    const isAnswered = random() >= failures.answerLost;
    // as the handler does: a batch without any progress fails as a whole
    if (unfinished?.left === batch.length && batch.length > 1) return 'failed';
    if (isAnswered) return { from: unfinished?.record.sequenceNumber };
    loseSightOf(idsOf(batch));
    return 'failed';
  };
  const invoke = async (batch: readonly KinesisStreamRecord[]): Promise<Answer> => {
    const isCutOff = random() < failures.cutOff;
    const cut = isCutOff ? cutOff(edges, 1 + Math.floor(random() * 60), random() < 0.5) : { edges, stopped: new Promise<never>(() => undefined) };
    const result = await Promise.race([processBatch(batch, settings, cut.edges, () => 60_000), cut.stopped]);
    if (result) {
      measured.push(...result.processed.map(({ record }) => record.recordId));
      return answerOf(result, batch);
    }
    loseSightOf(idsOf(batch));
    return 'failed';
  };

  const shards = Array.from({ length: SHARDS }, (_, shard) => shardOf(shard, recordsPerShard, random));
  const discarded = (await Promise.all(shards.map((records) => readShard(records, { batchSize: 100, maximumRetries: 3, parallelizationFactor }, invoke)))).flat();
  return { records: shards.flat(), discarded: new Set(idsOf(discarded)), bus, counters, measured, unheard };
}

const idsOf = (records: readonly KinesisStreamRecord[]) => records.map(({ eventID }) => eventID);
const recordIdOf = (detail: string) => (JSON.parse(detail) as { record_id: string }).record_id;
const contentOf = ({ kinesis }: KinesisStreamRecord) => Buffer.from(kinesis.data, 'base64').toString();
/** Texts by how often they come. */
const tally = (texts: readonly string[]) => {
  const times = new Map<string, number>();
  for (const text of texts) times.set(text, (times.get(text) ?? 0) + 1);
  return times;
};

const NOTHING: Failures = { throttled: 0, counterFails: 0, counterAnswerLost: 0, busAnswerLost: 0, memoryFails: 0, cutOff: 0, answerLost: 0 };
/** Whatever can go wrong while all answers arrive. */
const HEARD: Failures = { ...NOTHING, throttled: 0.1, counterFails: 0.01, counterAnswerLost: 0.01 };
const NOW_AND_THEN: Failures = { throttled: 0.1, counterFails: 0.01, counterAnswerLost: 0.01, busAnswerLost: 0.002, memoryFails: 0.01, cutOff: 0.01, answerLost: 0.01 };
const MUCH: Failures = { throttled: 0.4, counterFails: 0.03, counterAnswerLost: 0.03, busAnswerLost: 0.01, memoryFails: 0.05, cutOff: 0.05, answerLost: 0.05 };

describe.each<[string, Scenario]>([
  ['nothing fails', { seed: 1, parallelizationFactor: 1, failures: NOTHING }],
  ['calls fail, every answer arrives', { seed: 2, parallelizationFactor: 1, failures: HEARD }],
  ['the same, three batches of a shard at a time', { seed: 3, parallelizationFactor: 3, failures: HEARD }],
  ['everything fails now and then', { seed: 4, parallelizationFactor: 1, failures: NOW_AND_THEN }],
  ['much fails, three batches of a shard at a time', { seed: 5, parallelizationFactor: 3, failures: MUCH }],
])('R5 R9 R24 %s: of 100,000 records', (_, scenario) => {
  let outcome: Awaited<ReturnType<typeof run>>;
  let times: ReadonlyMap<string, number>;
  beforeAll(async () => {
    outcome = await run(scenario);
    times = tally(outcome.bus.entries.map(({ detail }) => recordIdOf(detail)));
  }, PATIENCE_MS);

  test('each is sent or dead-lettered', () => {
    expect(outcome.records).toHaveLength(SHARDS * RECORDS_PER_SHARD);
    expect(outcome.records.filter(({ eventID }) => !times.has(eventID) && !outcome.discarded.has(eventID))).toEqual([]);
    expect([...times.keys()].filter((id) => !/^shardId-00000000000[0-3]:1\d{6}$/u.test(id))).toEqual([]);
  });

  const isAlwaysHeard = [scenario.failures.busAnswerLost, scenario.failures.cutOff, scenario.failures.answerLost].every((share) => share === 0);
  test(`those that the bus never takes are dead-lettered${isAlwaysHeard ? ', and no other' : ''}`, () => {
    const never = outcome.records.filter((record) => contentOf(record).includes('never-'));
    expect(never.length).toBeGreaterThan(100);
    expect(never.filter(({ eventID }) => times.has(eventID) || !outcome.discarded.has(eventID))).toEqual([]);
    expect(isAlwaysHeard ? outcome.discarded.size : never.length).toBe(never.length);
  });

  test('none is sent twice, or sent and dead-lettered, but where an answer got lost', () => {
    const twice = [...times].filter(([id, count]) => count > 1 || outcome.discarded.has(id)).map(([id]) => id);
    expect(twice.filter((id) => !outcome.unheard.has(id))).toEqual([]);
    expect(twice.length > 0).toBe(outcome.unheard.size > 0);
  });

  test('an event that comes twice is the same, byte for byte', () => {
    expect(new Set(outcome.bus.entries.map(({ detail }) => detail)).size).toBe(times.size);
  });

  test('each that was sent is measured, once but where an answer got lost', () => {
    const lines = tally(outcome.measured);
    expect([...times.keys()].filter((id) => lines.get(id) !== 1 && !outcome.unheard.has(id))).toEqual([]);
    expect([...lines.keys()].filter((id) => !times.has(id))).toEqual([]);
  });

  test('none is counted twice, and the counters hold what was counted, no more', () => {
    const { ledger, totals } = outcome.counters;
    expect([...ledger].filter(([, counts]) => counts.length !== 1)).toEqual([]);
    expect([...totals.values()].reduce((sum, total) => sum + total, 0)).toBe(ledger.size);
  });

  test('each transaction of a merchant that was sent is counted, and its event says the count it got', () => {
    const wrong = outcome.bus.details.filter(({ record_id, merchant_id, transaction_count }) => {
      const counted = outcome.counters.ledger.get(String(record_id))?.[0];
      return merchant_id === undefined ? counted !== undefined || transaction_count !== undefined : counted === undefined || counted !== transaction_count;
    });
    expect(wrong).toEqual([]);
  });

  test('what is counted without an event is dead-lettered: it did happen', () => {
    expect([...outcome.counters.ledger.keys()].filter((id) => !times.has(id) && !outcome.discarded.has(id))).toEqual([]);
  });
});

test('the same seed gives the same events in the same order', async () => {
  const scenario = { seed: 6, recordsPerShard: 2500, parallelizationFactor: 1, failures: MUCH };
  const [first, second] = [await run(scenario), await run(scenario)];
  expect(second.bus.entries).toEqual(first.bus.entries);
  expect(second.discarded).toEqual(first.discarded);
}, PATIENCE_MS);
