import type { Config, Transactions } from '@payment-observability/config';
import { Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import type { LogGroups } from '../logs/log-groups';
import type { NotificationTopics } from '../notifications/notification-topics';
import { partitionOf } from '../partition';
import { markSource } from '../source';
import { FailedRecords } from './failed-records';
import { TransactionBus } from './transaction-bus';
import { TransactionProcessor } from './transaction-processor';
import { TransactionStream } from './transaction-stream';
import { VelocityTable } from './velocity-table';

export interface TransactionPipelineProps {
  readonly config: Config;
  readonly transactions: Transactions;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
  readonly topics: NotificationTopics | undefined;
}

/** Live transactions: stream, processor, dead letters, velocity counters, bus and content routing. */
export class TransactionPipeline extends Construct {
  public readonly stream: TransactionStream;
  public readonly failures: FailedRecords;
  public readonly table: VelocityTable;
  public readonly bus: TransactionBus;
  public readonly processor: TransactionProcessor;

  constructor(scope: Construct, id: string, { config, transactions, keys, logs, topics }: TransactionPipelineProps) {
    super(scope, id);
    markSource(this, 'transactions', 'transactions');
    const { encryptionKey } = transactions;
    const key = keys.key(encryptionKey);
    this.stream = new TransactionStream(this, 'Stream', { config, settings: transactions.stream, key });
    this.failures = new FailedRecords(this, 'Failures', { config, settings: transactions.failures, keys, encryptionKey });
    this.table = new VelocityTable(this, 'Velocity', { settings: transactions.velocity, keyArn: key.keyArn });
    this.bus = new TransactionBus(this, 'Bus', { config, transactions, keys, failures: this.failures, topicArn: topics && ((severity) => topics.topicArn(severity)) });
    this.processor = new TransactionProcessor(this, 'Processor', { config, transactions, keys, logs, stream: this.stream, failures: this.failures, table: this.table, bus: this.bus });
    Tags.of(this).add('Component', 'Transactions');
  }

  /** Page of X-Ray in the console. */
  public get xrayConsoleUrl(): string {
    const { region } = Stack.of(this);
    return `https://${region}.console.${partitionOf(region).consoleDomain}/cloudwatch/home?region=${region}#xray:traces/query`;
  }
}
