import { notesOf } from '../../src/notes';
import type { Where } from '../config-of';
import { ALERTS, homeStack, homeTemplate, propertiesOf } from '../home-stack';

type Changes = Readonly<Record<string, unknown>>;
const ACCOUNT = '111111111111';
const EMAILS = { emails: { oncall: 'oncall@example.com', lead: 'lead@example.com' } };
const SLACK = { slack: { secret: 'acme/{env}/slack' } };
const ref = (pattern: RegExp) => expect.stringMatching(pattern) as string;
const topicOf = (severity: string) => ({ Ref: ref(new RegExp(`^Notifications${severity}Topic`)) });
const QUEUE = { 'Fn::GetAtt': [ref(/^NotificationsUndelivered/), 'Arn'] };

const sections = (changes: Changes, more: Changes = {}) => ({ ...ALERTS, ...more, notifications: { ...ALERTS.notifications, heartbeat: {}, ...changes } });
const templateOf = (changes: Changes, more: Changes = {}, where: Where = {}) => homeTemplate(sections(changes, more), where);
const byName = (name: string) => ({ FunctionName, Name, LogGroupName, Description }: Changes) => [FunctionName, Name, LogGroupName, Description].includes(name);
const functionOf = (...given: Parameters<typeof templateOf>) => propertiesOf(templateOf(...given), 'AWS::Lambda::Function', byName('Proves that alerts reach people'));
const variablesOf = (...given: Parameters<typeof templateOf>) => (functionOf(...given)['Environment'] as { Variables: Record<string, unknown> }).Variables;
/** The list of topics as the function reads it, with what CloudFormation fills in left out. */
const topicsOf = (...given: Parameters<typeof templateOf>) => {
  const { TOPICS } = variablesOf(...given) as { TOPICS: string | { 'Fn::Join': [string, (string | object)[]] } };
  return JSON.parse(typeof TOPICS === 'string' ? TOPICS : TOPICS['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'arn')).join('')) as unknown;
};

test('a small function that knows the system, the topics and the channels', () => {
  const changes = { critical: { ...EMAILS, ...SLACK, webhooks: { ops: { signingSecret: 'ops' }, risk: { url: 'https://risk.example.com' } } }, info: { emails: { team: 'team@example.com' } } };
  expect(functionOf(changes)).toMatchObject({ FunctionName: 'acme-dev-alert-heartbeat', Runtime: 'nodejs22.x', Architectures: ['arm64'], Timeout: 60, MemorySize: 256, DeadLetterConfig: { TargetArn: QUEUE } });
  expect(variablesOf(changes)).toMatchObject({ ALERT_METRICS_NAMESPACE: 'PaymentObservability/Alerts', SYSTEM: 'acme/dev', ACCOUNT, INTERVAL_DAYS: '30' });
  expect(topicsOf(changes)).toEqual([
    { severity: 'critical', arn: 'arn', channels: ['slack', 'webhooks.ops'], toConfirm: { email: 2, https: 1 } },
    { severity: 'info', arn: 'arn', channels: [], toConfirm: { email: 1, https: 0 } },
  ]);
});

test('the interval and the names of the config', () => {
  const changes = { critical: EMAILS, heartbeat: { intervalDays: 7, functionName: 'payments-{env}-beat', ruleName: 'payments-{env}-daily' } };
  expect(variablesOf(changes)['INTERVAL_DAYS']).toBe('7');
  expect(functionOf(changes)['FunctionName']).toBe('payments-dev-beat');
  expect(propertiesOf(templateOf(changes), 'AWS::Events::Rule')['Name']).toBe('payments-dev-daily');
});

test.each([
  ['nobody subscribes', {}],
  ['it is switched off', { critical: EMAILS, heartbeat: { enabled: false, reason: 'tested by hand' } }],
])('there is none when %s', (_, changes) => {
  const template = templateOf(changes);
  template.resourceCountIs('AWS::Lambda::Function', 0);
  template.resourceCountIs('AWS::Events::Rule', 0);
});

test('a rule calls it once a day and after each deployment, keeps what does not reach it, and nothing else may call it', () => {
  const template = templateOf({ critical: EMAILS });
  expect(propertiesOf(template, 'AWS::Events::Rule')).toEqual({
    Name: 'acme-dev-alert-heartbeat',
    Description: 'Calls the heartbeat of the alert routes',
    ScheduleExpression: 'rate(1 day)',
    EventPattern: {
      source: ['aws.cloudformation'],
      'detail-type': ['CloudFormation Stack Status Change'],
      detail: { 'stack-id': [{ Ref: 'AWS::StackId' }], 'status-details': { status: ['CREATE_COMPLETE', 'UPDATE_COMPLETE'] } },
    },
    State: 'ENABLED',
    Targets: [
      {
        Id: 'Heartbeat',
        Arn: { 'Fn::GetAtt': [ref(/^NotificationsHeartbeatFunction/), 'Arn'] },
        DeadLetterConfig: { Arn: QUEUE },
        RetryPolicy: { MaximumEventAgeInSeconds: 3600, MaximumRetryAttempts: 10 },
      },
    ],
    Tags: expect.arrayContaining([{ Key: 'Purpose', Value: 'AlertHeartbeat' }]) as unknown,
  });
  expect(propertiesOf(template, 'AWS::Lambda::Permission')).toMatchObject({ Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [ref(/^NotificationsHeartbeatScheduleRule/), 'Arn'] } });
});

test('the queue takes its failed calls from EventBridge, and only from its rule', () => {
  const { PolicyDocument } = propertiesOf(templateOf({ critical: EMAILS }), 'AWS::SQS::QueuePolicy') as { PolicyDocument: { Statement: { Sid?: string }[] } };
  expect(PolicyDocument.Statement.find(({ Sid }) => Sid === 'AllowUndeliveredCalls')).toEqual({
    Sid: 'AllowUndeliveredCalls',
    Effect: 'Allow',
    Principal: { Service: 'events.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: QUEUE,
    Condition: { ArnEquals: { 'aws:SourceArn': `arn:aws:events:eu-west-1:${ACCOUNT}:rule/acme-dev-alert-heartbeat` } },
  });
});

test('its role publishes to and lists the topics it proves, and no more', () => {
  const template = templateOf({ critical: EMAILS, info: EMAILS });
  const { Policies, ManagedPolicyArns } = propertiesOf(template, 'AWS::IAM::Role') as { ManagedPolicyArns?: unknown; Policies: [{ PolicyDocument: { Statement: unknown[] } }] };
  expect(ManagedPolicyArns).toBeUndefined();
  expect(Policies[0].PolicyDocument.Statement).toEqual([
    { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [ref(/^NotificationsHeartbeatLogs/), 'Arn'] } },
    { Effect: 'Allow', Action: ['sns:ListSubscriptionsByTopic', 'sns:Publish'], Resource: [topicOf('critical'), topicOf('info')] },
    { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: QUEUE },
    {
      Effect: 'Allow',
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: { 'Fn::GetAtt': [ref(/^EncryptionalertsKey/), 'Arn'] },
      Condition: { StringEquals: { 'kms:ViaService': ['sns.eu-west-1.amazonaws.com', 'sqs.eu-west-1.amazonaws.com'] } },
    },
    { Effect: 'Allow', Action: 'cloudwatch:GetMetricData', Resource: '*' },
  ]);
});

test('no topic policy denies it: the only denial is of plain HTTP', () => {
  const policies = Object.values(templateOf({ critical: EMAILS }).findResources('AWS::SNS::TopicPolicy')) as { Properties: { PolicyDocument: { Statement: { Effect: string; Condition: unknown }[] } } }[];
  const denials = policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement.filter(({ Effect }) => Effect === 'Deny'));
  expect(denials.map(({ Condition }) => Condition)).toEqual(Array.from({ length: 3 }, () => ({ Bool: { 'aws:SecureTransport': 'false' } })));
});

