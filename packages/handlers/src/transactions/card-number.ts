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
/** The groups that card numbers are embossed in, of 16, 15 and 14 digits. */
const USUAL_GROUPS = [
  [4, 4, 4, 4],
  [4, 6, 5],
  [4, 6, 4],
] as const;

/** A card number in a run of digits, from one group of them on. */
interface FoundCard {
  readonly digits: string;
  /** Index of its last group. */
  readonly last: number;
  /** Whether it begins as its network's do, and is as long: a right check digit alone has every tenth number. */
  readonly isCertain: boolean;
}

/**
 * The text with every card number replaced by `****` and its last four digits. A card number is 13 to 19 digits with a right Luhn
 * check digit, which fill one or more groups of digits. It is one all the same, and what touches it vanishes with it, when zeros stand before
 * its first digit, or its security code or date of expiry behind its last, or when it is written in the groups of its network (4-4-4-4,
 * 4-6-5, 4-6-4) and any digits touch the first and the last of them. Other digits that touch it make it a part of a longer number, which stays.
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
  // groups at even indexes, what separates them between
  const groups = run.split(SEPARATOR);
  const masked: string[] = [];
  for (let first = 0; first < groups.length; ) {
    const card = cardFrom(groups, first);
    if (card) masked.push(`****${card.digits.slice(-4)}`);
    else masked.push(groups[first] ?? '');
    const next = (card?.last ?? first) + 1;
    masked.push(groups[next] ?? '');
    first = next + 1;
  }
  return masked.join('');
}

/** The card number from this group on, or the one that begins within what may only look like one. */
function cardFrom(groups: readonly string[], first: number): FoundCard | undefined {
  const card = cardAt(groups, first);
  for (let index = first + 2; card?.isCertain === false && index <= card.last; index += 2) {
    const next = cardAt(groups, index);
    if (next?.isCertain === true && next.last > card.last) return next;
  }
  return card;
}

function cardAt(groups: readonly string[], first: number): FoundCard | undefined {
  return embossedAt(groups, first) ?? wholeAt(groups, first);
}

/** A card number in the groups of its network, whatever touches the first and the last of them. */
function embossedAt(groups: readonly string[], first: number): FoundCard | undefined {
  for (const lengths of USUAL_GROUPS) {
    const last = first + 2 * (lengths.length - 1);
    const parts = lengths.map((length, index) => {
      const group = groups[first + 2 * index] ?? '';
      if (index === 0) return group.slice(-length);
      return first + 2 * index === last ? group.slice(0, length) : group;
    });
    const digits = parts.join('');
    if (parts.every((part, index) => part.length === lengths[index]) && networkOf(digits)?.length === digits.length) return { digits, last, isCertain: true };
  }
  return undefined;
}

/** A card number that fills its groups, but for what may stand behind it. */
function wholeAt(groups: readonly string[], first: number): FoundCard | undefined {
  let run = '';
  for (let last = first; last < groups.length && run.length <= LONGEST; last += 2) {
    run += groups[last] ?? '';
    // no card number begins with 0, but fields of fixed length are filled up with it
    const digits = run.replace(/^0+/u, '');
    const network = networkOf(digits);
    if (network && (digits.length === network.length || BEHIND.has(digits.length - network.length))) return { digits: digits.slice(0, network.length), last, isCertain: true };
    if (digits.length >= SHORTEST && digits.length <= LONGEST && passesLuhn(digits)) return { digits, last, isCertain: false };
  }
  return undefined;
}

/** The network that the digits are a card number of, or begin with one of. */
const networkOf = (digits: string) => NETWORKS.find(({ begins, length }) => begins.test(digits) && passesLuhn(digits.slice(0, length)));

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/u.test(text);
