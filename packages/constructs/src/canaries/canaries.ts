import type { Canaries as CanariesConfig, Config } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import type { LogGroups } from '../logs/log-groups';

export interface CanariesProps {
  readonly config: Config;
  readonly canaries: CanariesConfig;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
}

/** Health checks and synthetic transactions, with their artifacts and the network they run in. */
export class Canaries extends Construct {
  constructor(scope: Construct, id: string, _props: CanariesProps) {
    super(scope, id);
  }
}
