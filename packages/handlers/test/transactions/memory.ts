import { type SentStore } from '../../src/transactions/process-batch';
import { type BusEntry, type EntryFailure, type EventBus } from '../../src/transactions/transaction-events';
import { type VelocityCounters } from '../../src/transactions/velocity';

/** Counters with the semantics of the conditional update in DynamoDB. */
export class MemoryCounters implements VelocityCounters {
  readonly totals = new Map<string, number>();
  readonly #lanes = new Map<string, string>();
  /** Called before each addition; throws to let it fail. */
  before: () => void = () => undefined;
  /** Called after each addition was made; throws to let its answer get lost. */
  after: () => void = () => undefined;

  async add(...[{ merchantId, windowStart }, lane, { count, firstSequence, lastSequence }]: Parameters<VelocityCounters['add']>): ReturnType<VelocityCounters['add']> {
    this.before();
    const key = `${merchantId} ${windowStart}`;
    const seen = this.#lanes.get(`${key} ${lane}`);
    const total = this.totals.get(key) ?? 0;
    if (seen !== undefined && seen >= firstSequence) return { added: false, total, lastSequence: seen };
    this.totals.set(key, total + count);
    this.#lanes.set(`${key} ${lane}`, lastSequence);
    this.after();
    return { added: true, total: total + count };
  }
}

/** A bus that keeps what it took. */
export class MemoryBus implements EventBus {
  readonly entries: BusEntry[] = [];
  readonly callSizes: number[] = [];
  /** Why an entry is not taken. */
  refuse: (entry: BusEntry) => EntryFailure = () => undefined;

  async put(entries: readonly BusEntry[]): Promise<readonly EntryFailure[]> {
    this.callSizes.push(entries.length);
    return entries.map((entry) => {
      const failure = this.refuse(entry);
      if (failure === undefined) this.entries.push(entry);
      return failure;
    });
  }

  /** The details of the events, parsed. */
  get details(): Readonly<Record<string, unknown>>[] {
    return this.entries.map(({ detail }) => JSON.parse(detail) as Record<string, unknown>);
  }
}

export class MemorySent implements SentStore {
  readonly byShard = new Map<string, ReadonlySet<string>>();

  async read(shardId: string): Promise<ReadonlySet<string>> {
    return this.byShard.get(shardId) ?? new Set();
  }

  async write(shardId: string, sequenceNumbers: readonly string[]): Promise<void> {
    this.byShard.set(shardId, new Set(sequenceNumbers));
  }
}
