import { z } from 'zod';
import { arn, collection, entry, line, refTo, severity } from './fields';

const secretName = z
  .string()
  .regex(/^[A-Za-z0-9/_+=.@{}-]{1,512}$/, { error: 'the name of a Secrets Manager secret, never its value (no webhook URL, no token)' })
  .meta({ sensitive: true });

const topic = entry({
  topicName: z.string().regex(/^[A-Za-z0-9_\-{}]{1,256}$/, { error: 'a topic name: letters, digits, hyphens and underscores, 256 at most' }).optional(),
  existing: arn('sns').optional().meta({ description: 'ARN of a topic that exists: used, never changed' }),
  displayName: line.max(100).optional(),
  emails: collection(z.email()).meta({ description: 'Addresses by id; each must confirm its subscription' }),
  slack: entry({ secret: secretName, heading: line.max(150).default('Payment System Alert') }).optional(),
});

/** One topic for each severity, and who hears it. */
export const notifications = entry({
  encryptionKey: refTo('encryption.keys'),
  maxSeverity: severity.default('critical').meta({ description: 'Nothing is sent above this severity: staging warns, it does not page' }),
  slackFunctionName: line.max(64).optional(),
  critical: topic,
  warning: topic,
  info: topic,
});
export type Notifications = z.output<typeof notifications>;
export type Topic = z.output<typeof topic>;
export type Severity = z.output<typeof severity>;
