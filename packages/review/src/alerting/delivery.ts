import { isBoolean } from '../json';
import { filtered, type MessageBody } from './filter-policy';
import { decide, type Request } from './policy';
import { functionReceiver, mayInvoke } from './functions';
import { textOf, type Scope } from './scope';
import { missing, worst, WORKS, type Standing } from './standing';
import { aliasKey, functionArn, type Subscription, type Topic, type World } from './world';

/** Who sends a message to a topic, and what. */
export interface Publisher {
  readonly service: 'cloudwatch.amazonaws.com' | 'events.amazonaws.com' | 'budgets.amazonaws.com';
  readonly scope: Scope;
  /** ARN of the alarm, rule or budget. */
  readonly arn: string;
  readonly body: MessageBody;
}

/** A way from a topic, or an alarm's action, to a receiver. */
export interface Delivery extends Standing {
  readonly topic?: string;
  readonly topicAt?: Topic;
  readonly receiver: string;
  /** Tells receivers apart, whatever they are called. */
  readonly receiverKey: string;
}

const SERVICE_NAMES = { 'cloudwatch.amazonaws.com': 'CloudWatch', 'events.amazonaws.com': 'EventBridge', 'budgets.amazonaws.com': 'AWS Budgets' } as const;
/** Every way of a message from its publisher through a topic. */
export function deliveriesThrough(topicArn: string, publisher: Publisher, world: World): Delivery[] {
  const topic = world.topics.get(topicArn);
  if (!topic) {
    const name = topicArn.split(':').at(-1) ?? topicArn;
    return [{ ...missing('topic', name, topicArn, world), topic: name, receiver: 'unknown', receiverKey: topicArn }];
  }
  const publishing = worst([sameRegion(topic, publisher), published(topic, publisher), encrypted(topic, publisher, world)]);
  if (topic.subscriptions.length === 0) {
    const nobody = worst([publishing, { state: 'broken', reason: `nobody is subscribed to the topic ${topic.name}`, cause: topic }]);
    return [{ ...nobody, topic: topic.name, topicAt: topic, receiver: 'nobody', receiverKey: `${topicArn} nobody` }];
  }
  return topic.subscriptions.map((subscription) => ({
    ...worst([publishing, received(topic, subscription, publisher, world)]),
    topic: topic.name,
    topicAt: topic,
    ...receiverOf(subscription, world),
  }));
}

function sameRegion(topic: Topic, { service, scope }: Publisher): Standing {
  if (service === 'budgets.amazonaws.com' || topic.scope.region === scope.region) return WORKS;
  return { state: 'broken', reason: `the topic ${topic.name} is in ${topic.scope.region}, and only a topic of its own Region can be notified`, cause: topic };
}

function contextOf({ service, scope, arn }: Publisher): Request['context'] {
  // EventBridge sends neither key; without an account nothing can be compared
  if (service === 'events.amazonaws.com') return { 'aws:sourceaccount': undefined, 'aws:sourcearn': undefined, 'aws:sourceowner': undefined, 'aws:securetransport': 'true' };
  if (scope.account === undefined) return { 'aws:securetransport': 'true' };
  return { 'aws:sourceaccount': scope.account, 'aws:sourceowner': scope.account, 'aws:sourcearn': arn, 'aws:securetransport': 'true' };
}

function published(topic: Topic, publisher: Publisher): Standing {
  const { service } = publisher;
  const name = SERVICE_NAMES[service];
  const [policy] = topic.policies;
  if (!policy) {
    // the default policy lets in the account that owns the topic, and CloudWatch acts for it
    return service === 'cloudwatch.amazonaws.com' ? WORKS : { state: 'broken', reason: `the topic ${topic.name} has no policy that lets ${name} publish`, cause: topic };
  }
  const statements = topic.policies.flatMap((each) => each.statements);
  const decision = decide(statements, { service, action: 'sns:Publish', resource: topic.arn, context: contextOf(publisher) });
  if (decision === 'allowed') return WORKS;
  if (decision === 'unknown') return { state: 'not verified', reason: `the policy of the topic ${topic.name} has a condition that the templates do not answer` };
  return { state: 'broken', reason: `the policy of the topic ${topic.name} does not let ${name} publish`, cause: policy.at };
}

