import { compareText } from '../canonical-json';
import { isBoolean, isRecord, listOf, valueAt } from '../json';
import type { Resource } from '../template';
import type { ObservedAlarm, ObservedFacts, ObservedSubscription, StackInput } from '../types';
import { parseAlarmRule, renameAlarms, type AlarmRule } from './composite-rule';
import { statementsOf, type Statement } from './policy';
import { accountOf, alarmArn, arnOf, nameTextOf, textOf, type Scope } from './scope';

/** One side of a stack: its scope, and nothing of the other side. */
export interface Side {
  readonly stack: StackInput;
  readonly resources: ReadonlyMap<string, Resource>;
}

/** A resource and where it is. */
export interface Located {
  readonly scope: Scope;
  readonly logicalId: string;
  readonly resource: Resource;
}

export interface Alarm extends Located {
  readonly arn: string;
  readonly name: string;
  /** Of a composite alarm: its rule, alarms by ARN; undefined where it cannot be read. */
  readonly rule?: AlarmRule | undefined;
}

export interface Subscription {
  /** The subscription, or the topic that holds it. */
  readonly at: Located;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly protocol: string;
  readonly endpoint: string;
}

export interface Topic extends Located {
  readonly arn: string;
  readonly name: string;
  readonly subscriptions: Subscription[];
  /** The policies that are attached to it. */
  readonly policies: { readonly at: Located; readonly statements: readonly Statement[] }[];
}

export interface Key extends Located {
  readonly arn: string;
  readonly statements: readonly Statement[];
}

/** Everything that alerts pass through on one side of the change, over all stacks, by ARN. */
export interface World {
  /** All of them, also two of one name. */
  readonly everyAlarm: readonly Alarm[];
  readonly alarms: ReadonlyMap<string, Alarm>;
  readonly topics: ReadonlyMap<string, Topic>;
  readonly keys: ReadonlyMap<string, Key>;
  readonly functions: ReadonlyMap<string, Located>;
  /** `AWS::Lambda::Permission` by the ARN of the function. */
  readonly permissions: ReadonlyMap<string, readonly Located[]>;
  /** Statements of roles by the ARN of the role, and whether managed policies add to them. */
  readonly roles: ReadonlyMap<string, { readonly at: Located; readonly statements: Statement[]; readonly hasManaged: boolean }>;
  /** Composite alarms by the ARN of each alarm they name. */
  readonly composites: ReadonlyMap<string, readonly Alarm[]>;
  /** Mute rules by the ARN of each alarm they silence. */
  readonly mutes: ReadonlyMap<string, readonly string[]>;
  /** Metrics that metric filters make, as `namespace name`. */
  readonly filteredMetrics: ReadonlySet<string>;
  /** Rules and budgets that may act on a topic themselves. */
  readonly others: readonly Located[];
  /** ARNs of what is there before the change and not after it; empty on the side before. */
  readonly gone: ReadonlySet<string>;
  readonly observed: ObservedFacts | undefined;
  /** By name, and by Region and name where the Region is told. */
  readonly observedAlarms: ReadonlyMap<string, ObservedAlarm>;
  /** By the ARN of the topic. */
  readonly observedSubscriptions: ReadonlyMap<string, readonly ObservedSubscription[]>;
}

type Draft = { [K in keyof World]: World[K] extends ReadonlyMap<infer A, infer B> ? Map<A, B extends readonly (infer E)[] ? E[] : B> : World[K] extends ReadonlySet<infer E> ? Set<E> : World[K] extends readonly (infer E)[] ? E[] : World[K] };

