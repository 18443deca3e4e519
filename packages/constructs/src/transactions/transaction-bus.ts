import type { Config, Severity, Transactions } from '@payment-observability/config';
import { CfnArchive, CfnEventBus, CfnRule } from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import { eventsResourcePolicy } from '../logs/events-resource-policy';
import { logGroupArn } from '../logs/log-group-arn';
import { addNote } from '../notes';
import { removalPolicyOf } from '../removal-policy';
import { markSource } from '../source';
import type { FailedRecords } from './failed-records';
import { REJECTED, routingPattern } from './routing-pattern';

export interface TransactionBusProps {
  readonly config: Config;
  readonly transactions: Transactions;
  readonly keys: EncryptionKeys;
  readonly failures: FailedRecords;
  /** ARN of the topic that hears events of a severity; undefined where the config has no topics. */
  readonly topicArn: ((severity: Severity) => string) | undefined;
}

/** EventBridge's own defaults, written out so that they are reviewed: a day, 185 attempts. */
const RETRY_POLICY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/**
 * The bus that the processor sends to, and the rules that route by what a transaction holds: every match into the log group of the
 * bus, and to the topic of `notify`. What a rule cannot deliver, and what is no transaction, lands in the queue of failures.
 */
export class TransactionBus extends Construct {
  public readonly busArn: string;
  /** Name of the bus; a reference. */
  public readonly busName: string;
  readonly #props: TransactionBusProps;
  readonly #logGroupArn: string;

  constructor(scope: Construct, id: string, props: TransactionBusProps) {
    super(scope, id);
    this.#props = props;
    markSource(this, 'transactions', 'transactions.bus');
    const { busName, archiveDays, source, logGroupName } = props.transactions.bus;
    // encrypted with a key of EventBridge: with a customer key events are lost while the key is away
    const bus = new CfnEventBus(this, 'Bus', { name: busName, description: `Transactions of ${props.config.name} (${props.config.environment.name})` });
    this.busArn = bus.attrArn;
    this.busName = bus.ref;
    if (archiveDays !== undefined) new CfnArchive(this, 'Archive', { sourceArn: bus.attrArn, retentionDays: archiveDays, description: `Events of ${busName}, for a replay` });
    this.#logGroupArn = logGroupArn(this, logGroupName);
    this.#addLogGroup();
    const rejected = this.#rule(new Construct(this, 'Rejected'), {
      description: 'Records that are no transactions',
      eventPattern: { source: [source], 'detail-type': [REJECTED] },
      targets: [this.#target('Failures', props.failures.queue.queueArn)],
    });
    props.failures.letEventBridgeSend([rejected, ...this.#routingRules()]);
  }

  #routingRules(): string[] {
    const { transactions, topicArn } = this.#props;
    return Object.entries(transactions.routing).map(([id, { ruleName, description, match, notify }]) => {
      const entry = new Construct(this, `Routing-${id}`);
      markSource(entry, 'transactions', `transactions.routing.${id}`);
      if (notify !== undefined && !topicArn) addNote(entry, { title: `Rule ${ruleName} notifies nobody`, text: 'There is no section notifications.', path: `transactions.routing.${id}.notify` });
      return this.#rule(entry, {
        name: ruleName,
        description: description ?? `Transactions with ${Object.keys(match).sort().join(', ')} as routing.${id} says`,
        eventPattern: routingPattern(transactions.bus.source, match),
        targets: notify !== undefined && topicArn ? [this.#target('Topic', topicArn(notify))] : [],
      });
    });
  }

  /** A rule that also writes what it matches into the log group. Returns its ARN. */
  #rule(scope: Construct, { targets, ...props }: { readonly name?: string; readonly description: string; readonly eventPattern: unknown; readonly targets: CfnRule.TargetProperty[] }): string {
    // no role: EventBridge writes to a log group by the resource policy of Logs
    return new CfnRule(scope, 'Rule', { ...props, eventBusName: this.busName, state: 'ENABLED', targets: [this.#target('Log', this.#logGroupArn), ...targets] }).attrArn;
  }

  #target(id: string, arn: string): CfnRule.TargetProperty {
    return { id, arn, deadLetterConfig: { arn: this.#props.failures.queue.queueArn }, retryPolicy: RETRY_POLICY };
  }

  #addLogGroup(): void {
    const { config, transactions, keys } = this.#props;
    const { logGroupName, retentionDays, ownsResourcePolicy } = transactions.bus;
    encryptedLogGroup(this, 'LogGroup', { logGroupName, retentionDays, keys, encryptionKey: transactions.encryptionKey, removalPolicy: removalPolicyOf(config) });
    eventsResourcePolicy(this, { owned: ownsResourcePolicy, nameSuffix: 'transaction-events', events: 'the events', path: 'transactions.bus.ownsResourcePolicy' });
  }
}
