import { canonicalJson } from '../canonical-json';
import type { AlertChange, SignalPair } from '../alerting/alert-change';
import { routeChange, signalNames } from '../alerting/coverage';
import { isHeard, signalId, type Route, type Signal } from '../alerting/graph';
import { URGENCIES, urgencyOf } from '../alerting/urgency';
import { hasActions, type Located } from '../alerting/world';
import { listOf } from '../json';
import { originOf } from '../template';
import type { Change, Found, Rule, Subject } from './rule';

type Pair = Required<SignalPair>;

/** Signals of the stack that are there before and after. */
function pairsOf({ stack }: Subject, { pairsIn }: AlertChange): Pair[] {
  return (pairsIn.get(stack.stackId) ?? []).filter((pair): pair is Pair => pair.before !== undefined && pair.after !== undefined);
}

/** What a finding is about, where the resource itself may not have changed. */
function about({ logicalId, resource, scope }: Located): Pick<Found, 'difference' | 'stackId'> {
  return { difference: { logicalId, ...originOf(resource) }, stackId: scope.stackId };
}

export const ROUTE_RULES: readonly Rule[] = [
  { id: 'route-broken', severity: 'blocking', group: 'alerting', find: (subject, { alerts }) => breakagesOf(subject, alerts, 'routes').map(brokenRoute) },
  { id: 'recovery-route-broken', severity: 'attention', group: 'alerting', find: (subject, { alerts }) => breakagesOf(subject, alerts, 'recovery').map(brokenRecovery) },
  { id: 'signals-unheard', severity: 'blocking', group: 'alerting', find: unheardSignals },
  { id: 'severity-lowered', severity: 'blocking', group: 'alerting', find: loweredSeverities },
  { id: 'resource-unlisted', severity: 'blocking', group: 'alerting', find: unlistedResources },
  { id: 'signal-without-route', severity: 'attention', group: 'alerting', find: newWithoutRoute },
];

interface Breakage {
  readonly cause: Located;
  readonly reason: string;
  readonly signals: Set<Signal>;
  readonly receivers: Set<string>;
  readonly unheard: Set<Signal>;
}

// one for what breaks the routes, however many they are
function breakagesOf(subject: Subject, alerts: AlertChange, ways: 'routes' | 'recovery'): Breakage[] {
  const breakages = new Map<string, Breakage>();
  for (const { before, after } of pairsOf(subject, alerts)) {
    const worked = new Set(heard(before[ways]).map(({ key }) => key));
    for (const { key, shown, cause } of after[ways]) {
      if (shown.state !== 'broken' || !cause || !worked.has(key)) continue;
      const group = canonicalJson([signalId(cause), shown.reason ?? '']);
      const breakage = breakages.get(group) ?? { cause, reason: shown.reason ?? '', signals: new Set(), receivers: new Set(), unheard: new Set() };
      breakages.set(group, breakage);
      breakage.signals.add(after);
      breakage.receivers.add(shown.receiver);
      if (!isHeard(after[ways])) breakage.unheard.add(after);
    }
  }
  return [...breakages.values()];
}

function brokenRoute({ cause, reason, signals, receivers, unheard }: Breakage): Found {
  return {
    title: `${countOf(signals.size, 'alert')} no longer ${signals.size === 1 ? 'reaches' : 'reach'} ${[...receivers].join(', ')}: ${reason}`,
    why: unheard.size > 0 ? `nobody else hears of ${signalNames([...unheard])}` : `${signalNames([...signals])} still ${signals.size === 1 ? 'reaches' : 'reach'} others`,
    ...about(cause),
  };
}

function brokenRecovery({ cause, reason, signals, receivers }: Breakage): Found {
  return {
    title: `The all-clear of ${countOf(signals.size, 'alert')} no longer reaches ${[...receivers].join(', ')}: ${reason}`,
    why: `${signalNames([...signals])}: that all is well again is not told there`,
    ...about(cause),
  };
}

function heard(routes: readonly Route[]): readonly Route[] {
  return routes.filter(({ shown }) => shown.state !== 'broken');
}

