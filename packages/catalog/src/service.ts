import { type AlarmRecommendation, type MissingData } from './alarm-recommendations';
import { type Dimensions, type SignalSet } from './signals';

export type Severity = 'critical' | 'warning' | 'info';

/** What a user changes on a recommended alarm of one resource. */
export interface AlarmOverride {
  readonly enabled?: boolean | undefined;
  readonly threshold?: number | undefined;
  readonly statistic?: string | undefined;
  readonly minimumSamples?: number | undefined;
  readonly severity?: Severity | undefined;
  readonly periodSeconds?: number | undefined;
  readonly evaluationPeriods?: number | undefined;
  readonly datapointsToAlarm?: number | undefined;
  readonly missingData?: MissingData | undefined;
}

/** What every listed resource has. */
export interface Listed {
  /** Changes to the recommended alarms, by alarm id. */
  readonly alarms?: Readonly<Record<string, AlarmOverride>> | undefined;
}

/** A series of the row that dashboards show for a resource. */
export interface DashboardSignal {
  readonly name: string;
  readonly namespace?: string;
  /** Which of several sets with the same metric. */
  readonly dimensions?: Dimensions;
  readonly statistic: string;
  readonly label: string;
  readonly axis: 'left' | 'right';
}

/** One of the sets of dimensions that an alarm is made for: the resource itself, or a part of it such as an index. */
export interface Place {
  /** Id of the part; undefined for the resource itself. */
  readonly part?: string;
  /** What tells its set of dimensions from others. */
  readonly dimensions: Dimensions;
}

/** A metric that a math expression reads. */
export interface Term {
  readonly name: string;
  readonly statistic: string;
  /** What tells its set of dimensions from others, beside the place of the alarm. */
  readonly dimensions?: Dimensions;
}

/** Metric math in place of one metric. */
export interface MathEntry<R> {
  /** By variable name. */
  terms(resource: R): Readonly<Record<string, Term>>;
  /** Variables whose rise the alarm reports. @default all */
  readonly watched?: readonly string[];
  expression(variables: readonly string[], periodSeconds: number): string;
}

/** An alarm the catalog recommends: a row of the data, and what this project adds to it. */
export interface AlarmEntry<R> {
  /** camelCase; part of logical ids, so it never changes. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  /** The row, by its id in alarm-recommendations.json or written out; undefined where such a resource has no such signal. */
  row(resource: R, place: Place): string | AlarmRecommendation | undefined;
  /** @default the resource itself */
  places?(resource: R): readonly Place[];
  /** Replaces the row's number, in the unit of the metric; undefined where only the user can know it. */
  threshold?(resource: R): number | undefined;
  /** Thresholds above it make no sense: the alarm would never be raised, or too late. */
  ceiling?(resource: R): { readonly value: number; readonly why: string } | undefined;
  /** Replaces AWS's `missing`, which can raise an alarm from one stale datapoint. */
  readonly missingData?: Exclude<MissingData, 'missing'>;
  readonly statistic?: string;
  /** Replaces the M of N of the row. */
  readonly evaluation?: { readonly evaluationPeriods: number; readonly datapointsToAlarm: number };
  /** The resource reports no more often than this. */
  minimumPeriodSeconds?(resource: R): number;
  /** A percentage of `total` in place of the raw count; below `minimumSamples` a period counts as healthy. */
  readonly rate?: { readonly total: string; readonly minimumSamples: number; readonly thresholdPercent: number };
  /** The count behind a fraction, so that `minimumSamples` can guard it. */
  readonly samples?: Term;
  readonly math?: MathEntry<R>;
}

export interface Service<R extends Listed> {
  readonly title: string;
  /** One of its kind, in the names of its alarms: a change replaces them all. */
  readonly noun: string;
  signals(resource: R): readonly SignalSet[];
  readonly alarms: readonly AlarmEntry<R>[];
  dashboard(resource: R): readonly DashboardSignal[];
}

/** The resource itself. */
export const WHOLE: Place = { dimensions: {} };

/** The parts of a resource as places, in the order of their ids. */
export function parts<P>(all: Readonly<Record<string, P>>, dimensions: (part: P) => Dimensions): readonly Place[] {
  return Object.entries(all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([part, value]) => ({ part, dimensions: dimensions(value) }));
}
