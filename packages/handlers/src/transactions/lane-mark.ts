import { createHash } from 'node:crypto';
import { SEQUENCE_LENGTH } from './sequence';

/** Characters of the mark of one sequence. */
const MARK_LENGTH = 8;
/** Marks of one addition: more would let the item of a counter grow near the 400 KB of DynamoDB. */
const MAX_MARKS = 1000;

/**
 * How far a lane was counted, as one text: its last sequence, then a mark for each sequence of its latest addition. It compares with a
 * sequence as its last sequence does, and is greater than that one itself.
 */
export function laneMark(sequences: readonly string[]): string {
  const marks = sequences.length > MAX_MARKS ? [] : sequences.map(markOf);
  return `${sequences.at(-1) ?? ''}${marks.join('')}`;
}

/** Reads what `laneMark` wrote: the last sequence, and which from the end of the addition another one is, 0 for the last. */
export function readLaneMark(text: string): { readonly lastSequence: string; readonly fromEnd: (sequence: string) => number | undefined } {
  const positions = new Map<string, number>();
  for (let start = SEQUENCE_LENGTH; start < text.length; start += MARK_LENGTH) positions.set(text.slice(start, start + MARK_LENGTH), positions.size);
  const fromEnd = (sequence: string) => {
    const position = positions.get(markOf(sequence));
    return position === undefined ? undefined : positions.size - 1 - position;
  };
  return { lastSequence: text.slice(0, SEQUENCE_LENGTH), fromEnd };
}

/** 48 bits of a hash: the sequences of an addition begin alike and end alike. */
const markOf = (sequence: string): string => createHash('sha256').update(sequence).digest('base64url').slice(0, MARK_LENGTH);
