import type { Audit } from '@payment-observability/config';
import { PolicyDocument, PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnResourcePolicy } from 'aws-cdk-lib/aws-logs';
import { Stack } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { EncryptionKeys } from '../encryption/encryption-keys';
import { encryptedLogGroup } from '../logs/encrypted-log-group';
import { logGroupArn } from '../logs/log-group-arn';
import { addNote, policyText } from '../notes';
import { KEEP } from '../removal-policy';
import { markSource } from '../source';

export interface ComplianceLogGroupProps {
  readonly audit: Audit;
  readonly keys: EncryptionKeys;
  /** Whether this is the stack of the environment's own Region. */
  readonly isHome: boolean;
}

/** Creates the log group that EventBridge writes audit events to, and the right to do so, unless they exist. Returns its name. */
export function complianceLogGroup(scope: Construct, id: string, { audit, keys, isHome }: ComplianceLogGroupProps): string {
  const { existing, logGroupName = existing, retentionDays, ownsResourcePolicy } = audit.logGroup;
  if (logGroupName === undefined) throw new Error('audit.logGroup: neither logGroupName nor existing; the loader should have refused the config');
  const group = new Construct(scope, id);
  markSource(group, 'audit', 'audit.logGroup');
  if (existing === undefined)
    encryptedLogGroup(group, 'LogGroup', { logGroupName, retentionDays, keys, encryptionKey: audit.encryptionKey, removalPolicy: KEEP });
  else if (!isHome) addRegionNote(group, existing);
  const statement = deliveryStatement(group);
  if (existing === undefined && ownsResourcePolicy) addResourcePolicy(group, statement);
  else addResourcePolicyNote(group, statement);
  return logGroupName;
}

/** One statement for all groups below /aws/events/: an account has 10 such policies a Region, and other stacks can share it. */
function deliveryStatement(scope: Construct): PolicyStatement {
  return new PolicyStatement({
    principals: [new ServicePrincipal('events.amazonaws.com'), new ServicePrincipal('delivery.logs.amazonaws.com')],
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    resources: [`${logGroupArn(scope, '/aws/events/*')}:*`],
  });
}

function addResourcePolicy(scope: Construct, statement: PolicyStatement): void {
  const stack = Stack.of(scope);
  new CfnResourcePolicy(scope, 'ResourcePolicy', {
    policyName: `${stack.stackName}-events`,
    policyDocument: stack.toJsonString(new PolicyDocument({ statements: [statement] })),
  });
}

function addResourcePolicyNote(scope: Construct, statement: PolicyStatement): void {
  addNote(scope, {
    title: 'CloudWatch Logs needs a resource policy for EventBridge',
    text: 'This stack does not own the policy. Without this statement in a resource policy of CloudWatch Logs (aws logs put-resource-policy), the audit events go to the dead-letter queue.',
    code: policyText(scope, statement),
    path: 'audit.logGroup',
  });
}

function addRegionNote(scope: Construct, logGroupName: string): void {
  const { region } = Stack.of(scope);
  addNote(scope, {
    title: `Log group ${logGroupName} must exist in ${region} too`,
    text: `Some audit events exist in ${region} only, and EventBridge delivers within a Region.`,
    path: 'audit.logGroup.existing',
  });
}
