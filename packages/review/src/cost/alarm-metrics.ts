import { listOf, type Json } from '../json';
import { objectOf } from './billed-resource';

/** Metrics that an alarm is billed for: its own, or those its expressions read. */
export function alarmMetrics({ Metrics, MetricName }: Json): number {
  return MetricName === undefined ? listOf(Metrics).filter((query) => objectOf(query)['MetricStat'] !== undefined).length : 1;
}

/** An alarm on a band, billed as three alarms. */
export function isAnomalyAlarm({ ThresholdMetricId }: Json): boolean {
  return ThresholdMetricId !== undefined;
}

export function isHighResolution({ Period, Metrics }: Json): boolean {
  const periods = [Period, ...listOf(Metrics).map((query) => objectOf(objectOf(query)['MetricStat'])['Period'])];
  return periods.some((period) => period !== undefined && Number(period) < 60);
}

export function isMetricsInsights({ Metrics }: Json): boolean {
  return listOf(Metrics).some((query) => String(objectOf(query)['Expression']).startsWith('SELECT '));
}