test('its log group has the retention and key of the section logs, else 90 days and the key of the topics', () => {
  const more = { encryption: { keys: { alerts: {}, logs: {} } }, logs: { encryptionKey: 'logs', retentionDays: 400 } };
  const logGroup = (...given: Parameters<typeof templateOf>) => propertiesOf(templateOf(...given), 'AWS::Logs::LogGroup', byName('/aws/lambda/acme-dev-alert-heartbeat'));
  expect(logGroup({ critical: EMAILS }, more)).toMatchObject({ RetentionInDays: 400, KmsKeyId: { 'Fn::GetAtt': [ref(/^EncryptionlogsKey/), 'Arn'] } });
  expect(logGroup({ critical: EMAILS })).toMatchObject({ RetentionInDays: 90, KmsKeyId: { 'Fn::GetAtt': [ref(/^EncryptionalertsKey/), 'Arn'] } });
});

test('each Region of an environment has its own', () => {
  const stack = templateOf({ critical: EMAILS }, {}, { regions: ['eu-west-1', 'us-east-1'] });
  expect(propertiesOf(stack, 'AWS::Events::Rule')['Name']).toBe('acme-dev-alert-heartbeat');
});

describe('a topic that exists', () => {
  const EXISTING = `arn:aws:sns:eu-west-1:${ACCOUNT}:oncall`;
  const changes = { critical: { existing: EXISTING, ...EMAILS } };

  test('is proved too', () => {
    expect(topicsOf(changes)).toEqual([{ severity: 'critical', arn: EXISTING, channels: [], toConfirm: { email: 2, https: 0 } }]);
  });

  test('a note says what it and its key must allow', () => {
    expect(notesOf(homeStack(sections(changes))).find(({ title }) => title.includes('heartbeat'))).toEqual({
      title: 'Topic of critical alerts must take the heartbeat',
      text: 'The function acme-dev-alert-heartbeat publishes to the topic and lists its subscriptions. If the topic is of another account, its policy must allow the role of the function sns:Publish and sns:ListSubscriptionsByTopic; if it is encrypted, the policy of its key must allow the role kms:Decrypt and kms:GenerateDataKey.',
      path: 'notifications.critical.existing',
    });
  });
});

