import { type KinesisStreamRecord } from 'aws-lambda';

/** What the function answered: the sequence number of the first record to bring again, or a failure of the whole invocation. */
export type Answer = { readonly from: string | undefined } | 'failed';

export interface Mapping {
  readonly batchSize: number;
  readonly maximumRetries: number;
}

/**
 * Brings the records of a shard to a function as Lambda's event source mapping does: in order, from the first failed record on again,
 * halved after a failure, and to the destination once the retries are used up. Halving uses up none.
 */
export async function readShard(records: readonly KinesisStreamRecord[], { batchSize, maximumRetries }: Mapping, invoke: (batch: readonly KinesisStreamRecord[]) => Promise<Answer>): Promise<readonly KinesisStreamRecord[]> {
  const discarded: KinesisStreamRecord[] = [];
  const bring = async (batch: readonly KinesisStreamRecord[], retriesLeft: number): Promise<void> => {
    if (batch.length === 0) return;
    const answer = await invoke(batch);
    if (answer !== 'failed' && answer.from === undefined) return;
    const from = answer === 'failed' ? 0 : batch.findIndex(({ kinesis }) => kinesis.sequenceNumber === answer.from);
    if (from < 0) throw new Error(`the function named a record that is not in its batch: ${JSON.stringify(answer)}`);
    const left = batch.slice(from);
    if (left.length > 1) {
      const middle = Math.ceil(left.length / 2);
      await bring(left.slice(0, middle), retriesLeft);
      await bring(left.slice(middle), retriesLeft);
    } else if (retriesLeft === 0) discarded.push(...left);
    else await bring(left, retriesLeft - 1);
  };
  for (let start = 0; start < records.length; start += batchSize) await bring(records.slice(start, start + batchSize), maximumRetries);
  return discarded;
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
