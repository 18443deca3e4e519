import { isIntrinsic, readable, readableText } from '../intrinsics';
import { code, type Markdown } from '../markdown/markdown';

/** How much of the review a text shows: a comment is cut early, a job summary late. */
export interface Detail {
  readonly valueCharacters: number;
  readonly titleCharacters: number;
  readonly noteCharacters: number;
  readonly propertyRows: number;
  readonly areFoldsOpen: boolean;
  /** Where a reader finds what is left out, such as `in the job summary`. */
  readonly rest: string;
}

/** A value of a template as a code span: JSON, with functions as `${Name}`; a dash where there is none. */
export function valueCell(value: unknown, { valueCharacters }: Detail): Markdown {
  if (value === undefined) return code('–');
  const shown = isIntrinsic(value) ? readableText(value) : JSON.stringify(readable(value));
  return code(cut(shown, valueCharacters));
}

/** The text, or its beginning and how long it is. */
export function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const characters = [...text];
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters).join('')}… (${characters.length} characters)`;
}

/** `1 change`, `2 changes`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
