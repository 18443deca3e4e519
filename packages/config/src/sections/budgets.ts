import { z } from 'zod';
import { collection, entry, line, severity } from './fields';

/** Monthly cost budgets of the account, and who is told when they are nearly used up. */
export const budgets = collection(
  entry({
    budgetName: z.string().regex(/^[^:\\\p{Cc}]{1,100}$/u, { error: 'a budget name of at most 100 characters without : and \\' }),
    monthlyUsd: z.number().positive(),
    costTag: z
      .strictObject({ key: line.max(128), values: z.array(line.max(256)).min(1).max(10) })
      .optional()
      .meta({ description: 'Only the cost of resources with this tag, which must be a cost allocation tag; the cost of the whole account when absent' }),
    alerts: collection(
      entry({
        percent: z.number().positive().max(1000).meta({ description: 'Of monthlyUsd' }),
        of: z.enum(['actual', 'forecast']).default('actual'),
        severity: severity.meta({ description: 'Topic that is told' }),
      }),
    ).refine((alerts) => Object.keys(alerts).length <= 10, { error: 'at most 10 alerts a budget' }),
  }),
);
export type Budgets = z.output<typeof budgets>;
