import type { Config } from '@payment-observability/config';

/** Times that the anomaly models of an alarm do not learn from. */
export interface ExcludedTimes {
  /** In UTC without a zone, as CloudWatch wants them. */
  readonly ranges: readonly { readonly startTime: string; readonly endTime: string }[];
  readonly timezone: string;
}

/** The windows of `maintenance` that the anomaly model of the alarm `alarms.<id>` skips; undefined when there are none. */
export function excludedTimes(_config: Config, _alarmId: string): ExcludedTimes | undefined {
  return undefined;
}
