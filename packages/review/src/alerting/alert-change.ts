import type { Comparison } from '../comparison';
import { originOf } from '../template';
import type { ListedResource, ObservedFacts } from '../types';
import { alertGraph, signalId, type AlertGraph, type Signal } from './graph';
import { worldOf, type Alarm, type World } from './world';

/** A signal on both sides; one side is absent for what is added or removed. */
export interface SignalPair {
  readonly before?: Signal;
  readonly after?: Signal;
}

/** Who hears what, on both sides of the change of all stacks: made once, read by the findings and the coverage. */
export interface AlertChange {
  readonly before: AlertGraph;
  readonly after: AlertGraph;
  readonly pairs: readonly SignalPair[];
  /** Pairs by the stack of their new side, or of the old one for what is removed. */
  readonly pairsIn: ReadonlyMap<string, readonly SignalPair[]>;
  /** Paths of the config that alarms come from after the change, with every path above them. */
  readonly watchedPaths: ReadonlySet<string>;
  /** The pair of a signal of either side, by `stackId/logicalId`. */
  readonly pairBefore: ReadonlyMap<string, SignalPair>;
  readonly pairAfter: ReadonlyMap<string, SignalPair>;
  readonly observed: ObservedFacts | undefined;
  readonly listed: readonly ListedResource[] | undefined;
}

/** Builds the graphs of both sides, and finds the signals that only moved or changed their name. */
export function alertChange(comparisons: readonly Comparison[], observed?: ObservedFacts, listed?: readonly ListedResource[]): AlertChange {
  const old = worldOf(comparisons.map(({ stack, before }) => ({ stack, resources: before })), observed);
  const young = worldOf(comparisons.map(({ stack, after }) => ({ stack, resources: after })), observed, old);
  const before = alertGraph(old, new Set());
  const after = alertGraph(young, new Set([...old.filteredMetrics].filter((metric) => !young.filteredMetrics.has(metric))));
  const pairs = pairsOf(before, after);
  const byId = (side: 'before' | 'after'): Map<string, SignalPair> => new Map(pairs.flatMap((pair) => (pair[side] ? [[signalId(pair[side].at), pair] as const] : [])));
  return { before, after, pairs, pairsIn: byStack(pairs), watchedPaths: watchedPaths(young), pairBefore: byId('before'), pairAfter: byId('after'), observed, listed };
}

function byStack(pairs: readonly SignalPair[]): Map<string, SignalPair[]> {
  const stacks = new Map<string, SignalPair[]>();
  for (const pair of pairs) {
    const stackId = (pair.after ?? pair.before)?.at.scope.stackId ?? '';
    const known = stacks.get(stackId);
    if (known) known.push(pair);
    else stacks.set(stackId, [pair]);
  }
  return stacks;
}

function watchedPaths({ everyAlarm }: World): Set<string> {
  const paths = new Set<string>();
  for (const { resource } of everyAlarm) {
    const parts = originOf(resource).path?.split('.') ?? [];
    for (let length = 1; length <= parts.length; length += 1) paths.add(parts.slice(0, length).join('.'));
  }
  return paths;
}

/** How a signal is known again, the surest first: where it stands, what it is called, what it measures. */
const IDENTITIES: readonly ((signal: Signal) => string | undefined)[] = [
  ({ at, kind }) => `${signalId(at)} ${kind}`,
  ({ at, kind }) => (isAlarm(at) ? `${at.arn} ${kind}` : undefined),
  ({ at, measureKey }) => (isAlarm(at) ? measureKey : undefined),
];

function isAlarm(at: Signal['at']): at is Alarm {
  return 'arn' in at;
}

function pairsOf(before: AlertGraph, after: AlertGraph): SignalPair[] {
  const left = new Set(before.signals.values());
  const partners = new Map<Signal, Signal>();
  for (const identity of IDENTITIES) {
    const known = new Map<string, Signal[]>();
    for (const signal of left) {
      const key = identity(signal);
      if (key !== undefined) known.set(key, [...(known.get(key) ?? []), signal]);
    }
    for (const signal of after.signals.values()) {
      const partner = partners.has(signal) ? undefined : known.get(identity(signal) ?? '')?.shift();
      if (!partner) continue;
      partners.set(signal, partner);
      left.delete(partner);
    }
  }
  const matched = [...after.signals.values()].map((signal): SignalPair => {
    const partner = partners.get(signal);
    return partner ? { before: partner, after: signal } : { after: signal };
  });
  return [...[...left].map((signal): SignalPair => ({ before: signal })), ...matched];
}
