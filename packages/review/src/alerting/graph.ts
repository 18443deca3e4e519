import { canonicalJson, compareText } from '../canonical-json';
import { isRecord, listOf, valueAt, type Json } from '../json';
import type { AlertRoute } from '../types';
import { canFire, raisersOf } from './composite-rule';
import { deliveriesThrough, type Delivery, type Publisher } from './delivery';
import { functionReceiver, mayInvoke } from './functions';
import { accountOf, alarmArn, nameTextOf, resolved, textOf } from './scope';
import { alarmMessage, eventMessage } from './messages';
import { measured } from './signal-text';
import { worst, WORKS, type Standing } from './standing';
import { functionArn, hasActions, type Alarm, type Located, type World } from './world';

/** A route, with what the comparison of two sides needs beside what a reader sees. */
export interface Route {
  readonly shown: AlertRoute;
  /** The same route on the other side has the same key. */
  readonly key: string;
  readonly receiverKey: string;
  readonly cause?: Located;
  readonly topicAt?: Located;
}

/** Something that is measured, or happens, and that somebody should hear of. */
export interface Signal {
  readonly at: Located;
  readonly kind: 'alarm' | 'composite' | 'rule' | 'budget';
  readonly name: string;
  /** What is measured, as a reader says it. */
  readonly text: string;
  /** A composite alarm only groups the signals of its alarms, unless these are elsewhere. */
  readonly isGroup: boolean;
  /** Equal for signals that measure the same, whatever they are called. */
  readonly measureKey: string;
  readonly routes: readonly Route[];
  /** Ways of the message that all is well again. */
  readonly recovery: readonly Route[];
}

/** All signals of one side, by `stackId/logicalId`. */
export interface AlertGraph {
  readonly world: World;
  readonly signals: ReadonlyMap<string, Signal>;
}

export const signalId = ({ scope, logicalId }: Located): string => `${scope.stackId}/${logicalId}`;

/** Every signal with all its routes; metrics that get no data any more are given as `namespace name`. */
export function alertGraph(world: World, silentMetrics: ReadonlySet<string>): AlertGraph {
  const walker = new Walker(world, silentMetrics);
  const alarms = world.everyAlarm.map((alarm) => walker.alarmSignal(alarm));
  return { world, signals: new Map([...alarms, ...world.others.flatMap((at) => walker.otherSignal(at))].map((signal) => [signalId(signal.at), signal])) };
}

/** Whether somebody may hear of it. */
export function isHeard(routes: readonly Route[]): boolean {
  return routes.some(({ shown }) => shown.state !== 'broken');
}

/** Longer chains of composite alarms are not followed: they go in circles. */
const MAX_CHAIN = 5;

class Walker {
  constructor(
    private readonly world: World,
    private readonly silentMetrics: ReadonlySet<string>,
  ) {}

  alarmSignal(alarm: Alarm): Signal {
    const isComposite = alarm.resource.type === 'AWS::CloudWatch::CompositeAlarm';
    const { text, metrics } = measured(alarm);
    const isSilent = metrics.some((metric) => this.silentMetrics.has(metric));
    const own: Standing = isSilent ? { state: 'broken', reason: 'no metric filter makes its metric any more', cause: alarm } : WORKS;
    return {
      at: alarm,
      kind: isComposite ? 'composite' : 'alarm',
      name: alarm.name,
      text,
      isGroup: alarm.rule !== undefined && [...raisersOf(alarm.rule)].some((name) => this.world.alarms.has(name)),
      measureKey: measureKey(alarm),
      routes: this.routesOf(alarm, own, []).map((delivery) => this.toRoute(alarm, delivery)),
      recovery: this.actionsOf(alarm, 'OK').map((delivery) => this.toRoute(alarm, { ...delivery, via: [] })),
    };
  }

