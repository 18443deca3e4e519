import { oneLine, type Path } from './path';
import { type Problem } from './problem';

/** A problem before it is known where in the file it was written: `path` is a path of the merged value. */
export interface Finding extends Pick<Problem, 'message' | 'found' | 'allowed' | 'suggestion'> {
  readonly path: Path;
  /** What in the user's file brought it about, where the value itself is the template's. */
  readonly near?: Path;
}

const MAX_FOUND_CHARACTERS = 80;

/** How a value is shown in an error text: short, on one line, and never more of a URL than its scheme, since webhooks carry secrets. */
export function formatFound(value: unknown): string {
  if (value === undefined || value === null) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object') {
    const keys = Object.keys(value);
    return keys.length === 0 ? '{}' : shorten(oneLine(`{ ${keys.join(', ')} }`));
  }
  if (typeof value !== 'string') return JSON.stringify(value);
  const length = value.length > MAX_FOUND_CHARACTERS ? ` (${value.length} characters)` : '';
  return JSON.stringify(shorten(value.replace(/:\/\/\S*/g, '://…'))) + length;
}

const shorten = (text: string) => (text.length > MAX_FOUND_CHARACTERS ? `${text.slice(0, MAX_FOUND_CHARACTERS)}…` : text);
