import type { Config, Notifications, Severity, Topic } from '@payment-observability/config';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnSubscription } from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { LimitError } from '../limit-error';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import type { LogGroups } from '../logs/log-groups';
import { addNote } from '../notes';
import { markSource } from '../source';
import { removalPolicyOf } from '../removal-policy';
import { AlertTopic } from './alert-topic';
import { type AlertRoutes, heardBy, SEVERITIES } from './alert-routes';
import { DeadLetterQueue } from './dead-letter-queue';
import { deadLetterKeyStatement } from './publishers';
import { SlackNotifier } from './slack-notifier';

const MAX_FUNCTION_NAME = 64;
/** Of a notifier's log group where the config has no section `logs` to say it. */
const RETENTION_DAYS = 90;

export interface NotificationTopicsProps {
  readonly config: Config;
  readonly notifications: Notifications;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
}

/**
 * One topic for each severity, and who hears it: e-mail and Slack. What a subscription or a function cannot deliver lands in
 * one encrypted queue. On an existing topic the listed subscriptions are made, the topic itself stays as it is.
 */
export class NotificationTopics extends Construct implements AlertRoutes {
  /** The queue of what could not be delivered; undefined while nobody subscribes. */
  public readonly deadLetters: DeadLetterQueue | undefined;
  readonly #props: NotificationTopicsProps;
  readonly #topics: ReadonlyMap<Severity, AlertTopic>;

  constructor(scope: Construct, id: string, props: NotificationTopicsProps) {
    super(scope, id);
    this.#props = props;
    markSource(this, 'notifications', 'notifications');
    this.#topics = new Map(
      SEVERITIES.flatMap((severity) => {
        const topic = props.notifications[severity];
        return topic ? [[severity, this.#topic(severity, topic)] as const] : [];
      }),
    );
    this.deadLetters = this.#deadLetters();
    for (const severity of this.#topics.keys()) this.#subscribe(severity);
  }

  /** ARN of the topic that hears alarms of a severity; `notifications.maxSeverity` lowers what is above it. */
  public topicArn(severity: Severity): string {
    return this.ownTopicArn(heardBy(this.#props.notifications, severity));
  }

  /** ARN of a severity's own topic, whatever `maxSeverity` says. */
  public ownTopicArn(severity: Severity): string {
    return this.#topicOf(severity).topic.topicArn;
  }

  #topicOf(severity: Severity): AlertTopic {
    const topic = this.#topics.get(severity);
    if (!topic) throw new Error(`notifications.${severity}: no such topic`);
    return topic;
  }

  #topic(severity: Severity, topic: Topic): AlertTopic {
    const { config, notifications, keys } = this.#props;
    const scope = new Construct(this, severity);
    markSource(scope, 'notifications', `notifications.${severity}`);
    const { account, region } = config.environment;
    return new AlertTopic(scope, 'Topic', { severity, topic, keys, encryptionKey: notifications.encryptionKey, place: { account, region } });
  }

  #deadLetters(): DeadLetterQueue | undefined {
    const { config, notifications, keys } = this.#props;
    const subscribed = [...this.#topics.keys()].filter((severity) => hasSubscribers(notifications[severity]));
    if (subscribed.length === 0) return undefined;
    keys.allow(notifications.encryptionKey, deadLetterKeyStatement(config.environment));
    return new DeadLetterQueue(this, 'Undelivered', {
      key: keys.key(notifications.encryptionKey),
      topicArns: subscribed.map((severity) => this.ownTopicArn(severity)),
    });
  }

  #subscribe(severity: Severity): void {
    const { emails = {}, slack } = this.#props.notifications[severity] ?? {};
    for (const [id, endpoint] of Object.entries(emails)) {
      const entry = this.#entry(severity, `Email-${id}`, `emails.${id}`);
      this.#subscription(entry, severity, { protocol: 'email', endpoint });
    }
    if (slack) this.#slack(this.#entry(severity, 'Slack', 'slack'), severity, slack);
  }

  #slack(entry: Construct, severity: Severity, { secret, heading }: NonNullable<Topic['slack']>): void {
    const functionName = slackFunctionName(this.#props, severity);
    const notifier = new SlackNotifier(entry, 'Notifier', {
      severity,
      secretName: secret,
      heading,
      topicArn: this.ownTopicArn(severity),
      logGroup: this.#logGroup(entry, functionName),
      deadLetters: this.#requireDeadLetters(),
      functionName,
    });
    this.#subscription(entry, severity, { protocol: 'lambda', endpoint: notifier.function.functionArn });
    addNote(this, {
      title: `Secret ${secret} must hold the Slack webhook`,
      text: 'The secret is read when the first alert arrives, in the Region of the stack. If it has a customer key, that key must let the role of the function decrypt.',
      path: `notifications.${severity}.slack.secret`,
    });
  }

  #entry(severity: Severity, id: string, path: string): Construct {
    const entry = new Construct(this.#topicOf(severity), id);
    markSource(entry, 'notifications', `notifications.${severity}.${path}`);
    return entry;
  }

  #subscription(entry: Construct, severity: Severity, target: { readonly protocol: string; readonly endpoint: string }): void {
    new CfnSubscription(entry, 'Subscription', {
      ...target,
      topicArn: this.ownTopicArn(severity),
      redrivePolicy: { deadLetterTargetArn: this.#requireDeadLetters().queueArn },
    });
  }

  #logGroup(scope: Construct, functionName: string): LogGroup {
    const { config, notifications, keys, logs } = this.#props;
    if (logs) return logs.functionLogGroup(scope, 'Logs', functionName);
    return encryptedLogGroup(scope, 'Logs', {
      logGroupName: `/aws/lambda/${functionName}`,
      retentionDays: RETENTION_DAYS,
      keys,
      encryptionKey: notifications.encryptionKey,
      removalPolicy: removalPolicyOf(config),
    });
  }

  #requireDeadLetters(): DeadLetterQueue {
    if (!this.deadLetters) throw new Error('a subscription without a dead-letter queue: hasSubscribers does not know its kind');
    return this.deadLetters;
  }
}

function hasSubscribers(topic: Topic | undefined): boolean {
  return topic !== undefined && (topic.slack !== undefined || Object.keys(topic.emails).length > 0);
}

/** The function of critical alerts bears the configured name, the others add their severity to it. */
function slackFunctionName({ config, notifications }: NotificationTopicsProps, severity: Severity): string {
  const base = notifications.slackFunctionName ?? `${config.name}-${config.environment.name}-slack`;
  const name = severity === 'critical' ? base : `${base}-${severity}`;
  if (name.length > MAX_FUNCTION_NAME) throw new LimitError('notifications.slackFunctionName', `${name} has ${name.length} characters, the name of a function at most ${MAX_FUNCTION_NAME}`);
  return name;
}
