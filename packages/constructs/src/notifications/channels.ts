import type { Notifications, Topic } from '@payment-observability/config';

/** A service that a function of ours passes alerts on to. */
export interface Channel {
  readonly handler: string;
  readonly name: string;
  /** Middle of the function's name where the config names none. */
  readonly noun: string;
  /** Key of the config that names the function of critical alerts. */
  readonly functionNameKey: keyof Notifications & `${string}FunctionName`;
  /** Environment variable that holds the ARN of the secret. */
  readonly secretVariable: string;
  /** Value of the tag Purpose. */
  readonly purpose: string;
  /** Whether an alarm's OK ends there what its ALARM began, so that it must be heard from whatever topic it goes to. */
  readonly hearsRecoveries: boolean;
  /** One for each function that a topic asks for. */
  readonly uses: (topic: Topic) => readonly ChannelUse[];
}

/** What a topic says of one function of a channel. */
export interface ChannelUse {
  /** Of its construct. */
  readonly id: string;
  /** Its entry below the topic, in the config and in the route: `slack`, `webhooks.billing`. */
  readonly path: string;
  /** Key of that entry that names the secret. */
  readonly secretKey: string;
  readonly secretName: string;
  readonly secretContent: string;
  /** End of the function's name, where a topic has several of the channel. */
  readonly nameEnd?: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** PagerDuty's Events API v2, by where the account lives. */
const PAGERDUTY_EVENTS = { us: 'https://events.pagerduty.com/v2/enqueue', eu: 'https://events.eu.pagerduty.com/v2/enqueue' } as const;

const slack: Channel = {
  handler: 'slack-notifier',
  name: 'Slack',
  noun: 'slack',
  functionNameKey: 'slackFunctionName',
  secretVariable: 'WEBHOOK_SECRET_ARN',
  purpose: 'SlackNotifications',
  hearsRecoveries: false,
  uses: ({ slack: use }) => (use ? [{ id: 'Slack', path: 'slack', secretKey: 'secret', secretName: use.secret, secretContent: 'the Slack webhook', environment: { HEADING: use.heading } }] : []),
};

const pagerduty: Channel = {
  handler: 'pagerduty-notifier',
  name: 'PagerDuty',
  noun: 'pagerduty',
  functionNameKey: 'pagerdutyFunctionName',
  secretVariable: 'ROUTING_KEY_SECRET_ARN',
  purpose: 'PagerDutyNotifications',
  hearsRecoveries: true,
  uses: ({ pagerduty: use }) =>
    use
      ? [{ id: 'PagerDuty', path: 'pagerduty', secretKey: 'secret', secretName: use.secret, secretContent: 'the integration key of PagerDuty (Events API v2)', environment: { EVENTS_URL: PAGERDUTY_EVENTS[use.serviceRegion] } }]
      : [],
};

const signedWebhook: Channel = {
  handler: 'webhook-notifier',
  name: 'a webhook',
  noun: 'webhook',
  functionNameKey: 'webhookFunctionName',
  secretVariable: 'SIGNING_SECRET_ARN',
  purpose: 'WebhookNotifications',
  hearsRecoveries: false,
  uses: ({ webhooks }) =>
    Object.entries(webhooks).flatMap(([id, { url, signingSecret }]): ChannelUse[] => {
      if (signingSecret === undefined) return [];
      const secretContent = `JSON with the signing key, { "signingKey": "whsec_…"${url === undefined ? ', "url": "https://…"' : ''} }`;
      return [{ id: `Webhook-${id}`, path: `webhooks.${id}`, secretKey: 'signingSecret', secretName: signingSecret, secretContent, nameEnd: id, environment: url === undefined ? {} : { ENDPOINT_URL: url } }];
    }),
};

/** Every channel that needs a function; what SNS reaches itself is not among them. */
export const CHANNELS: readonly Channel[] = [slack, pagerduty, signedWebhook];
