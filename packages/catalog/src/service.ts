import { type MissingData } from './alarm-recommendations';

export type Severity = 'critical' | 'warning' | 'info';

/** What a user changes on a recommended alarm of one resource. */
export interface AlarmOverride {
  readonly enabled?: boolean | undefined;
  readonly threshold?: number | undefined;
  readonly severity?: Severity | undefined;
  readonly periodSeconds?: number | undefined;
  readonly evaluationPeriods?: number | undefined;
  readonly datapointsToAlarm?: number | undefined;
  readonly missingData?: MissingData | undefined;
}

interface WithAlarms {
  /** Changes to the recommended alarms, by alarm id. */
  readonly alarms?: Readonly<Record<string, AlarmOverride>> | undefined;
}

export interface ApiResource extends WithAlarms {
  readonly type: 'rest' | 'http';
  /** REST: the metrics carry the name, not the id. */
  readonly apiName?: string | undefined;
  /** HTTP. */
  readonly apiId?: string | undefined;
  readonly stage: string;
}

export interface FunctionResource extends WithAlarms {
  readonly functionName: string;
  readonly timeoutSeconds: number;
  readonly lambdaInsights: boolean;
}

export interface DatabaseResource extends WithAlarms {
  readonly instanceId: string;
  readonly maxConnections?: number | undefined;
}

/** The kinds of `resources`, and what is known of one of each. */
export interface ResourceTypes {
  readonly apis: ApiResource;
  readonly functions: FunctionResource;
  readonly databases: DatabaseResource;
}

export type ResourceKind = keyof ResourceTypes;

/** Metrics that one resource publishes with one set of dimensions. */
export interface SignalSet {
  readonly namespace: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly names: readonly string[];
}

/** A series of the row that dashboards show for a resource. */
export interface DashboardSignal {
  readonly name: string;
  readonly namespace?: string;
  readonly statistic: string;
  readonly label: string;
  readonly axis: 'left' | 'right';
}

/** An alarm the catalog recommends: a row of AWS's data, and what this project adds to it. */
export interface AlarmEntry<R> {
  /** camelCase; part of logical ids, so it never changes. */
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly severity: Severity;
  /** Id of the row in alarm-recommendations.json; undefined where the resource has no such signal. */
  row(resource: R): string | undefined;
  /** Our number where AWS gives none, in the unit of the metric; undefined where only the user can know it. */
  threshold?(resource: R): number | undefined;
  /** Replaces AWS's `missing`, which can raise an alarm from one stale datapoint. */
  readonly missingData?: Exclude<MissingData, 'missing'>;
  /** A percentage of `total` in place of the raw count; below `minimumSamples` a period counts as healthy. */
  readonly rate?: { readonly total: string; readonly minimumSamples: number; readonly thresholdPercent: number };
}

export interface Service<R> {
  readonly title: string;
  signals(resource: R): readonly SignalSet[];
  readonly alarms: readonly AlarmEntry<R>[];
  dashboard(resource: R): readonly DashboardSignal[];
}
