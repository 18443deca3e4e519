import type { Config, Metrics } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { LogGroups } from '../logs/log-groups';

export interface PaymentFunctionProps {
  readonly config: Config;
  readonly settings: NonNullable<Metrics['paymentFunction']>;
  readonly logs: LogGroups | undefined;
}

/** The example function that measures payments as the metric contract says. */
export class PaymentFunction extends Construct {
  constructor(scope: Construct, id: string, _props: PaymentFunctionProps) {
    super(scope, id);
  }
}
