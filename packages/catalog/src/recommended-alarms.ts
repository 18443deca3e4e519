import { type AlarmRecommendation, type MissingData, recommendation } from './alarm-recommendations';
import { type AlarmEntry, type AlarmOverride, type Place, type Severity, type Term, WHOLE } from './service';
import { type ResourceKind, type ResourceTypes, serviceOf } from './services';
import { type Dimensions, findSignal, type SignalSet } from './signals';
import { type Comparison } from './thresholds';

interface AlarmFacts {
  readonly id: string;
  /** Part of the resource it is for, such as the id of an index; undefined for the resource itself. */
  readonly part: string | undefined;
  readonly title: string;
  readonly description: string;
  readonly namespace: string;
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
  /** The whole set the resource publishes. */
  readonly dimensions: Dimensions;
  readonly metric: string;
  readonly statistic: string;
  readonly rate?: undefined;
  readonly math?: undefined;
}

/** 100 × errors ÷ total of Sums, 0 while total is below minimumSamples. */
interface RateAlarm extends AlarmFacts {
  /** The whole set the resource publishes. */
  readonly dimensions: Dimensions;
  readonly rate: { readonly errors: string; readonly total: string; readonly minimumSamples: number };
  readonly metric?: undefined;
  readonly statistic?: undefined;
  readonly math?: undefined;
}

/** A metric of a math expression, with its whole set of dimensions. */
export interface MathTerm {
  readonly name: string;
  readonly statistic: string;
  readonly dimensions: Dimensions;
}

interface MathAlarm extends AlarmFacts {
  readonly math: {
    readonly expression: string;
    /** By variable name. */
    readonly terms: Readonly<Record<string, MathTerm>>;
    /** Variables whose rise the alarm reports. */
    readonly watched: readonly string[];
  };
  readonly metric?: undefined;
  readonly statistic?: undefined;
  readonly rate?: undefined;
}

export type RecommendedAlarm = MetricAlarm | RateAlarm | MathAlarm;

/**
 * The alarms of one resource: what AWS and others recommend, corrected where it would mislead, with the user's changes
 * (`resource.alarms`) applied. Alarms that are switched off, or whose threshold nobody has given, are left out. An alarm for parts of
 * a resource stands there once for each.
 */
export function recommendedAlarms<K extends ResourceKind>(kind: K, resource: ResourceTypes[K]): readonly RecommendedAlarm[] {
  const service = serviceOf(kind);
  const sets = service.signals(resource);
  return service.alarms.flatMap((entry) => {
    const override = resource.alarms?.[entry.id] ?? {};
    if (override.enabled === false) return [];
    return placesOf(entry, resource).flatMap(({ place, row }) => alarmOf({ resource, sets, entry, override, place, row }));
  });
}

/** Ids a user may name below `alarms` of such a resource. */
export const recommendedAlarmIds = (kind: ResourceKind): readonly string[] => serviceOf(kind).alarms.map(({ id }) => id);

/** What a resource publishes: namespaces, dimensions and metric names. */
export const signalSets = <K extends ResourceKind>(kind: K, resource: ResourceTypes[K]): readonly SignalSet[] => serviceOf(kind).signals(resource);

/** Namespace and dimensions of a metric of a resource. Throws, with the names that are known, when the resource has no such metric. */
export function resourceMetric<K extends ResourceKind>(
  kind: K,
  resource: ResourceTypes[K],
  name: string,
  namespace?: string,
  dimensions?: Dimensions,
): { readonly namespace: string; readonly dimensions: Dimensions } {
  return published(signalSets(kind, resource), name, namespace, dimensions);
}

/** Where an alarm of a resource is made, with the row that holds there; none where the resource has no such signal. */
export function placesOf<R>(entry: AlarmEntry<R>, resource: R): readonly { readonly place: Place; readonly row: AlarmRecommendation }[] {
  return (entry.places?.(resource) ?? [WHOLE]).flatMap((place) => {
    const row = entry.row(resource, place);
    return row === undefined ? [] : [{ place, row: typeof row === 'string' ? recommendation(row) : row }];
  });
}

/** The number of the catalog, before a user's; undefined where only the user can know it. */
export function catalogThreshold<R>(entry: AlarmEntry<R>, resource: R, row: AlarmRecommendation): number | undefined {
  if (entry.rate) return entry.rate.thresholdPercent;
  return (entry.threshold ? entry.threshold(resource) : row.threshold) ?? undefined;
}

interface Made<R> {
  readonly resource: R;
  readonly sets: readonly SignalSet[];
  readonly entry: AlarmEntry<R>;
  readonly override: AlarmOverride;
  readonly place: Place;
  readonly row: AlarmRecommendation;
}

function alarmOf<R>(made: Made<R>): readonly RecommendedAlarm[] {
  const { resource, entry, override, place, row } = made;
  const threshold = override.threshold ?? catalogThreshold(entry, resource, row);
  if (threshold === undefined) return [];
  const evaluationPeriods = override.evaluationPeriods ?? entry.evaluation?.evaluationPeriods ?? row.evaluationPeriods;
  const facts: AlarmFacts = {
    id: entry.id,
    part: place.part,
    title: entry.title,
    description: entry.description,
    namespace: row.namespace,
    periodSeconds: override.periodSeconds ?? Math.max(row.period, entry.minimumPeriodSeconds?.(resource) ?? 0),
    evaluationPeriods,
    datapointsToAlarm: override.datapointsToAlarm ?? Math.min(entry.evaluation?.datapointsToAlarm ?? row.datapointsToAlarm, evaluationPeriods),
    comparison: row.comparison,
    threshold,
    missingData: override.missingData ?? entry.missingData ?? row.treatMissingData,
    severity: override.severity ?? entry.severity,
    source: row.id,
  };
  return [signalOf(made, facts)];
}

function signalOf<R>({ resource, sets, entry, override, place, row }: Made<R>, facts: AlarmFacts): RecommendedAlarm {
  const dimensionsOf = (name: string, more: Dimensions = {}) => published(sets, name, row.namespace, { ...place.dimensions, ...more }).dimensions;
  const termsOf = (terms: Readonly<Record<string, Term>>) =>
    Object.fromEntries(
      Object.entries(terms).map(([variable, { name, statistic, dimensions }]) => [
        variable,
        { name, statistic, dimensions: dimensionsOf(name, dimensions) },
      ]),
    );
  const { rate, math, samples } = entry;
  if (rate) return { ...facts, dimensions: dimensionsOf(row.metric), rate: { errors: row.metric, total: rate.total, minimumSamples: override.minimumSamples ?? rate.minimumSamples } };
  if (math) {
    const terms = termsOf(math.terms(resource));
    const variables = Object.keys(terms);
    return { ...facts, math: { expression: math.expression(variables, facts.periodSeconds), terms, watched: math.watched ?? variables } };
  }
  const statistic = override.statistic ?? entry.statistic ?? row.statistic;
  if (samples && override.minimumSamples !== undefined) {
    const terms = termsOf({ total: samples, value: { name: row.metric, statistic } });
    return { ...facts, math: { expression: `IF(total >= ${override.minimumSamples}, value, 0)`, terms, watched: ['value'] } };
  }
  return { ...facts, dimensions: dimensionsOf(row.metric), metric: row.metric, statistic };
}

function published(sets: readonly SignalSet[], name: string, namespace: string | undefined, dimensions: Dimensions | undefined) {
  const found = findSignal(sets, { name, namespace, dimensions });
  if (found.problem !== undefined) throw new Error(found.message);
  return { namespace: found.namespace, dimensions: found.dimensions };
}
