import { type Config, heardBy, type Notifications, receiversOf, SEVERITIES, type Severity, type Topic } from '@payment-observability/config';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import type { LogGroups } from '../logs/log-groups';
import { addNote } from '../notes';
import { markSource } from '../source';
import { AlertHeartbeat } from './alert-heartbeat';
import { type AlertRoutes, exceedsMaxSeverity, recoveriesElsewhere } from './alert-routes';
import { AlertTopic } from './alert-topic';
import { DeadLetterQueue } from './dead-letter-queue';
import { heartbeatTopics } from './heartbeat-topics';
import { deadLetterKeyStatement, type PublisherId } from './publishers';
import { addSubscribers, hasSubscribers, wantsRecoveries } from './topic-subscribers';

export interface NotificationTopicsProps {
  readonly config: Config;
  readonly notifications: Notifications;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
}

/**
 * One topic for each severity, and who hears it: e-mail, HTTPS endpoints, Slack and PagerDuty. What a subscription or a function cannot
 * deliver lands in one encrypted queue, and a heartbeat proves each route. On an existing topic the listed subscriptions are made, the topic itself stays as it is.
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
    if (exceedsMaxSeverity(props.notifications)) addMaxSeverityNote(this, props.notifications);
    addSecondPathNote(this, props.notifications);
    const topics = SEVERITIES.flatMap((severity) => {
      const topic = props.notifications[severity];
      return topic ? [[severity, topic] as const] : [];
    });
    this.#topics = new Map(topics.map(([severity, topic]) => [severity, this.#topic(severity, topic)]));
    const subscribed = topics.filter(([, topic]) => hasSubscribers(topic));
    if (subscribed.length === 0) return;
    const deadLetters = this.#deadLetters(subscribed);
    this.deadLetters = deadLetters;
    for (const [severity, topic] of subscribed)
      addSubscribers(this.#topicOf(severity), { ...props, severity, topic, topicArn: this.ownTopicArn(severity), recoveries: this.#recoveries(severity), deadLetters });
    const proved = heartbeatTopics(props.config);
    if (proved.length > 0) new AlertHeartbeat(this, 'Heartbeat', { ...props, topics: proved, topicArn: (severity) => this.ownTopicArn(severity), deadLetters });
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
    return new AlertTopic(scope, 'Topic', { severity, topic, keys, encryptionKey: notifications.encryptionKey, place: { account, region }, publishers: publishersOf(config, notifications, severity) });
  }

  #recoveries(severity: Severity): ReadonlyMap<Severity, string> {
    const { config, notifications } = this.#props;
    return new Map(recoveriesElsewhere(config, notifications, severity).map((other) => [other, this.ownTopicArn(other)]));
  }

  #deadLetters(subscribed: readonly (readonly [Severity, Topic])[]): DeadLetterQueue {
    const { config, notifications, keys } = this.#props;
    keys.allow(notifications.encryptionKey, deadLetterKeyStatement(config.environment));
    const heard = subscribed.flatMap(([severity, topic]) => [severity, ...(wantsRecoveries(topic) ? recoveriesElsewhere(config, notifications, severity) : [])]);
    return new DeadLetterQueue(this, 'Undelivered', {
      key: keys.key(notifications.encryptionKey),
      topicArns: SEVERITIES.filter((severity) => heard.includes(severity)).map((severity) => this.ownTopicArn(severity)),
      queueName: notifications.deadLetterQueueName,
    });
  }
}

/** Budgets stand in the first Region, and send only to the topics that their alerts name. */
function publishersOf({ budgets, environment }: Config, notifications: Notifications, severity: Severity): readonly PublisherId[] {
  const told = Object.values(budgets).flatMap(({ alerts }) => Object.values(alerts).map((alert) => heardBy(notifications, alert.severity)));
  return ['alarms', 'events', ...(environment.region === environment.regions[0] && told.includes(severity) ? (['budgets'] as const) : [])];
}

function addMaxSeverityNote(scope: Construct, notifications: Notifications): void {
  const { maxSeverity } = notifications;
  addNote(scope, {
    title: `Alerts go to the topic of ${heardBy(notifications, maxSeverity)}, above maxSeverity`,
    text: `There is no topic of ${maxSeverity} or below that could hear them. Add one where nobody is to be paged.`,
    path: 'notifications.maxSeverity',
  });
}

/** Who hears a topic of somebody else is not known here, so that nothing can be promised of it. */
function addSecondPathNote(scope: Construct, notifications: Notifications): void {
  const severity = heardBy(notifications, 'critical');
  const topic = notifications[severity];
  if (topic?.existing === undefined || notifications.secondPath?.enabled === false || receiversOf(topic).native.length > 0) return;
  addNote(scope, {
    title: 'Second path of critical alerts is not verified',
    text: 'The topic that hears them is used but not managed by this stack. See that somebody hears it without a function of this stack, by e-mail for example.',
    path: `notifications.${severity}.existing`,
  });
}
