import { z } from 'zod';
import { collection, entry, line, severity } from './fields';

/** Monthly cost budgets of the account, and who is told when they are nearly used up. */
export const budgets = collection(
  entry({
    budgetName: z.string().regex(/^[^:\\\p{Cc}]{1,91}$/u, { error: 'a budget name of at most 91 characters without : and \\' }).meta({ description: 'A digest of the alerts is added, since a budget whose alerts change is made anew' }),
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
    ).refine((alerts) => Object.keys(alerts).length <= 10, { error: 'at most 10 alerts a budget' }).superRefine((alerts, context) => {
      const first = new Map<string, string>();
      for (const [id, { percent, of }] of Object.entries(alerts)) {
        const other = first.get(`${percent} ${of}`);
        if (other === undefined) first.set(`${percent} ${of}`, id);
        else context.addIssue({ code: 'custom', message: `${other} says ${percent} % of ${of} cost too; a budget takes each threshold once`, path: [id] });
      }
    }),
  }),
);
export type Budgets = z.output<typeof budgets>;
