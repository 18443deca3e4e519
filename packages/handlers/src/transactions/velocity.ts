import { createHash } from 'node:crypto';
import { holdsCardNumber } from './card-number';
import { comparableSequence } from './sequence';
import { type Transaction } from './transaction-record';

/** The transactions of one merchant in one window that came through one lane, in the order of the stream. */
interface Group {
  readonly merchantId: string;
  /** Seconds since the epoch. */
  readonly windowStart: number;
  readonly lane: string;
  readonly transactions: Transaction[];
}

/** What a counter says to an addition: done, or not, since it has seen the lane up to `lastSequence` already. */
export type Addition =
  | { readonly added: true; readonly before: number }
  | {
      readonly added: false;
      readonly total: number;
      readonly lastSequence: string;
      /** The count that a sequence got in the latest addition of its lane; undefined for one of an earlier addition. */
      readonly countOf: (sequence: string) => number | undefined;
    };

export interface CounterKey {
  readonly merchantId: string;
  readonly windowStart: number;
}

/** Counters that add atomically, once for each sequence of a lane. */
export interface VelocityCounters {
  /**
   * Counts the sequences, which are in order and comparable as texts, and remembers which they were; unless the lane has been seen up to
   * the first of them or beyond. Rejects when there is no answer within `timeoutMs`.
   */
  add(key: CounterKey, lane: string, sequences: readonly string[], timeoutMs: number): Promise<Addition>;
}

export interface VelocitySettings {
  readonly windowSeconds: number;
  /** Batches of one shard that are processed at the same time. */
  readonly parallelizationFactor: number;
}

/** The count of each transaction in its merchant's window, or why it could not be counted. */
export type Counts = ReadonlyMap<Transaction, number | { readonly error: unknown }>;

const MAX_ATTEMPTS = 3;

/**
 * Counts each transaction once, however often Lambda brings it: a shard is read in order, so that a counter only has to remember how
 * far it has counted in each, and what it counted last. A transaction that comes again keeps the count it got.
 */
export async function countTransactions(transactions: readonly Transaction[], counters: VelocityCounters, settings: VelocitySettings, leftMs: () => number): Promise<Counts> {
  const counts = new Map<Transaction, number | { readonly error: unknown }>();
  await Promise.all(
    groupsOf(transactions, settings).map(async (group) => {
      try {
        await countGroup(group, counters, counts, leftMs);
      } catch (error) {
        for (const transaction of group.transactions) counts.set(transaction, { error });
      }
    }),
  );
  return counts;
}

function groupsOf(transactions: readonly Transaction[], { windowSeconds, parallelizationFactor }: VelocitySettings): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const transaction of transactions) {
    const merchantId = transaction.fields.merchant_id;
    if (merchantId === undefined) continue;
    const windowStart = Math.floor(transaction.arrivedAtMs / 1000 / windowSeconds) * windowSeconds;
    const lane = laneOf(transaction, merchantId, parallelizationFactor);
    const id = `${lane} ${windowStart} ${merchantId}`;
    const group = groups.get(id);
    if (group) group.transactions.push(transaction);
    else groups.set(id, { merchantId, windowStart, lane, transactions: [transaction] });
  }
  return [...groups.values()];
}

/** What Lambda brings in order: a shard, or with several batches of a shard at a time the records of one partition key. */
function laneOf({ shardId, partitionKey, sequenceNumber }: Transaction, merchantId: string, parallelizationFactor: number): string {
  if (parallelizationFactor === 1 || partitionKey === merchantId) return shardId;
  // who knows the hash of a card number finds the number
  if (holdsCardNumber(partitionKey)) return `${shardId}:${sequenceNumber}`;
  return `${shardId}/${createHash('sha256').update(partitionKey).digest('hex').slice(0, 16)}`;
}

async function countGroup({ transactions, lane, ...key }: Group, counters: VelocityCounters, counts: Map<Transaction, number | { readonly error: unknown }>, leftMs: () => number): Promise<void> {
  let pending: readonly Transaction[] = transactions;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const addition = await counters.add(key, lane, pending.map(comparable), leftMs());
    if (addition.added) {
      pending.forEach((transaction, index) => counts.set(transaction, addition.before + index + 1));
      return;
    }
    const { total, lastSequence, countOf } = addition;
    for (const transaction of pending) if (comparable(transaction) <= lastSequence) counts.set(transaction, countOf(comparable(transaction)) ?? total);
    pending = pending.filter((transaction) => comparable(transaction) > lastSequence);
    if (pending.length === 0) return;
  }
  throw new Error(`the counter of the merchant was not free within ${MAX_ATTEMPTS} attempts`);
}

const comparable = ({ sequenceNumber }: Transaction): string => comparableSequence(sequenceNumber);
