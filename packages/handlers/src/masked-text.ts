import { cutText } from './cut-text';
import { maskCardNumbers } from './transactions/card-number';

/** More than any receiver is sent of one text, even when most of it is masked. */
const TEXT_CHARACTERS = 10_000;

/** ARNs and times, whose digits can look like a card number's. */
const INNOCENT = /(\barn:aws[a-z-]{0,20}:[a-z-]{1,40}\d{0,2}:(?:[a-z-]{1,40}\d{1,2})?:\d{12}(?=:)|\b\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,9}(?!\d))?)/u;

/** Longer than any card number, and so able to hold one anywhere. */
const LONG_DIGITS = /\d{16,}(?=\d{4})/gu;

/** The value with the card numbers in all its texts masked, and each text cut to a length that no receiver shows. */
export function maskedTexts<T>(value: T): T;
export function maskedTexts(value: unknown): unknown {
  if (typeof value === 'string') return maskedText(value);
  if (Array.isArray(value)) return value.map((one: unknown) => maskedTexts(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [maskedText(name), maskedTexts(one)]));
}

function maskedText(text: string): string {
  return cutText(text, TEXT_CHARACTERS)
    .split(INNOCENT)
    .map((part, index) => (index % 2 === 0 ? maskCardNumbers(part).replaceAll(LONG_DIGITS, '****') : part))
    .join('');
}
