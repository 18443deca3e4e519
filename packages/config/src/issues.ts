import { z } from 'zod';
import { expectation } from './expectation';
import { type Finding, formatFound } from './finding';
import { oneLine, type Path, valueAt } from './path';
import { type Schema, schemaAt, unwrap } from './schema-walk';
import { namesInstead } from './suggest';

type Issue = z.core.$ZodIssue;

/**
 * Checks `value` once. Texts of the schema are of two kinds: on a field they say what is expected (a noun phrase), in a refinement
 * (`custom`) they say the whole sentence. Fields without a text are described from the schema.
 */
export function check<S extends z.ZodType>(schema: S, value: unknown): { data?: z.output<S>; findings: readonly Finding[] } {
  const parsed = schema.safeParse(value, { error: () => '' });
  if (parsed.success) return { data: parsed.data, findings: [] };
  return { findings: parsed.error.issues.flatMap((issue) => toFindings(schema, value, issue, [])) };
}

function toFindings(root: Schema, value: unknown, issue: Issue, above: Path): readonly Finding[] {
  const path = [...above, ...(issue.path as (string | number)[])];
  if (issue.code === 'custom' && !isExpectation(root, value, path, issue)) return [{ path, message: issue.message }];
  if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(root, value, path, key));
  if (issue.code === 'invalid_key') return [{ path, message: `expected ${issue.issues[0]?.message || 'another name'}`, found: formatFound(String(path.at(-1))) }];
  if (issue.code === 'invalid_union') {
    const [branch, ...others] = issue.errors.filter((errors) => errors.every((inner) => inner.path.length > 0));
    if (branch && others.length === 0) return branch.flatMap((inner) => toFindings(root, value, inner, path));
  }
  return [unexpected(root, value, path, issue)];
}

/** A refinement of a single text or number says what is expected, as a field does. */
function isExpectation(root: Schema, value: unknown, path: Path, issue: Issue): boolean {
  const schema = schemaAt(root, path, value);
  return schema !== undefined && expectation(schema) === issue.message;
}

function unexpected(root: Schema, value: unknown, path: Path, issue: Issue): Finding {
  const found = valueAt(value, path);
  const schema = schemaAt(root, path, value);
  const expected = issue.message !== '' ? issue.message : schema ? expectation(schema) : 'another value';
  const sensitive = schema && typeof found === 'string' && unwrap(schema).meta.sensitive;
  return {
    path,
    message: `expected ${expected}`,
    ...(sensitive ? {} : { found: found === undefined ? 'nothing' : formatFound(found) }),
    ...(found === undefined ? { suggestion: `add ${String(path.at(-1))}` } : typeof found === 'string' ? suggestionFor(found, issue) : {}),
  };
}

function suggestionFor(found: string, issue: Issue): { suggestion?: string } {
  if (issue.code !== 'invalid_value') return {};
  if (issue.values.some((value) => typeof value !== 'string' && String(value) === found)) return { suggestion: 'write it without quotes' };
  const { suggestion } = namesInstead(found, issue.values.map(String));
  return suggestion === undefined ? {} : { suggestion };
}

function unknownKey(root: Schema, value: unknown, path: Path, key: string): Finding {
  const schema = schemaAt(root, path, value);
  const inner = schema && unwrap(schema).schema;
  return { path: [...path, key], message: `unknown key "${oneLine(key)}"`, ...namesInstead(key, inner instanceof z.ZodObject ? Object.keys(inner.shape) : []) };
}
