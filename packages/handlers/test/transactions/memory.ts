import { type SentStore } from '../../src/transactions/sent-memory';
import { type BusEntry, type EntryFailure, type EventBus } from '../../src/transactions/transaction-events';
import { type VelocityCounters } from '../../src/transactions/velocity';

/** Counters with the semantics of the conditional update in DynamoDB. */
export class MemoryCounters implements VelocityCounters {
  readonly totals = new Map<string, number>();
  /** The counts that each sequence of a lane ever got: a counter itself knows only those of its latest addition. */
  readonly ledger = new Map<string, number[]>();
  readonly #lanes = new Map<string, { readonly before: number; readonly sequences: readonly string[] }>();
  /** Called before each addition; throws to let it fail. */
  before: () => void = () => undefined;
  /** Called after each addition was made; throws to let its answer get lost. */
  after: () => void = () => undefined;

  async add(...[{ merchantId, windowStart }, lane, sequences]: Parameters<VelocityCounters['add']>): ReturnType<VelocityCounters['add']> {
    this.before();
    const key = `${merchantId} ${windowStart}`;
    const latest = this.#lanes.get(`${key} ${lane}`);
    const total = this.totals.get(key) ?? 0;
    const lastSequence = latest?.sequences.at(-1);
    if (latest !== undefined && lastSequence !== undefined && lastSequence >= (sequences[0] ?? '')) {
      const countOf = (sequence: string) => {
        const position = latest.sequences.indexOf(sequence);
        return position < 0 ? undefined : latest.before + position + 1;
      };
      return { added: false, total, lastSequence, countOf };
    }
    this.totals.set(key, total + sequences.length);
    this.#lanes.set(`${key} ${lane}`, { before: total, sequences });
    sequences.forEach((sequence, index) => {
      const id = `${lane}:${BigInt(sequence)}`;
      this.ledger.set(id, [...(this.ledger.get(id) ?? []), total + index + 1]);
    });
    this.after();
    return { added: true, before: total };
  }
}

/** A bus that keeps what it took. */
export class MemoryBus implements EventBus {
  readonly entries: BusEntry[] = [];
  readonly callSizes: number[] = [];
  /** Why an entry is not taken. */
  refuse: (entry: BusEntry) => EntryFailure = () => undefined;
  /** Called after the entries were taken; throws to let the answer get lost. */
  after: (taken: readonly BusEntry[]) => void = () => undefined;

  async put(entries: readonly BusEntry[]): Promise<readonly EntryFailure[]> {
    this.callSizes.push(entries.length);
    const failures = entries.map(this.refuse);
    const taken = entries.filter((_, index) => failures[index] === undefined);
    this.entries.push(...taken);
    this.after(taken);
    return failures;
  }

  /** The details of the events, parsed. */
  get details(): Readonly<Record<string, unknown>>[] {
    return this.entries.map(({ detail }) => JSON.parse(detail) as Record<string, unknown>);
  }
}

export class MemorySent implements SentStore {
  readonly byShard = new Map<string, Set<string>>();

  async read(shardId: string): Promise<ReadonlySet<string>> {
    return new Set(this.byShard.get(shardId));
  }

  async add(shardId: string, sequenceNumbers: readonly string[]): Promise<void> {
    this.byShard.set(shardId, new Set([...(this.byShard.get(shardId) ?? []), ...sequenceNumbers]));
  }

  async remove(shardId: string, sequenceNumbers: readonly string[]): Promise<void> {
    for (const sequenceNumber of sequenceNumbers) this.byShard.get(shardId)?.delete(sequenceNumber);
  }
}