/** Reads the templates of one side of every stack, in one pass and a second one for what refers to the first. */
export function worldOf(sides: readonly Side[], observed: ObservedFacts | undefined, before?: World): World {
  const world: Draft = {
    everyAlarm: [], alarms: new Map(), topics: new Map(), keys: new Map(), functions: new Map(), permissions: new Map(), roles: new Map(),
    composites: new Map(), mutes: new Map(), filteredMetrics: new Set(), others: [], gone: new Set(), observed,
    observedAlarms: new Map(observed?.alarms.map((alarm) => [alarm.region === undefined ? alarm.name : `${alarm.region} ${alarm.name}`, alarm])),
    observedSubscriptions: new Map(),
  };
  const located = sides.flatMap(({ stack, resources }) => {
    const { stackId, stackName, region, account } = stack;
    const scope: Scope = { stackId, stackName, region, account, resources };
    // sorted, so that the order of a template changes nothing
    return [...resources].toSorted(([a], [b]) => compareText(a, b)).map(([logicalId, resource]): Located => ({ scope, logicalId, resource }));
  });
  for (const subscription of observed?.subscriptions ?? []) push(world.observedSubscriptions, subscription.topicArn, subscription);
  for (const readers of [NODES, LINKS]) for (const at of located) if (Object.hasOwn(readers, at.resource.type)) readers[at.resource.type]?.(at, world);
  for (const part of ['alarms', 'topics', 'keys', 'functions'] as const) for (const arn of before?.[part].keys() ?? []) if (!world[part].has(arn)) world.gone.add(arn);
  return world;
}

type Reader = (at: Located, world: Draft) => void;

const alarm: Reader = (at, world) => {
  const arn = arnOf(at.logicalId, at.scope);
  add({ ...at, arn, name: nameTextOf(at.logicalId, at.scope) }, world);
};

function add(found: Alarm, world: Draft): void {
  world.everyAlarm.push(found);
  world.alarms.set(found.arn, found);
}

const composite: Reader = (at, world) => {
  const toArn = (name: string): string => (name.startsWith('arn:') ? name : alarmArn(name, at.scope));
  const parsed = parseAlarmRule(textOf(at.resource.properties['AlarmRule'], at.scope));
  const arn = arnOf(at.logicalId, at.scope);
  add({ ...at, arn, name: nameTextOf(at.logicalId, at.scope), rule: parsed && renameAlarms(parsed, toArn) }, world);
};

const other: Reader = (at, world) => {
  world.others.push(at);
};

/** What others refer to. */
const NODES: Readonly<Partial<Record<string, Reader>>> = {
  'AWS::CloudWatch::Alarm': alarm,
  'AWS::CloudWatch::LogAlarm': alarm,
  'AWS::CloudWatch::CompositeAlarm': composite,
  'AWS::Events::Rule': other,
  'AWS::Budgets::Budget': other,
  'AWS::SNS::Topic': (at, world) => {
    const arn = arnOf(at.logicalId, at.scope);
    const inline = listOf(at.resource.properties['Subscription']).filter(isRecord);
    world.topics.set(arn, { ...at, arn, name: nameTextOf(at.logicalId, at.scope), subscriptions: inline.map((properties) => subscriptionOf(at, properties)), policies: [] });
  },
  'AWS::KMS::Key': (at, world) => {
    const arn = arnOf(at.logicalId, at.scope);
    const key = { ...at, arn, statements: statementsOf(at.resource.properties['KeyPolicy'], at.scope) };
    world.keys.set(arn, key).set(nameTextOf(at.logicalId, at.scope), key);
  },
  'AWS::Lambda::Function': (at, world) => {
    world.functions.set(arnOf(at.logicalId, at.scope), at);
  },
  'AWS::IAM::Role': (at, world) => {
    const { properties } = at.resource;
    const statements = listOf(properties['Policies']).flatMap((policy) => statementsOf(valueAt(policy, ['PolicyDocument']), at.scope));
    world.roles.set(arnOf(at.logicalId, at.scope), { at, statements, hasManaged: listOf(properties['ManagedPolicyArns']).length > 0 });
  },
  'AWS::Logs::MetricFilter': ({ scope, resource }, world) => {
    for (const made of listOf(resource.properties['MetricTransformations']).filter(isRecord)) {
      world.filteredMetrics.add(`${textOf(made['MetricNamespace'], scope)} ${textOf(made['MetricName'], scope)}`);
    }
  },
};

