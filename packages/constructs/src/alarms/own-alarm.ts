import { THRESHOLD_KEYS, THRESHOLD_KINDS, type Comparison } from '@payment-observability/catalog';
import type { Alarm, Config, Metric } from '@payment-observability/config';
import { opsItemActionArns } from '../incidents/opsitem-actions';
import { identify } from '../metric-identity';
import type { MetricAlarmSpec, Notice, Signal } from './alarm-spec';

/** How a comparison reads in a description. */
const COMPARISON_WORDS: Readonly<Record<Comparison, string>> = {
  GreaterThanThreshold: 'above',
  GreaterThanOrEqualToThreshold: 'at least',
  LessThanThreshold: 'below',
  LessThanOrEqualToThreshold: 'at most',
};

/** Name, text and route of one of the team's own alarms. */
export function noticeOf(config: Config, id: string, alarm: Alarm): Notice {
  const tags = { Component: alarm.component, Escalation: alarm.escalation, Type: alarm.when === undefined ? undefined : 'Composite' };
  return {
    alarmName: alarm.alarmName,
    text: alarm.description ?? defaultText(alarm),
    severity: alarm.severity,
    recovered: alarm.recovered ?? alarm.severity,
    runbook: alarm.runbook,
    tags: Object.fromEntries(Object.entries(tags).filter((tag): tag is [string, string] => tag[1] !== undefined)),
    silent: alarm.silent,
    alarmActionArns: opsItemActionArns(config, id),
    suppressedBy: alarm.suppressedBy,
  };
}

/** One of the team's own alarms on a metric, with every default filled in. */
export function ownMetricAlarm(config: Config, id: string, alarm: Alarm): MetricAlarmSpec {
  const path = `alarms.${id}`;
  if (alarm.missingData === undefined) throw new Error(`${path}.missingData: required; the loader should have refused the config`);
  return {
    path,
    notice: noticeOf(config, id, alarm),
    signal: signalOf(config, path, alarm),
    periodSeconds: alarm.periodSeconds,
    evaluationPeriods: alarm.evaluationPeriods,
    datapointsToAlarm: alarm.datapointsToAlarm ?? alarm.evaluationPeriods,
    missingData: alarm.missingData,
  };
}

function signalOf(config: Config, path: string, alarm: Alarm): Signal {
  const metric = (key: 'metric' | 'errors' | 'total') => identify(config, required(alarm[key], `${path}.${key}`), `${path}.${key}`);
  if (alarm.errorRatePercent !== undefined) {
    const minimumSamples = required(alarm.minimumSamples, `${path}.minimumSamples`);
    return { kind: 'rate', errors: metric('errors'), total: metric('total'), minimumSamples, thresholdPercent: alarm.errorRatePercent };
  }
  if (alarm.anomalyBandWidth !== undefined) {
    const statistic = required(alarm.statistic, `${path}.statistic`);
    return { kind: 'anomaly', metric: metric('metric'), statistic, bandWidth: alarm.anomalyBandWidth, direction: alarm.anomalyDirection ?? 'both' };
  }
  const { statistic, comparison, threshold } = required(thresholdOf(alarm), path);
  return { kind: 'threshold', metric: metric('metric'), statistic, comparison, threshold };
}

function thresholdOf(alarm: Alarm): { statistic: string; comparison: Comparison; unit: string; threshold: number } | undefined {
  const key = THRESHOLD_KEYS.find((candidate) => alarm[candidate] !== undefined);
  if (key === undefined) return undefined;
  const threshold = alarm[key];
  return threshold === undefined ? undefined : { ...THRESHOLD_KINDS[key], threshold };
}

function defaultText(alarm: Alarm): string {
  if (alarm.errorRatePercent !== undefined) return `More than ${alarm.errorRatePercent} % of ${nameOf(alarm.total)} fail.`;
  if (alarm.anomalyBandWidth !== undefined) return `${alarm.statistic} of ${nameOf(alarm.metric)} is outside of what is usual at this time.`;
  const found = thresholdOf(alarm);
  if (!found) return 'Several alarms are raised together.';
  return `${found.statistic} of ${nameOf(alarm.metric)} is ${COMPARISON_WORDS[found.comparison]} ${found.threshold} (${found.unit}).`;
}

const nameOf = (metric: Metric | undefined): string => metric?.name ?? 'the metric';

function required<T>(value: T | undefined, path: string): T {
  if (value === undefined) throw new Error(`${path}: required; the loader should have refused the config`);
  return value;
}
