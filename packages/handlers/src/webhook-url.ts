import { isHttpsUrl } from './https-url';
import { secretField } from './secret-field';

/**
 * The webhook URL in a secret's text: the URL itself, or JSON `{ "url": "…" }`.
 * @throws when it is no https URL; the message never repeats the text
 */
export function webhookUrlOf(secretText: string): string {
  const url = secretField(secretText, 'url');
  if (url === undefined || !URL.canParse(url)) throw new Error('webhook secret: expected an https URL, or JSON { "url": "https://…" }; its value is not shown');
  const { protocol } = new URL(url);
  if (protocol !== 'https:') throw new Error(`webhook secret: expected an https URL, found ${protocol.replace(':', '')}`);
  if (!isHttpsUrl(url)) throw new Error('webhook secret: expected an https URL without user and password; its value is not shown');
  return url;
}
