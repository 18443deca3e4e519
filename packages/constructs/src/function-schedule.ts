import { CfnRule } from 'aws-cdk-lib/aws-events';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import type { Function } from 'aws-cdk-lib/aws-lambda';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';

/** A call that is an hour late would do what the next ones have done: each makes up for those before it. */
const RETRY_POLICY = { maximumEventAgeInSeconds: 3600, maximumRetryAttempts: 10 };

export interface FunctionScheduleProps {
  readonly ruleName: string;
  readonly description: string;
  /** Of EventBridge, such as `rate(5 minutes)`. */
  readonly scheduleExpression: string;
  /** Events that call the function beside the schedule. */
  readonly eventPattern?: object;
  readonly targetId: string;
  readonly function: Function;
  readonly deadLetters: IQueue;
}

/** The EventBridge rule that calls a function, which nothing else may. */
export class FunctionSchedule extends Construct {
  constructor(scope: Construct, id: string, { ruleName, description, scheduleExpression, eventPattern, targetId, function: target, deadLetters }: FunctionScheduleProps) {
    super(scope, id);
    const events = new ServicePrincipal('events.amazonaws.com');
    const rule = new CfnRule(this, 'Rule', {
      name: ruleName,
      description,
      scheduleExpression,
      ...(eventPattern && { eventPattern }),
      state: 'ENABLED',
      targets: [{ id: targetId, arn: target.functionArn, retryPolicy: RETRY_POLICY, deadLetterConfig: { arn: deadLetters.queueArn } }],
    });
    target.addPermission('Schedule', { principal: events, sourceArn: rule.attrArn });
    const sourceArn = Stack.of(this).formatArn({ service: 'events', resource: 'rule', resourceName: ruleName });
    deadLetters.addToResourcePolicy(
      new PolicyStatement({ sid: 'AllowUndeliveredCalls', principals: [events], actions: ['sqs:SendMessage'], resources: [deadLetters.queueArn], conditions: { ArnEquals: { 'aws:SourceArn': sourceArn } } }),
    );
  }
}
