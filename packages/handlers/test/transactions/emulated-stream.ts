import { type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { type KinesisStreamRecord } from 'aws-lambda';
import kinesalite from 'kinesalite';
import { bring, type Invoke } from './stream-simulation';

const STREAM = 'transactions';
/** PutRecords takes no more in one call. */
const RECORDS_PER_CALL = 500;

interface Shard {
  readonly ShardId: string;
}

interface ReadRecord {
  readonly SequenceNumber: string;
  readonly PartitionKey: string;
  readonly Data: string;
  readonly ApproximateArrivalTimestamp: number;
}

/** A stream in an emulator of Kinesis. */
export interface EmulatedStream {
  readonly shardIds: readonly string[];
  /** Puts records, each with its partition key. Returns where each was put: `<shard>:<sequence number>`. */
  put(records: readonly { readonly content: string; readonly partitionKey: string }[]): Promise<readonly string[]>;
  /** Reads a shard from its first record to its last by shard iterators, each answer a batch. Returns the records that were given up. */
  read(shardId: string, mapping: { readonly batchSize: number; readonly maximumRetries: number }, invoke: Invoke): Promise<readonly KinesisStreamRecord[]>;
  close(): Promise<void>;
}

/** Starts the emulator on a free port of 127.0.0.1, with one stream of so many shards. */
export async function emulatedStream(shards: number): Promise<EmulatedStream> {
  const server = kinesalite({ createStreamMs: 0, shardLimit: shards });
  const url = await listen(server);
  const call = async <Answer>(operation: string, input: object): Promise<Answer> => {
    const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': `Kinesis_20131202.${operation}`, authorization: 'AWS4-HMAC-SHA256 Credential=a/20261120/eu-west-1/kinesis/aws4_request, SignedHeaders=host, Signature=0', 'x-amz-date': '20261120T000000Z' };
    const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ StreamName: STREAM, ...input }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${operation}: ${text}`);
    return (text === '' ? {} : JSON.parse(text)) as Answer;
  };
  await call('CreateStream', { ShardCount: shards });
  const { StreamDescription } = await untilActive(() => call<{ StreamDescription: { StreamStatus: string; Shards: readonly Shard[] } }>('DescribeStream', {}));
  return {
    shardIds: StreamDescription.Shards.map(({ ShardId }) => ShardId),
    async put(records) {
      const places: string[] = [];
      for (let start = 0; start < records.length; start += RECORDS_PER_CALL) {
        const some = records.slice(start, start + RECORDS_PER_CALL).map(({ content, partitionKey }) => ({ Data: Buffer.from(content).toString('base64'), PartitionKey: partitionKey }));
        const { Records } = await call<{ Records: readonly { ShardId: string; SequenceNumber: string }[] }>('PutRecords', { Records: some });
        places.push(...Records.map(({ ShardId, SequenceNumber }) => `${ShardId}:${SequenceNumber}`));
      }
      return places;
    },
    async read(shardId, { batchSize, maximumRetries }, invoke) {
      const givenUp: KinesisStreamRecord[] = [];
      let { ShardIterator } = await call<{ ShardIterator: string }>('GetShardIterator', { ShardId: shardId, ShardIteratorType: 'TRIM_HORIZON' });
      for (;;) {
        const { Records, NextShardIterator } = await call<{ Records: readonly ReadRecord[]; NextShardIterator: string }>('GetRecords', { ShardIterator, Limit: batchSize, StreamName: undefined });
        if (Records.length === 0) return givenUp;
        givenUp.push(...(await bring(Records.map((record) => lambdaRecord(shardId, record)), maximumRetries, invoke)));
        ShardIterator = NextShardIterator;
      }
    },
    close: () => new Promise((resolve, reject) => server.close((error) => (error === undefined ? resolve() : reject(error)))),
  };
}

/** Starts a server on a free port of 127.0.0.1. */
export async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function untilActive<Description extends { readonly StreamDescription: { readonly StreamStatus: string } }>(describe: () => Promise<Description>): Promise<Description> {
  for (;;) {
    const description = await describe();
    if (description.StreamDescription.StreamStatus === 'ACTIVE') return description;
  }
}

function lambdaRecord(shardId: string, { SequenceNumber, PartitionKey, Data, ApproximateArrivalTimestamp }: ReadRecord): KinesisStreamRecord {
  return {
    awsRegion: 'eu-west-1',
    eventID: `${shardId}:${SequenceNumber}`,
    eventName: 'aws:kinesis:record',
    eventSource: 'aws:kinesis',
    eventSourceARN: `arn:aws:kinesis:eu-west-1:111111111111:stream/${STREAM}`,
    eventVersion: '1.0',
    invokeIdentityArn: 'arn:aws:iam::111111111111:role/processor',
    kinesis: { approximateArrivalTimestamp: ApproximateArrivalTimestamp, data: Data, kinesisSchemaVersion: '1.0', partitionKey: PartitionKey, sequenceNumber: SequenceNumber },
  };
}
