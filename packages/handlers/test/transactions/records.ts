import { type KinesisStreamRecord } from 'aws-lambda';

/** A transaction as a producer sends it, with nothing wrong. */
export const GOOD = { transaction_id: 'txn-001', amount: 1500, type: 'PURCHASE', merchant_id: 'merch-123', merchant_country: 'US', transaction_count: 1 };

/** 12:00:00 UTC, the beginning of a minute. */
export const NOON_MS = Date.UTC(2026, 10, 20, 12);

export interface Place {
  readonly shardId?: string;
  readonly partitionKey?: string;
  readonly arrivedAtMs?: number;
}

/** A record as Lambda hands it over; a text is its content as it is, everything else becomes JSON. */
export function kinesisRecord(content: unknown, sequence: number, { shardId = 'shardId-000000000000', partitionKey = 'merch-123', arrivedAtMs = NOON_MS }: Place = {}): KinesisStreamRecord {
  const sequenceNumber = String(sequence);
  const bytes = Buffer.isBuffer(content) ? content : Buffer.from(typeof content === 'string' ? content : JSON.stringify(content));
  return {
    awsRegion: 'eu-west-1',
    eventID: `${shardId}:${sequenceNumber}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: 'arn:aws:kinesis:eu-west-1:111111111111:stream/transaction-stream-dev',
    eventVersion: '1.0',
    invokeIdentityArn: 'arn:aws:iam::111111111111:role/processor',
    kinesis: { approximateArrivalTimestamp: arrivedAtMs / 1000, data: bytes.toString('base64'), kinesisSchemaVersion: '1.0', partitionKey, sequenceNumber },
  };
}
