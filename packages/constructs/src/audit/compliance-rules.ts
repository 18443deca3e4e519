import type { Audit, Severity } from '@payment-observability/config';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Queue, QueueEncryption } from 'aws-cdk-lib/aws-sqs';
import { Duration, Lazy, Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge } from '../acknowledge';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { logGroupArn } from '../logs/log-group-arn';
import { addNote } from '../notes';
import type { AlertRoutes } from '../notifications/alert-routes';
import { KEEP } from '../removal-policy';
import { markSource } from '../source';
import { complianceLogGroup } from './compliance-log-group';

type Rules = Audit['rules'];

export interface ComplianceRulesProps {
  readonly audit: Audit;
  /** The rules of this stack. */
  readonly rules: Rules;
  readonly keys: EncryptionKeys;
  readonly routes: AlertRoutes | undefined;
  readonly isHome: boolean;
}

/** EventBridge's own defaults, written out so that they are reviewed: a day, 185 attempts. */
const RETRY_POLICY = { maximumEventAgeInSeconds: 86_400, maximumRetryAttempts: 185 };

/** EventBridge rules that record events in the compliance log group, and tell a topic; what cannot be delivered waits in a queue. */
export class ComplianceRules extends Construct {
  readonly #keys: EncryptionKeys;

  constructor(scope: Construct, id: string, { audit, rules, keys, routes, isHome }: ComplianceRulesProps) {
    super(scope, id);
    markSource(this, 'audit', 'audit.rules');
    this.#keys = keys;
    const logGroupName = complianceLogGroup(this, 'Log', { audit, keys, isHome });
    const deadLetters = this.#deadLetterQueue(audit, Object.values(rules).map(({ ruleName }) => ruleName));
    const delivery = { deadLetterConfig: { arn: deadLetters.queueArn }, retryPolicy: RETRY_POLICY };
    for (const [rule, settings] of Object.entries(rules)) {
      const entry = new Construct(this, rule);
      markSource(entry, 'audit', `audit.rules.${rule}`);
      const topicArn = settings.notify && topicFor(entry, rule, settings.notify, routes);
      new CfnRule(entry, 'Rule', {
        name: settings.ruleName,
        description: settings.description ?? `Records ${settings.detailTypes?.join(' and ') ?? `${settings.eventSource} calls`} in ${logGroupName}`,
        state: settings.readOnlyEvents ? 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' : 'ENABLED',
        eventPattern: this.#pattern(settings),
        targets: [
          // no role: EventBridge writes to a log group by the resource policy of Logs, and to a topic by the topic's
          { id: 'ComplianceLog', arn: logGroupArn(this, logGroupName), ...delivery },
          ...(topicArn === undefined ? [] : [{ id: 'Topic', arn: topicArn, ...delivery }]),
        ],
      });
    }
  }

  #pattern(settings: Rules[string]): Record<string, unknown> {
    if (settings.detailTypes) return { source: [settings.source], 'detail-type': settings.detailTypes };
    return { source: [settings.source], 'detail-type': ['AWS API Call via CloudTrail'], detail: this.#detail(settings) };
  }

  #detail({ eventSource, eventNames, ownKeysOnly }: Rules[string]): Record<string, unknown> {
    return {
      eventSource: [eventSource],
      eventName: eventNames,
      ...(ownKeysOnly && {
        resources: { ARN: Lazy.uncachedList({ produce: () => this.#keys.arnsInUse() }) },
        // what a service does for itself: CloudWatch Logs uses the key when it writes the very event, which would be one more event
        userIdentity: { type: [{ 'anything-but': ['AWSService'] }] },
      }),
    };
  }

  #deadLetterQueue({ encryptionKey, deadLetterQueueName }: Audit, ruleNames: readonly string[]): Queue {
    const events = new ServicePrincipal('events.amazonaws.com');
    const queue = new Queue(this, 'DeadLetters', {
      encryption: QueueEncryption.KMS,
      encryptionMasterKey: this.#keys.key(encryptionKey),
      enforceSSL: true,
      retentionPeriod: Duration.days(14),
      removalPolicy: KEEP,
      ...(deadLetterQueueName !== undefined && { queueName: deadLetterQueueName }),
    });
    acknowledge(queue, { 'AwsSolutions-SQS3': 'This is the dead-letter queue of the audit rules.' });
    const stack = Stack.of(this);
    const ruleArns = ruleNames.map((name) => stack.formatArn({ service: 'events', resource: 'rule', resourceName: name }));
    queue.addToResourcePolicy(
      new PolicyStatement({ sid: 'AllowUndeliveredEvents', principals: [events], actions: ['sqs:SendMessage'], resources: [queue.queueArn], conditions: { ArnEquals: { 'aws:SourceArn': ruleArns } } }),
    );
    this.#keys.allowEventBridge(encryptionKey);
    return queue;
  }
}

/** EventBridge delivers within a Region: in another Region than the topics the events are recorded only. */
function topicFor(entry: Construct, rule: string, severity: Severity, routes: AlertRoutes | undefined): string | undefined {
  if (routes) return routes.topicArn(severity);
  addNote(entry, {
    title: `Events of ${rule} in ${Stack.of(entry).region} tell nobody`,
    text: 'There is no topic in this Region; the events are recorded in the log group.',
    path: `audit.rules.${rule}.notify`,
  });
  return undefined;
}
