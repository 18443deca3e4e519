import type { Metrics } from '@payment-observability/config';
import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** A run that is an hour late would do what the next ones have done: each makes up for those before it. */
const RETRY_POLICY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 };

export interface CollectorScheduleProps {
  readonly collector: NonNullable<Metrics['collector']>;
  readonly function: Function;
  readonly deadLetters: IQueue;
}

/** The EventBridge rule that calls the collector, and nothing else may. */
export class CollectorSchedule extends Construct {
  constructor(scope: Construct, id: string, { collector: { ruleName, everyMinutes }, function: collector, deadLetters }: CollectorScheduleProps) {
    super(scope, id);
    const events = new ServicePrincipal('events.amazonaws.com');
    const rule = new CfnRule(this, 'Rule', {
      name: ruleName,
      description: 'Calls the metric collector',
      scheduleExpression: `rate(${everyMinutes} ${everyMinutes === 1 ? 'minute' : 'minutes'})`,
      state: 'ENABLED',
      targets: [{ id: 'Collector', arn: collector.functionArn, retryPolicy: RETRY_POLICY, deadLetterConfig: { arn: deadLetters.queueArn } }],
    });
    collector.addPermission('Schedule', { principal: events, sourceArn: rule.attrArn });
    const sourceArn = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: ruleName });
    deadLetters.addToResourcePolicy(
      new PolicyStatement({ sid: 'AllowUndeliveredCalls', principals: [events], actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn], conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } } }),
    );
  }
}
