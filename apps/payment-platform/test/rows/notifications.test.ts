import { Match } from 'aws-cdk-lib/assertions';
import { synthesize } from '../payment-platform';

const ROUTES = `notifications:
  critical: { emails: { oncall: oncall@example.com }, slack: { secret: "payment/{env}/slack" } }
  warning: { emails: { team: team@example.com }, slack: { secret: "payment/{env}/slack" } }
  info: { emails: { team: team@example.com } }`;
const SECRET = 'arn:aws:secretsmanager:us-east-1:111111111111:secret:payment/dev/slack';
const DEAD_LETTERS = { 'Fn::GetAtt': [Match.stringLikeRegexp('^NotificationsUndelivered'), 'Arn'] };
const ALERTS_KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^EncryptionalertsKey'), 'Arn'] };

test.each([
  ['critical', 'Critical', 'Payment System Critical Alerts'],
  ['warning', 'Warning', 'Payment System Warning Alerts'],
  ['info', 'Info', 'Payment System Info Alerts'],
])('P38 topic payment-dev-alerts-%s: tag Severity=%s, display name %s, customer key', (severity, tag, DisplayName) => {
  synthesize().home.hasResourceProperties('AWS::SNS::Topic', {
    TopicName: `payment-dev-alerts-${severity}`,
    DisplayName,
    KmsMasterKeyId: ALERTS_KEY,
    Tags: Match.arrayWith([{ Key: 'Severity', Value: tag }]),
  });
});

test('P38 CloudWatch and EventBridge can publish to each topic, and use its key', () => {
  const { home } = synthesize();
  const fromAlarms = { StringEquals: { 'aws:SourceAccount': '111111111111' }, ArnLike: { 'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111111111111:alarm:*' } };
  home.resourcePropertiesCountIs(
    'AWS::SNS::TopicPolicy',
    {
      PolicyDocument: {
        Statement: [
          { Effect: 'Deny', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
          { Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: fromAlarms },
          { Effect: 'Allow', Action: 'sns:Publish', Principal: { Service: 'events.amazonaws.com' }, Condition: Match.absent() },
        ],
      },
    },
    3,
  );
  const uses = { Effect: 'Allow', Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' };
  home.hasResourceProperties('AWS::KMS::Key', {
    EnableKeyRotation: true,
    KeyPolicy: {
      Statement: Match.arrayWith([
        { ...uses, Sid: 'AllowCloudWatchAlarms', Principal: { Service: 'cloudwatch.amazonaws.com' }, Condition: fromAlarms },
        { ...uses, Sid: 'AllowEventBridge', Principal: { Service: 'events.amazonaws.com' } },
      ]),
    },
  });
});

test.each([
  ['critical', 'oncall@example.com'],
  ['warning', 'team@example.com'],
  ['info', 'team@example.com'],
])('P39 e-mail: %s alerts reach %s, undelivered ones a dead-letter queue', (severity, Endpoint) => {
  synthesize(ROUTES).home.hasResourceProperties('AWS::SNS::Subscription', {
    Protocol: 'email',
    Endpoint,
    TopicArn: { Ref: Match.stringLikeRegexp(`^Notifications${severity}Topic`) },
    RedrivePolicy: { deadLetterTargetArn: DEAD_LETTERS },
  });
});

test('P39 the dead-letter queue has the customer key', () => {
  synthesize(ROUTES).home.hasResourceProperties('AWS::SQS::Queue', { KmsMasterKeyId: ALERTS_KEY, MessageRetentionPeriod: 14 * 24 * 3600 });
});

test.each([
  ['critical', 'payment-dev-slack-notifications'],
  ['warning', 'payment-dev-slack-notifications-warning'],
])('P40 Slack function of %s alerts: %s, 30 s, Node.js 22, the ARN of the secret, invoked by its topic only', (severity, FunctionName) => {
  const { home } = synthesize(ROUTES);
  const TopicArn = { Ref: Match.stringLikeRegexp(`^Notifications${severity}Topic`) };
  home.hasResourceProperties('AWS::Lambda::Function', {
    FunctionName,
    Timeout: 30,
    Runtime: 'nodejs22.x',
    Architectures: ['arm64'],
    Environment: { Variables: { WEBHOOK_SECRET_ARN: SECRET, SEVERITY: severity } },
    DeadLetterConfig: { TargetArn: DEAD_LETTERS },
    Tags: Match.arrayWith([{ Key: 'Purpose', Value: 'SlackNotifications' }]),
  });
  home.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'sns.amazonaws.com', SourceArn: TopicArn });
  home.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'lambda', TopicArn, RedrivePolicy: { deadLetterTargetArn: DEAD_LETTERS } });
  home.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: `/aws/lambda/${FunctionName}`, RetentionInDays: 90, KmsKeyId: Match.anyValue() });
});

test('P40 its role reads its own secret and writes its own log', () => {
  synthesize(ROUTES).home.hasResourceProperties('AWS::IAM::Role', {
    AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'lambda.amazonaws.com' } }] },
    Policies: [
      {
        PolicyDocument: {
          Statement: Match.arrayWith([
            { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [Match.stringLikeRegexp('^NotificationscriticalTopicSlackLogs'), 'Arn'] } },
            { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: `${SECRET}-??????` },
          ]),
        },
      },
    ],
  });
});

test('P41 Slack message: the heading reaches the function, the runbook and the severity stand in the description of the alarm', () => {
  const { home } = synthesize(`${ROUTES}\nalarms: { noTraffic: { runbook: "https://wiki.example.com/no-traffic" } }`);
  home.resourcePropertiesCountIs('AWS::Lambda::Function', { Environment: { Variables: { HEADING: 'Payment System Alert' } } }, 2);
  home.hasResourceProperties('AWS::CloudWatch::Alarm', {
    AlarmName: 'payment-dev-no-traffic',
    AlarmDescription: 'No payment transactions are processed. Severity: critical. Runbook: https://wiki.example.com/no-traffic',
  });
});
