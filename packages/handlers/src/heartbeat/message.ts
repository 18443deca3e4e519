import { topicName, type HeartbeatSettings, type HeartbeatTopic } from './settings';

/** Of an SNS message: its longest subject. */
const MAX_SUBJECT = 100;

/** What is published to a topic: a text for each protocol in `message`, to be sent with the message structure `json`. */
export interface HeartbeatMessage {
  readonly subject: string;
  readonly message: string;
}

/** The message that proves the routes of a topic: an event for functions and endpoints, a text for people. `id` tells it from all others. */
export function heartbeatMessage(settings: HeartbeatSettings, topic: HeartbeatTopic, { id, nowMs }: { readonly id: string; readonly nowMs: number }): HeartbeatMessage {
  const { account, region, intervalDays } = settings;
  const time = new Date(nowMs).toISOString();
  const event = JSON.stringify({ source: 'payment-observability', 'detail-type': 'Alert route heartbeat', id, time, account, region, detail: { severity: topic.severity } });
  const text = [
    `Nothing is wrong: this message proves that ${topic.severity} alerts of ${settings.system} reach you.`,
    '',
    `It comes every ${intervalDays} ${intervalDays === 1 ? 'day' : 'days'}, and daily while another way of these alerts is broken. When it stays away, alerts would too.`,
    '',
    `Sent ${time} from account ${account} in ${region}, message ${id}.`,
  ].join('\n');
  return { subject: `Test of the alert route ${topicName(settings, topic)}`.slice(0, MAX_SUBJECT), message: JSON.stringify({ default: text, email: text, lambda: event, https: event }) };
}
