import { jsonObject, text } from './json-value';
import { webhookUrlOf } from './webhook-url';

/** A bot of a Slack workspace, and the channel it posts to. */
export interface SlackBot {
  readonly token: string;
  /** Id of the channel, not its name. */
  readonly channel: string;
}

/** Where a Slack secret leads to: an incoming webhook, or a channel through a bot. */
export type SlackDestination = { readonly kind: 'webhook'; readonly url: string } | ({ readonly kind: 'bot' } & SlackBot);

/**
 * The destination in a secret's text: a webhook (a URL, or JSON `{ "url": "https://…" }`) or a bot (JSON `{ "token": "xoxb-…", "channel": "C…" }`).
 * @throws when it is neither; the message never repeats the text
 */
export function slackDestinationOf(secretText: string): SlackDestination {
  const fields = jsonObject(secretText.trim());
  if (fields?.token === undefined) return { kind: 'webhook', url: webhookUrlOf(secretText) };
  const token = text(fields.token)?.trim() ?? '';
  const channel = text(fields.channel)?.trim() ?? '';
  if (!/^(xoxe\.)?xoxb-[\w-]{1,250}$/u.test(token) || !/^[CG][A-Z0-9]{2,20}$/u.test(channel)) {
    throw new Error('Slack secret: expected JSON { "token": "xoxb-…", "channel": "C…" } with a bot token and the id of a channel; its value is not shown');
  }
  return { kind: 'bot', token, channel };
}