test('a name that is too long with its system and environment', () => {
  const name = 'n'.repeat(40);
  const more = { name, environments: { production: { account: ACCOUNT, region: 'eu-west-1' } } };
  const problem = (key: string) => `notifications.heartbeat.${key}: ${name}-production-alert-heartbeat has 67 characters, a name at most 64: give it a shorter one here`;
  expect(() => templateOf({ critical: EMAILS }, more)).toThrow(problem('functionName'));
  expect(() => templateOf({ critical: EMAILS, heartbeat: { functionName: 'beat' } }, more)).toThrow(problem('ruleName'));
  expect(functionOf({ critical: EMAILS, heartbeat: { functionName: 'beat', ruleName: 'beat' } }, { ...more, name: 'n'.repeat(37) })['FunctionName']).toBe('beat');
});

test('as many channels as the environment of the function holds', () => {
  const webhooks = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, index) => [`w${'x'.repeat(56)}${index + 10}`, { signingSecret: 's' }]));
  const changes = (count: number) => ({ webhookFunctionName: 'w', critical: { ...EMAILS, webhooks: webhooks(count) } });
  expect(topicsOf(changes(38))).toMatchObject([{ severity: 'critical', channels: { length: 38 } }]);
  expect(() => templateOf(changes(45))).toThrow(/^notifications: the names of its channels take \d{4} bytes, the environment of the heartbeat function at most 3000: shorten the ids of webhooks, or switch notifications\.heartbeat off$/);
});
