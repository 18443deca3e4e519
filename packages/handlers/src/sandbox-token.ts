import { secretField } from './secret-field';

/**
 * The token in a secret's text: the token itself, or JSON `{ "token": "…" }`.
 * @throws when there is none that a header can hold; the message never repeats the text
 */
export function sandboxTokenOf(secretText: string): string {
  const token = secretField(secretText, 'token');
  if (token === undefined || !/^[\x21-\x7e]{1,4096}$/u.test(token)) throw new Error('token secret: expected a token, or JSON { "token": "…" }; its value is not shown');
  return token;
}

/** The error; should its text have picked up the token, another one without it. */
export function withoutToken(error: unknown, token: string | undefined): Error {
  const found = error instanceof Error ? error : new Error('unknown error');
  if (token === undefined || !`${found.message}${found.stack ?? ''}`.includes(token)) return found;
  return new Error(found.message.replaceAll(token, '***'));
}
