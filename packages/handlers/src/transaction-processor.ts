import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { type Context, type KinesisStreamBatchResponse, type KinesisStreamEvent } from 'aws-lambda';
import { CLIENT_LIMITS } from './client-limits';
import { lambdaSurroundings } from './http';
import { dynamodbCounters, dynamodbSentStore } from './transactions/dynamodb-table';
import { eventBridgeBus } from './transactions/eventbridge-bus';
import { type BatchEdges, type BatchResult, processBatch } from './transactions/process-batch';
import { processorSettings } from './transactions/settings';
import { sendTrace } from './transactions/trace-daemon';
import { transactionLine, unfinishedLine, warningLine } from './transactions/transaction-log';

const settings = processorSettings(process.env);
const dynamodb = new DynamoDBClient(CLIENT_LIMITS);
const { sleep, random, now } = lambdaSurroundings;
const edges: BatchEdges = {
  counters: dynamodbCounters(dynamodb, settings),
  sent: dynamodbSentStore(dynamodb, settings, now),
  bus: eventBridgeBus(new EventBridgeClient(CLIENT_LIMITS), settings),
  sleep,
  random,
  now,
};

/**
 * Validates, counts, measures and routes the records of a shard; names the first that was not done, from which on Lambda retries.
 * Throws when of several none was done: only then does Lambda halve the batch, until a record that always fails is alone and no other
 * is given up with it.
 */
export const handler = async (event: KinesisStreamEvent, context: Context): Promise<KinesisStreamBatchResponse> => {
  const result = await processBatch(event.Records, settings, edges, () => context.getRemainingTimeInMillis());
  await report(result).catch((error: unknown) => console.error(JSON.stringify({ level: 'WARN', message: 'telemetry was lost', error_type: error instanceof Error ? error.name : 'Error' })));
  if (result.unfinished && result.unfinished.left === event.Records.length && event.Records.length > 1) throw new Error(`the first of ${event.Records.length} records is not done: ${result.unfinished.error}`);
  return { batchItemFailures: result.unfinished ? [{ itemIdentifier: result.unfinished.record.sequenceNumber }] : [] };
};

/** Logs, metrics and trace. Whatever goes wrong here, the records are done. */
async function report({ processed, unfinished, warnings, stretches }: BatchResult): Promise<void> {
  const timestampMs = now();
  const lines = [...processed.map((one) => transactionLine(one, settings.namespace, timestampMs)), ...warnings.map(warningLine)];
  if (unfinished) lines.push(unfinishedLine(unfinished.record.recordId, unfinished.left, unfinished.error));
  // one write for all lines: a call of console.log for each takes longer than the rest of the work
  if (lines.length > 0) process.stdout.write(`${lines.join('\n')}\n`);
  await sendTrace(stretches, process.env);
}
