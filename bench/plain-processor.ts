import { BatchProcessor, EventType, processPartialResponse } from '@aws-lambda-powertools/batch';
import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { Context, KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from 'aws-lambda';
import { readRecord, type ReadRecord } from '../packages/handlers/src/transactions/transaction-record';

/**
 * The job of the transaction processor as one writes it plainly with Powertools: the same validation and masking, a counter updated for each record, an
 * event for each record in calls of `EVENTS_PER_CALL`, a log line and an EMF line for each record. It counts twice what is retried.
 */

const { TABLE_NAME, BUS_NAME, EVENT_SOURCE, METRICS_NAMESPACE } = process.env;
const windowSeconds = Number(process.env['WINDOW_SECONDS']);
const recordAgeSeconds = Number(process.env['RECORD_AGE_SECONDS']);
const eventsPerCall = Number(process.env['EVENTS_PER_CALL']);

const logger = new Logger({ serviceName: 'transaction-processor' });
const metrics = new Metrics({ namespace: METRICS_NAMESPACE ?? '', serviceName: 'transaction-processor' });
const processor = new BatchProcessor(EventType.KinesisDataStreams);
const dynamodb = new DynamoDBClient({});
const eventBridge = new EventBridgeClient({});

interface Pending {
  readonly sequenceNumber: string;
  readonly entry: PutEventsRequestEntry;
}

/** Events of the batch, when they are put together. */
let pending: Pending[] = [];

async function countOf(record: ReadRecord): Promise<number | undefined> {
  const merchantId = record.kind === 'transaction' ? record.fields.merchant_id : undefined;
  if (merchantId === undefined) return undefined;
  const windowStart = Math.floor(record.arrivedAtMs / 1000 / windowSeconds) * windowSeconds;
  const { Attributes } = await dynamodb.send(
    new UpdateItemCommand({
      TableName: TABLE_NAME,
      Key: { id: { S: `velocity#${merchantId}#${windowStart}` } },
      UpdateExpression: 'SET expiresAt = :expires ADD transactions :one',
      ExpressionAttributeValues: { ':one': { N: '1' }, ':expires': { N: String(windowStart + windowSeconds + recordAgeSeconds) } },
      ReturnValues: 'UPDATED_NEW',
    }),
  );
  return Number(Attributes?.['transactions']?.N);
}

async function putEvents(some: readonly Pending[]): Promise<readonly string[]> {
  const { Entries = [] } = await eventBridge.send(new PutEventsCommand({ Entries: some.map(({ entry }) => entry) }));
  return some.filter((_, index) => Entries[index]?.ErrorCode !== undefined).map(({ sequenceNumber }) => sequenceNumber);
}

async function processRecord(record: KinesisStreamRecord): Promise<void> {
  const startedMs = Date.now();
  const read = readRecord(record);
  const transactionCount = await countOf(read);
  const isTransaction = read.kind === 'transaction';
  const detail = isTransaction
    ? { ...read.fields, transaction_count: transactionCount, errors: read.errors, record_id: read.recordId }
    : { record_id: read.recordId, reason: read.reason, bytes: read.bytes, text: read.text };
  const entry = { EventBusName: BUS_NAME, Source: EVENT_SOURCE, DetailType: isTransaction ? 'Transaction Processed' : 'Transaction Rejected', Detail: JSON.stringify(detail), Time: new Date(read.arrivedAtMs) };
  const one = { sequenceNumber: read.sequenceNumber, entry };
  if (eventsPerCall > 1) pending.push(one);
  else if ((await putEvents([one])).length > 0) throw new Error('the bus did not take the event');

  metrics.addDimension('Type', isTransaction ? read.metricType : 'OTHER');
  metrics.addMetric('TransactionCount', MetricUnit.Count, 1);
  metrics.addMetric('TransactionErrors', MetricUnit.Count, isTransaction && read.outcome === 'ok' ? 0 : 1);
  if (isTransaction && read.fields.amount !== undefined && read.fields.amount >= 0) metrics.addMetric('TransactionAmount', MetricUnit.NoUnit, read.fields.amount);
  metrics.addMetric('ProcessingTime', MetricUnit.Milliseconds, Date.now() - startedMs);
  metrics.publishStoredMetrics();
  logger.info('transaction processed', isTransaction ? { ...read.fields, transaction_count: transactionCount } : { reason: read.reason, record_id: read.recordId });
}

export const handler = async (event: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> => {
  pending = [];
  const { batchItemFailures } = await processPartialResponse(event, processRecord, processor, { context });
  const calls: Pending[][] = [];
  for (let start = 0; start < pending.length; start += eventsPerCall) calls.push(pending.slice(start, start + eventsPerCall));
  const refused = (await Promise.all(calls.map(putEvents))).flat();
  return { batchItemFailures: [...batchItemFailures, ...refused.map((itemIdentifier) => ({ itemIdentifier }))] };
};
