/**
 * The token in a secret's text: the token itself, or JSON `{ "token": "…" }`.
 * @throws when there is none that a header can hold; the message never repeats the text
 */
export function sandboxTokenOf(secretText: string): string {
  const token = tokenIn(secretText.trim());
  if (token === undefined || !/^[\x21-\x7e]{1,4096}$/u.test(token)) throw new Error('token secret: expected a token, or JSON { "token": "…" }; its value is not shown');
  return token;
}

function tokenIn(text: string): string | undefined {
  if (!text.startsWith('{')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && 'token' in value && typeof value.token === 'string' ? value.token.trim() : undefined;
  } catch {
    // a parser's message would quote the secret
    return undefined;
  }
}

/** The error without the token, should a message have picked it up. */
export function withoutToken(error: unknown, token: string | undefined): Error {
  const message = error instanceof Error ? error.message : 'unknown error';
  if (token === undefined || !JSON.stringify([message, String((error as Error | undefined)?.stack)]).includes(JSON.stringify(token).slice(1, -1))) return error instanceof Error ? error : new Error(message);
  return new Error(message.replaceAll(token, '***'));
}
