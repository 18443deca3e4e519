import { randomUUID } from 'node:crypto';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { type Context, type ScheduledEvent } from 'aws-lambda';
import { CLIENT_LIMITS } from './client-limits';
import { collect, type CollectorResult } from './collector/collect';
import { collectorSettings } from './collector/settings';
import { cloudWatchReader } from './collector/totals';
import { dynamoWatermark } from './collector/watermark';

const settings = collectorSettings(process.env);
const surroundings = {
  fetch: (...parameters: Parameters<typeof fetch>) => fetch(...parameters),
  clockMs: () => performance.now(),
  now: Date.now,
  random: Math.random,
  readSeries: cloudWatchReader(new CloudWatchClient(CLIENT_LIMITS)),
  watermark: settings.totals && dynamoWatermark(new DynamoDBClient(CLIENT_LIMITS), settings.totals.watermarkTable, randomUUID),
  // console would wrap the line into JSON of its own, and CloudWatch would find no metric in it
  write: (line: string) => void process.stdout.write(`${line}\n`),
};

/** Measures services and publishes totals, once for each time the schedule calls. */
export const handler = (_event: ScheduledEvent, context: Context): Promise<CollectorResult> =>
  collect(settings, { ...surroundings, remainingMs: () => context.getRemainingTimeInMillis() }, {
    functionName: context.functionName,
    functionVersion: context.functionVersion,
    requestId: context.awsRequestId,
    logGroup: context.logGroupName,
    logStream: context.logStreamName,
    traceId: process.env['_X_AMZN_TRACE_ID'] ?? '',
  });