// lost because a part of the way is gone; a part that is broken is told on its own, as is an alarm that acts no more
function unheardSignals(subject: Subject, { alerts }: Change): Found[] {
  const lost = pairsOf(subject, alerts).filter((pair) => {
    const { before, after } = pair;
    if (after.isGroup || routeChange(pair) !== 'lost' || (after.kind === 'alarm' && !acts(after.at))) return false;
    const left = new Set(after.routes.map(({ key }) => key));
    return heard(before.routes).some(({ key }) => !left.has(key));
  });
  const signals = lost.map(({ after }) => after);
  const [first] = signals;
  if (!first) return [];
  const title = `Nobody hears of ${countOf(signals.length, 'signal')} any more: ${signalNames(signals)}`;
  return [{ title, why: signals.map(({ text }) => text).slice(0, 5).join('; '), ...(signals.length === 1 ? about(first.at) : {}) }];
}

function acts(at: Located): boolean {
  return hasActions(at) && listOf(at.resource.properties['AlarmActions']).length > 0;
}

function loweredSeverities(subject: Subject, { alerts }: Change): Found[] {
  return pairsOf(subject, alerts).flatMap(({ before, after }) => {
    const [from, to] = [highest(before.routes), highest(after.routes)];
    if (from < 0 || to < 0 || to >= from) return [];
    return [{ title: `${after.name} is told as ${URGENCIES[to]} instead of ${URGENCIES[from]}`, why: 'whoever answers to the more urgent topic hears nothing of it', ...about(after.at) }];
  });
}

function highest(routes: readonly Route[]): number {
  return Math.max(-1, ...routes.map(({ topicAt, shown }) => (shown.state === 'broken' ? -1 : urgencyOf(topicAt?.resource) ?? -1)));
}

// the alarms of a resource are all gone: it is no longer listed, or watched
function unlistedResources({ stack }: Subject, { alerts }: Change): Found[] {
  const gone = new Map<string, Signal[]>();
  for (const { before, after } of alerts.pairsIn.get(stack.stackId) ?? []) {
    const path = before && !after ? resourcePath(before) : undefined;
    if (before && path !== undefined && !alerts.watchedPaths.has(path)) gone.set(path, [...(gone.get(path) ?? []), before]);
  }
  return [...gone].map(([path, signals]) => ({
    title: `${path} is no longer watched: its ${countOf(signals.length, 'alarm')} ${signals.length === 1 ? 'is' : 'are'} removed`,
    why: signals.map(({ text }) => text).slice(0, 5).join('; '),
    difference: { logicalId: signals[0]?.at.logicalId ?? '', section: originOf(signals[0]?.at.resource).section, path },
  }));
}

// resources.functions.processor of resources.functions.processor.alarms.errors
function resourcePath({ at }: Signal): string | undefined {
  const path = originOf(at.resource).path;
  const end = path?.indexOf('.alarms.') ?? -1;
  return end < 0 ? undefined : path?.slice(0, end);
}

/** What the description of an alarm says that tells nobody on purpose. */
const ON_PURPOSE = / Notifies nobody: \S/;

function newWithoutRoute({ stack }: Subject, { alerts }: Change): Found[] {
  const added = (alerts.pairsIn.get(stack.stackId) ?? []).flatMap(({ before, after }) => (!before && after ? [after] : []));
  const unheard = added.filter(({ routes, isGroup, at }) => !isGroup && !isHeard(routes) && !ON_PURPOSE.test(descriptionOf(at)));
  const byReason = new Map<string, Signal[]>();
  for (const signal of unheard) {
    const reason = signal.routes[0]?.shown.reason ?? 'it has no action, and no composite alarm that has one goes off with it';
    byReason.set(reason, [...(byReason.get(reason) ?? []), signal]);
  }
  return [...byReason].flatMap(([why, signals]) => {
    const [first] = signals;
    if (!first) return [];
    return [{ title: `Nobody hears of ${signalNames(signals)}, which ${signals.length === 1 ? 'is' : 'are'} new`, why, ...about(first.at) }];
  });
}

function descriptionOf({ resource }: Located): string {
  const text = resource.properties['AlarmDescription'];
  return typeof text === 'string' ? text : '';
}

function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
