/** Characters that cannot be seen, or turn the direction of others, by their number; line breaks and tabs stay. */
export function visible(value: string): string {
  return value.replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, (character) =>
    /[\n\r\t]/.test(character) ? character : `[U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
  );
}

/** A zero-width space breaks what GitHub would turn into a mention, a reference to an issue, or a link. */
export function unlinked(value: string): string {
  return value
    .replace(/[@#]/g, '$&\u200B')
    .replace(/:\/\//g, ':\u200B//')
    .replace(/\b(www)\./gi, '$1\u200B.')
    .replace(/\b(GH-)(?=\d)/gi, '$1\u200B');
}