/** What refers to others. */
const LINKS: Readonly<Partial<Record<string, Reader>>> = {
  'AWS::CloudWatch::CompositeAlarm': (at, world) => {
    const own = world.alarms.get(arnOf(at.logicalId, at.scope));
    for (const name of own?.rule ? namesIn(own.rule) : []) push(world.composites, name, own);
  },
  'AWS::CloudWatch::AlarmMuteRule': (at, world) => {
    const name = nameTextOf(at.logicalId, at.scope);
    const targets = listOf(valueAt(at.resource.properties, ['MuteTargets', 'AlarmNames'])).map((target) => textOf(target, at.scope));
    for (const target of targets) push(world.mutes, target.startsWith('arn:') ? target : alarmArn(target, at.scope), name);
  },
  'AWS::SNS::Subscription': (at, world) => {
    world.topics.get(textOf(at.resource.properties['TopicArn'], at.scope))?.subscriptions.push(subscriptionOf(at, at.resource.properties));
  },
  'AWS::SNS::TopicPolicy': (at, world) => topicPolicy(at, 'Topics', world),
  'AWS::SNS::TopicInlinePolicy': (at, world) => topicPolicy(at, 'TopicArn', world),
  'AWS::KMS::Alias': ({ scope, resource }, world) => {
    const key = world.keys.get(textOf(resource.properties['TargetKeyId'], scope));
    if (key) world.keys.set(aliasKey(textOf(resource.properties['AliasName'], scope), scope), key);
  },
  'AWS::Lambda::Permission': (at, world) => push(world.permissions, functionArn(textOf(at.resource.properties['FunctionName'], at.scope), at.scope), at),
  'AWS::IAM::Policy': (at, world) => rolePolicy(at, 'Roles', world),
  'AWS::IAM::ManagedPolicy': (at, world) => rolePolicy(at, 'Roles', world),
  'AWS::IAM::RolePolicy': (at, world) => rolePolicy(at, 'RoleName', world),
};

function namesIn(rule: AlarmRule): Set<string> {
  const names = new Set<string>();
  renameAlarms(rule, (name) => {
    names.add(name);
    return name;
  });
  return names;
}

function push<T>(map: Map<string, T[]>, key: string, element: T | undefined): void {
  if (element === undefined) return;
  const known = map.get(key);
  if (known) known.push(element);
  else map.set(key, [element]);
}

function subscriptionOf(at: Located, properties: Readonly<Record<string, unknown>>): Subscription {
  return { at, properties, protocol: textOf(properties['Protocol'], at.scope), endpoint: textOf(properties['Endpoint'], at.scope) };
}

function topicPolicy(at: Located, key: string, world: Draft): void {
  const statements = statementsOf(at.resource.properties['PolicyDocument'], at.scope);
  for (const topic of listOf(at.resource.properties[key])) world.topics.get(textOf(topic, at.scope))?.policies.push({ at, statements });
}

function rolePolicy(at: Located, key: string, world: Draft): void {
  const statements = statementsOf(at.resource.properties['PolicyDocument'], at.scope);
  const prefix = arnPrefix('iam', '', at.scope);
  for (const role of listOf(at.resource.properties[key])) world.roles.get(`${prefix}role/${textOf(role, at.scope)}`)?.statements.push(...statements);
}

/** The ARN of a function that is named by its name, its ARN, or either with a version or alias. */
export function functionArn(name: string, scope: Scope): string {
  const short = name.startsWith('arn:') ? name.split(':').slice(6).join(':').split(':')[0] ?? '' : name.split(':').at(-1) ?? '';
  return name.startsWith('arn:') ? name.split(':').slice(0, 7).join(':') : `${arnPrefix('lambda', scope.region, scope)}function:${short}`;
}

function arnPrefix(service: string, region: string, scope: Scope): string {
  return `${alarmArn('', scope).split(':').slice(0, 2).join(':')}:${service}:${region}:${accountOf(scope)}:`;
}

/** Aliases are known within an account and Region. */
export function aliasKey(alias: string, scope: Scope): string {
  return `${scope.region} ${accountOf(scope)} ${alias}`;
}

/** Whether the alarm's actions are on. */
export function hasActions({ resource }: Located): boolean {
  return !isBoolean(resource.properties['ActionsEnabled'], false);
}
