import { z } from 'zod';
import { collection, entry, refTo } from './fields';

/** Alarms that open an OpsItem in Systems Manager when they are raised. */
export const incidents = collection(
  entry({
    alarms: z.array(refTo('alarms')).min(1),
    severity: z.number().int().min(1).max(4).default(1).meta({ description: 'Of the OpsItem: 1 critical, 2 high, 3 medium, 4 low' }),
    category: z.enum(['Availability', 'Cost', 'Performance', 'Recovery', 'Security']).default('Availability'),
  }),
);
export type Incidents = z.output<typeof incidents>;
