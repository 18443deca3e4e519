import { isHttpsUrl } from './https-url';
import { jsonObject, text } from './json-value';

/** The secret of a signed webhook. */
export interface SigningSecret {
  /** Keys to sign with, the new one first: during a rotation the receiver may know either. */
  readonly keys: readonly Buffer[];
  /** Where to post to, when it is part of the secret. */
  readonly url?: string;
}

const PREFIX = 'whsec_';
// Standard Webhooks: between 192 and 512 bits
const SHORTEST_BYTES = 24;
const LONGEST_BYTES = 64;

/**
 * Reads JSON `{ "signingKey": "whsec_…", "previousSigningKey": "whsec_…", "url": "https://…" }`, of which the first is required.
 * @throws with the names of the fields that are wrong; the message never repeats a value
 */
export function signingSecretOf(secretText: string): SigningSecret {
  const fields = jsonObject(secretText.trim());
  if (fields === undefined) throw new Error('webhook secret: expected JSON { "signingKey": "whsec_…" }; its value is not shown');
  const url = fields.url === undefined ? undefined : (text(fields.url)?.trim() ?? '');
  const current = keyOf(fields.signingKey);
  const previous = fields.previousSigningKey === undefined ? [] : [keyOf(fields.previousSigningKey)];
  const problems = [
    ...(current === undefined ? ['signingKey'] : []),
    ...(previous.includes(undefined) ? ['previousSigningKey'] : []),
  ].map((name) => `${name}: expected whsec_ and ${SHORTEST_BYTES} to ${LONGEST_BYTES} bytes in base64`);
  if (url !== undefined && !isHttpsUrl(url)) problems.push('url: expected an https URL');
  if (problems.length > 0) throw new Error(`webhook secret: ${problems.join('; ')}; its value is not shown`);
  return { keys: [current, ...previous].filter((key) => key !== undefined), ...(url === undefined ? {} : { url }) };
}

function keyOf(value: unknown): Buffer | undefined {
  const encoded = text(value)?.trim() ?? '';
  const base64 = encoded.slice(PREFIX.length);
  if (!encoded.startsWith(PREFIX) || base64.length % 4 !== 0 || !/^[A-Za-z0-9+/]+={0,2}$/u.test(base64)) return undefined;
  const key = Buffer.from(base64, 'base64');
  return key.length >= SHORTEST_BYTES && key.length <= LONGEST_BYTES ? key : undefined;
}
