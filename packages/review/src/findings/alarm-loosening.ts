import { canonicalJson } from '../canonical-json';
import { readableText } from '../intrinsics';
import { isRecord, listOf, valueAt, type Json } from '../json';

/** Every way in which the alarm reacts later, or to less, than before; empty when it does not. */
export function loosenings(before: Json, after: Json): string[] {
  return LOOSENINGS.flatMap((compare) => compare(before, after) ?? []);
}

/** Properties that say what an alarm measures; a change of one is neither looser nor tighter, but has to be looked at. */
export const MEASURE = [
  'MetricName', 'Namespace', 'Dimensions', 'Metrics', 'ThresholdMetricId', 'Unit', 'AlarmRule', 'EvaluateLowSampleCountPercentile',
  'ScheduledQueryConfiguration', 'EvaluationCriteria', 'EvaluationWindow',
] as const;

type Compare = (before: Json, after: Json) => string | readonly string[] | undefined;

const LOOSENINGS: readonly Compare[] = [
  thresholdLoosened,
  operatorLoosened,
  (before, after) => raised('period', 'seconds', numberOf(before['Period']), numberOf(after['Period'])),
  metricPeriodsRaised,
  bandWidened,
  datapointsLoosened,
  missingDataLoosened,
  statisticLoosened,
  metricStatisticsLoosened,
  (before, after) => raised('suppressed on after its suppressor', 'seconds', numberOf(before['ActionsSuppressorExtensionPeriod']), numberOf(after['ActionsSuppressorExtensionPeriod'])),
  (before, after) => raised('results to alarm', '', numberOf(before['QueryResultsToAlarm']), numberOf(after['QueryResultsToAlarm'])),
];

function thresholdLoosened(before: Json, after: Json): string | undefined {
  const [old, young] = [before['Threshold'], after['Threshold']];
  if (old === undefined || young === undefined || canonicalJson(old) === canonicalJson(young)) return undefined;
  const [from, to] = [numberOf(old), numberOf(young)];
  if (from === undefined || to === undefined) return `threshold ${readableText(old)} → ${readableText(young)}, which cannot be compared`;
  const direction = directionOf(after['ComparisonOperator']);
  const isLooser = direction === 'above' ? to > from : direction === 'below' ? to < from : from !== to;
  return isLooser ? `threshold ${from} → ${to}` : undefined;
}

/** How high a statistic lies among the percentiles; an average may lie anywhere, and is taken as the median. */
const PERCENTILES: Readonly<Partial<Record<string, number>>> = { Minimum: 0, Average: 50, Maximum: 100 };

function statisticLoosened(before: Json, after: Json): string | undefined {
  return lowered('statistic', statisticOf(before), statisticOf(after), after);
}

function metricStatisticsLoosened(before: Json, after: Json): string[] {
  const young = statisticsOf(after);
  return [...statisticsOf(before)].flatMap(([id, statistic]) => lowered(`statistic of ${readableText(id)}`, statistic, young.get(id), after) ?? []);
}

function statisticOf(alarm: Json): unknown {
  return alarm['ExtendedStatistic'] ?? alarm['Statistic'];
}

function statisticsOf({ Metrics: metrics }: Json): Map<unknown, unknown> {
  return new Map(listOf(metrics).filter(isRecord).map((metric) => [metric['Id'], valueAt(metric, ['MetricStat', 'Stat'])]));
}

function lowered(what: string, old: unknown, young: unknown, after: Json): string | undefined {
  if (typeof old !== 'string' || typeof young !== 'string' || old === young) return undefined;
  const [from, to] = [rankOf(old), rankOf(young)];
  if (from === undefined || to === undefined) return `${what} ${old} → ${young}, which cannot be compared`;
  const direction = directionOf(after['ComparisonOperator']);
  const isLooser = direction === 'above' ? to < from : direction === 'below' ? to > from : from !== to;
  return isLooser ? `${what} ${old} → ${young}` : undefined;
}

function rankOf(statistic: string): number | undefined {
  const percentile = /^p(\d+(?:\.\d+)?)$/.exec(statistic)?.[1];
  return percentile === undefined ? PERCENTILES[statistic] : Number(percentile);
}

