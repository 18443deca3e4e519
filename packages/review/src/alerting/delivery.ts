import { isBoolean, isRecord, valueAt } from '../json';
import type { AlertRoute } from '../types';
import { filtered, type MessageBody } from './filter-policy';
import { decide, type Request } from './policy';
import { accountOf, textOf, type Scope } from './scope';
import { aliasKey, functionArn, type Located, type Subscription, type Topic, type World } from './world';
import { matchesWildcard } from './wildcard';

/** Who sends a message to a topic, and what. */
export interface Publisher {
  readonly service: 'cloudwatch.amazonaws.com' | 'events.amazonaws.com' | 'budgets.amazonaws.com';
  readonly scope: Scope;
  /** ARN of the alarm, rule or budget. */
  readonly arn: string;
  readonly body: MessageBody;
}

/** How far a message gets, and what stands in its way. */
export interface Standing {
  readonly state: AlertRoute['state'];
  readonly reason?: string;
  /** What breaks it; left out where the finding about it is made without the graph. */
  readonly cause?: Located;
}

/** A way from a topic, or an alarm's action, to a receiver. */
export interface Delivery extends Standing {
  readonly topic?: string;
  readonly topicAt?: Topic;
  readonly receiver: string;
  /** Tells receivers apart, whatever they are called. */
  readonly receiverKey: string;
}

export const WORKS: Standing = { state: 'works' };

const SERVICE_NAMES = { 'cloudwatch.amazonaws.com': 'CloudWatch', 'events.amazonaws.com': 'EventBridge', 'budgets.amazonaws.com': 'AWS Budgets' } as const;
const ORDER = { broken: 0, 'not verified': 1, works: 2 } as const;

/** The worst of them; of two alike, the first. */
export function worst(standings: readonly Standing[]): Standing {
  return standings.reduce((worse, standing) => (ORDER[standing.state] < ORDER[worse.state] ? standing : worse), WORKS);
}

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

function missing(noun: string, name: string, arn: string, world: World): Standing {
  if (world.gone.has(arn)) return { state: 'broken', reason: `the ${noun} ${name} is removed` };
  return { state: 'not verified', reason: `the ${noun} ${name} is outside these templates` };
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

/** Whether a function is there, lets the caller in, and can read what it needs to pass the message on. */
export function mayInvoke(arn: string, caller: { readonly principal: string; readonly sourceArn: string }, world: World): Standing {
  const target = world.functions.get(arn);
  const name = arn.split(':').at(-1) ?? arn;
  if (!target) return missing('function', name, arn, world);
  if (target.resource.properties['ReservedConcurrentExecutions'] === 0) return { state: 'broken', reason: `the function ${name} may not run: its reserved concurrency is 0`, cause: target };
  const permissions = world.permissions.get(arn) ?? [];
  if (!permissions.some((permission) => isGiven(permission, caller))) {
    return { state: 'broken', reason: `no permission lets ${caller.principal} invoke the function ${name}`, cause: permissions[0] ?? target };
  }
  return readsSecrets(target, name, world);
}

function isGiven({ scope, resource: { properties } }: Located, { principal, sourceArn }: { readonly principal: string; readonly sourceArn: string }): boolean {
  const action = textOf(properties['Action'], scope);
  const source = properties['SourceArn'];
  return (
    (action === 'lambda:InvokeFunction' || action === 'lambda:*') &&
    textOf(properties['Principal'], scope) === principal &&
    (source === undefined || matchesWildcard(textOf(source, scope), sourceArn)) &&
    (properties['SourceAccount'] === undefined || textOf(properties['SourceAccount'], scope) === accountOf(scope))
  );
}

/** Environment variables that name the secret of one of our notifiers, and whom it tells. */
export const NOTIFIERS: Readonly<Partial<Record<string, string>>> = { WEBHOOK_SECRET_ARN: 'Slack', ROUTING_KEY_SECRET_ARN: 'PagerDuty', SIGNING_SECRET_ARN: 'signed webhook' };

function variablesOf({ resource }: Located): [string, unknown][] {
  const variables = valueAt(resource.properties, ['Environment', 'Variables']);
  return isRecord(variables) ? Object.entries(variables) : [];
}

/** Secrets Manager adds a hyphen and six characters to the name that a config knows. */
const SECRET_SUFFIX = '-xxxxxx';

function readsSecrets(target: Located, name: string, world: World): Standing {
  const role = world.roles.get(textOf(target.resource.properties['Role'], target.scope));
  const secrets = variablesOf(target).filter(([variable]) => NOTIFIERS[variable] !== undefined);
  if (!role || secrets.length === 0) return WORKS;
  const isReadable = secrets.every(([, value]) => {
    const arn = textOf(value, target.scope);
    return ['', SECRET_SUFFIX].some((suffix) => decide(role.statements, { action: 'secretsmanager:GetSecretValue', resource: `${arn}${suffix}`, context: {} }) === 'allowed');
  });
  if (isReadable) return WORKS;
  if (role.hasManaged) return { state: 'not verified', reason: `whether the function ${name} may read its secret rests on a managed policy` };
  return { state: 'broken', reason: `the role of the function ${name} may not read its secret`, cause: role.at };
}

/** What a function is called by those it tells. */
export function functionReceiver(arn: string, world: World): string {
  const target = world.functions.get(arn);
  const notifier = target && variablesOf(target).map(([variable]) => NOTIFIERS[variable]).find((name) => name !== undefined);
  return notifier ?? `function ${arn.split(':').at(-1)}`;
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
