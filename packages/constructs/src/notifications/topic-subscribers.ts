import type { Config, Notifications, Severity, Topic } from '@payment-observability/config';
import type { LogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnSubscription, type CfnSubscriptionProps } from 'aws-cdk-lib/aws-sns';
import { SecretValue } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { LimitError } from '../limit-error';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import type { LogGroups } from '../logs/log-groups';
import { addNote } from '../notes';
import { removalPolicyOf } from '../removal-policy';
import { markSource } from '../source';
import type { DeadLetterQueue } from './dead-letter-queue';
import { type ChannelId, Notifier } from './notifier';

const MAX_FUNCTION_NAME = 64;
/** Of a notifier's log group where the config has no section `logs` to say it. */
const RETENTION_DAYS = 90;

/** Ten attempts within about six minutes; SNS allows an hour in all, then the message goes to the dead-letter queue. */
const WEBHOOK_RETRIES = {
  healthyRetryPolicy: { numRetries: 10, numNoDelayRetries: 0, numMinDelayRetries: 2, numMaxDelayRetries: 2, minDelayTarget: 1, maxDelayTarget: 60, backoffFunction: 'exponential' },
};

/** PagerDuty's Events API v2, by where the account lives. */
const PAGERDUTY_EVENTS = { us: 'https://events.pagerduty.com/v2/enqueue', eu: 'https://events.eu.pagerduty.com/v2/enqueue' } as const;

export interface TopicSubscribersProps {
  readonly config: Config;
  readonly notifications: Notifications;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
  readonly severity: Severity;
  readonly topic: Topic;
  readonly topicArn: string;
  /** Topics that hear the recovery of what this one hears the alarm of, by severity. */
  readonly recoveries: ReadonlyMap<Severity, string>;
  readonly deadLetters: DeadLetterQueue;
}

type Target = Pick<CfnSubscriptionProps, 'protocol' | 'endpoint' | 'deliveryPolicy'>;

/** Whether anybody subscribes to a topic. */
export function hasSubscribers({ slack, pagerduty, emails, webhooks }: Topic): boolean {
  return slack !== undefined || pagerduty !== undefined || Object.keys(emails).length > 0 || Object.keys(webhooks).length > 0;
}

/** Makes the subscriptions of one topic, below `scope`: addresses, endpoints, and the functions that pass alerts on. */
export function addSubscribers(scope: Construct, props: TopicSubscribersProps): void {
  const { severity, topic } = props;
  for (const [id, endpoint] of Object.entries(topic.emails)) subscribe(entryOf(scope, severity, `Email-${id}`, `emails.${id}`), props, { protocol: 'email', endpoint });
  for (const [id, webhook] of Object.entries(topic.webhooks)) addWebhook(entryOf(scope, severity, `Webhook-${id}`, `webhooks.${id}`), props, webhook, `notifications.${severity}.webhooks.${id}`);
  if (topic.slack) {
    addNotifier(entryOf(scope, severity, 'Slack', 'slack'), props, 'slack', topic.slack.secret, { HEADING: topic.slack.heading });
    addSecretNote(scope, topic.slack.secret, 'the Slack webhook', `notifications.${severity}.slack.secret`);
  }
  if (topic.pagerduty) {
    const entry = entryOf(scope, severity, 'PagerDuty', 'pagerduty');
    const notifier = addNotifier(entry, props, 'pagerduty', topic.pagerduty.secret, { EVENTS_URL: PAGERDUTY_EVENTS[topic.pagerduty.serviceRegion] });
    hearRecoveries(entry, props, notifier);
    addSecretNote(scope, topic.pagerduty.secret, 'the integration key of PagerDuty (Events API v2)', `notifications.${severity}.pagerduty.secret`);
  }
}

function entryOf(scope: Construct, severity: Severity, id: string, path: string): Construct {
  const entry = new Construct(scope, id);
  markSource(entry, 'notifications', `notifications.${severity}.${path}`);
  return entry;
}

function subscribe(entry: Construct, { topic: { alarmNamePrefix }, topicArn, deadLetters }: TopicSubscribersProps, target: Target): void {
  new CfnSubscription(entry, 'Subscription', {
    ...target,
    topicArn,
    redrivePolicy: { deadLetterTargetArn: deadLetters.queueArn },
    ...(alarmNamePrefix !== undefined && filteredBy(named(alarmNamePrefix))),
  });
}

