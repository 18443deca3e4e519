import { z } from 'zod';
import { arn, collection, entry, line } from './fields';

/** Customer-managed keys. Which service may use a key follows from the sections that name it. */
export const encryption = entry({
  keys: collection(
    entry({
      existing: arn('kms', 'key/.+').optional().meta({ description: 'ARN of a key that exists: referenced, never changed' }),
      alias: z.string().regex(/^alias\/(?!aws\/)[A-Za-z0-9/_\-{}]{1,250}$/, { error: "an alias that begins with 'alias/' and not with 'alias/aws/'" }).optional().meta({ description: 'Second name of a key to create, for example alias/logs-{env}' }),
      description: line.optional(),
      purpose: line.optional().meta({ description: 'Value of the tag Purpose' }),
      deletionWindowDays: z.number().int().min(7).max(30).default(30),
    }),
  ),
});
export type Encryption = z.output<typeof encryption>;
