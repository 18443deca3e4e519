import type { Config } from '@payment-observability/config';

/** ARNs of the actions that open an OpsItem when the alarm `alarms.<id>` is raised. */
export function opsItemActionArns(_config: Config, _alarmId: string): readonly string[] {
  return [];
}
