/** The text cut to `limit` characters with an ellipsis, never inside a surrogate pair: half of one is no text, and becomes U+FFFD. */
export function cutText(text: string, limit: number): string {
  const clean = text.slice(0, limit + 1).replaceAll(/\p{Surrogate}/gu, '\uFFFD');
  return text.length <= limit ? clean : `${clean.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/u, '')}…`;
}
