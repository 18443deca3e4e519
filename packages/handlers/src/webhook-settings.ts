import { type Environment, httpsProblem, notifierSettings, type NotifierSettings } from './notifier-settings';

/** What the webhook notifier reads from its environment. */
export interface WebhookSettings extends NotifierSettings {
  /** Where to post to, when the secret does not say it. */
  readonly endpointUrl?: string;
}

/** Beside what every notifier reads: `SIGNING_SECRET_ARN`, and `ENDPOINT_URL` if it is set. Throws with every problem at once. */
export function webhookSettings(environment: Environment): WebhookSettings {
  const { ENDPOINT_URL } = environment;
  const problems = ENDPOINT_URL === undefined ? [] : httpsProblem(environment, 'ENDPOINT_URL');
  return { ...notifierSettings(environment, 'webhook', 'SIGNING_SECRET_ARN', problems), ...(ENDPOINT_URL === undefined ? {} : { endpointUrl: ENDPOINT_URL }) };
}

/**
 * Where to post to: `ENDPOINT_URL`, or the secret's `url`.
 * @throws when both or neither are there; the message shows neither
 */
export function webhookEndpoint({ endpointUrl }: WebhookSettings, secretUrl: string | undefined): string {
  const url = endpointUrl ?? secretUrl;
  if (url === undefined) throw new Error('webhook: expected the URL in ENDPOINT_URL or as "url" in the secret, found it in neither');
  if (endpointUrl !== undefined && secretUrl !== undefined) throw new Error('webhook: expected the URL in ENDPOINT_URL or as "url" in the secret, found it in both; remove one');
  return url;
}
