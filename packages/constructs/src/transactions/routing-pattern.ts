import type { ExpectedField } from '@payment-observability/config';

/** `detail-type` of the event that the processor sends for a transaction. */
export const PROCESSED = 'Transaction Processed';
/** `detail-type` of the event that the processor sends for a record that is no transaction. */
export const REJECTED = 'Transaction Rejected';

type Matcher = string | number | boolean | Readonly<Record<string, unknown>>;
interface PatternTree {
  [field: string]: PatternTree | Matcher[];
}

/** The EventBridge pattern of a routing rule: events of the processor whose transaction fits every field of `match`. */
export function routingPattern(source: string, match: Readonly<Record<string, ExpectedField>>): Record<string, unknown> {
  const detail: PatternTree = {};
  for (const [path, expected] of Object.entries(match).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const fields = path.split('.');
    const name = fields.pop() ?? path;
    const parent = fields.reduce<PatternTree>((tree, field) => (tree[field] ??= {}) as PatternTree, detail);
    parent[name] = matchersOf(expected);
  }
  return { source: [source], 'detail-type': [PROCESSED], detail };
}

function matchersOf(expected: ExpectedField): Matcher[] {
  if (typeof expected !== 'object') return [expected];
  if (Array.isArray(expected)) return [...expected];
  if ('above' in expected) return [{ numeric: ['>', expected.above] }];
  if ('atLeast' in expected) return [{ numeric: ['>=', expected.atLeast] }];
  if ('below' in expected) return [{ numeric: ['<', expected.below] }];
  if ('atMost' in expected) return [{ numeric: ['<=', expected.atMost] }];
  return [{ 'anything-but': expected.noneOf }];
}
