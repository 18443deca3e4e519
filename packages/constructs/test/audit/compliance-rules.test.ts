import { Match } from 'aws-cdk-lib/assertions';
import { SOURCE_METADATA } from '../../src/source';
import { auditOf, idOf, LOG_GROUP, onlyProperties, rule } from './audit-stack';

const databases = { rules: { databases: rule() } };
const iam = rule({ ruleName: 'acme-iam', source: 'aws.iam', eventSource: 'iam.amazonaws.com', eventNames: ['CreateUser', 'DeleteUser'] });
const kms = rule({ ruleName: 'acme-keys', source: 'aws.kms', eventSource: 'kms.amazonaws.com', eventNames: ['Decrypt'], readOnlyEvents: true, ownKeysOnly: true });
const GROUP_ARN = `arn:aws:logs:eu-west-1:111111111111:log-group:${LOG_GROUP}`;
const DELIVERY = {
  Effect: 'Allow',
  Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
  Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
  Resource: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/events/*:*',
};

test('a rule matches the calls and hands them to the log group, without a role', () => {
  const { template } = auditOf(databases);
  template.hasResource('AWS::Events::Rule', {
    Metadata: { [SOURCE_METADATA]: { section: 'audit', path: 'audit.rules.databases' } },
  });
  expect(onlyProperties(template, 'AWS::Events::Rule')).toEqual({
    Name: 'acme-databases',
    Description: `Records rds.amazonaws.com calls in ${LOG_GROUP}`,
    State: 'ENABLED',
    EventPattern: {
      source: ['aws.rds'],
      'detail-type': ['AWS API Call via CloudTrail'],
      detail: { eventSource: ['rds.amazonaws.com'], eventName: ['CreateDBSnapshot'] },
    },
    Targets: [
      {
        Id: 'ComplianceLog',
        Arn: GROUP_ARN,
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [idOf(template, 'AWS::SQS::Queue'), 'Arn'] } },
        RetryPolicy: { MaximumEventAgeInSeconds: 86400, MaximumRetryAttempts: 185 },
      },
    ],
    Tags: [{ Key: 'Purpose', Value: 'Audit' }],
  });
});

test('a description of the config is kept', () => {
  auditOf({ rules: { databases: rule({ description: 'Snapshots' }) } }).template.hasResourceProperties('AWS::Events::Rule', { Description: 'Snapshots' });
});

test('read-only events need their own state', () => {
  auditOf({ rules: { kms } }).template.hasResourceProperties('AWS::Events::Rule', { State: 'ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS' });
});

test('own keys only: the ARNs of the keys in use, and no call that a service makes for itself', () => {
  const { template } = auditOf({ rules: { kms } }, { keys: { audit: {}, unused: {} } });
  template.hasResourceProperties('AWS::Events::Rule', {
    EventPattern: {
      detail: {
        eventSource: ['kms.amazonaws.com'],
        eventName: ['Decrypt'],
        resources: { ARN: [{ 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key', 'Encryptionaudit'), 'Arn'] }] },
        userIdentity: { type: [{ 'anything-but': ['AWSService'] }] },
      },
    },
  });
});

test('the log group is encrypted, kept 400 days and always retained', () => {
  const { template } = auditOf(databases);
  template.hasResource('AWS::Logs::LogGroup', {
    Properties: { LogGroupName: LOG_GROUP, RetentionInDays: 400, KmsKeyId: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key'), 'Arn'] } },
    DeletionPolicy: 'RetainExceptOnCreate',
    Metadata: { [SOURCE_METADATA]: { section: 'audit', path: 'audit.logGroup' } },
  });
});

test('one resource policy lets EventBridge write below /aws/events/', () => {
  const { template, notes } = auditOf({ rules: { databases: rule(), kms } });
  const { PolicyName, PolicyDocument } = onlyProperties(template, 'AWS::Logs::ResourcePolicy') as { PolicyName: string; PolicyDocument: string };
  expect(PolicyName).toBe('acme-dev-events');
  expect(JSON.parse(PolicyDocument)).toEqual({ Version: '2012-10-17', Statement: [DELIVERY] });
  expect(notes).toEqual([]);
});

test('the queue keeps undelivered events 14 days, encrypted, over TLS, from these rules', () => {
  const { template } = auditOf({ rules: { databases: rule(), kms } });
  const queueArn = { 'Fn::GetAtt': [idOf(template, 'AWS::SQS::Queue'), 'Arn'] };
  template.resourceCountIs('AWS::SQS::Queue', 1);
  template.hasResource('AWS::SQS::Queue', {
    Properties: { MessageRetentionPeriod: 1_209_600, KmsMasterKeyId: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key'), 'Arn'] } },
    DeletionPolicy: 'RetainExceptOnCreate',
  });
  const { PolicyDocument } = onlyProperties(template, 'AWS::SQS::QueuePolicy') as { PolicyDocument: { Statement: unknown[] } };
  expect(PolicyDocument.Statement).toEqual([
    { Effect: 'Deny', Principal: { AWS: '*' }, Action: 'sqs:*', Resource: queueArn, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    {
      Sid: 'AllowUndeliveredEvents',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
      Resource: queueArn,
      Condition: {
        ArnEquals: { 'aws:SourceArn': ['arn:aws:events:eu-west-1:111111111111:rule/acme-databases', 'arn:aws:events:eu-west-1:111111111111:rule/acme-keys'] },
      },
    },
  ]);
});

test('EventBridge may use the key without a condition, which would drop every message', () => {
  const { KeyPolicy } = onlyProperties(auditOf(databases).template, 'AWS::KMS::Key') as { KeyPolicy: { Statement: Record<string, unknown>[] } };
  expect(KeyPolicy.Statement.find(({ Sid }) => Sid === 'AllowEventBridge')).toEqual({
    Sid: 'AllowEventBridge',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
    Resource: '*',
  });
});

test('without a rule there is neither log group nor queue nor policy', () => {
  const { template, notes } = auditOf({});
  expect(template.toJSON()).not.toHaveProperty('Resources');
  expect(notes).toEqual([]);
});

describe('what exists already', () => {
  const policyNote = {
    title: 'CloudWatch Logs needs a resource policy for EventBridge',
    text: 'This stack does not own the policy. Without this statement in a resource policy of CloudWatch Logs (aws logs put-resource-policy), the audit events go to the dead-letter queue.',
    path: 'audit.logGroup',
  };

  test('an existing log group is written to; the statement becomes a note', () => {
    const { template, notes } = auditOf({ ...databases, logGroup: { existing: '/aws/events/there' } });
    template.resourceCountIs('AWS::Logs::LogGroup', 0);
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
    template.hasResourceProperties('AWS::Events::Rule', { Targets: [{ Arn: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/events/there' }] });
    expect(notes).toMatchObject([policyNote]);
    expect(JSON.parse(notes[0]?.code ?? '')).toEqual(DELIVERY);
  });

  test('a policy that others own is not created', () => {
    const { template, notes } = auditOf({ ...databases, logGroup: { logGroupName: LOG_GROUP, ownsResourcePolicy: false } });
    template.resourceCountIs('AWS::Logs::LogGroup', 1);
    template.resourceCountIs('AWS::Logs::ResourcePolicy', 0);
    expect(notes).toMatchObject([policyNote]);
  });

  test('an existing log group must exist in the other Region too', () => {
    const { notes } = auditOf({ rules: { iam }, logGroup: { existing: '/aws/events/there' } }, { stack: 'us-east-1' });
    expect(notes).toContainEqual({
      title: 'Log group /aws/events/there must exist in us-east-1 too',
      text: 'Some audit events exist in us-east-1 only, and EventBridge delivers within a Region.',
      path: 'audit.logGroup.existing',
    });
  });
});

describe('a home outside of us-east-1', () => {
  const both = { rules: { databases: rule(), iam } };

  test('keeps the rules of its own Region', () => {
    const { template } = auditOf(both);
    expect(onlyProperties(template, 'AWS::Events::Rule')['Name']).toBe('acme-databases');
  });

  test('has the IAM rule in us-east-1, with log group, key, policy and queue there', () => {
    const { template } = auditOf(both, { stack: 'us-east-1', keys: { audit: { existing: 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012' } } });
    template.hasResourceProperties('AWS::Events::Rule', {
      Name: 'acme-iam',
      EventPattern: { source: ['aws.iam'], detail: { eventName: ['CreateUser', 'DeleteUser'] } },
      Targets: [Match.objectLike({ Arn: `arn:aws:logs:us-east-1:111111111111:log-group:${LOG_GROUP}` })],
    });
    const key = { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key'), 'Arn'] };
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: LOG_GROUP, KmsKeyId: key });
    template.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: key });
    template.hasResourceProperties('AWS::KMS::Key', { KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'logs.us-east-1.amazonaws.com' } })]) } });
    template.hasResourceProperties('AWS::Logs::ResourcePolicy', { PolicyDocument: Match.stringLikeRegexp('arn:aws:logs:us-east-1:111111111111:log-group:/aws/events/') });
  });

  test('a home in us-east-1 needs no second Region', () => {
    const { template } = auditOf(both, { where: { region: 'us-east-1' } });
    template.resourceCountIs('AWS::Events::Rule', 2);
  });
});

test('logical ids do not depend on the order of the rules', () => {
  const ids = (rules: Record<string, unknown>) => Object.keys(auditOf({ rules }).template.findResources('AWS::Events::Rule')).sort();
  expect(ids({ databases: rule(), kms })).toEqual(ids({ kms, databases: rule() }));
});
