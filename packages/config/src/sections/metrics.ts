import { z } from 'zod';
import { collection, entry, line, positive } from './fields';

const bucketName = z.string().regex(/^[a-z0-9{][a-z0-9.\-{}]{1,62}$/, { error: 'a bucket name: lower-case letters, digits, dots and hyphens' });

export const bucket = {
  bucketName: bucketName.optional().meta({ description: 'Name of a bucket to create; generated when absent' }),
  existing: bucketName.optional().meta({ description: 'Name of a bucket that exists: referenced, never changed' }),
};

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
});
export type Metrics = z.output<typeof metrics>;
