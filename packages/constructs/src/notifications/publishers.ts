import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { partitionOf } from '../partition';

/** Where a stack lives; literal values, so that a statement can be printed for a person. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

type Conditions = Record<string, Record<string, string>>;

/** A service that sends to an alert topic. */
interface Publisher {
  readonly sid: string;
  readonly service: string;
  readonly conditions: (place: Place) => Conditions;
}

/** `alarms` and `events` send to every topic, `budgets` to those that a budget names. */
export type PublisherId = keyof typeof PUBLISHERS;

const PUBLISHERS = {
  alarms: {
    sid: 'AllowCloudWatchAlarms',
    service: 'cloudwatch.amazonaws.com',
    conditions: ({ account, region }) => ({
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partitionOf(region).name}:cloudwatch:${region}:${account}:alarm:*` },
    }),
  },
  // EventBridge's call to KMS carries neither SourceAccount nor SourceArn: a condition would drop every message
  events: { sid: 'AllowEventBridge', service: 'events.amazonaws.com', conditions: () => ({}) },
  budgets: {
    sid: 'AllowBudgets',
    service: 'budgets.amazonaws.com',
    conditions: ({ account, region }) => ({
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partitionOf(region).name}:budgets::${account}:*` },
    }),
  },
} as const satisfies Record<string, Publisher>;

/** Lets the publishers send to a topic; once a topic has a policy, it must name each of them. */
export function publishStatements(publishers: readonly PublisherId[], place: Place, topicArn: string): PolicyStatement[] {
  return publishers.map((id) => {
    const { sid, service, conditions } = PUBLISHERS[id];
    return new PolicyStatement({ sid, principals: [new ServicePrincipal(service)], actions: ['sns:Publish'], resources: [topicArn], conditions: conditions(place) });
  });
}

/** Lets the publishers use the customer key of a topic: without it CloudWatch publishes nothing and says nothing. */
export function keyStatements(publishers: readonly PublisherId[], place: Place): PolicyStatement[] {
  return publishers.map((id) => keyStatement(PUBLISHERS[id].sid, PUBLISHERS[id].service, PUBLISHERS[id].conditions(place)));
}

/** Lets SNS write to the encrypted dead-letter queue of the topics. */
export function deadLetterKeyStatement({ account, region }: Place): PolicyStatement {
  return keyStatement('AllowSnsDeadLetters', 'sns.amazonaws.com', { ArnLike: { 'aws:SourceArn': `arn:${partitionOf(region).name}:sns:${region}:${account}:*` } });
}

function keyStatement(sid: string, service: string, conditions: Conditions): PolicyStatement {
  return new PolicyStatement({
    sid,
    principals: [new ServicePrincipal(service)],
    actions: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    resources: ['*'], // in a key policy: this key
    conditions,
  });
}
