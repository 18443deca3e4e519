import { asList, asObject, type Properties } from '../stack-json';

/** Metrics that an alarm is billed for: its own, or those its expressions read. */
export function alarmMetrics({ Metrics, MetricName }: Properties): number {
  return MetricName === undefined ? asList(Metrics).filter((query) => asObject(query)['MetricStat'] !== undefined).length : 1;
}

/** An alarm on a band, billed as three alarms. */
export function isAnomalyAlarm({ ThresholdMetricId }: Properties): boolean {
  return ThresholdMetricId !== undefined;
}

export function isHighResolution({ Period, Metrics }: Properties): boolean {
  const periods = [Period, ...asList(Metrics).map((query) => asObject(asObject(query)['MetricStat'])['Period'])];
  return periods.some((period) => period !== undefined && Number(period) < 60);
}

export function isMetricsInsights({ Metrics }: Properties): boolean {
  return asList(Metrics).some((query) => String(asObject(query)['Expression']).startsWith('SELECT '));
}
