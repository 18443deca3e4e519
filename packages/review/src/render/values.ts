import { canonicalJson } from '../canonical-json';
import { isIntrinsic, readable } from '../intrinsics';
import { code, type Markdown } from '../markdown/markdown';

/** How much of the review a text shows: a comment is cut early, a job summary late. */
export interface Detail {
  readonly valueCharacters: number;
  readonly titleCharacters: number;
  readonly noteCharacters: number;
  readonly propertyRows: number;
  /** Most nodes of the graph of alert routes. */
  readonly graphNodes: number;
  readonly areFoldsOpen: boolean;
  /** Where a reader finds what is left out, such as `see the job summary`. */
  readonly rest: string | Markdown;
  /** `rest` with a link, for what stands outside of folds. */
  readonly restLink?: Markdown;
}

/** A value of a template as a code span: JSON, with functions as `${Name}`; a dash where there is none. */
export function valueCell(value: unknown, { valueCharacters }: Pick<Detail, 'valueCharacters'>): Markdown {
  return code(cut(valueText(value), valueCharacters));
}

/** A value of a template as plain text: JSON, with functions as `${Name}`; a dash where there is none. */
export function valueText(value: unknown): string {
  if (value === undefined) return '–';
  const plain = readable(value);
  // canonical, so that the order of a template's keys changes nothing
  return isIntrinsic(value) && typeof plain === 'string' ? plain : canonicalJson(plain);
}

/** The text, or its beginning and how long it is. */
export function cut(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text;
  const characters = [...text];
  return characters.length <= maxCharacters ? text : `${characters.slice(0, maxCharacters).join('')}… (${characters.length} characters)`;
}

/** `1 change`, `2 changes`, `2 accesses`, `3 policies`. */
export function plural(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun.replace(/(s|x|ch|sh)$/, '$1e').replace(/([^aeiou])y$/, '$1ie')}s`;
}

/** `1,234.50 USD`, the same in every locale. */
export function usd(amount: number): string {
  return `${grouped(amount.toFixed(2))} USD`;
}

/** `+17.70 USD`, `−3.00 USD`; `unchanged` below half a cent. */
export function usdChange(before: number, after: number): string {
  const change = after - before;
  if (Math.abs(change) < 0.005) return 'unchanged';
  return `${change > 0 ? '+' : '−'}${usd(Math.abs(change))}`;
}

/** Digits in groups of three: `1,000,000`. */
export function grouped(figure: string): string {
  return figure.replace(/^(-?\d+)/, (digits) => digits.replace(/\B(?=(\d{3})+$)/g, ','));
}
