import { isRecord } from './path';
import { ALARM_KINDS } from './sections/alarms';

/** Keys of which one entry holds a single one: writing one of them replaces the one below. */
export const EXCLUSIVE_KEYS: readonly (readonly string[])[] = [
  ['existing', 'logGroupName'],
  ['existing', 'topicName'],
  ['existing', 'bucketName'],
  ['existing', 'trailName'],
  ['existing', 'vpcName'],
  ['existing', 'streamName'],
  ['weekly', 'once'],
  ['all', 'any', 'not', 'of'],
  ['all', 'any', 'not', 'atLeast'],
  ALARM_KINDS,
];

/**
 * `over` laid upon `base`: objects merge, scalars and lists replace. Neither is changed, and the order of keys is that of `base`,
 * then of `over`.
 */
export function merge(base: unknown, over: unknown): unknown {
  if (!isRecord(base) || !isRecord(over)) return over;
  const replaced = new Set(EXCLUSIVE_KEYS.filter((keys) => keys.some((key) => Object.hasOwn(over, key))).flat());
  const kept = Object.entries(base).filter(([key]) => Object.hasOwn(over, key) || !replaced.has(key));
  const below = new Map(kept);
  for (const [key, value] of Object.entries(over)) below.set(key, below.has(key) ? merge(below.get(key), value) : value);
  return Object.fromEntries(below);
}
