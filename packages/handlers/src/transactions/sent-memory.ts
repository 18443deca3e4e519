import { type ReadRecord } from './transaction-record';

/** Remembers for a shard what was sent beyond a record that failed: Lambda brings all of it again. */
export interface SentStore {
  read(shardId: string): Promise<ReadonlySet<string>>;
  add(shardId: string, sequenceNumbers: readonly string[]): Promise<void>;
  remove(shardId: string, sequenceNumbers: readonly string[]): Promise<void>;
}

/** What was sent of a batch before this invocation. Without this memory events may come twice, which is better than not at all. */
export class SentMemory {
  /** What went wrong; events may come twice, or the memory holds more than it must. */
  readonly warnings: string[] = [];
  readonly #shardId: string;
  readonly #store: SentStore;
  #sent: ReadonlySet<string> = new Set();

  constructor(shardId: string, store: SentStore) {
    this.#shardId = shardId;
    this.#store = store;
  }

  async read(): Promise<void> {
    await this.#attempt('SentNotRead', async () => {
      this.#sent = await this.#store.read(this.#shardId);
    });
  }

  has({ sequenceNumber }: ReadRecord): boolean {
    return this.#sent.has(sequenceNumber);
  }

  /** Remembers what was sent now beyond a failure; forgets what is done and comes no more. */
  async write(sentBeyond: readonly ReadRecord[], done: readonly ReadRecord[]): Promise<void> {
    const added = sentBeyond.filter((record) => !this.has(record)).map(sequenceOf);
    const removed = done.filter((record) => this.has(record)).map(sequenceOf);
    if (added.length > 0) await this.#attempt('SentNotWritten', () => this.#store.add(this.#shardId, added));
    if (removed.length > 0) await this.#attempt('SentNotRemoved', () => this.#store.remove(this.#shardId, removed));
  }

  async #attempt(warning: string, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.warnings.push(`${warning}.${error instanceof Error ? error.name : 'Error'}`);
    }
  }
}

const sequenceOf = ({ sequenceNumber }: ReadRecord): string => sequenceNumber;
