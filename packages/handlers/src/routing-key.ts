import { secretField } from './secret-field';

/**
 * The integration key of PagerDuty's Events API v2 in a secret's text: the key itself, or JSON `{ "routingKey": "…" }`.
 * @throws when it is not 32 letters and digits; the message never repeats the text
 */
export function routingKeyOf(secretText: string): string {
  const key = secretField(secretText, 'routingKey') ?? '';
  if (!/^[0-9A-Za-z]{32}$/u.test(key)) throw new Error('PagerDuty secret: expected an integration key of 32 letters and digits, or JSON { "routingKey": "…" }; its value is not shown');
  return key;
}
