import { z } from 'zod';
import { collection, entry, functionName, line, positive, refTo, retentionDays, ruleName, tableName } from './fields';

const bucketName = z.string().regex(/^[a-z0-9{][a-z0-9.\-{}]{1,62}$/, { error: 'a bucket name: lower-case letters, digits, dots and hyphens' });

export const bucket = {
  bucketName: bucketName.optional().meta({ description: 'Name of a bucket to create; generated when absent' }),
  existing: bucketName.optional().meta({ description: 'Name of a bucket that exists: referenced, never changed' }),
};

/** A metric that exists: of `namespace`, or of metrics.namespace. */
const metricOf = z.strictObject({
  name: line.max(255),
  namespace: line.max(255).optional(),
  dimensions: z.record(line.max(255), line).default({}),
  statistic: z.enum(['Sum', 'Average', 'Minimum', 'Maximum', 'SampleCount']).default('Sum'),
});

/** The namespace of the team's own metrics, and the stream that keeps all metrics in S3. */
export const metrics = entry({
  namespace: line.max(255).regex(/^(?!AWS\/)[A-Za-z0-9.\-_/#:{}]+$/, { error: "a namespace that does not begin with 'AWS/'" }),
  stream: entry({
    streamName: line.max(255),
    outputFormat: z.enum(['json', 'opentelemetry1.0', 'opentelemetry0.7']).default('json'),
    namespaces: z.array(line).min(1),
    percentiles: collection(
      entry({ metricName: line, namespace: line.optional(), statistics: z.array(z.string().regex(/^p\d{1,2}(\.\d+)?$/, { error: 'a percentile such as p99' })).min(1) }),
    ).meta({ description: 'Percentiles streamed beside minimum, maximum, sum and sample count' }),
    bufferMiB: z.number().int().min(1).max(128).default(5),
    bufferSeconds: z.number().int().min(0).max(900).default(60),
    bucket: entry({ ...bucket, expireDays: positive.default(90) }),
  }).optional(),
  collector: entry({
    functionName,
    ruleName,
    encryptionKey: refTo('encryption.keys').meta({ description: 'Key of its log group and its dead-letter queue' }),
    everyMinutes: z.number().int().min(1).max(60).default(5),
    memoryMb: z.number().int().min(128).max(10_240).default(256),
    timeoutSeconds: z.number().int().min(1).max(900).default(60),
    retentionDays: retentionDays.optional().meta({ description: 'Of its log group; that of the section logs when absent' }),
    service: line.max(255).meta({ description: 'Value of the dimension Service of the totals' }),
    totals: entry({ requests: metricOf, errors: metricOf, volume: metricOf, latency: metricOf }).optional().meta({ description: 'Metrics the totals are read from' }),
    probes: collection(entry({ service: line.max(255), url: z.url({ protocol: /^https$/, error: 'an https URL' }), timeoutMs: positive.max(30_000).default(5000) })).meta({
      description: 'Health endpoints whose latency and availability are measured',
    }),
    demo: z.boolean().default(false).meta({ description: 'Publishes made-up values, marked by the dimension Demo' }),
  }).optional(),
  paymentFunction: entry({
    functionName,
    memoryMb: z.number().int().min(128).max(10_240).default(256),
    timeoutSeconds: z.number().int().min(1).max(900).default(30),
    logLevel: z.enum(['DEBUG', 'INFO', 'WARN', 'ERROR']).default('INFO'),
    logGroup: refTo('logs.groups').meta({ description: 'Log group of the function, whose name is /aws/lambda/ and its own' }),
    tableName: tableName.meta({ description: 'DynamoDB table that keeps each payment once' }),
  }).optional().meta({ description: 'An example function that measures payments as the metric contract says' }),
});
export type Metrics = z.output<typeof metrics>;
