/** A sequence number of Kinesis as a text that compares like the number: they have different lengths. */
export const comparableSequence = (sequenceNumber: string): string => sequenceNumber.padStart(64, '0');

/** Order of two sequence numbers of a shard, for `sort`. */
export function compareSequences(a: string, b: string): number {
  const [first, second] = [comparableSequence(a), comparableSequence(b)];
  return first < second ? -1 : first > second ? 1 : 0;
}
