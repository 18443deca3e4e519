import { z } from 'zod';
import { arn, collection, entry, functionName, line, queueName, refTo, ruleName, secretName, severity } from './fields';

function isPublic(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password, search } = new URL(url);
  return username === '' && password === '' && search === '';
}

const webhook = entry({
  url: z.url({ protocol: /^https$/, error: 'an https URL' }).refine(isPublic, { error: 'a URL without user, password and query: whatever is secret does not belong into this file' }).optional(),
  secret: secretName.optional().meta({ description: 'Secret whose field `url` holds the URL, when the URL itself is secret' }),
  signingSecret: secretName.optional().meta({
    description: 'Secret with the JSON `{ "signingKey": "whsec_…" }`: a function delivers, and signs what it delivers. Its field `url` takes the place of `url` when the URL itself is secret',
  }),
})
  .refine(({ url, secret, signingSecret }) => signingSecret !== undefined || (url === undefined) !== (secret === undefined), { error: 'exactly one of url and secret is required' })
  .refine(({ secret, signingSecret }) => secret === undefined || signingSecret === undefined, { error: 'secret and signingSecret exclude each other: the signing secret may hold the url too' });

const topic = entry({
  topicName: z.string().regex(/^[A-Za-z0-9_\-{}]{1,256}$/, { error: 'a topic name: letters, digits, hyphens and underscores, 256 at most' }).optional(),
  existing: arn('sns').optional().meta({ description: 'ARN of a topic that exists: used, never changed' }),
  displayName: line.max(100).optional(),
  emails: collection(z.email()).meta({ description: 'Addresses by id; each must confirm its subscription' }),
  slack: entry({ secret: secretName, heading: line.max(150).default('Payment System Alert') }).optional(),
  pagerduty: entry({
    secret: secretName.meta({ description: 'Secret that holds the integration key (routing key) of Events API v2' }),
    serviceRegion: z.enum(['us', 'eu']).default('us').meta({ description: 'Where the PagerDuty account lives' }),
  }).optional(),
  webhooks: collection(webhook).meta({ description: 'HTTPS endpoints by id, for example one a team; each that has no `signingSecret` must confirm its subscription' }),
  alarmNamePrefix: line.max(255).optional().meta({ description: 'Subscribers hear only alarms whose names begin with this; no events and no budgets then' }),
});

/** What is sent through every topic is read back for so many days at most, so that an interval must be shorter. */
const MAX_HEARTBEAT_DAYS = 50;

const heartbeat = entry({
  intervalDays: z.number().int().min(1).max(MAX_HEARTBEAT_DAYS).default(30).meta({ description: 'Days between two messages that prove each route' }),
  functionName: functionName.optional(),
  ruleName: ruleName.optional(),
  runbook: z.url().optional().meta({ description: 'What to do when a route is broken' }),
})
  .prefault({})
  .meta({ staysWhenOff: true, description: 'A message through every topic proves each route, and an alarm tells which one is broken' });

/**
 * One topic for each severity, and who hears it. What is said of a severity without a topic goes to the topic of the next more urgent
 * severity that has one, else of the next less urgent.
 */
export const notifications = entry({
  encryptionKey: refTo('encryption.keys'),
  maxSeverity: severity.default('critical').meta({ description: 'Nothing is sent above this severity: staging warns, it does not page' }),
  slackFunctionName: functionName.optional(),
  pagerdutyFunctionName: functionName.optional(),
  webhookFunctionName: functionName.optional().meta({ description: 'Functions of signed webhooks: their ids are added to it' }),
  deadLetterQueueName: queueName.optional().meta({ description: 'Queue of the alerts that reached nobody; named by CloudFormation when absent' }),
  heartbeat,
  secondPath: entry({})
    .optional()
    .meta({ staysWhenOff: true, description: 'Critical alerts need an e-mail or an unsigned webhook beside the functions of this stack, unless this is switched off' }),
  critical: topic.optional(),
  warning: topic.optional(),
  info: topic.optional(),
}).refine(({ critical, warning, info }) => critical !== undefined || warning !== undefined || info !== undefined, {
  error: 'at least one topic (critical, warning or info) is required',
});
export type Notifications = z.output<typeof notifications>;
export type Topic = z.output<typeof topic>;
export type Severity = z.output<typeof severity>;
