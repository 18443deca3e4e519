import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { addNote, policyText } from '../notes';
import { logGroupArn } from './log-group-arn';

export interface EventsResourcePolicyProps {
  /** Whether this stack makes the policy; else a note says what it must hold. */
  readonly owned: boolean;
  /** Follows the name of the stack in the name of the policy. */
  readonly nameSuffix: string;
  /** What is lost without the policy, for the note. */
  readonly events: string;
  /** Where the config says who owns the policy. */
  readonly path: string;
}

/**
 * The resource policy of CloudWatch Logs that lets EventBridge write to log groups, which takes no role. One statement for all groups
 * below /aws/events/: an account has 10 such policies a Region, and other stacks can share it.
 */
export function eventsResourcePolicy(scope: Construct, { owned, nameSuffix, events, path }: EventsResourcePolicyProps): void {
  const statement = new PolicyStatement({
    principals: [new ServicePrincipal('events.amazonaws.com'), new ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${logGroupArn(scope, '/aws/events/*')}:*`],
  });
  if (owned) {
    const stack = Stack.of(scope);
    new CfnResourcePolicy(scope, 'ResourcePolicy', { policyName: `${stack.stackName}-${nameSuffix}`, policyDocument: stack.toJsonString(new PolicyDocument({ statements: [statement] })) });
    return;
  }
  addNote(scope, {
    title: 'CloudWatch Logs needs a resource policy for EventBridge',
    text: `This stack does not own the policy. Without this statement in a resource policy of CloudWatch Logs (aws logs put-resource-policy), ${events} go to the dead-letter queue.`,
    code: policyText(scope, statement),
    path,
  });
}