function directionOf(operator: unknown): 'above' | 'below' | undefined {
  if (typeof operator !== 'string') return undefined;
  if (operator === 'GreaterThanThreshold' || operator === 'GreaterThanOrEqualToThreshold' || operator === 'GreaterThanUpperThreshold') return 'above';
  return operator === 'LessThanThreshold' || operator === 'LessThanOrEqualToThreshold' || operator === 'LessThanLowerThreshold' ? 'below' : undefined;
}

/** Changes of operator that catch at least as much as before. */
const WIDER_OPERATORS: Readonly<Partial<Record<string, readonly string[]>>> = {
  GreaterThanThreshold: ['GreaterThanOrEqualToThreshold'],
  LessThanThreshold: ['LessThanOrEqualToThreshold'],
  GreaterThanUpperThreshold: ['LessThanLowerOrGreaterThanUpperThreshold'],
  LessThanLowerThreshold: ['LessThanLowerOrGreaterThanUpperThreshold'],
};

function operatorLoosened(before: Json, after: Json): string | undefined {
  const [old, young] = [before['ComparisonOperator'], after['ComparisonOperator']].map(readableText) as [string, string];
  return old === young || WIDER_OPERATORS[old]?.includes(young) ? undefined : `operator ${old} → ${young}`;
}

function metricPeriodsRaised(before: Json, after: Json): string[] {
  const young = periodsOf(after);
  return [...periodsOf(before)].flatMap(([id, period]) => raised(`period of ${readableText(id)}`, 'seconds', period, young.get(id)) ?? []);
}

function periodsOf({ Metrics: metrics }: Json): Map<unknown, number | undefined> {
  return new Map(
    listOf(metrics)
      .filter(isRecord)
      .map((metric) => [metric['Id'], numberOf(metric['Period'] ?? valueAt(metric, ['MetricStat', 'Period']))]),
  );
}

function bandWidened(before: Json, after: Json): string | undefined {
  return raised('anomaly band width', '', bandOf(before), bandOf(after));
}

const BAND = /(ANOMALY_DETECTION_BAND\([^,()]+,\s*)([\d.]+)(\s*\))/;

/** The metrics of an alarm whatever the width of its band, which is compared as what it is. */
export function metricsBesidesBand(metrics: unknown): unknown {
  return listOf(metrics).map((metric) => (isRecord(metric) && typeof metric['Expression'] === 'string' ? { ...metric, Expression: metric['Expression'].replace(BAND, '$1N$3') } : metric));
}

function bandOf({ Metrics: metrics }: Json): number | undefined {
  const expressions = listOf(metrics).map((metric) => (isRecord(metric) ? metric['Expression'] : undefined));
  const bands = expressions.map((expression) => (typeof expression === 'string' ? BAND.exec(expression)?.[2] : undefined));
  return numberOf(bands.find((band) => band !== undefined));
}

// M of N: more breaching points, or the same number within fewer, come later or never
function datapointsLoosened(before: Json, after: Json): string | undefined {
  const [oldN, youngN] = [before, after].map(({ EvaluationPeriods: periods, QueryResultsToEvaluate: results }) => numberOf(periods ?? results));
  const oldM = numberOf(before['DatapointsToAlarm']) ?? oldN;
  const youngM = numberOf(after['DatapointsToAlarm']) ?? youngN;
  if (oldN === undefined || youngN === undefined || oldM === undefined || youngM === undefined) return undefined;
  return youngM > oldM || (youngM === oldM && youngN < oldN) ? `breaching periods ${oldM} of ${oldN} → ${youngM} of ${youngN}` : undefined;
}

/** How much an alarm makes of data that does not come. */
const MISSING_DATA_STRICTNESS: Readonly<Partial<Record<string, number>>> = { breaching: 2, missing: 1, ignore: 1, notBreaching: 0 };

function missingDataLoosened(before: Json, after: Json): string | undefined {
  const [old, young] = [before, after].map(({ TreatMissingData: treatment }) => (typeof treatment === 'string' ? treatment : 'missing')) as [string, string];
  return (MISSING_DATA_STRICTNESS[young] ?? 0) < (MISSING_DATA_STRICTNESS[old] ?? 0) ? `missing data ${old} → ${young}` : undefined;
}

function raised(what: string, unit: string, from: number | undefined, to: number | undefined): string | undefined {
  return from !== undefined && to !== undefined && to > from ? [what, from, '→', to, unit].filter((part) => part !== '').join(' ') : undefined;
}

/** The number a template states, as a number or as text. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value)) ? Number(value) : undefined;
}
