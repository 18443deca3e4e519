import { type Config, type Notifications, receiversOf, type Severity, type Topic } from '@payment-observability/config';
import { CfnSubscription, type CfnSubscriptionProps } from 'aws-cdk-lib/aws-sns';
import { SecretValue } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { LimitError } from '../limit-error';
import type { LogGroups } from '../logs/log-groups';
import { addNote } from '../notes';
import { markSource } from '../source';
import { type Channel, CHANNELS, type ChannelUse } from './channels';
import type { DeadLetterQueue } from './dead-letter-queue';
import { notificationLogGroup } from './notification-log-group';
import { Notifier } from './notifier';

const MAX_FUNCTION_NAME = 64;

/** Ten attempts within about six minutes; SNS allows an hour in all, then the message goes to the dead-letter queue. */
const WEBHOOK_RETRIES = {
  healthyRetryPolicy: { numRetries: 10, numNoDelayRetries: 0, numMinDelayRetries: 2, numMaxDelayRetries: 2, minDelayTarget: 1, maxDelayTarget: 60, backoffFunction: 'exponential' },
};

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
export function hasSubscribers(topic: Topic): boolean {
  const { native, byFunction } = receiversOf(topic);
  return native.length + byFunction.length > 0;
}

/** Whether a function that passes on the alerts of a topic must hear their recoveries wherever they go. */
export function wantsRecoveries(topic: Topic): boolean {
  return CHANNELS.some(({ hearsRecoveries, uses }) => hearsRecoveries && uses(topic).length > 0);
}

/** Makes the subscriptions of one topic, below `scope`: addresses, endpoints, and the functions that pass alerts on. */
export function addSubscribers(scope: Construct, props: TopicSubscribersProps): void {
  const { severity, topic } = props;
  for (const [id, endpoint] of Object.entries(topic.emails)) subscribe(entryOf(scope, severity, `Email-${id}`, `emails.${id}`), props, { protocol: 'email', endpoint });
  for (const [id, webhook] of Object.entries(topic.webhooks)) {
    if (webhook.signingSecret === undefined) addWebhook(entryOf(scope, severity, `Webhook-${id}`, `webhooks.${id}`), props, webhook, `notifications.${severity}.webhooks.${id}`);
  }
  for (const channel of CHANNELS) for (const use of channel.uses(topic)) addNotifier(entryOf(scope, severity, use.id, use.path), props, channel, use);
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
    ...(alarmNamePrefix !== undefined && filteredBy({ $or: [named(alarmNamePrefix), { 'detail-type': [HEARTBEAT] }] })),
  });
}

const named = (prefix: string) => ({ AlarmName: [{ prefix }] });
/** What the heartbeat says it is: a filter that holds it back would make its route look broken. */
const HEARTBEAT = 'Alert route heartbeat';

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
    text: `Within 48 hours it must open the SubscribeURL of the message it is sent; until then it hears nothing. It should check the signature of every message.${secret === undefined ? '' : ` CloudFormation reads the field url of the secret ${secret} when the subscription is made, and not again when the secret changes.`}`,
    path,
  });
}

function addNotifier(entry: Construct, props: TopicSubscribersProps, channel: Channel, use: ChannelUse): void {
  const { config, severity, topicArn, deadLetters } = props;
  const { secretName, environment } = use;
  const functionName = notifierName(props, channel, use);
  const notifier = new Notifier(entry, 'Notifier', { config, channel, severity, channelPath: use.path, secretName, environment, topicArn, deadLetters, functionName, logGroup: notificationLogGroup(entry, props, functionName) });
  subscribe(entry, props, { protocol: 'lambda', endpoint: notifier.function.functionArn });
  if (channel.hearsRecoveries) hearRecoveries(entry, props, notifier);
  addSecretNote(entry, secretName, use.secretContent, `notifications.${severity}.${use.path}.${use.secretKey}`);
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

/** The function of critical alerts bears the configured name, the others add their severity to it; of several each adds its id. */
function notifierName({ config, notifications, severity }: TopicSubscribersProps, { functionNameKey, noun }: Channel, { nameEnd }: ChannelUse): string {
  const base = notifications[functionNameKey] ?? `${config.name}-${config.environment.name}-${noun}`;
  const name = [base, ...(severity === 'critical' ? [] : [severity]), ...(nameEnd === undefined ? [] : [nameEnd])].join('-');
  if (name.length > MAX_FUNCTION_NAME) throw new LimitError(`notifications.${functionNameKey}`, `${name} has ${name.length} characters, the name of a function at most ${MAX_FUNCTION_NAME}`);
  return name;
}

function addSecretNote(scope: Construct, secretName: string, content: string, path: string): void {
  addNote(scope, {
    title: `Secret ${secretName} must hold ${content}`,
    text: 'The secret is read when the first alert arrives, in the Region of the stack. If it has a customer key, that key must let the role of the function decrypt.',
    path,
  });
}
