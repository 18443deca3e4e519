import { type KinesisStreamRecord } from 'aws-lambda';
import { type EntryFailure, type EventBus, eventOf, putEntries, type Waiting } from './transaction-events';
import { SentMemory, type SentStore } from './sent-memory';
import { type ProcessedRecord } from './transaction-log';
import { type ReadRecord, readRecord, type Transaction } from './transaction-record';
import { type Stretch } from './trace';
import { type Counts, countTransactions, type VelocityCounters, type VelocitySettings } from './velocity';

export interface BatchEdges extends Waiting {
  readonly counters: VelocityCounters;
  readonly bus: EventBus;
  readonly sent: SentStore;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface BatchResult {
  /** What was done now, in the order of the stream; what an earlier attempt had done is not in it. */
  readonly processed: readonly ProcessedRecord[];
  /** The first record that was not done, from which on Lambda retries, how many are left with it, and why. */
  readonly unfinished?: { readonly record: ReadRecord; readonly left: number; readonly error: string };
  /** What went wrong without harm to a record. */
  readonly warnings: readonly string[];
  readonly stretches: readonly Stretch[];
}

/** Events that are under way at the same time; what was sent beyond a failure is never more. */
const RECORDS_AT_A_TIME = 40;
/** Left untouched, so that the function can still say how far it came. */
const RESERVE_MS = 2000;

/**
 * Reads, counts and routes the records of a batch in the order of their shard. Stops at the first that fails, since Lambda retries
 * everything from there on; what was sent beyond it is remembered, so that no event is sent twice.
 */
export async function processBatch(batch: readonly KinesisStreamRecord[], settings: VelocitySettings, edges: BatchEdges, remainingMs: () => number): Promise<BatchResult> {
  const { now } = edges;
  const startMs = now();
  if (batch.length === 0) return { processed: [], warnings: [], stretches: [] };
  const reserveMs = Math.min(RESERVE_MS, remainingMs() / 5);
  const leftMs = () => remainingMs() - reserveMs;
  const records = batch.map(readRecord);
  const readMs = now();
  const shardId = records[0]?.shardId ?? '';
  const transactions = records.filter((record): record is Transaction => record.kind === 'transaction');
  const memory = new SentMemory(shardId, edges.sent);
  const [counts] = await Promise.all([countTransactions(transactions, edges.counters, settings, leftMs), memory.read()]);

  const processed: ProcessedRecord[] = [];
  const sentBeyond: ReadRecord[] = [];
  let unfinished: BatchResult['unfinished'];
  for (let start = 0; start < records.length && !unfinished; start += RECORDS_AT_A_TIME) {
    const some = records.slice(start, start + RECORDS_AT_A_TIME);
    const failures = leftMs() <= 0 ? some.map(() => OUT_OF_TIME) : await send(some, counts, memory, edges, leftMs);
    const processingMs = now() - startMs;
    const done = some.filter((_, index) => failures[index] === undefined);
    processed.push(...done.filter((record) => !memory.has(record)).map((record) => ({ record, transactionCount: countOf(record, counts), processingMs })));
    const failed = failures.findIndex((failure) => failure !== undefined);
    const [record, failure] = [some[failed], failures[failed]];
    if (record === undefined || failure === undefined) continue;
    unfinished = { record, left: records.length - start - failed, error: failure.code };
    sentBeyond.push(...some.filter((_, index) => index > failed && failures[index] === undefined));
  }
  await memory.write(sentBeyond, records.slice(0, records.length - (unfinished?.left ?? 0)));
  const endMs = now();
  return { processed, ...(unfinished && { unfinished }), warnings: memory.warnings, stretches: stretchesOf(processed, { startMs, readMs, endMs }) };
}

const OUT_OF_TIME = { code: 'OutOfTime', message: 'the time of the invocation is over' };

/** Sends what can be sent of some records; answers for each. */
async function send(records: readonly ReadRecord[], counts: Counts, memory: SentMemory, edges: BatchEdges, leftMs: () => number): Promise<readonly EntryFailure[]> {
  const failures: EntryFailure[] = records.map((record) => (record.kind === 'transaction' && !memory.has(record) ? notCounted(record, counts) : undefined));
  const due = records.flatMap((record, index) => (failures[index] === undefined && !memory.has(record) ? [{ record, index }] : []));
  const answers = await putEntries(due.map(({ record }) => eventOf(record, countOf(record, counts))), edges.bus, edges, leftMs);
  due.forEach(({ index }, position) => (failures[index] = answers[position]));
  return failures;
}

function notCounted(record: Transaction, counts: Counts): EntryFailure {
  const count = counts.get(record);
  return typeof count === 'object' ? { code: `NotCounted.${nameOf(count.error)}`, message: 'the counter of the merchant could not be changed' } : undefined;
}

function countOf(record: ReadRecord, counts: Counts): number | undefined {
  const count = record.kind === 'transaction' ? counts.get(record) : undefined;
  return typeof count === 'number' ? count : undefined;
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');

/** Subsegments validation and processing; below it one for each type and outcome that the batch held. */
function stretchesOf(processed: readonly ProcessedRecord[], { startMs, readMs, endMs }: { readonly startMs: number; readonly readMs: number; readonly endMs: number }): readonly Stretch[] {
  const kinds = new Map<string, { type: string; outcome: string; transactions: number }>();
  for (const { record } of processed) {
    const [type, outcome] = record.kind === 'transaction' ? [record.metricType, record.outcome] : ['OTHER', 'rejected'];
    const kind = kinds.get(`${type} ${outcome}`) ?? { type, outcome, transactions: 0 };
    kinds.set(`${type} ${outcome}`, { ...kind, transactions: kind.transactions + 1 });
  }
  const children = [...kinds].map(([name, annotations]): Stretch => ({ name, startMs: readMs, endMs, annotations }));
  return [
    { name: 'validation', startMs, endMs: readMs },
    { name: 'processing', startMs: readMs, endMs, children },
  ];
}
