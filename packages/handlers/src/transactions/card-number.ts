/** Whatever else than a letter or a digit the id of a payment may hold stands between groups of digits too. */
const SEPARATOR = /([ ._:#/-])/u;
/** Digits with at most one separator between two of them; 13 digits is the shortest card number. */
const DIGIT_RUN = new RegExp(`\\d(?:${SEPARATOR.source}?\\d){12,}`, 'gu');
const SHORTEST = 13;
const LONGEST = 19;

/**
 * The text with every card number replaced by `****` and its last four digits. A card number is 13 to 19 digits with a right Luhn
 * check digit, written together or in groups; digits that other digits touch on both sides belong to them.
 */
export function maskCardNumbers(text: string): string {
  // full-width digits read as a card number too
  const normal = isAscii(text) ? text : text.normalize('NFKC');
  return normal.replaceAll(DIGIT_RUN, maskRun);
}

/** Whether all digits of `digits` together have a right Luhn check digit. */
export function passesLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    sum += index % 2 === 0 ? digit : digit * 2 - (digit > 4 ? 9 : 0);
  }
  return sum % 10 === 0;
}

/** A run may hold more than the card number, for example the expiry date behind it: groups are tried together from each on. */
function maskRun(run: string): string {
  const groups = run.split(SEPARATOR);
  for (let first = 0; first < groups.length; first += 2) {
    let digits = '';
    for (let last = first; last < groups.length; last += 2) {
      digits += groups[last] ?? '';
      if (digits.length > LONGEST) break;
      if (digits.length < SHORTEST || !passesLuhn(digits)) continue;
      return `${groups.slice(0, first).join('')}****${digits.slice(-4)}${maskCardNumbers(groups.slice(last + 1).join(''))}`;
    }
  }
  return run;
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/u.test(text);
