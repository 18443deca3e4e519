import type { Comparison } from '@payment-observability/catalog';
import type { Alarm, Severity } from '@payment-observability/config';
import type { MetricIdentity } from '../metric-identity';

/** A metric with its statistic. */
export interface Series {
  readonly metric: MetricIdentity;
  readonly statistic: string;
}

/** What a metric alarm watches, once names, units and defaults are resolved. */
export type Signal =
  | { readonly kind: 'threshold'; readonly metric: MetricIdentity; readonly statistic: string; readonly comparison: Comparison; readonly threshold: number }
  | { readonly kind: 'rate'; readonly errors: MetricIdentity; readonly total: MetricIdentity; readonly minimumSamples: number; readonly thresholdPercent: number }
  | {
      readonly kind: 'math';
      readonly expression: string;
      /** By variable name. */
      readonly terms: Readonly<Record<string, Series>>;
      /** Variables whose rise the alarm reports. */
      readonly watched: readonly string[];
      readonly comparison: Comparison;
      readonly threshold: number;
    }
  | { readonly kind: 'anomaly'; readonly metric: MetricIdentity; readonly statistic: string; readonly bandWidth: number; readonly direction: NonNullable<Alarm['anomalyDirection']> };

/** How an alarm is named, explained and heard: the same for metric and composite alarms. */
export interface Notice {
  readonly alarmName: string;
  /** What is wrong when the alarm is raised, in one sentence. */
  readonly text: string;
  readonly severity: Severity;
  readonly recovered: Severity;
  readonly runbook: string | undefined;
  /** Tags beside Severity. */
  readonly tags: Readonly<Record<string, string>>;
  /** Why the alarm notifies nobody. */
  readonly silent: string | undefined;
  /** Actions on ALARM beside the topic of the severity, also of a silent alarm. */
  readonly alarmActionArns: readonly string[];
  /** Id of the composite alarm whose ALARM keeps this one from notifying. */
  readonly suppressedBy: string | undefined;
}

/** One alarm on a metric, from the section `alarms` or recommended for a resource. */
export interface MetricAlarmSpec {
  readonly path: string;
  readonly notice: Notice;
  readonly signal: Signal;
  readonly periodSeconds: number;
  readonly evaluationPeriods: number;
  readonly datapointsToAlarm: number;
  readonly missingData: NonNullable<Alarm['missingData']>;
}
