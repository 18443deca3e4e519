import { all, named, topicName, type Properties } from '../serverless-monitoring';

const subscribed = all('AWS::SNS::Subscription').map((properties): Properties => ({ ...properties, topic: topicName(properties['TopicArn']) }));
const of = (topic: string, protocol: string) => subscribed.filter((subscription) => subscription['topic'] === `payments-dev-${topic}` && subscription['Protocol'] === protocol);

test('S12 three topics, critical, warning and info, with a customer key that CloudWatch and EventBridge may use', () => {
  for (const severity of ['critical', 'warning', 'info'])
    expect(named('AWS::SNS::Topic', 'TopicName', `payments-dev-${severity}`)).toHaveProperty('KmsMasterKeyId', { 'Fn::GetAtt': [expect.stringMatching(/^EncryptionalertsKey/), 'Arn'] });
  const key = all('AWS::KMS::Key').find(({ Description }) => String(Description).startsWith('Alert topics')) as { KeyPolicy: { Statement: { Sid?: string }[] } };
  expect(key.KeyPolicy.Statement.map(({ Sid }) => Sid)).toEqual(expect.arrayContaining(['AllowCloudWatchAlarms', 'AllowEventBridge', 'AllowBudgets', 'AllowSnsDeadLetters']));
});

test('S13 e-mail and webhooks by team, with retries, a dead-letter queue, and a secret URL by reference', () => {
  expect(of('critical', 'email').map(({ Endpoint }) => Endpoint)).toEqual(['oncall@example.com']);
  expect(of('warning', 'https').map(({ Endpoint }) => Endpoint).sort()).toEqual(['https://risk.example.com/hooks/alerts', '{{resolve:secretsmanager:payments/dev/billing-hook:SecretString:url::}}']);
  for (const webhook of of('warning', 'https')) {
    expect(webhook).toHaveProperty('DeliveryPolicy.healthyRetryPolicy.numRetries', 10);
    expect(webhook).toHaveProperty('RedrivePolicy.deadLetterTargetArn');
  }
});

test('S14 severity is the topic: no subscription filters by an attribute that alarms do not have', () => {
  const actions = all('AWS::CloudWatch::Alarm').flatMap(({ AlarmActions }) => (AlarmActions as unknown[]).map(topicName));
  expect([...new Set(actions)].sort()).toEqual(['payments-dev-critical', 'payments-dev-warning']);
  const scopes = subscribed.filter(({ FilterPolicy }) => FilterPolicy !== undefined).map(({ FilterPolicyScope }) => FilterPolicyScope);
  expect(scopes.filter((scope) => scope !== 'MessageBody')).toEqual([]);
});

test('S15 PagerDuty hears critical alerts, ALARM and OK, with the key in Secrets Manager', () => {
  expect(named('AWS::Lambda::Function', 'FunctionName', 'payments-dev-pagerduty')).toMatchObject({
    Environment: {
      Variables: {
        ROUTING_KEY_SECRET_ARN: 'arn:aws:secretsmanager:us-east-1:111111111111:secret:payments/dev/pagerduty',
        SEVERITY: 'critical',
        EVENTS_URL: 'https://events.pagerduty.com/v2/enqueue',
      },
    },
  });
  expect(of('critical', 'lambda')).toHaveLength(1);
  const critical = all('AWS::CloudWatch::Alarm').filter(({ AlarmActions }) => (AlarmActions as unknown[]).map(topicName).includes('payments-dev-critical'));
  expect(critical.length).toBeGreaterThan(0);
  for (const { OKActions } of critical) expect((OKActions as unknown[]).map(topicName)).toEqual(['payments-dev-critical']);
});
