import { type MissingData, recommendation } from './alarm-recommendations';
import { type AlarmEntry, type AlarmOverride, type ResourceKind, type ResourceTypes, type Severity, type SignalSet } from './service';
import { SERVICES } from './services';
import { type Comparison } from './thresholds';

interface AlarmFacts {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly namespace: string;
  /** The whole set the resource publishes. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly comparison: Comparison;
  /** In the unit of the metric; percent for a rate. */
  readonly threshold: number;
  readonly missingData: MissingData;
  readonly severity: Severity;
  /** Id of the row of alarm-recommendations.json it comes from. */
  readonly source: string;
}

interface MetricAlarm extends AlarmFacts {
  readonly metric: string;
  readonly statistic: string;
  readonly rate?: undefined;
}

/** 100 × errors ÷ total of Sums, 0 while total is below minimumSamples. */
interface RateAlarm extends AlarmFacts {
  readonly rate: { readonly errors: string; readonly total: string; readonly minimumSamples: number };
  readonly metric?: undefined;
  readonly statistic?: undefined;
}

export type RecommendedAlarm = MetricAlarm | RateAlarm;

/**
 * The alarms of one resource: AWS's recommendations, corrected where they would mislead, with the user's changes (`resource.alarms`)
 * applied. Alarms that are switched off, or whose threshold nobody has given, are left out.
 */
export function recommendedAlarms<K extends ResourceKind>(kind: K, resource: ResourceTypes[K]): readonly RecommendedAlarm[] {
  return SERVICES[kind].alarms.flatMap((entry) => {
    const override = resource.alarms?.[entry.id] ?? {};
    return override.enabled === false ? [] : alarmOf(kind, resource, entry, override);
  });
}

/** Ids a user may name below `alarms` of such a resource. */
export const recommendedAlarmIds = (kind: ResourceKind): readonly string[] => SERVICES[kind].alarms.map(({ id }) => id);

function alarmOf<K extends ResourceKind>(kind: K, resource: ResourceTypes[K], entry: AlarmEntry<ResourceTypes[K]>, override: AlarmOverride): readonly RecommendedAlarm[] {
  const rowId = entry.row(resource);
  if (rowId === undefined) return [];
  const row = recommendation(rowId);
  const threshold = override.threshold ?? entry.rate?.thresholdPercent ?? entry.threshold?.(resource) ?? row.threshold;
  if (threshold === null) return [];
  const evaluationPeriods = override.evaluationPeriods ?? row.evaluationPeriods;
  const facts: AlarmFacts = {
    id: entry.id,
    title: entry.title,
    description: entry.description,
    ...metricOf(signalSets(kind, resource), row.metric, row.namespace),
    periodSeconds: override.periodSeconds ?? row.period,
    evaluationPeriods,
    datapointsToAlarm: override.datapointsToAlarm ?? Math.min(row.datapointsToAlarm, evaluationPeriods),
    comparison: row.comparison,
    threshold,
    missingData: override.missingData ?? entry.missingData ?? row.treatMissingData,
    severity: override.severity ?? entry.severity,
    source: row.id,
  };
  const { rate } = entry;
  return [rate ? { ...facts, rate: { errors: row.metric, total: rate.total, minimumSamples: rate.minimumSamples } } : { ...facts, metric: row.metric, statistic: row.statistic }];
}

/** What a resource publishes: namespaces, dimensions and metric names. */
export const signalSets = <K extends ResourceKind>(kind: K, resource: ResourceTypes[K]): readonly SignalSet[] => SERVICES[kind].signals(resource);

/** Namespace and dimensions of a metric of a resource. Throws, with the names that are known, when the resource has no such metric. */
export function resourceMetric<K extends ResourceKind>(
  kind: K,
  resource: ResourceTypes[K],
  name: string,
  namespace?: string,
): { readonly namespace: string; readonly dimensions: Readonly<Record<string, string>> } {
  return metricOf(signalSets(kind, resource), name, namespace);
}

function metricOf(sets: readonly SignalSet[], name: string, namespace?: string) {
  const set = sets.find((candidate) => candidate.names.includes(name) && (namespace ?? candidate.namespace) === candidate.namespace);
  if (set) return { namespace: set.namespace, dimensions: set.dimensions };
  const known = sets.map(({ namespace: of, names }) => `${of}: ${names.join(', ')}`).join('; ');
  throw new Error(`no metric "${name}"${namespace === undefined ? '' : ` in ${namespace}`}; known are ${known}`);
}
