import { z } from 'zod';
import { entry } from './fields';

/** What the stack puts out beside names of log groups, topics and dashboards. */
export const outputs = entry({
  detailed: z.boolean().default(false).meta({ description: 'Also names and ARNs of every resource a test or a pipeline may want' }),
});
export type Outputs = z.output<typeof outputs>;
