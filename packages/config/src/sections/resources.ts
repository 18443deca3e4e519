import { z } from 'zod';
import { collection, entry, line, periodSeconds, positive, severity } from './fields';

/** What can be changed on an alarm that the catalog recommends for a resource. */
const recommendedAlarm = entry({
  threshold: z.number().nonnegative().optional().meta({ description: 'In the unit of the metric' }),
  severity: severity.optional(),
  periodSeconds: periodSeconds.optional(),
  evaluationPeriods: positive.optional(),
  datapointsToAlarm: positive.optional(),
  missingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  runbook: z.url().optional(),
}).meta({ staysWhenOff: true });

export const recommendedAlarmOverrides = collection(recommendedAlarm).meta({ description: 'Changes to the recommended alarms of this resource, by alarm id' });

const resource = <S extends z.ZodRawShape>(shape: S) =>
  entry({
    ...shape,
    owner: line.optional(),
    alarms: recommendedAlarmOverrides,
  });

/** What the team runs: real names, so that alarms and dashboards use the dimension sets that receive data. */
export const resources = entry({
  shards: z
    .union([1, 2, 4, 8, 16, 32, 64, 128].map((count) => z.literal(count)) as [z.ZodLiteral<number>, ...z.ZodLiteral<number>[]], { error: '1, 2, 4, 8, 16, 32, 64 or 128' })
    .default(1)
    .meta({ description: 'Stacks that the alarms and dashboard rows of resources are spread over by their ids; 1 keeps them in the main stack' }),
  dashboard: entry({ dashboardName: line.max(200).optional(), periodSeconds: periodSeconds.default(60) })
    .prefault({})
    .meta({ description: 'The dashboard with a row for each resource' }),
  apis: collection(
    resource({
      type: z.enum(['rest', 'http']).default('rest'),
      apiName: line.optional().meta({ description: 'Name of a REST API (the metrics carry the name, not the id)' }),
      apiId: line.optional().meta({ description: 'Id of an HTTP API' }),
      stage: line,
    }).superRefine((api, context) => {
      const needed = api.type === 'rest' ? 'apiName' : 'apiId';
      if (api[needed] === undefined) context.addIssue({ code: 'custom', message: `${needed} is required for a ${api.type} API`, path: [needed] });
    }),
  ),
  functions: collection(
    resource({
      functionName: line.max(64),
      timeoutSeconds: z.number().int().min(1).max(900),
      lambdaInsights: z.boolean().default(false).meta({ description: 'Lambda Insights is on: memory is measured' }),
    }),
  ),
  databases: collection(resource({ instanceId: line.max(63), maxConnections: positive.optional() })),
});
export type Resources = z.output<typeof resources>;
export type RecommendedAlarmOverride = z.output<typeof recommendedAlarm>;
