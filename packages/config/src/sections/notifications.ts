import { z } from 'zod';
import { arn, collection, entry, functionName, line, queueName, refTo, secretName, severity } from './fields';

function isPublic(url: string): boolean {
  if (!URL.canParse(url)) return true;
  const { username, password, search } = new URL(url);
  return username === '' && password === '' && search === '';
}

const webhook = entry({
  url: z.url({ protocol: /^https$/, error: 'an https URL' }).refine(isPublic, { error: 'a URL without user, password and query: whatever is secret does not belong into this file' }).optional(),
  secret: secretName.optional().meta({ description: 'Secret whose field `url` holds the URL, when the URL itself is secret' }),
}).refine(({ url, secret }) => (url === undefined) !== (secret === undefined), { error: 'exactly one of url and secret is required' });

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
  webhooks: collection(webhook).meta({ description: 'HTTPS endpoints by id, for example one a team; each must confirm its subscription' }),
  alarmNamePrefix: line.max(255).optional().meta({ description: 'Subscribers hear only alarms whose names begin with this; no events and no budgets then' }),
});

/**
 * One topic for each severity, and who hears it. What is said of a severity without a topic goes to the topic of the next more urgent
 * severity that has one, else of the next less urgent.
 */
export const notifications = entry({
  encryptionKey: refTo('encryption.keys'),
  maxSeverity: severity.default('critical').meta({ description: 'Nothing is sent above this severity: staging warns, it does not page' }),
  slackFunctionName: functionName.optional(),
  pagerdutyFunctionName: functionName.optional(),
  deadLetterQueueName: queueName.optional().meta({ description: 'Queue of the alerts that reached nobody; named by CloudFormation when absent' }),
  critical: topic.optional(),
  warning: topic.optional(),
  info: topic.optional(),
}).refine(({ critical, warning, info }) => critical !== undefined || warning !== undefined || info !== undefined, {
  error: 'at least one topic (critical, warning or info) is required',
});
export type Notifications = z.output<typeof notifications>;
export type Topic = z.output<typeof topic>;
export type Severity = z.output<typeof severity>;
