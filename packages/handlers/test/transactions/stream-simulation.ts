import { createHash } from 'node:crypto';
import { type KinesisStreamRecord } from 'aws-lambda';

/** What the function answered: the sequence number of the first record to bring again, or a failure of the whole invocation. */
export type Answer = { readonly from: string | undefined } | 'failed';

export interface Mapping {
  readonly batchSize: number;
  readonly maximumRetries: number;
  /** Batches of the shard that are under way at the same time. */
  readonly parallelizationFactor?: number;
}

export type Invoke = (batch: readonly KinesisStreamRecord[]) => Promise<Answer>;

/** Brings the records of a shard in batches to a function. Returns those that were given up. */
export async function readShard(records: readonly KinesisStreamRecord[], { batchSize, maximumRetries, parallelizationFactor = 1 }: Mapping, invoke: Invoke): Promise<readonly KinesisStreamRecord[]> {
  const lanes = Array.from({ length: parallelizationFactor }, (_, lane) => records.filter(({ kinesis }) => laneOf(kinesis.partitionKey, parallelizationFactor) === lane));
  const discarded = await Promise.all(
    lanes.map(async (lane) => {
      const given: KinesisStreamRecord[] = [];
      for (let start = 0; start < lane.length; start += batchSize) given.push(...(await bring(lane.slice(start, start + batchSize), maximumRetries, invoke)));
      return given;
    }),
  );
  return discarded.flat();
}

/**
 * Brings a batch to a function as the documentation of Lambda's event source mapping says, with ReportBatchItemFailures and
 * BisectBatchOnFunctionError: in order; after a partial answer all from the named record on again, undivided; after a failed invocation in
 * halves, which uses up no retry; what is brought again undivided uses up one; to the destination as a whole once none is left.
 * Returns the records that were given up.
 */
export async function bring(batch: readonly KinesisStreamRecord[], retriesLeft: number, invoke: Invoke): Promise<readonly KinesisStreamRecord[]> {
  const answer = await invoke(batch);
  if (answer === 'failed' && batch.length > 1) {
    const middle = Math.ceil(batch.length / 2);
    return [...(await bring(batch.slice(0, middle), retriesLeft, invoke)), ...(await bring(batch.slice(middle), retriesLeft, invoke))];
  }
  if (answer !== 'failed' && answer.from === undefined) return [];
  const from = answer === 'failed' ? 0 : batch.findIndex(({ kinesis }) => kinesis.sequenceNumber === answer.from);
  if (from < 0) throw new Error(`the function named a record that is not in its batch: ${JSON.stringify(answer)}`);
  if (from > 0) return bring(batch.slice(from), retriesLeft, invoke);
  return retriesLeft === 0 ? batch : bring(batch, retriesLeft - 1, invoke);
}

const laneOf = (partitionKey: string, lanes: number): number => (lanes === 1 ? 0 : createHash('md5').update(partitionKey).digest().readUInt32BE() % lanes);
