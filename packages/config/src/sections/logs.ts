import { z } from 'zod';
import { collection, entry, jsonField as field, line, refTo, retentionDays } from './fields';

const logGroupName = z.string().regex(/^[.\-_/#A-Za-z0-9{}]{1,512}$/, { error: 'a log group name: letters, digits and . - _ / #' });
const scalar = z.union([z.string(), z.number(), z.boolean()]);

/** Log groups, card-number masking, metric filters and saved queries. Logs are one JSON object a line. */
export const logs = entry({
  encryptionKey: refTo('encryption.keys'),
  retentionDays: retentionDays.default(90),
  groups: collection(
    entry({
      logGroupName: logGroupName.optional().meta({ description: 'Name of a log group to create' }),
      existing: logGroupName.optional().meta({ description: 'Name of a log group that exists: filters and queries attach by name, nothing on it is changed' }),
      retentionDays: retentionDays.optional(),
      component: line.optional().meta({ description: 'Value of the tag Component' }),
      masked: z.boolean().default(true).meta({ description: 'Card numbers are masked by a data protection policy' }),
    }).refine((group) => group.existing !== undefined || group.logGroupName !== undefined, {
      error: 'logGroupName (to create it) or existing (to use one that is there) is required',
    }),
  ),
  masking: entry({
    managedIdentifiers: collection(z.string().regex(/^[A-Za-z0-9-]+$/, { error: 'a managed data identifier such as CreditCardNumber' })).meta({ description: 'Managed data identifiers of CloudWatch Logs, for example CreditCardNumber' }),
    customIdentifiers: collection(z.string().min(1).max(200).meta({ ownBraces: true })).meta({ description: 'Regular expressions for what the managed identifiers miss' }),
  }).optional(),
  metricFilters: collection(
    entry({
      filterName: line.regex(/^[^:*$]{1,512}$/, { error: 'a filter name without : * and $' }),
      group: refTo('logs.groups'),
      match: z
        .record(field, z.union([scalar, z.array(scalar).min(1)]))
        .meta({ description: 'Fields and the value (or one of the values) they must have' }),
      metricName: line.max(255),
      value: z.union([z.number(), field]).default(1).meta({ description: 'A number, or the field that holds it' }),
      unit: z.enum(['Count', 'Milliseconds', 'Seconds', 'Bytes', 'Percent', 'None']).default('Count'),
      dimensions: z.record(line.max(255), field).default({}).refine((dimensions) => Object.keys(dimensions).length <= 3, {
        error: 'at most 3 dimensions a metric filter',
      }),
      rollup: z.boolean().default(false).meta({ description: 'Publish the metric without dimensions too, for alarms and totals' }),
    }),
  ),
  queries: collection(
    entry({
      queryName: line.max(255),
      groups: z.array(refTo('logs.groups')).min(1),
      query: z.string().min(1).max(10_000).meta({ ownBraces: true }),
    }),
  ),
});
export type Logs = z.output<typeof logs>;