const KEY_ACTIONS = ['kms:Decrypt', 'kms:GenerateDataKey'];

function encrypted(topic: Topic, publisher: Publisher, world: World): Standing {
  const stated = topic.resource.properties['KmsMasterKeyId'];
  if (stated === undefined) return WORKS;
  const id = textOf(stated, topic.scope);
  const name = SERVICE_NAMES[publisher.service];
  if (/alias\/aws\/sns$/.test(id)) return { state: 'broken', reason: `${name} cannot use the key alias/aws/sns of the topic ${topic.name}`, cause: topic };
  const key = world.keys.get(id) ?? world.keys.get(aliasKey(id, topic.scope));
  if (!key) return { ...missing('key', `of the topic ${topic.name}`, id, world), ...(world.gone.has(id) ? { cause: topic } : {}) };
  if (isBoolean(key.resource.properties['Enabled'], false)) return { state: 'broken', reason: `the key of the topic ${topic.name} is disabled`, cause: key };
  const decisions = KEY_ACTIONS.map((action) => decide(key.statements, { service: publisher.service, action, resource: key.arn, context: contextOf(publisher) }));
  if (decisions.includes('refused')) return { state: 'broken', reason: `the key of the topic ${topic.name} does not let ${name} use it`, cause: key };
  return decisions.includes('unknown') ? { state: 'not verified', reason: `the key of the topic ${topic.name} has a condition that the templates do not answer` } : WORKS;
}

function received(topic: Topic, subscription: Subscription, publisher: Publisher, world: World): Standing {
  const drop = filtered(subscription.properties, publisher.body, subscription.at.scope);
  const filter: Standing = drop ? { ...drop, cause: subscription.at } : WORKS;
  return worst([filter, subscription.protocol === 'lambda' ? invoked(subscription, topic.arn, world) : confirmed(topic, subscription, world)]);
}

const CONFIRMED_BY_HAND = new Set(['email', 'email-json', 'http', 'https', 'sms']);

function confirmed(topic: Topic, { at, protocol, endpoint }: Subscription, { observed, observedSubscriptions }: World): Standing {
  if (!CONFIRMED_BY_HAND.has(protocol)) return WORKS;
  const seen = observedSubscriptions.get(topic.arn)?.find((subscription) => subscription.protocol === protocol && subscription.endpoint === endpoint);
  if (seen?.state === 'confirmed') return WORKS;
  if (seen) return { state: 'broken', reason: `its subscription waited for confirmation on ${observed?.at}`, cause: at };
  return { state: 'not verified', reason: 'whether its subscription is confirmed was not observed' };
}

function invoked({ at, endpoint }: Subscription, topicArn: string, world: World): Standing {
  // of a function that is gone, the subscription is what stays
  return { cause: at, ...mayInvoke(functionArn(endpoint, at.scope), { principal: 'sns.amazonaws.com', sourceArn: topicArn }, world) };
}

function receiverOf({ at, protocol, endpoint }: Subscription, world: World): Pick<Delivery, 'receiver' | 'receiverKey'> {
  const receiverKey = `${protocol} ${endpoint}`;
  if (protocol === 'lambda') return { receiver: functionReceiver(functionArn(endpoint, at.scope), world), receiverKey };
  if (protocol === 'email' || protocol === 'email-json') return { receiver: `e-mail ${endpoint}`, receiverKey };
  // a path or a number may be a secret or a person's own
  if (protocol === 'https' || protocol === 'http') return { receiver: `${protocol} ${/^https?:\/\/([^/?#@]+)/.exec(endpoint)?.[1] ?? 'endpoint'}`, receiverKey };
  if (protocol === 'sms') return { receiver: 'SMS', receiverKey };
  return { receiver: `${protocol} ${endpoint.split(':').at(-1)}`, receiverKey };
}
