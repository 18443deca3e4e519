import { type AlarmRecommendation } from './alarm-recommendations';
import { catalogThreshold, placesOf, recommendedAlarmIds, recommendedAlarms } from './recommended-alarms';
import { type AlarmEntry, type AlarmOverride } from './service';
import { type ResourceKind, type ResourceTypes, serviceOf } from './services';

/** A change of a recommended alarm that could not work. */
export interface OverrideProblem {
  readonly alarm: string;
  /** Undefined when the whole entry is wrong. */
  readonly field?: keyof AlarmOverride;
  readonly message: string;
  /** What the names are that would do. */
  readonly allowed?: readonly string[];
}

/** AWS publishes none of these metrics more often: with a shorter period most have no datapoint. */
const AWS_METRICS_SECONDS = 60;

/** Names below `alarms` of a resource that its kind does not have. */
export function unknownAlarms(kind: ResourceKind, names: readonly string[]): readonly OverrideProblem[] {
  const known = recommendedAlarmIds(kind);
  return names.filter((name) => !known.includes(name)).map((alarm) => ({ alarm, message: 'no such recommended alarm', allowed: known }));
}

/** What is wrong with the changes of one resource's alarms: they have no effect, or make an alarm that is never raised. */
export function overrideProblems<K extends ResourceKind>(kind: K, resource: ResourceTypes[K]): readonly OverrideProblem[] {
  return serviceOf(kind).alarms.flatMap((entry) => {
    const override = resource.alarms?.[entry.id];
    return override === undefined || override.enabled === false ? [] : problemsOf(kind, resource, entry, override);
  });
}

function problemsOf<K extends ResourceKind>(kind: K, resource: ResourceTypes[K], entry: AlarmEntry<ResourceTypes[K]>, override: AlarmOverride): readonly OverrideProblem[] {
  const problem = (message: string, field?: keyof AlarmOverride): OverrideProblem => ({ alarm: entry.id, message, ...(field !== undefined && { field }) });
  const [first] = placesOf(entry, resource);
  if (!first) {
    const made = [...new Set(recommendedAlarms(kind, resource).map(({ id }) => id))];
    return [problem(`this resource has no such alarm, as it is described; it has ${made.length > 0 ? made.join(', ') : 'none'}`)];
  }
  const { row } = first;
  if (override.threshold === undefined && catalogThreshold(entry, resource, row) === undefined)
    return [problem(`needs a threshold, which only you can know${row.howToChoose === undefined ? '' : ` (${row.howToChoose})`}`)];
  const [alarm] = recommendedAlarms(kind, { ...resource, alarms: { [entry.id]: override } }).filter(({ id }) => id === entry.id);
  const least = entry.minimumPeriodSeconds?.(resource) ?? AWS_METRICS_SECONDS;
  return [
    ...thresholdProblems(resource, entry, row, override.threshold).map((message) => problem(message, 'threshold')),
    ...(alarm && alarm.datapointsToAlarm > alarm.evaluationPeriods ? [problem(`datapointsToAlarm ${alarm.datapointsToAlarm} is above evaluationPeriods ${alarm.evaluationPeriods}`, 'datapointsToAlarm')] : []),
    ...(override.statistic !== undefined && (entry.rate ?? entry.math) ? [problem('has no statistic of its own: it is computed from several metrics', 'statistic')] : []),
    ...(override.minimumSamples !== undefined && !entry.rate && !entry.samples ? [problem('has no samples to count: it is neither a rate nor a fraction of requests', 'minimumSamples')] : []),
    ...(override.periodSeconds !== undefined && override.periodSeconds < least ? [problem(`the resource reports every ${least} s`, 'periodSeconds')] : []),
  ];
}

function thresholdProblems<R>(resource: R, entry: AlarmEntry<R>, { unit, comparison }: AlarmRecommendation, threshold: number | undefined): readonly string[] {
  if (threshold === undefined) return [];
  if (entry.rate || unit === 'Percent') return threshold > 100 ? [`${threshold} is above 100, the threshold is in percent`] : [];
  if (unit === 'fraction 0-1') return threshold > 1 ? [`${threshold} is above 1, the threshold is a fraction from 0 to 1 (5 % is 0.05)`] : [];
  const ceiling = comparison.startsWith('Greater') ? entry.ceiling?.(resource) : undefined;
  return ceiling && threshold > ceiling.value ? [`${threshold} is above ${ceiling.value}: ${ceiling.why}`] : [];
}
