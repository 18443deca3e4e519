/** Length of a comparable sequence. */
export const SEQUENCE_LENGTH = 64;

/** A sequence number of Kinesis as a text that compares like the number: they have different lengths. */
export const comparableSequence = (sequenceNumber: string): string => sequenceNumber.padStart(SEQUENCE_LENGTH, '0');
