/**
 * The webhook URL in a secret's text: the URL itself, or JSON `{ "url": "…" }`.
 * @throws when it is no https URL; the message never repeats the text
 */
export function webhookUrlOf(secretText: string): string {
  const url = urlIn(secretText.trim());
  if (url === undefined || !URL.canParse(url)) throw new Error('webhook secret: expected an https URL, or JSON { "url": "https://…" }; its value is not shown');
  const { protocol } = new URL(url);
  if (protocol !== 'https:') throw new Error(`webhook secret: expected an https URL, found ${protocol.replace(':', '')}`);
  return url;
}

function urlIn(text: string): string | undefined {
  if (!text.startsWith('{')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'url' in value && typeof value.url === 'string' ? value.url.trim() : undefined;
  } catch {
    // a parser's message would quote the secret
    return undefined;
  }
}
