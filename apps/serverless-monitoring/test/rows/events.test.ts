import { rule, topicName, world, type Properties } from '../serverless-monitoring';

const LOG = 'arn:aws:logs:us-east-1:111111111111:log-group:/aws/events/payments-dev-events';
const API_CALL = 'AWS API Call via CloudTrail';
const calls = (name: string) => rule(name) as Properties & { readonly EventPattern: { readonly detail: { readonly eventName: string[] } }; readonly Targets: { readonly Arn: unknown }[] };

test.each([
  ['iam-changes', 'aws.iam', 'iam.amazonaws.com', ['CreateUser', 'DeleteUser', 'AttachUserPolicy', 'DetachUserPolicy', 'CreateAccessKey', 'DeleteAccessKey']],
  ['security-groups', 'aws.ec2', 'ec2.amazonaws.com', ['AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress']],
  ['database-access', 'aws.rds', 'rds.amazonaws.com', ['CreateDBSnapshot', 'DeleteDBSnapshot', 'ModifyDBInstance', 'CreateDBInstanceReadReplica']],
  ['table-changes', 'aws.dynamodb', 'dynamodb.amazonaws.com', ['UpdateTable', 'DeleteTable']],
  ['kms-key-usage', 'aws.kms', 'kms.amazonaws.com', ['Decrypt', 'Encrypt', 'GenerateDataKey', 'CreateGrant', 'RevokeGrant', 'DisableKey', 'ScheduleKeyDeletion']],
  ['trail-tampering', 'aws.cloudtrail', 'cloudtrail.amazonaws.com', ['StopLogging', 'DeleteTrail']],
  ['log-tampering', 'aws.logs', 'logs.amazonaws.com', ['DeleteLogGroup']],
  ['alarm-tampering', 'aws.monitoring', 'monitoring.amazonaws.com', ['DisableAlarmActions', 'DeleteAlarms', 'PutAlarmMuteRule']],
])('S22 service events for audit: %s', (name, source, eventSource, eventNames) => {
  const found = calls(`payments-dev-audit-${name}`);
  expect(found.EventPattern).toMatchObject({ source: [source], 'detail-type': [API_CALL], detail: { eventSource: [eventSource] } });
  expect(found.EventPattern.detail.eventName).toEqual(expect.arrayContaining(eventNames));
  expect(found.Targets[0]?.Arn).toBe(LOG);
});

test('S22 read-only calls on own keys need their own state', () => {
  expect(rule('payments-dev-audit-kms-key-usage')['State']).toBe('ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS');
});

test('S22 IAM events exist in us-east-1 only: at home elsewhere a second stack hears them', () => {
  const { home, 'us-east-1': usEast1 } = world.synthesize('', 'eu-west-1');
  expect(JSON.stringify(home?.findResources('AWS::Events::Rule'))).not.toContain('aws.iam');
  expect(JSON.stringify(usEast1?.findResources('AWS::Events::Rule'))).toContain('payments-dev-audit-iam-changes');
});

test('S23 alarm and system events: CloudWatch Alarm State Change, AWS Health', () => {
  expect(rule('payments-dev-alarm-states')).toMatchObject({ State: 'ENABLED', EventPattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] }, Targets: [{ Arn: LOG }] });
  const { EventPattern, Targets } = rule('payments-dev-aws-health') as { EventPattern: unknown; Targets: [{ Arn: unknown }, { Arn: unknown }] };
  expect(EventPattern).toEqual({ source: ['aws.health'], 'detail-type': ['AWS Health Event'] });
  expect([Targets[0].Arn, topicName(Targets[1].Arn)]).toEqual([LOG, 'payments-dev-warning']);
});
