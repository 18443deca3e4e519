import type { Config, Transactions } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import type { LogGroups } from '../logs/log-groups';
import type { NotificationTopics } from '../notifications/notification-topics';

export interface TransactionPipelineProps {
  readonly config: Config;
  readonly transactions: Transactions;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
  readonly topics: NotificationTopics | undefined;
}

/** Live transactions: stream, processor, dead letters, bus and content routing. */
export class TransactionPipeline extends Construct {
  constructor(scope: Construct, id: string, _props: TransactionPipelineProps) {
    super(scope, id);
  }
}
