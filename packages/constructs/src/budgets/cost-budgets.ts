import type { Config } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import type { NotificationTopics } from '../notifications/notification-topics';

export interface CostBudgetsProps {
  readonly config: Config;
  readonly topics: NotificationTopics | undefined;
  readonly keys: EncryptionKeys;
}

/** The monthly cost budgets of `budgets`. */
export class CostBudgets extends Construct {
  constructor(scope: Construct, id: string, _props: CostBudgetsProps) {
    super(scope, id);
  }
}
