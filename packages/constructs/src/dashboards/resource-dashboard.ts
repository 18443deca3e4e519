import type { Config } from '@payment-observability/config';
import { Construct } from 'constructs';

export interface ResourceDashboardProps {
  readonly config: Config;
  /** Only the resources of this shard. @default all */
  readonly shard?: number;
}

/** The dashboard with a row for each listed resource. */
export class ResourceDashboard extends Construct {
  constructor(scope: Construct, id: string, _props: ResourceDashboardProps) {
    super(scope, id);
  }
}
