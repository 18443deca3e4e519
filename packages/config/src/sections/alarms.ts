import { THRESHOLD_KEYS, THRESHOLD_KINDS } from '@payment-observability/catalog';
import { z } from 'zod';
import { collection, entry, line, periodSeconds, positive, refTo, severity } from './fields';

/**
 * A metric: one of the team's own namespace, one of `namespace`, or one of a listed resource
 * (`resource: functions.processor`), whose namespace and dimensions come from the catalog.
 */
export const metric = z.strictObject({
  name: line.max(255),
  namespace: line.max(255).optional(),
  dimensions: z.record(line.max(255), line.max(255)).refine((dimensions) => Object.keys(dimensions).length <= 30, { error: 'at most 30 dimensions a metric' }).optional(),
  resource: z
    .string()
    .regex(/^[a-z][A-Za-z0-9]*\.[a-z][A-Za-z0-9]*$/, { error: 'kind.id of a listed resource, for example functions.processor' })
    .optional()
    .meta({ refTo: 'resources', description: 'A listed resource, as kind.id' }),
});
export type Metric = z.output<typeof metric>;

type AlarmId = string;
export type Condition = AlarmId | { all: Condition[] } | { any: Condition[] } | { not: Condition } | { atLeast: number; of: AlarmId[] };
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union(
    [
      refTo('alarms'),
      z.strictObject({ all: z.array(condition).min(1) }),
      z.strictObject({ any: z.array(condition).min(1) }),
      z.strictObject({ not: condition }),
      z.strictObject({ atLeast: positive, of: z.array(refTo('alarms')).min(1) }).superRefine(({ atLeast, of }, context) => {
        const problem = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path });
        if (new Set(of).size < of.length) problem('an alarm stands twice in the list', ['of']);
        else if (atLeast > of.length) problem(`at least ${atLeast} of ${of.length} can never be in ALARM`, ['atLeast']);
      }),
    ],
    { error: 'the id of an alarm, { all: [ … ] }, { any: [ … ] }, { not: … } or { atLeast: 2, of: [ … ] }' },
  ),
);

const thresholds = Object.fromEntries(
  THRESHOLD_KEYS.map((key) => {
    const kind: { minimum: number; maximum?: number; statistic: string; unit: string } = THRESHOLD_KINDS[key];
    const number = z.number().min(kind.minimum);
    return [
      key,
      (kind.maximum === undefined ? number : number.max(kind.maximum)).optional().meta({ description: `Threshold on ${kind.statistic}, in ${kind.unit}` }),
    ];
  }),
) as Record<(typeof THRESHOLD_KEYS)[number], z.ZodOptional<z.ZodNumber>>;

/** Every key that says what an alarm compares; an alarm has exactly one of them. */
export const ALARM_KINDS = [...THRESHOLD_KEYS, 'errorRatePercent', 'anomalyBandWidth', 'when'] as const;

const alarm = entry({
  alarmName: line.max(255),
  description: line.optional(),
  runbook: z.url().optional(),
  component: line.optional().meta({ description: 'Value of the tag Component' }),
  escalation: line.optional().meta({ description: 'Value of the tag Escalation' }),
  severity: severity.meta({ description: 'Topic that hears ALARM' }),
  recovered: severity.optional().meta({ description: 'Topic that hears OK; the one that heard ALARM when absent' }),
  ...thresholds,
  metric: metric.optional(),
  errorRatePercent: z.number().min(0).max(100).optional().meta({ description: '100 × errors ÷ total, guarded by minimumSamples' }),
  errors: metric.optional(),
  total: metric.optional(),
  minimumSamples: positive.optional().meta({ description: 'Below this many requests a period counts as healthy' }),
  anomalyBandWidth: z.number().positive().max(10).optional().meta({ description: 'Standard deviations of the expected band' }),
  anomalyDirection: z.enum(['both', 'above', 'below']).optional(),
  statistic: z.string().regex(/^(Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d+)?)$/, { error: 'Sum, Average, Minimum, Maximum, SampleCount or a percentile such as p99' }).optional().meta({ description: 'Statistic of an anomaly alarm' }),
  when: condition.optional().meta({ description: 'Composite alarm: ids of alarms joined by all, any and not' }),
  periodSeconds: periodSeconds.default(60),
  evaluationPeriods: positive.default(3),
  datapointsToAlarm: positive.optional().meta({ description: 'M of N; equal to evaluationPeriods when absent' }),
  missingData: z.enum(['breaching', 'notBreaching', 'ignore', 'missing']).optional(),
  suppressedBy: refTo('alarms', 'field').optional().meta({ description: 'Composite alarm while whose ALARM this one does not notify' }),
  silent: line.optional().meta({ description: 'Why this alarm notifies nobody' }),
}).superRefine((value, context) => {
  const kinds = ALARM_KINDS.filter((kind) => value[kind] !== undefined);
  const problem = (message: string, path: string[] = []) => context.addIssue({ code: 'custom', message, path });
  if (kinds.length !== 1) {
    problem(`exactly one of ${ALARM_KINDS.join(', ')} is required, found ${kinds.length === 0 ? 'none' : kinds.join(' and ')}`);
    return;
  }
  const [kind] = kinds;
  if (kind === 'errorRatePercent') {
    if (!value.errors || !value.total) problem('errorRatePercent needs errors and total');
    if (value.minimumSamples === undefined) problem('errorRatePercent needs minimumSamples, so that one failure of few requests does not alarm');
  } else if (kind !== 'when' && !value.metric) problem(`${kind} needs a metric`);
  if (kind === 'anomalyBandWidth' && !value.statistic) problem('anomalyBandWidth needs a statistic (Sum for counts)');
  if (kind !== 'when' && value.missingData === undefined) problem('missingData is required: breaching for what must always report, notBreaching for sparse counts', ['missingData']);
  if (value.datapointsToAlarm !== undefined && value.datapointsToAlarm > value.evaluationPeriods)
    problem(`datapointsToAlarm ${value.datapointsToAlarm} is above evaluationPeriods ${value.evaluationPeriods}`, ['datapointsToAlarm']);
});
export type Alarm = z.output<typeof alarm>;

/** The team's own alarms by stable id: one metric, an error rate, an anomaly band, or a composite. */
export const alarms = collection(alarm);
export type Alarms = z.output<typeof alarms>;
