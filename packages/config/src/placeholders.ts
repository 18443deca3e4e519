import { type Finding } from './finding';
import { isRecord, type Path } from './path';
import { type Schema, walk } from './schema-walk';
import { namesInstead } from './suggest';

const PLACEHOLDER = /\{([A-Za-z][A-Za-z0-9_-]*)\}/g;

/** The value with every `{env}`, `{region}`, `{account}` and `{name}` in its strings replaced. Keys stay as they are. */
export function fillPlaceholders(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return value.replace(PLACEHOLDER, (whole, word: string) => (Object.hasOwn(values, word) ? (values[word] ?? whole) : whole));
  if (Array.isArray(value)) return value.map((item) => fillPlaceholders(item, values));
  if (isRecord(value)) return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillPlaceholders(item, values)]));
  return value;
}

/** Words in braces that are no placeholder, in all texts but those whose own language has braces. */
export function unknownPlaceholders(schema: Schema, value: unknown, known: readonly string[]): readonly Finding[] {
  const findings: Finding[] = [];
  walk(schema, value, ({ path, value: text, meta }) => {
    if (typeof text !== 'string' || meta.ownBraces) return;
    for (const [whole, word = ''] of text.matchAll(PLACEHOLDER)) if (!known.includes(word)) findings.push(unknown(path, whole, word, known));
  });
  return findings;
}

function unknown(path: Path, whole: string, word: string, known: readonly string[]): Finding {
  const { suggestion } = namesInstead(word, known);
  return {
    path,
    message: `unknown placeholder ${whole}`,
    allowed: known.map((name) => `{${name}}`).join(', '),
    ...(suggestion === undefined ? {} : { suggestion: suggestion.replace(/"(.*)"/, '{$1}') }),
  };
}
