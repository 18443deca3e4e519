/** The value in a secret's text: one field of JSON, or all of what is no JSON; undefined when it is not there. A parser's message, which would quote the secret, never leaves here. */
export function secretField(secretText: string, field: string): string | undefined {
  const text = secretText.trim();
  if (!text.startsWith('{')) return text;
  try {
    const value = (JSON.parse(text) as Readonly<Record<string, unknown>>)[field];
    return typeof value === 'string' ? value.trim() : undefined;
  } catch {
    return undefined;
  }
}
