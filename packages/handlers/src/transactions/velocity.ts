import { createHash } from 'node:crypto';
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
export type Addition = { readonly added: true; readonly total: number } | { readonly added: false; readonly total: number; readonly lastSequence: string };

export interface CounterKey {
  readonly merchantId: string;
  readonly windowStart: number;
}

/** Counters that add atomically, once for each sequence of a lane. */
export interface VelocityCounters {
  /** Adds `count` and remembers `lastSequence`, unless the lane has been seen up to `firstSequence` or beyond. */
  add(key: CounterKey, lane: string, addition: { readonly count: number; readonly firstSequence: string; readonly lastSequence: string }): Promise<Addition>;
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
 * far it has counted in each. What was counted before keeps the total of now.
 */
export async function countTransactions(transactions: readonly Transaction[], counters: VelocityCounters, settings: VelocitySettings): Promise<Counts> {
  const counts = new Map<Transaction, number | { readonly error: unknown }>();
  await Promise.all(
    groupsOf(transactions, settings).map(async (group) => {
      try {
        await countGroup(group, counters, counts);
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
function laneOf({ shardId, partitionKey }: Transaction, merchantId: string, parallelizationFactor: number): string {
  if (parallelizationFactor === 1 || partitionKey === merchantId) return shardId;
  return `${shardId}/${createHash('sha256').update(partitionKey).digest('hex').slice(0, 16)}`;
}

async function countGroup({ transactions, lane, ...key }: Group, counters: VelocityCounters, counts: Map<Transaction, number | { readonly error: unknown }>): Promise<void> {
  let pending: readonly Transaction[] = transactions;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
    const [first] = pending;
    const last = pending.at(-1);
    if (!first || !last) return;
    const addition = await counters.add(key, lane, { count: pending.length, firstSequence: comparable(first), lastSequence: comparable(last) });
    if (addition.added) {
      const before = addition.total - pending.length;
      pending.forEach((transaction, index) => counts.set(transaction, before + index + 1));
      return;
    }
    for (const transaction of pending) if (comparable(transaction) <= addition.lastSequence) counts.set(transaction, addition.total);
    pending = pending.filter((transaction) => comparable(transaction) > addition.lastSequence);
    if (pending.length === 0) return;
  }
  throw new Error(`the counter of the merchant was not free within ${MAX_ATTEMPTS} attempts`);
}

const comparable = ({ sequenceNumber }: Transaction): string => comparableSequence(sequenceNumber);
