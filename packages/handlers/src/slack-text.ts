const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Escapes the three characters that Slack reads as markup, so that `<!channel>`, `<@user>` and links in foreign text stay text, and cuts the
 * result to `limit` characters with an ellipsis, never inside an entity or a surrogate pair. Half a pair becomes U+FFFD: Slack refuses it.
 */
export function slackText(value: string, limit: number): string {
  const pieces = Array.from(value.slice(0, limit + 1).replaceAll(/\p{Surrogate}/gu, '\uFFFD'), (character) => ENTITIES[character] ?? character);
  const whole = pieces.join('');
  if (whole.length <= limit && value.length <= limit) return whole;
  let cut = '';
  for (const piece of pieces) {
    if (cut.length + piece.length > limit - 1) break;
    cut += piece;
  }
  return `${cut}…`;
}
