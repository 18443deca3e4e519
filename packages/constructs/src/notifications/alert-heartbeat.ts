import type { Config, Notifications, Severity } from '@payment-observability/config';
import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Function, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Duration, Stack, Tags } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { acknowledge, INLINE_POLICY, wildcardFinding } from '../acknowledge';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { FunctionSchedule } from '../function-schedule';
import { handlerAsset } from '../handler-asset';
import { LimitError } from '../limit-error';
import type { LogGroups } from '../logs/log-groups';
import { addNote } from '../notes';
import { markSource } from '../source';
import { ALERT_METRICS_NAMESPACE, systemOf } from './alert-context';
import type { DeadLetterQueue } from './dead-letter-queue';
import type { HeartbeatTopic } from './heartbeat-topics';
import { notificationLogGroup } from './notification-log-group';

const TIMEOUT = Duration.seconds(60);
const MEMORY_MIB = 256;
/** Of the name of a function and of a rule. */
const MAX_NAME = 64;
/** Of the list of topics and channels, so that all variables stay within Lambda's 4 KB. */
const MAX_TOPICS_BYTES = 3000;

export interface AlertHeartbeatProps {
  readonly config: Config;
  readonly notifications: Notifications;
  readonly keys: EncryptionKeys;
  readonly logs: LogGroups | undefined;
  readonly topics: readonly HeartbeatTopic[];
  readonly topicArn: (severity: Severity) => string;
  readonly deadLetters: DeadLetterQueue;
}

/**
 * The function that proves each alert route: once a day it looks what the notifiers delivered, and publishes a message to each topic
 * that is due one. It also runs when its stack has been deployed, so that a new route is proved at once.
 */
export class AlertHeartbeat extends Construct {
  readonly #props: AlertHeartbeatProps;

  constructor(scope: Construct, id: string, props: AlertHeartbeatProps) {
    super(scope, id);
    this.#props = props;
    markSource(this, 'notifications', 'notifications.heartbeat');
    const { config, notifications, keys, deadLetters } = props;
    const functionName = heartbeatName(config, notifications, 'functionName');
    const logGroup = notificationLogGroup(this, props, functionName);
    const handler = new Function(this, 'Function', {
      functionName,
      description: 'Proves that alerts reach people',
      runtime: Runtime.NODEJS_22_X,
      architecture: Architecture.ARM_64,
      code: handlerAsset(this, 'alert-heartbeat'),
      handler: 'index.handler',
      timeout: TIMEOUT,
      memorySize: MEMORY_MIB,
      environment: this.#environment(),
      // its policy is complete: CDK would add a second one for the queue
      role: this.#role(logGroup).withoutPolicyUpdates(),
      logGroup,
      deadLetterQueue: deadLetters,
    });
    acknowledge(handler, {
      'AwsSolutions-L1': 'The handlers are built and tested for Node.js 22, which Lambda supports.',
      'PCI.DSS.321-LambdaInsideVPC': 'Calls SNS and CloudWatch over TLS; it never sees cardholder data.',
    });
    keys.allowEventBridge(notifications.encryptionKey);
    new FunctionSchedule(this, 'Schedule', {
      ruleName: heartbeatName(config, notifications, 'ruleName'),
      description: 'Calls the heartbeat of the alert routes',
      scheduleExpression: 'rate(1 day)',
      eventPattern: {
        source: ['aws.cloudformation'],
        'detail-type': ['CloudFormation Stack Status Change'],
        detail: { 'stack-id': [Stack.of(this).stackId], 'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] } },
      },
      targetId: 'Heartbeat',
      function: handler,
      deadLetters,
    });
    Tags.of(this).add('Purpose', 'AlertHeartbeat');
    for (const topic of props.topics) if (topic.existing !== undefined) this.#addExistingNote(topic, functionName);
  }

  #environment(): Record<string, string> {
    const { config, notifications, topics, topicArn } = this.#props;
    const listed = topics.map(({ severity, receivers: { native, byFunction } }) => {
      const emails = native.filter((path) => path.startsWith('emails.')).length;
      return { severity, arn: topicArn(severity), channels: byFunction, toConfirm: { email: emails, https: native.length - emails } };
    });
    const bytes = Buffer.byteLength(JSON.stringify(listed));
    if (bytes > MAX_TOPICS_BYTES) throw new LimitError('notifications', `the names of its channels take ${bytes} bytes, the environment of the heartbeat function at most ${MAX_TOPICS_BYTES}: shorten the ids of webhooks, or switch notifications.heartbeat off`);
    return {
      ALERT_METRICS_NAMESPACE,
      SYSTEM: systemOf(config),
      ACCOUNT: config.environment.account,
      INTERVAL_DAYS: String(notifications.heartbeat.intervalDays),
      TOPICS: Stack.of(this).toJsonString(listed),
    };
  }

  #role(logGroup: ILogGroup): Role {
    const { topics, topicArn, deadLetters } = this.#props;
    const { region } = Stack.of(this);
    const allow = (actions: string[], resources: string[], conditions = {}) => new PolicyStatement({ actions, resources, conditions });
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        Heartbeat: new PolicyDocument({
          statements: [
            allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [logGroup.logGroupArn]),
            allow(['sns:ListSubscriptionsByTopic', 'sns:Publish'], topics.map(({ severity }) => topicArn(severity))),
            allow(['sqs:SendMessage'], [deadLetters.queueArn]),
            allow(['kms:Decrypt', 'kms:GenerateDataKey'], [deadLetters.keyArn], { StringEquals: { 'kms:ViaService': ['sns', 'sqs'].map((service) => `${service}.${region}.amazonaws.com`) } }),
            // it knows no resource
            allow(['cloudwatch:GetMetricData'], ['*']),
          ],
        }),
      },
    });
    acknowledge(role, { ...INLINE_POLICY, [wildcardFinding(role, '*')]: 'Reading metrics knows no resources.' });
    return role;
  }

  #addExistingNote({ severity }: HeartbeatTopic, functionName: string): void {
    addNote(this, {
      title: `Topic of ${severity} alerts must take the heartbeat`,
      text: `The function ${functionName} publishes to the topic and lists its subscriptions. If the topic is of another account, its policy must allow the role of the function sns:Publish and sns:ListSubscriptionsByTopic; if it is encrypted, the policy of its key must allow the role kms:Decrypt and kms:GenerateDataKey.`,
      path: `notifications.${severity}.existing`,
    });
  }
}

function heartbeatName({ name, environment }: Config, { heartbeat }: Notifications, key: 'functionName' | 'ruleName'): string {
  const chosen = heartbeat[key] ?? `${name}-${environment.name}-alert-heartbeat`;
  if (chosen.length > MAX_NAME) throw new LimitError(`notifications.heartbeat.${key}`, `${chosen} has ${chosen.length} characters, a name at most ${MAX_NAME}: give it a shorter one here`);
  return chosen;
}
