import { z } from 'zod';
import { collection, entry, jsonField, line, refTo } from './fields';

const COMPARISONS = ['in', 'notIn', 'startsWith', 'greaterThan', 'lessThan', 'equals', 'isPresent'] as const;

/** A condition on a field of the log line; exactly one of the comparisons. */
const filter = entry({
  field: jsonField,
  in: z.array(line).min(1).max(10).optional(),
  notIn: z.array(line).min(1).max(10).optional(),
  startsWith: z.array(line).min(1).max(10).optional(),
  greaterThan: z.number().optional(),
  lessThan: z.number().optional(),
  equals: z.number().optional(),
  isPresent: z.boolean().optional(),
}).superRefine((value, context) => {
  const given = COMPARISONS.filter((key) => value[key] !== undefined);
  if (given.length !== 1) context.addIssue({ code: 'custom', message: `exactly one of ${COMPARISONS.join(', ')} is required, found ${given.join(' and ') || 'none'}`, path: [] });
});

/** Contributor Insights rules over JSON log lines: who or what stands behind most of something. */
export const contributors = collection(
  entry({
    ruleName: z.string().regex(/^[\x20-\x7E]{1,128}$/, { error: 'a rule name of at most 128 printable characters' }),
    groups: z.array(refTo('logs.groups')).min(1),
    keys: z.array(jsonField).min(1).max(4).meta({ description: 'Fields that together name a contributor' }),
    sumOf: jsonField.optional().meta({ description: 'Field that is added up; without it log lines are counted' }),
    filters: collection(filter).refine((filters) => Object.keys(filters).length <= 4, { error: 'at most 4 filters a rule' }),
    running: z.boolean().default(true),
  }),
);
export type Contributors = z.output<typeof contributors>;
