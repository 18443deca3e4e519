import { z } from 'zod';
import { arn, collection, entry, line, positive, queueName, refTo, retentionDays, ruleDescription, ruleName, severity } from './fields';
import { bucket } from './metrics';

/** CloudTrail with its bucket, and the EventBridge rules that record security-relevant calls. */
export const audit = entry({
  encryptionKey: refTo('encryption.keys'),
  logGroup: entry({
    logGroupName: z.string().regex(/^\/aws\/events\/[.\-_/#A-Za-z0-9{}]+$/, { error: 'a log group name that begins with /aws/events/' }).optional(),
    existing: z.string().optional().meta({ description: 'Name of a log group below /aws/events/ that exists' }),
    retentionDays: retentionDays.default(400),
    ownsResourcePolicy: z.boolean().default(true).meta({ description: 'Create the Logs resource policy that lets EventBridge write (10 an account and Region)' }),
  }).refine((group) => group.existing !== undefined || group.logGroupName !== undefined, { error: 'logGroupName or existing is required' }),
  trail: entry({
    trailName: line.max(128).optional(),
    existing: arn('cloudtrail', 'trail/.+').optional().meta({ description: 'ARN of a trail that exists: nothing is created' }),
    s3DataEventsPrefix: line.optional().meta({ description: 'Object events of the buckets whose names begin with this' }),
    logGroupName: line.optional().meta({ description: 'Log group the trail is delivered to' }),
    logRetentionDays: retentionDays.default(400),
    bucket: entry({
      ...bucket,
      archiveAfterDays: z.number().int().min(90).default(90).meta({ description: 'Days until Glacier; PCI DSS 10.5.1 wants three months at hand' }),
      expireDays: positive.default(2555),
      objectLockDays: positive.optional().meta({ description: 'Days for which no object can be changed or deleted' }),
    }).prefault({}),
  }).optional(),
  deadLetterQueueName: queueName.optional().meta({ description: 'Queue of the events that could not be delivered; named by CloudFormation when absent' }),
  rules: collection(
    entry({
      ruleName,
      description: ruleDescription.optional(),
      source: z.string().regex(/^aws\.[a-z0-9-]+$/, { error: 'a source such as aws.iam' }),
      eventSource: z.string().regex(/^[a-z0-9-]+\.amazonaws\.com$/, { error: 'an event source such as iam.amazonaws.com' }).optional(),
      eventNames: z.array(line).min(1).optional(),
      detailTypes: z.array(line).min(1).optional().meta({ description: 'Events that are no API calls, for example CloudWatch Alarm State Change; in place of eventSource and eventNames' }),
      readOnlyEvents: z.boolean().default(false).meta({ description: 'Also read-only management events (Decrypt, Encrypt, …)' }),
      ownKeysOnly: z.boolean().default(false).meta({ description: 'Only calls on the keys of this config' }),
      notify: severity.optional().meta({ description: 'Topic that is told too' }),
    }).superRefine((rule, context) => {
      const callsOnly = (['readOnlyEvents', 'ownKeysOnly'] as const).filter((key) => rule.detailTypes !== undefined && rule[key]);
      for (const key of callsOnly) context.addIssue({ code: 'custom', message: `${key} is about API calls, a rule with detailTypes has none`, path: [key] });
      const calls = rule.eventSource !== undefined && rule.eventNames !== undefined;
      const partial = (rule.eventSource !== undefined) !== (rule.eventNames !== undefined);
      if (partial || calls === (rule.detailTypes !== undefined))
        context.addIssue({ code: 'custom', message: 'either eventSource and eventNames (API calls) or detailTypes (other events) are required', path: [] });
    }),
  ),
});
export type Audit = z.output<typeof audit>;