  otherSignal(at: Located): Signal[] {
    const isBudget = at.resource.type === 'AWS::Budgets::Budget';
    const deliveries = isBudget ? this.budget(at) : this.rule(at);
    if (deliveries.length === 0) return [];
    const name = nameTextOf(at.logicalId, at.scope);
    const signal = { at, kind: isBudget ? 'budget' : 'rule', name, text: isBudget ? `budget ${name}` : `events of rule ${name}`, isGroup: false, measureKey: `${at.resource.type} ${signalId(at)}` } as const;
    return [{ ...signal, recovery: [], routes: deliveries.map((delivery) => this.toRoute({ ...at, name, arn: '' }, { ...delivery, via: [] })) }];
  }

  private routesOf(alarm: Alarm, before: Standing, chain: readonly Alarm[]): (Delivery & { readonly via: readonly Alarm[] })[] {
    const enabled: Standing = hasActions(alarm) ? WORKS : { state: 'broken', reason: `the actions of ${alarm.name} are switched off` };
    const standing = worst([before, this.seenOn(alarm), enabled, this.suppressed(alarm)]);
    const direct = this.actionsOf(alarm, 'ALARM').map((delivery) => ({ ...delivery, ...worst([standing, delivery]), via: chain }));
    if (chain.length >= MAX_CHAIN) return direct;
    // an alarm whose actions are off still raises the composites that name it
    const outer = (this.world.composites.get(alarm.arn) ?? []).filter((composite) => !chain.includes(composite) && composite.rule && raisersOf(composite.rule).has(alarm.arn));
    return [...direct, ...outer.flatMap((composite) => this.routesOf(composite, worst([before, this.raised(composite)]), [...chain, composite]))];
  }

  private seenOn({ name, scope }: Alarm): Standing {
    const seen = this.world.observedAlarms.get(`${scope.region} ${name}`) ?? this.world.observedAlarms.get(name);
    return seen?.actionsEnabled === false ? { state: 'broken', reason: `its actions were switched off in the account on ${this.world.observed?.at}` } : WORKS;
  }

  private raised(composite: Alarm): Standing {
    if (!composite.rule) return { state: 'not verified', reason: `the rule of ${composite.name} cannot be read` };
    return canFire(composite.rule, this.world.gone) === false ? { state: 'broken', reason: `the rule of ${composite.name} can never come true`, cause: composite } : WORKS;
  }

  private suppressed(alarm: Alarm): Standing {
    const rule = this.suppressorOf(alarm)?.rule;
    return rule?.kind === 'constant' && rule.value ? { state: 'broken', reason: `its suppressor is always in ALARM`, cause: alarm } : WORKS;
  }

  private suppressorOf({ resource, scope }: Alarm): Alarm | undefined {
    const stated = resource.properties['ActionsSuppressor'];
    if (stated === undefined) return undefined;
    const name = textOf(stated, scope);
    return this.world.alarms.get(name.startsWith('arn:') ? name : alarmArn(name, scope));
  }

  private actionsOf(alarm: Alarm, state: 'ALARM' | 'OK'): Delivery[] {
    const actions = alarm.resource.properties[state === 'ALARM' ? 'AlarmActions' : 'OKActions'];
    return listOf(actions).flatMap((action) => this.act(textOf(action, alarm.scope), alarm, state));
  }

  private act(action: string, alarm: Alarm, state: 'ALARM' | 'OK'): Delivery[] {
    const service = action.split(':')[2];
    if (service === 'sns') return deliveriesThrough(action, { service: 'cloudwatch.amazonaws.com', scope: alarm.scope, arn: alarm.arn, body: alarmMessage(alarm, state) }, this.world);
    if (service === 'lambda') {
      const arn = functionArn(action, alarm.scope);
      return [{ ...mayInvoke(arn, { principal: 'lambda.alarms.cloudwatch.amazonaws.com', sourceArn: alarm.arn }, this.world), receiver: functionReceiver(arn, this.world), receiverKey: arn }];
    }
    if (service === 'ssm') return [{ state: 'works', receiver: 'OpsItem', receiverKey: action }];
    if (service === 'ssm-incidents') return [{ state: 'works', receiver: 'Incident Manager', receiverKey: action }];
    // actions of EC2 and scaling tell nobody; what cannot be read may be a topic
    return action.startsWith('arn:') ? [] : [{ state: 'not verified', reason: 'its action is known during the deploy only', receiver: 'unknown', receiverKey: action }];
  }

