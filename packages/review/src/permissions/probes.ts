import { type Conditions, type EvaluableStatement, PRINCIPAL_KEY } from './evaluable-statement';

/** One request to ask policies about. */
export interface Probe {
  readonly action: string;
  readonly resource: string;
  /** Values of context keys; a key that is absent is not in the request. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** What no policy names, so that only a wildcard matches it. */
const UNNAMED = 'Unnamed';
const ANYTHING = { Action: `unnamed:${UNNAMED}`, Resource: `arn:unnamed:unnamed:unnamed:unnamed:${UNNAMED}` } as const;

/**
 * Requests at the edges of a statement: each action with each resource, wildcards filled with what nobody names, and conditions varied
 * one key at a time over the values that it and the statements it is compared with know. None where there would be too many.
 */
export function probesOf(statement: EvaluableStatement, others: readonly EvaluableStatement[]): Probe[] {
  const listed = (key: 'Action' | 'Resource'): readonly string[] => {
    // what another one leaves out is an edge too
    const leftOut = others.flatMap((other) => other[`Not${key}`] ?? []);
    const own = statement[key] ?? [ANYTHING[key], ...others.flatMap((other) => other[key] ?? [])];
    return unique([...own, ...leftOut]).map((pattern) => (pattern === '*' ? ANYTHING[key] : filled(pattern)));
  };
  const [actions, resources, contexts] = [listed('Action'), listed('Resource'), contextsOf(statement, others)];
  if (actions.length * resources.length * contexts.length > MOST_PROBES) return [];
  return actions.flatMap((action) => resources.flatMap((resource) => contexts.map((context): Probe => ({ action, resource, context }))));
}

/** A review must not take seconds over one statement. */
const MOST_PROBES = 2000;

/** A pattern as one of the texts that it matches. */
const filled = (pattern: string): string => pattern.replaceAll('*', UNNAMED).replaceAll('?', 'x');

type Value = string | readonly string[] | undefined;

/** Contexts that differ from the first in one key each. */
function contextsOf({ Condition }: EvaluableStatement, others: readonly EvaluableStatement[]): Probe['context'][] {
  const own = keysOf([Condition]);
  const all = keysOf([Condition, ...others.map((other) => other.Condition)]);
  const base: [string, Value][] = [...all.keys()].map((key) => [key, own.has(key) ? own.get(key)?.[0] : undefined]);
  const varied = [...all].flatMap(([key, values]) => unique([undefined, ...(own.get(key) ?? []), ...values]).map((value) => base.map(([name, first]): [string, Value] => [name, name === key ? value : first])));
  const contexts = (varied.length === 0 ? [base] : varied).map((entries) => Object.fromEntries(entries.flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))));
  return [...new Map(contexts.map((context) => [JSON.stringify(context), context])).values()];
}

/** By context key, the values worth asking about. */
function keysOf(conditions: readonly Conditions[]): Map<string, readonly Value[]> {
  const values = new Map<string, readonly Value[]>();
  for (const [operator, keys] of conditions.flatMap((condition) => Object.entries(condition))) {
    for (const [key, texts] of Object.entries(keys)) values.set(key, unique([...(values.get(key) ?? []), ...texts.flatMap((text) => around(operator, key, text))]));
  }
  return values;
}

/** Values on both sides of a condition. */
function around(operator: string, key: string, text: string): Value[] {
  if (/^Null$/i.test(operator)) return [undefined, UNNAMED];
  const beside = key === PRINCIPAL_KEY ? [] : besides(operator, text);
  const one = [operator.includes('IpAddress') ? text.replace(/\/\d+$/, '') : filled(text), ...beside];
  return /^For(Any|All)Value/i.test(operator) ? one.map((value) => [value]) : one;
}

function besides(operator: string, text: string): string[] {
  if (/Numeric/.test(operator)) return [String(Number(text) - 1), String(Number(text) + 1)];
  if (/Date/.test(operator)) return ['2000-01-01T00:00:00Z', '2100-01-01T00:00:00Z'];
  if (/Bool/.test(operator)) return [text === 'true' ? 'false' : 'true'];
  if (/IpAddress/.test(operator)) return ['203.0.113.7', '2001:db8::7'];
  return [UNNAMED];
}

const unique = <T>(values: readonly T[]): T[] => [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
