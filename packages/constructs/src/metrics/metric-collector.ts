import type { Config, Metrics } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import type { LogGroups } from '../logs/log-groups';

export interface MetricCollectorProps {
  readonly config: Config;
  readonly collector: NonNullable<Metrics['collector']>;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
}

/** The scheduled function that measures services and publishes totals as EMF. */
export class MetricCollector extends Construct {
  constructor(scope: Construct, id: string, _props: MetricCollectorProps) {
    super(scope, id);
  }
}
