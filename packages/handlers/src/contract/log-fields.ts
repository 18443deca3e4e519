import { PAYMENT_METRICS } from '@payment-observability/catalog/payments-metrics';
import { maskCardNumbers } from '../transactions/card-number';

const ALLOWED: ReadonlySet<string> = new Set(PAYMENT_METRICS.flatMap(({ logFields }) => logFields));
const MOST_CHARACTERS = 256;
/** Read before masking, so that a card number is never cut in two; the work for one field stays small. */
const MOST_READ = 1024;

/** The listed fields without card numbers, 256 characters of a text at most; `problems` names what is left out, never its value. */
export function logFields(fields: unknown): { readonly properties: Readonly<Record<string, string | number | boolean>>; readonly problems: readonly string[] } {
  const properties: Record<string, string | number | boolean> = {};
  const problems: string[] = [];
  if (fields === undefined) return { properties, problems };
  if (typeof fields !== 'object' || fields === null) return { properties, problems: ['fields: expected an object'] };
  for (const [name, value] of Object.entries(fields)) {
    const kept = keptOf(value);
    if (!ALLOWED.has(name)) problems.push('fields: expected those of the metric contract, found another');
    else if (kept !== undefined) properties[name] = kept;
    else if (value !== undefined) problems.push(`fields.${name}: expected a text, a number or a boolean`);
  }
  return { properties, problems };
}

function keptOf(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'boolean') return value;
  if (typeof value === 'string') return maskCardNumbers(value.slice(0, MOST_READ)).slice(0, MOST_CHARACTERS);
  if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  const masked = maskCardNumbers(String(value));
  return masked === String(value) ? value : masked;
}
