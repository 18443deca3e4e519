import { createHmac } from 'node:crypto';

/** What is signed: https://www.standardwebhooks.com, version 1.0.0. */
export interface SignedMessage {
  /** The same in every attempt, so that the receiver can tell a message it has already taken. */
  readonly id: string;
  /** Seconds since the epoch, of this attempt. */
  readonly timestampSeconds: number;
  readonly body: string;
}

/** The three headers of a signed webhook, with one signature for each key. */
export function signatureHeaders({ id, timestampSeconds, body }: SignedMessage, keys: readonly Buffer[]): Readonly<Record<string, string>> {
  const signed = `${id}.${timestampSeconds}.${body}`;
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestampSeconds),
    'webhook-signature': keys.map((key) => `v1,${createHmac('sha256', key).update(signed).digest('base64')}`).join(' '),
  };
}
