import type { Config, Maintenance } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { AlarmSet } from '../alarms/alarm-set';

export interface MaintenanceWindowsProps {
  readonly config: Config;
  readonly maintenance: Maintenance;
  readonly alarms: AlarmSet;
}

/** The mute rules of `maintenance.windows`. */
export class MaintenanceWindows extends Construct {
  constructor(scope: Construct, id: string, _props: MaintenanceWindowsProps) {
    super(scope, id);
  }
}
