import type { Logs } from '@payment-observability/config';

type MetricFilter = Logs['metricFilters'][string];
type Scalar = string | number | boolean;

/**
 * The JSON filter pattern of a metric filter: every `match`, every dimension's field with any value, and the field that
 * holds the number. A `*` inside a text to match is CloudWatch Logs' wildcard.
 */
export function filterPattern({ match, dimensions, value, unit }: Pick<MetricFilter, 'match' | 'dimensions' | 'value' | 'unit'>): string {
  const matched = byName(match).map(([field, wanted]) => (Array.isArray(wanted) ? oneOf(field, wanted) : equals(field, wanted)));
  const present = [...new Set(Object.values(dimensions))].filter((field) => !Object.hasOwn(match, field)).sort().map(anyValue);
  const measured = typeof value === 'string' ? [number(value, unit)] : [];
  return `{ ${[...matched, ...present, ...measured].join(' && ')} }`;
}

const anyValue = (field: string): string => `$.${field} = *`;

/** Durations, sizes and counts below zero are errors of the writer, and negative values switch percentiles off; an amount may be a refund. */
const number = (field: string, unit: MetricFilter['unit']): string => (unit === 'None' ? anyValue(field) : `$.${field} >= 0`);

function oneOf(field: string, values: readonly Scalar[]): string {
  const alternatives = values.map((value) => equals(field, value)).join(' || ');
  return values.length === 1 ? alternatives : `(${alternatives})`;
}

function equals(field: string, value: Scalar): string {
  if (typeof value === 'boolean') return `$.${field} IS ${value ? 'TRUE' : 'FALSE'}`;
  return `$.${field} = ${typeof value === 'number' ? value : quoted(value)}`;
}

const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;

const byName = <T>(record: Readonly<Record<string, T>>): [string, T][] => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
