import { type ReadRecord } from './transaction-record';

/** `detail-type` of the event of a transaction. */
export const PROCESSED = 'Transaction Processed';
/** `detail-type` of the event of a record that is no transaction. */
export const REJECTED = 'Transaction Rejected';

export interface BusEntry {
  readonly detailType: typeof PROCESSED | typeof REJECTED;
  /** JSON. */
  readonly detail: string;
  readonly time: Date;
}

/** The answer of the bus for one entry: undefined when it was taken. */
export type EntryFailure = { readonly code: string; readonly message: string } | undefined;

export interface EventBus {
  /** Puts at most 10 entries; answers for each, in their order. Rejects when the call itself failed, or has no answer within `timeoutMs`. */
  put(entries: readonly BusEntry[], timeoutMs: number): Promise<readonly EntryFailure[]>;
}

export interface Waiting {
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A number from 0 up to 1. */
  readonly random: () => number;
}

/** PutEvents takes no more in one call. */
const ENTRIES_PER_CALL = 10;
const MAX_ATTEMPTS = 4;
const BACKOFF_MS = 50;

/** The event of a record. `transactionCount` is the number of its merchant's transactions in the window, this one included. */
export function eventOf(record: ReadRecord, transactionCount: number | undefined): BusEntry {
  const position = { record_id: record.recordId, arrived_at: new Date(record.arrivedAtMs).toISOString() };
  const time = new Date(record.arrivedAtMs);
  if (record.kind === 'rejected') {
    const { reason, bytes, text } = record;
    return { detailType: REJECTED, detail: JSON.stringify({ ...position, reason, bytes, text }), time };
  }
  const { fields, errors } = record;
  const detail = { ...fields, ...(transactionCount !== undefined && { transaction_count: transactionCount }), ...(errors.length > 0 && { errors }), ...position };
  return { detailType: PROCESSED, detail: JSON.stringify(detail), time };
}

/** Puts entries in calls of 10, all at once; what the bus did not take is sent again with back-off, as long as `leftMs` is above 0. Answers for each, in their order. */
export async function putEntries(entries: readonly BusEntry[], bus: EventBus, waiting: Waiting, leftMs: () => number): Promise<readonly EntryFailure[]> {
  const calls: BusEntry[][] = [];
  for (let start = 0; start < entries.length; start += ENTRIES_PER_CALL) calls.push(entries.slice(start, start + ENTRIES_PER_CALL));
  return (await Promise.all(calls.map((call) => putCall(call, bus, waiting, leftMs)))).flat();
}

async function putCall(entries: readonly BusEntry[], bus: EventBus, { sleep, random }: Waiting, leftMs: () => number): Promise<EntryFailure[]> {
  const answers: EntryFailure[] = entries.map(() => undefined);
  let left = entries.map((entry, index) => ({ entry, index }));
  for (let attempt = 1; ; attempt += 1) {
    const failures = await answersOf(left.map(({ entry }) => entry), bus, leftMs());
    left.forEach(({ index }, position) => (answers[index] = failures[position]));
    left = left.filter((_, position) => failures[position] !== undefined);
    const waitMs = Math.floor(random() * BACKOFF_MS * 2 ** attempt);
    if (left.length === 0 || attempt === MAX_ATTEMPTS || waitMs >= leftMs()) return answers;
    await sleep(waitMs);
  }
}

async function answersOf(entries: readonly BusEntry[], bus: EventBus, timeoutMs: number): Promise<readonly EntryFailure[]> {
  try {
    const answers = await bus.put(entries, timeoutMs);
    if (answers.length !== entries.length) throw new Error(`the bus answered for ${answers.length} of ${entries.length} entries`);
    return answers;
  } catch (error) {
    const failure = { code: error instanceof Error ? error.name : 'Error', message: 'the call failed' };
    return entries.map(() => failure);
  }
}
