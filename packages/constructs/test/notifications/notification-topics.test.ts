import { Match } from 'aws-cdk-lib/assertions';
import { ALERTS, alarmNamed, homeStack, homeTemplate, propertiesOf } from '../home-stack';
import { notesOf } from '../../src/notes';

const ACCOUNT = '111111111111';
const FROM_CLOUDWATCH = { StringEquals: { 'aws:SourceAccount': ACCOUNT }, ArnLike: { 'aws:SourceArn': `arn:aws:cloudwatch:eu-west-1:${ACCOUNT}:alarm:*` } };
const EXISTING = `arn:aws:sns:eu-west-1:${ACCOUNT}:oncall`;
const SLACK = { secret: 'acme/{env}/slack' };

type Changes = Readonly<Record<string, unknown>>;
const sectionsOf = (changes: Changes, sections: Changes = {}) => ({ ...ALERTS, ...sections, notifications: { ...ALERTS.notifications, ...changes } });
const templateOf = (changes: Changes = {}, sections: Changes = {}) => homeTemplate(sectionsOf(changes, sections));
const topicNamed = (name: string) => (properties: Changes) => properties['TopicName'] === name;
const ref = (pattern: RegExp) => expect.stringMatching(pattern) as string;

function keyStatements(changes: Changes): unknown[] {
  const key = propertiesOf(templateOf(changes), 'AWS::KMS::Key') as { KeyPolicy: { Statement: unknown[] } };
  return key.KeyPolicy.Statement.slice(1);
}

describe('a topic', () => {
  test('has name, display name, customer key and severity', () => {
    const topic = propertiesOf(templateOf({ warning: { topicName: 'acme-dev-warning', displayName: 'Warnings' } }), 'AWS::SNS::Topic', topicNamed('acme-dev-warning'));
    expect(topic).toMatchObject({
      DisplayName: 'Warnings',
      KmsMasterKeyId: { 'Fn::GetAtt': [ref(/^EncryptionalertsKey/), 'Arn'] },
      Tags: expect.arrayContaining([{ Key: 'Severity', Value: 'Warning' }]) as unknown,
    });
  });

  test('lets CloudWatch alarms of this account and EventBridge publish, and nobody over plain HTTP', () => {
    const template = templateOf();
    template.resourceCountIs('AWS::SNS::TopicPolicy', 3);
    const policy = Object.values(template.findResources('AWS::SNS::TopicPolicy'))[0] as { Properties: { PolicyDocument: { Statement: unknown[] } } };
    const Resource = { Ref: ref(/^NotificationscriticalTopic/) };
    expect(policy.Properties.PolicyDocument.Statement).toEqual([
      { Sid: 'AllowPublishThroughSSLOnly', Effect: 'Deny', Principal: '*', Action: 'sns:Publish', Resource, Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      { Sid: 'AllowCloudWatchAlarms', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource, Condition: FROM_CLOUDWATCH },
      { Sid: 'AllowEventBridge', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource },
    ]);
  });

  test('its key serves each publisher; EventBridge without a condition, which would drop every message', () => {
    const use = ['kms:Decrypt', 'kms:GenerateDataKey*'];
    expect(keyStatements({})).toEqual([
      { Sid: 'AllowCloudWatchAlarms', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: use, Resource: '*', Condition: FROM_CLOUDWATCH },
      { Sid: 'AllowEventBridge', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: use, Resource: '*' },
    ]);
  });

  test('the ARNs of another partition are its own', () => {
    const json = JSON.stringify(homeTemplate(sectionsOf({}), { region: 'us-gov-west-1' }).toJSON());
    expect(json).toContain(`arn:aws-us-gov:cloudwatch:us-gov-west-1:${ACCOUNT}:alarm:*`);
  });
});

describe('e-mail', () => {
  const EMAILS = { critical: { emails: { oncall: 'oncall@example.com', lead: 'lead@example.com' } }, info: { emails: { team: 'team@example.com' } } };

  test('every address of every severity is subscribed, with the dead-letter queue', () => {
    const template = templateOf(EMAILS);
    template.resourceCountIs('AWS::SNS::Subscription', 3);
    template.hasResource('AWS::SNS::Subscription', {
      Properties: {
        Protocol: 'email',
        Endpoint: 'team@example.com',
        TopicArn: { Ref: Match.stringLikeRegexp('^NotificationsinfoTopic') },
        RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NotificationsUndelivered'), 'Arn'] } },
      },
      Metadata: { 'payment-observability': { section: 'notifications', path: 'notifications.info.emails.team' } },
    });
  });

  test('the dead-letter queue is encrypted, keeps 14 days, and takes from the subscribed topics only', () => {
    const template = templateOf(EMAILS);
    expect(propertiesOf(template, 'AWS::SQS::Queue')).toMatchObject({ KmsMasterKeyId: { 'Fn::GetAtt': [ref(/^EncryptionalertsKey/), 'Arn'] }, MessageRetentionPeriod: 1_209_600 });
    const { PolicyDocument } = propertiesOf(template, 'AWS::SQS::QueuePolicy') as { PolicyDocument: { Statement: unknown[] } };
    expect(PolicyDocument.Statement).toMatchObject([
      { Effect: 'Deny', Action: 'sqs:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
      {
        Effect: 'Allow',
        Action: 'sqs:SendMessage',
        Principal: { Service: 'sns.amazonaws.com' },
        Condition: { ArnEquals: { 'aws:SourceArn': [{ Ref: ref(/^NotificationscriticalTopic/) }, { Ref: ref(/^NotificationsinfoTopic/) }] } },
      },
    ]);
    expect(keyStatements(EMAILS)).toContainEqual({
      Sid: 'AllowSnsDeadLetters',
      Effect: 'Allow',
      Principal: { Service: 'sns.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:sns:eu-west-1:${ACCOUNT}:*` } },
    });
  });

  test('an alert that could not be delivered raises a critical alarm', () => {
    expect(alarmNamed(templateOf(EMAILS), 'acme-dev-undelivered-alerts')).toMatchObject({
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [ref(/^NotificationsUndelivered/), 'QueueName'] } }],
      Statistic: 'Maximum',
      ComparisonOperator: 'GreaterThanThreshold',
      Threshold: 0,
      Period: 300,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
      AlarmActions: [{ Ref: ref(/^NotificationscriticalTopic/) }],
    });
  });

  test('without subscribers there is no queue and no alarm on it', () => {
    const template = templateOf();
    template.resourceCountIs('AWS::SQS::Queue', 0);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });
});

