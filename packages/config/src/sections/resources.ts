import { z } from 'zod';
import { entry, line, periodSeconds } from './fields';
import { RESOURCE_KINDS } from './resource-kinds';

/** What the team runs: each resource gets its recommended alarms and a row of the dashboard. */
export const resources = entry({
  shards: z
    .union([1, 2, 4, 8, 16, 32, 64, 128].map((count) => z.literal(count)) as [z.ZodLiteral<number>, ...z.ZodLiteral<number>[]], { error: '1, 2, 4, 8, 16, 32, 64 or 128' })
    .default(1)
    .meta({ description: 'Stacks that the alarms and dashboard rows of resources are spread over by their ids; 1 keeps them in the main stack' }),
  dashboard: entry({
    dashboardName: z.string().regex(/^[A-Za-z0-9_\-{}]{1,200}$/, { error: 'a dashboard name: letters, digits, hyphens and underscores, 200 at most' }).optional(),
    start: line.max(32).default('-PT3H').meta({ description: 'Range shown at first, an ISO 8601 duration' }),
    periodSeconds: periodSeconds.default(60),
  })
    .prefault({})
    .meta({ staysWhenOff: true, description: 'The dashboard with a row for each resource' }),
  ...RESOURCE_KINDS,
});
export type Resources = z.output<typeof resources>;
export { type RecommendedAlarmOverride, recommendedAlarmOverrides } from './resource-kinds';
