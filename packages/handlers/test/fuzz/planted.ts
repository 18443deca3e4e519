import { type Random } from '../support/random';

/** Test numbers of the card schemes, of 13 to 19 digits, all with a right check digit. */
export const CARDS = ['4111111111111111', '5555555555554444', '378282246310005', '6011111111111117', '3530111333300000', '4222222222222', '6304000000000000000'] as const;

/** What services answer with, and nobody else uses. */
export const ANSWERED_CARD = '4000056655665556';

/** In every secret that a handler reads. */
export const SECRET = 'S3CRETs3cretS3CRETs3cret';

const SEPARATORS = ['', '', ' ', '-', '.'] as const;

/** A card number as people and systems write it: together, or in groups of four. */
export function writtenCard(random: Random): string {
  return random.pick(CARDS).replaceAll(/\d{4}(?=\d)/gu, `$&${random.pick(SEPARATORS)}`);
}

/** What stands in the text and must not: card numbers, however they are grouped or encoded, and the secret. Digits that other digits touch are no card number, unless four groups of four are written apart. */
export function leaksIn(text: string, cards: readonly string[]): readonly string[] {
  const decoded = text.replaceAll(/(?:%25|\$25|%)([0-9a-f]{2})/giu, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const patterns = [...cards.map((card) => `(?<!\\d)${[...card].join(`${SEPARATION}?`)}(?!\\d)|${inFours(card)}`), SECRET];
  return patterns.flatMap((pattern) => {
    const found = new RegExp(pattern, 'u').exec(decoded);
    return found ? [decoded.slice(Math.max(0, found.index - CONTEXT), found.index + found[0].length + CONTEXT)] : [];
  });
}

const SEPARATION = '[ ._:#/-]';
/** The card number in four groups, or nothing when it is of another length. */
const inFours = (card: string) => (card.length === 16 ? card.replaceAll(/\d{4}(?=\d)/gu, `$&${SEPARATION}`) : '(?!)');

/** Characters on each side of what was found. */
const CONTEXT = 60;