describe('Slack', () => {
  const functionOf = (changes: Changes, sections: Changes = {}) => propertiesOf(templateOf(changes, sections), 'AWS::Lambda::Function');

  test('a small arm64 function with the ARN of the secret, never its value', () => {
    expect(functionOf({ slackFunctionName: 'acme-dev-slack', critical: { slack: { ...SLACK, heading: 'Acme' } } })).toMatchObject({
      FunctionName: 'acme-dev-slack',
      Runtime: 'nodejs22.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      Timeout: 30,
      MemorySize: 256,
      Environment: { Variables: { WEBHOOK_SECRET_ARN: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:acme/dev/slack`, SEVERITY: 'critical', HEADING: 'Acme' } },
      DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [ref(/^NotificationsUndelivered/), 'Arn'] } },
      LoggingConfig: { LogGroup: { Ref: ref(/^NotificationscriticalTopicSlackLogs/) } },
    });
  });

  test.each([
    ['critical', 'acme-dev-slack', 'acme-dev-slack'],
    ['warning', 'acme-dev-slack', 'acme-dev-slack-warning'],
    ['info', undefined, 'acme-dev-slack-info'],
  ])('the function of %s alerts, base name %s: %s', (severity, slackFunctionName, name) => {
    expect(functionOf({ ...(slackFunctionName !== undefined && { slackFunctionName }), [severity]: { slack: SLACK } })['FunctionName']).toBe(name);
  });

  test('a name that is too long with its severity', () => {
    const slackFunctionName = 'f'.repeat(57);
    expect(() => templateOf({ slackFunctionName, warning: { slack: SLACK } })).toThrow(
      `notifications.slackFunctionName: ${slackFunctionName}-warning has 65 characters, the name of a function at most 64`,
    );
  });

  test('its role writes its own log, reads its own secret and fills the queue; nothing else', () => {
    const template = templateOf({ critical: { slack: SLACK } });
    template.resourceCountIs('AWS::IAM::Policy', 0);
    const role = propertiesOf(template, 'AWS::IAM::Role') as { ManagedPolicyArns?: unknown; Policies: [{ PolicyDocument: { Statement: unknown[] } }] };
    expect(role.ManagedPolicyArns).toBeUndefined();
    expect(role.Policies[0].PolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [ref(/^NotificationscriticalTopicSlackLogs/), 'Arn'] } },
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: `arn:aws:secretsmanager:eu-west-1:${ACCOUNT}:secret:acme/dev/slack-??????` },
      { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: { 'Fn::GetAtt': [ref(/^NotificationsUndelivered/), 'Arn'] } },
      { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: { 'Fn::GetAtt': [ref(/^EncryptionalertsKey/), 'Arn'] } },
    ]);
  });

  test('only its topic may invoke it, and hands over what it cannot deliver', () => {
    const template = templateOf({ warning: { slack: SLACK } });
    const TopicArn = { Ref: ref(/^NotificationswarningTopic/) };
    expect(propertiesOf(template, 'AWS::Lambda::Permission')).toMatchObject({ Action: 'lambda:InvokeFunction', Principal: 'sns.amazonaws.com', SourceArn: TopicArn });
    expect(propertiesOf(template, 'AWS::SNS::Subscription')).toEqual({
      Protocol: 'lambda',
      Endpoint: { 'Fn::GetAtt': [ref(/^NotificationswarningTopicSlackNotifierFunction/), 'Arn'] },
      TopicArn,
      RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': [ref(/^NotificationsUndelivered/), 'Arn'] } },
    });
  });

  test('its log group has the retention and key of the section logs', () => {
    const sections = { encryption: { keys: { alerts: {}, logs: {} } }, logs: { encryptionKey: 'logs', retentionDays: 400 } };
    expect(propertiesOf(templateOf({ critical: { slack: SLACK } }, sections), 'AWS::Logs::LogGroup')).toMatchObject({
      LogGroupName: '/aws/lambda/acme-dev-slack',
      RetentionInDays: 400,
      KmsKeyId: { 'Fn::GetAtt': [ref(/^EncryptionlogsKey/), 'Arn'] },
    });
  });

  test.each([
    [false, 'Delete'],
    [true, 'RetainExceptOnCreate'],
  ])('without a section logs it has 90 days and the key of the topics; protected: %s', (isProtected, DeletionPolicy) => {
    homeTemplate(sectionsOf({ critical: { slack: SLACK } }), { protected: isProtected }).hasResource('AWS::Logs::LogGroup', {
      Properties: { LogGroupName: '/aws/lambda/acme-dev-slack', RetentionInDays: 90, KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^EncryptionalertsKey'), 'Arn'] } },
      DeletionPolicy,
    });
  });

  test('a note says which secret must be there', () => {
    expect(notesOf(homeStack(sectionsOf({ critical: { slack: SLACK } })))).toEqual([
      expect.objectContaining({ title: 'Secret acme/dev/slack must hold the Slack webhook', path: 'notifications.critical.slack.secret' }),
    ]);
  });
});

describe('an existing topic', () => {
  const CHANGES = { critical: { existing: EXISTING } };
  const ALARMS = {
    metrics: { namespace: 'Acme/dev' },
    alarms: { a: { alarmName: 'a', severity: 'critical', metric: { name: 'Failures' }, countAbove: 5, missingData: 'notBreaching' } },
  };

  test('hears alarms, and nothing is made for it', () => {
    const template = templateOf(CHANGES, ALARMS);
    expect(alarmNamed(template, 'a')).toMatchObject({ AlarmActions: [EXISTING], OKActions: [EXISTING] });
    template.resourceCountIs('AWS::SNS::Topic', 2);
    template.resourceCountIs('AWS::SNS::TopicPolicy', 2);
  });

  test('the statements its policy and its key need are notes', () => {
    const notes = notesOf(homeStack(sectionsOf(CHANGES)));
    expect(notes.map(({ title, path }) => ({ title, path }))).toEqual([
      { title: 'Key of the topic of critical alerts needs statements in its policy', path: 'notifications.critical.existing' },
      { title: 'Topic of critical alerts needs statements in its policy', path: 'notifications.critical.existing' },
    ]);
    const [key, topic] = notes.map(({ code }) => JSON.parse(`[${code}]`) as unknown);
    expect(topic).toEqual([
      { Sid: 'AllowCloudWatchAlarms', Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' }, Action: 'sns:Publish', Resource: EXISTING, Condition: FROM_CLOUDWATCH },
      { Sid: 'AllowEventBridge', Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' }, Action: 'sns:Publish', Resource: EXISTING },
    ]);
    expect(key).toMatchObject([{ Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Condition: FROM_CLOUDWATCH }, { Principal: { Service: 'events.amazonaws.com' } }]);
  });

  test('the subscriptions of the config are made on it', () => {
    const template = templateOf({ critical: { existing: EXISTING, emails: { oncall: 'oncall@example.com' } } });
    expect(propertiesOf(template, 'AWS::SNS::Subscription')).toMatchObject({ TopicArn: EXISTING, Endpoint: 'oncall@example.com' });
  });

  test.each([
    ['nobody but functions hears it here', { slack: SLACK }, true],
    ['nobody is known to hear it', {}, true],
    ['an address hears it here', { slack: SLACK, emails: { oncall: 'oncall@example.com' } }, false],
  ])('a note says that the second path of critical alerts is not verified when %s', (_, receivers, noted) => {
    const notes = notesOf(homeStack(sectionsOf({ secondPath: undefined, critical: { existing: EXISTING, ...receivers } })));
    expect(notes.filter(({ title }) => title.startsWith('Second path'))).toEqual(
      noted
        ? [
            {
              title: 'Second path of critical alerts is not verified',
              text: 'The topic that hears them is used but not managed by this stack. See that somebody hears it without a function of this stack, by e-mail for example.',
              path: 'notifications.critical.existing',
            },
          ]
        : [],
    );
  });

  test('in another Region it cannot hear an alarm', () => {
    expect(() => templateOf({ critical: { existing: `arn:aws:sns:us-east-1:${ACCOUNT}:oncall` } })).toThrow(
      'notifications.critical.existing: the topic is in us-east-1, an alarm can only notify a topic of its own Region, eu-west-1',
    );
  });
});

test('no custom resource and no function but the notifier', () => {
  const template = templateOf({ critical: { slack: SLACK } });
  template.resourceCountIs('AWS::Lambda::Function', 1);
  expect(Object.values(template.toJSON()['Resources'] as Record<string, { Type: string }>).filter(({ Type }) => Type.startsWith('Custom::'))).toEqual([]);
});
