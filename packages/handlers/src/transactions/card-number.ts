/** Whatever else than a letter or a digit the id of a payment may hold stands between groups of digits too. */
const SEPARATOR = /([ _.:#/-]{1,3})/u;
/** Digits with separators between them; 13 digits is the shortest card number. */
const DIGIT_RUN = new RegExp(`\\d(?:${SEPARATOR.source}?\\d){12,}`, 'gu');
const SHORTEST = 13;
const LONGEST = 19;
/** How the card numbers of most networks begin and how long they are: for what is written together with a card number, where any other rule would find one in every second long number. */
const NETWORKS = [
  { begins: /^3[47]/u, length: 15 },
  { begins: /^3[0689]/u, length: 14 },
  { begins: /^(?:2[2-7]|35|4|5|6|9792)/u, length: 16 },
] as const;
/** Digits that may follow: security code, date of expiry, or both. */
const BEHIND: ReadonlySet<number> = new Set([3, 4, 7, 8]);

/**
 * The text with every card number replaced by `****` and its last four digits. A card number is 13 to 19 digits with a right Luhn
 * check digit, written together or in groups; digits that other digits touch on both sides belong to them. A card number with its
 * security code or its date of expiry right behind it is one too, and they vanish with it.
 */
export function maskCardNumbers(text: string): string {
  // full-width digits read as a card number too
  const normal = isAscii(text) ? text : text.normalize('NFKC');
  return normal.replaceAll(DIGIT_RUN, maskRun);
}

/** Whether the text holds what `maskCardNumbers` would mask. */
export const holdsCardNumber = (text: string): boolean => maskCardNumbers(text) !== text;

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
      const card = cardNumberOf(digits);
      if (card !== undefined) return `${groups.slice(0, first).join('')}****${card.slice(-4)}${maskCardNumbers(groups.slice(last + 1).join(''))}`;
      if (digits.length > LONGEST) break;
    }
  }
  return run;
}

/** The card number that a run of digits is, or begins with. */
function cardNumberOf(run: string): string | undefined {
  // no card number begins with 0, but fields of fixed length are filled up with it
  const digits = run.replace(/^0+/u, '');
  const network = NETWORKS.find(({ begins, length }) => BEHIND.has(digits.length - length) && begins.test(digits) && passesLuhn(digits.slice(0, length)));
  if (network) return digits.slice(0, network.length);
  return digits.length >= SHORTEST && digits.length <= LONGEST && passesLuhn(digits) ? digits : undefined;
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/u.test(text);