const named = (prefix: string) => ({ AlarmName: [{ prefix }] });

/** Alarm messages have no attributes: a filter in SNS's default scope would let nothing through. */
function filteredBy(filterPolicy: object): Pick<CfnSubscriptionProps, 'filterPolicy' | 'filterPolicyScope'> {
  return { filterPolicyScope: 'MessageBody', filterPolicy };
}

function addWebhook(entry: Construct, props: TopicSubscribersProps, { url, secret }: Topic['webhooks'][string], path: string): void {
  const endpoint = secret === undefined ? url : SecretValue.secretsManager(secret, { jsonField: 'url' }).unsafeUnwrap();
  if (endpoint === undefined) throw new Error(`${path}: neither url nor secret; the loader should have refused the config`);
  subscribe(entry, props, { protocol: 'https', endpoint, deliveryPolicy: WEBHOOK_RETRIES });
  addNote(entry, {
    title: `Endpoint ${path.split('.').at(-1)} must confirm its subscription`,
    text: `Within three days it must open the SubscribeURL of the message it is sent; until then it hears nothing. It should check the signature of every message.${secret === undefined ? '' : ` CloudFormation reads the field url of the secret ${secret} when the subscription is made, and not again when the secret changes.`}`,
    path,
  });
}

function addNotifier(entry: Construct, props: TopicSubscribersProps, channel: ChannelId, secretName: string, environment: Readonly<Record<string, string>>): Notifier {
  const { severity, topicArn, deadLetters } = props;
  const functionName = notifierName(props, channel);
  const notifier = new Notifier(entry, 'Notifier', { channel, severity, secretName, environment, topicArn, deadLetters, functionName, logGroup: logGroup(entry, props, functionName) });
  subscribe(entry, props, { protocol: 'lambda', endpoint: notifier.function.functionArn });
  return notifier;
}

/** An incident is resolved by its alarm's OK, which may go to another topic: of that one only the recoveries are heard. */
function hearRecoveries(entry: Construct, { recoveries, topic: { alarmNamePrefix }, deadLetters }: TopicSubscribersProps, notifier: Notifier): void {
  for (const [severity, topicArn] of recoveries) {
    notifier.allowTopic(`Recoveries-${severity}`, topicArn);
    new CfnSubscription(entry, `Recoveries-${severity}`, {
      protocol: 'lambda',
      endpoint: notifier.function.functionArn,
      topicArn,
      redrivePolicy: { deadLetterTargetArn: deadLetters.queueArn },
      ...filteredBy({ NewStateValue: ['OK'], ...(alarmNamePrefix !== undefined && named(alarmNamePrefix)) }),
    });
  }
}

function logGroup(scope: Construct, { config, notifications, keys, logs }: TopicSubscribersProps, functionName: string): LogGroup {
  if (logs) return logs.functionLogGroup(scope, 'Logs', functionName);
  return encryptedLogGroup(scope, 'Logs', {
    logGroupName: `/aws/lambda/${functionName}`,
    retentionDays: RETENTION_DAYS,
    keys,
    encryptionKey: notifications.encryptionKey,
    removalPolicy: removalPolicyOf(config),
  });
}

/** The function of critical alerts bears the configured name, the others add their severity to it. */
function notifierName({ config, notifications, severity }: TopicSubscribersProps, channel: ChannelId): string {
  const key = `${channel}FunctionName` as const;
  const base = notifications[key] ?? `${config.name}-${config.environment.name}-${channel}`;
  const name = severity === 'critical' ? base : `${base}-${severity}`;
  if (name.length > MAX_FUNCTION_NAME) throw new LimitError(`notifications.${key}`, `${name} has ${name.length} characters, the name of a function at most ${MAX_FUNCTION_NAME}`);
  return name;
}

function addSecretNote(scope: Construct, secretName: string, content: string, path: string): void {
  addNote(scope, {
    title: `Secret ${secretName} must hold ${content}`,
    text: 'The secret is read when the first alert arrives, in the Region of the stack. If it has a customer key, that key must let the role of the function decrypt.',
    path,
  });
}
