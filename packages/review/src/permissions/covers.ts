import { canonicalJson } from '../canonical-json';
import { isRecord, listOf } from '../json';
import type { Grant } from './grants';

/** Whether everything that `narrow` allows or denies is allowed or denied by `wide` too. Says no when it cannot tell. */
export function covers(wide: Grant, narrow: Grant): boolean {
  return (
    wide.effect === narrow.effect &&
    coversAll(wide.principals, narrow.principals) &&
    coversAll(wide.actions, narrow.actions) &&
    coversAll(wide.resources, narrow.resources) &&
    isConditionedAtLeast(narrow.conditions, wide.conditions)
  );
}

function coversAll(wide: readonly string[], narrow: readonly string[]): boolean {
  // "not" inverts the list, so only the very same list is known to cover it
  if ([...wide, ...narrow].some((name) => name.startsWith('not '))) return canonicalJson(wide) === canonicalJson(narrow);
  if (wide.length === 0 || narrow.length === 0) return wide.length === narrow.length;
  return narrow.every((name) => wide.some((pattern) => matches(pattern, name)));
}

// pieces are looked for from left to right: no regular expression, which a hostile pattern could make slow
function matches(pattern: string, name: string): boolean {
  const [head = '', ...pieces] = pattern.split('*');
  const tail = pieces.pop();
  if (tail === undefined) return pattern === name;
  if (!name.startsWith(head) || !name.endsWith(tail)) return false;
  let at = head.length;
  for (const piece of pieces) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= name.length - tail.length;
}

// each operator and key of the wide one must be there, with no value more
function isConditionedAtLeast(narrow: unknown, wide: unknown): boolean {
  if (wide === undefined || canonicalJson(wide) === canonicalJson(narrow ?? null)) return true;
  if (!isRecord(wide) || !isRecord(narrow)) return false;
  return Object.entries(wide).every(([operator, keys]) => {
    const own = narrow[operator];
    if (canonicalJson(keys) === canonicalJson(own ?? null)) return true;
    // fewer values of a negated operator let in more
    if (!isRecord(keys) || !isRecord(own) || /^ForAllValues|Not/.test(operator)) return false;
    return Object.entries(keys).every(([key, values]) => own[key] !== undefined && isSubset(own[key], values));
  });
}

function isSubset(values: unknown, allowed: unknown): boolean {
  const known = new Set(listOf(allowed).map(canonicalJson));
  return listOf(values).every((value) => known.has(canonicalJson(value)));
}
