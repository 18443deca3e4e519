import { z } from 'zod';
import { arn, collection, entry, functionName, jsonField, line, positive, queueName, refTo, retentionDays, ruleDescription, ruleName, severity, tableName } from './fields';
import { bucket } from './metrics';

/** EventBridge compares numbers in this range. */
const number = z.number().min(-5e9).max(5e9);
const scalar = z.union([line, number, z.boolean()]);

/** What a field of the event must be: a value, one of several, a number beyond a bound, or none of several. */
const expected = z.union(
  [
    scalar,
    z.array(scalar).min(1),
    z.strictObject({ above: number }),
    z.strictObject({ atLeast: number }),
    z.strictObject({ below: number }),
    z.strictObject({ atMost: number }),
    // EventBridge refuses a list that mixes texts and numbers
    z.strictObject({ noneOf: z.union([z.array(line).min(1), z.array(number).min(1)]) }),
  ],
  { error: 'a value, a list of values, { above }, { atLeast }, { below }, { atMost } (numbers from -5e9 to 5e9) or { noneOf: [ … ] } (texts only, or numbers only)' },
);
export type ExpectedField = z.output<typeof expected>;

/** A field that holds others has no value of its own to match. */
function checkFields(match: Readonly<Record<string, unknown>>, context: z.RefinementCtx): void {
  for (const field of Object.keys(match)) {
    const inner = Object.keys(match).find((other) => other.startsWith(`${field}.`));
    if (inner !== undefined) context.addIssue({ code: 'custom', message: `${field} cannot have a value and hold ${inner}`, path: [field] });
  }
}

/** Live transactions: a Kinesis stream, the function that processes it, and routing by what a transaction contains. */
export const transactions = entry({
  encryptionKey: refTo('encryption.keys'),
  stream: entry({
    streamName: line.max(128).regex(/^[a-zA-Z0-9_.\-{}]+$/, { error: 'a stream name: letters, digits, dots, hyphens and underscores' }).optional(),
    existing: arn('kinesis', 'stream/.+').optional().meta({ description: 'ARN of a stream that exists: read, never changed' }),
    mode: z.enum(['provisioned', 'onDemand']).default('provisioned'),
    shards: positive.max(10_000).default(5).meta({ description: 'provisioned: number of shards' }),
    retentionHours: z.number().int().min(24).max(8760).default(24),
    shardLevelMetrics: z.boolean().default(true),
  }).refine((stream) => stream.existing !== undefined || stream.streamName !== undefined, { error: 'streamName (to create it) or existing is required' }),
  processor: entry({
    functionName,
    package: z.enum(['container', 'zip']).default('container'),
    architecture: z.enum(['x86_64', 'arm64']).default('x86_64'),
    memoryMb: z.number().int().min(128).max(10_240).default(512),
    timeoutSeconds: z.number().int().min(1).max(900).default(60),
    namespace: line.max(255).optional().meta({ description: 'Of the metrics the function publishes; metrics.namespace when absent' }),
    logGroup: refTo('logs.groups').optional().meta({ description: 'Log group of the function; one is made when absent' }),
  }),
  mapping: entry({
    batchSize: z.number().int().min(1).max(10_000).default(100),
    batchingWindowSeconds: z.number().int().min(0).max(300).default(1),
    maximumRetries: z.number().int().min(0).max(10_000).default(3),
    maximumRecordAgeSeconds: z.number().int().min(60).max(604_800).default(3600),
    parallelizationFactor: z.number().int().min(1).max(10).default(1).meta({ description: 'Batches of a shard processed at the same time; above 1 use the merchant_id as partition key' }),
  }).prefault({}),
  failures: entry({
    queueName,
    bucket: entry({ ...bucket, expireDays: positive.default(90) }),
  }).meta({ description: 'Where records go that cannot be processed: the records into the bucket, a message for each failed batch into the queue' }),
  velocity: entry({
    tableName,
    windowSeconds: z.number().int().min(1).max(3600).default(60),
  }).meta({ description: 'Transactions of a merchant in a window, counted by the function' }),
  bus: entry({
    busName: line.max(256).regex(/^[/.\-_A-Za-z0-9{}]+$/, { error: 'a bus name: letters, digits, dots, hyphens, slashes and underscores' }),
    source: line.max(256).regex(/^(?!aws\.)[/.\-_A-Za-z0-9{}]+$/, { error: "a source that does not begin with 'aws.'" }).default('payments.transactions'),
    logGroupName: z.string().regex(/^\/aws\/events\/[.\-_/#A-Za-z0-9{}]+$/, { error: 'a log group name that begins with /aws/events/' }),
    retentionDays: retentionDays.default(30),
    archiveDays: positive.optional().meta({ description: 'Keeps all events for a replay, for so many days; no archive when absent' }),
    ownsResourcePolicy: z.boolean().default(true).meta({ description: 'Create the Logs resource policy that lets EventBridge write (10 an account and Region)' }),
  }),
  routing: collection(
    entry({
      ruleName,
      description: ruleDescription.optional(),
      match: z
        .record(jsonField, expected)
        .refine((match) => Object.keys(match).length > 0, { error: 'at least one field' })
        .superRefine(checkFields)
        .meta({ description: 'Fields of the transaction and what they must be' }),
      notify: severity.optional().meta({ description: 'Topic that gets the event; all matches go to the log group of the bus' }),
    }),
  ),
});
export type Transactions = z.output<typeof transactions>;
