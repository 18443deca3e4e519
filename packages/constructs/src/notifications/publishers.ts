import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { partitionOf } from '../partition';

/** Where a stack lives; literal values, so that a statement can be printed for a person. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

type Conditions = Record<string, Record<string, string>>;

/** A service that sends to the alert topics. */
interface Publisher {
  readonly sid: string;
  readonly service: string;
  readonly conditions: (place: Place) => Conditions;
}

const PUBLISHERS: readonly Publisher[] = [
  {
    sid: 'AllowCloudWatchAlarms',
    service: 'cloudwatch.amazonaws.com',
    conditions: ({ account, region }) => ({
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partitionOf(region).name}:cloudwatch:${region}:${account}:alarm:*` },
    }),
  },
  // EventBridge's call to KMS carries neither SourceAccount nor SourceArn: a condition would drop every message
  { sid: 'AllowEventBridge', service: 'events.amazonaws.com', conditions: () => ({}) },
];

/** Lets every publisher send to a topic; once a topic has a policy, it must name each of them. */
export function publishStatements(place: Place, topicArn: string): PolicyStatement[] {
  return PUBLISHERS.map(
    ({ sid, service, conditions }) =>
      new PolicyStatement({ sid, principals: [new ServicePrincipal(service)], actions: ['sns:Publish'], resources: [topicArn], conditions: conditions(place) }),
  );
}

/** Lets every publisher use the customer key of a topic: without it CloudWatch publishes nothing and says nothing. */
export function keyStatements(place: Place): PolicyStatement[] {
  return PUBLISHERS.map(({ sid, service, conditions }) => keyStatement(sid, service, conditions(place)));
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
