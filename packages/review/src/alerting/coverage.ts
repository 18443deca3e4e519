import { compareText } from '../canonical-json';
import { isRecord, listOf, valueAt } from '../json';
import { originOf } from '../template';
import type { AlertCoverage, ListedResource, SignalCoverage } from '../types';
import type { AlertChange, SignalPair } from './alert-change';
import { isHeard, signalId, type Route, type Signal } from './graph';
import { textOf } from './scope';
import { urgencyOf } from './urgency';
import type { World } from './world';

const CHANGES = ['lost', 'weakened', 'changed', 'added'] as const;

/** Who hears what before and after, what is lost first. */
export function alertCoverage({ pairs, after, listed, watchedPaths }: AlertChange): AlertCoverage {
  const signals = pairs.filter((pair) => !(pair.after ?? pair.before)?.isGroup);
  const changed = signals.flatMap((pair) => signalCoverage(pair) ?? []);
  return {
    heard: { before: heardOf(signals, 'before'), after: heardOf(signals, 'after') },
    changed: CHANGES.flatMap((change) => changed.filter((coverage) => coverage.change === change)),
    unwatched: unwatchedOf(listed ?? [], watchedPaths, after.world),
  };
}

function heardOf(pairs: readonly SignalPair[], side: 'before' | 'after'): number {
  return pairs.filter((pair) => isHeard(pair[side]?.routes ?? [])).length;
}

function signalCoverage(pair: SignalPair): SignalCoverage | undefined {
  const signal = pair.after ?? pair.before;
  const change = routeChange(pair);
  if (!signal || !change) return undefined;
  const { section, path } = originOf(signal.at.resource);
  const shown = (routes: readonly Route[] = []) => routes.map((route) => route.shown);
  return {
    stackId: signal.at.scope.stackId,
    signal: signal.text,
    section,
    ...(path === undefined ? {} : { path }),
    change,
    before: shown(pair.before?.routes),
    after: shown(pair.after?.routes),
  };
}

/** What became of the routes of a signal; undefined: nothing. */
export function routeChange({ before, after }: SignalPair): SignalCoverage['change'] | undefined {
  const [old, young] = [before?.routes ?? [], after?.routes ?? []];
  if (!before) return 'added';
  if (isHeard(old) && !isHeard(young)) return 'lost';
  if (!after) return 'changed';
  if (missed(old, young).length > 0 || isQuieter(old, young)) return 'weakened';
  return comparable(old) === comparable(young) ? undefined : 'changed';
}

function heardBy(routes: readonly Route[]): Route[] {
  return routes.filter(({ shown }) => shown.state !== 'broken');
}

/** Routes of the old side whose receivers hear nothing of the signal any more. */
export function missed(before: readonly Route[], after: readonly Route[]): Route[] {
  const left = new Set(heardBy(after).map(({ receiverKey }) => receiverKey));
  return heardBy(before).filter(({ receiverKey }) => !left.has(receiverKey));
}

// muted at times, or told on a less urgent topic
function isQuieter(before: readonly Route[], after: readonly Route[]): boolean {
  const loud = (routes: readonly Route[]): number => heardBy(routes).filter(({ shown }) => shown.muted === undefined).length;
  const urgency = (routes: readonly Route[]): number => Math.max(-1, ...heardBy(routes).map(({ topicAt }) => urgencyOf(topicAt?.resource) ?? -1));
  return (loud(before) > 0 && loud(after) === 0) || urgency(after) < urgency(before);
}

function comparable(routes: readonly Route[]): string {
  return routes.map(({ key, shown }) => JSON.stringify([key, shown.state, shown.muted, shown.alarm])).toSorted(compareText).join('\n');
}

function unwatchedOf(listed: readonly ListedResource[], watchedPaths: ReadonlySet<string>, { everyAlarm }: World): AlertCoverage['unwatched'] {
  if (listed.length === 0) return [];
  const values = new Set<string>();
  for (const { resource, scope } of everyAlarm) {
    const metrics = listOf(resource.properties['Metrics']).map((query) => valueAt(query, ['MetricStat', 'Metric', 'Dimensions']));
    for (const dimension of [resource.properties['Dimensions'], ...metrics].flatMap(listOf)) if (isRecord(dimension)) values.add(textOf(dimension['Value'], scope));
  }
  return listed.filter(({ path, name }) => !watchedPaths.has(path) && !(name !== undefined && values.has(name))).map(({ path, what }) => ({ path, what }));
}

/** The names of signals as a finding lists them. */
export function signalNames(signals: readonly Signal[], limit = 5): string {
  const names = [...new Map(signals.map((signal) => [signalId(signal.at), signal.name])).values()];
  return names.length <= limit ? names.join(', ') : `${names.slice(0, limit).join(', ')} and ${names.length - limit} more`;
}