  private rule(at: Located): Delivery[] {
    const { scope, resource: { properties } } = at;
    const standing: Standing = properties['State'] === 'DISABLED' ? { state: 'broken', reason: 'the rule is switched off' } : WORKS;
    return listOf(properties['Targets'])
      .filter(isRecord)
      .flatMap((target) => {
        const topic = textOf(target['Arn'], scope);
        if (topic.split(':')[2] !== 'sns') return [];
        const isChanged = ['Input', 'InputPath', 'InputTransformer'].some((key) => target[key] !== undefined);
        const publisher: Publisher = { service: 'events.amazonaws.com', scope, arn: '', body: isChanged ? 'unknown' : eventMessage(properties['EventPattern'], scope) };
        return deliveriesThrough(topic, publisher, this.world).map((delivery) => ({ ...delivery, ...worst([standing, delivery]) }));
      });
  }

  private budget({ scope, resource: { properties }, logicalId }: Located): Delivery[] {
    const arn = `arn:aws:budgets::${accountOf(scope)}:budget/${nameTextOf(logicalId, scope)}`;
    const subscribers = listOf(properties['NotificationsWithSubscribers']).flatMap((notification) => listOf(valueAt(notification, ['Subscribers'])).filter(isRecord));
    const addresses = new Map(subscribers.map((subscriber): [string, Json] => [canonicalJson(subscriber), subscriber]));
    return [...addresses.values()].flatMap((subscriber): Delivery[] => {
      const address = textOf(subscriber['Address'], scope);
      if (subscriber['SubscriptionType'] === 'EMAIL') return [{ state: 'works', receiver: `e-mail ${address}`, receiverKey: `email ${address}` }];
      return deliveriesThrough(address, { service: 'budgets.amazonaws.com', scope, arn, body: 'plain text' }, this.world);
    });
  }

  private toRoute(alarm: Pick<Alarm, 'name' | 'logicalId' | 'arn'>, delivery: Delivery & { readonly via: readonly Alarm[] }): Route {
    const via = delivery.via.map(({ name }) => name);
    const mutes = [alarm.arn, ...delivery.via.map(({ arn }) => arn)].flatMap((arn) => this.world.mutes.get(arn) ?? []);
    const last = delivery.via.at(-1) ?? this.world.alarms.get(alarm.arn);
    const suppressor = last && last.resource.properties['ActionsSuppressor'] !== undefined ? [this.suppressorOf(last)?.name ?? 'a suppressor outside these templates'] : [];
    const muted = [...new Set([...mutes.map((name) => `mute rule ${name}`), ...suppressor.map((name) => `suppressed by ${name}`)])].toSorted(compareText).join(', ');
    return {
      shown: {
        alarm: alarm.name,
        alarmLogicalId: alarm.logicalId,
        via,
        ...(delivery.topic === undefined ? {} : { topic: delivery.topic }),
        receiver: delivery.receiver,
        state: delivery.state,
        ...(delivery.reason === undefined ? {} : { reason: delivery.reason }),
        ...(muted === '' ? {} : { muted }),
      },
      key: JSON.stringify([via, delivery.topic, delivery.receiverKey]),
      receiverKey: delivery.receiverKey,
      ...(delivery.cause ? { cause: delivery.cause } : {}),
      ...(delivery.topicAt ? { topicAt: delivery.topicAt } : {}),
    };
  }
}

const MEASURE_KEYS = ['Namespace', 'MetricName', 'Statistic', 'ExtendedStatistic', 'Metrics', 'AlarmRule', 'ScheduledQueryConfiguration', 'ComparisonOperator'] as const;

function measureKey({ resource: { properties }, scope }: Located): string {
  const dimensions = listOf(resolved(properties['Dimensions'], scope)).map(canonicalJson).toSorted(compareText);
  const parts = MEASURE_KEYS.map((key) => resolved(properties[key], scope) ?? null);
  return canonicalJson([scope.region, accountOf(scope), dimensions, ...parts]);
}
