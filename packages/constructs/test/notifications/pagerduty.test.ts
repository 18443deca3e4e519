import { ALERTS, homeTemplate, propertiesOf } from '../home-stack';

type Changes = Readonly<Record<string, unknown>>;
const METRIC = { metric: { name: 'Failures', namespace: 'Acme' }, countAbove: 0, missingData: 'notBreaching', severity: 'critical' };
const PAGERDUTY = { secret: 'acme/{env}/pagerduty' };
const sections = (critical: Changes, alarms: Changes = {}, notifications: Changes = {}) => ({
  ...ALERTS,
  alarms,
  notifications: { ...ALERTS.notifications, ...notifications, critical: { topicName: 'acme-dev-critical', pagerduty: PAGERDUTY, ...critical } },
});
const templateOf = (...args: Parameters<typeof sections>) => homeTemplate(sections(...args));
const topicOf = (severity: string) => ({ Ref: expect.stringMatching(new RegExp(`^Notifications${severity}Topic`)) as string });
const subscriptions = (...args: Parameters<typeof sections>) =>
  Object.values(templateOf(...args).findResources('AWS::SNS::Subscription')).map((resource) => (resource as { Properties: Changes }).Properties);

test('a function with the ARN of the secret, its severity and where PagerDuty takes events', () => {
  expect(propertiesOf(templateOf({}), 'AWS::Lambda::Function')).toMatchObject({
    FunctionName: 'acme-dev-pagerduty',
    Description: 'Posts critical alerts to PagerDuty',
    Environment: { Variables: { ROUTING_KEY_SECRET_ARN: 'arn:aws:secretsmanager:eu-west-1:111111111111:secret:acme/dev/pagerduty', SEVERITY: 'critical', EVENTS_URL: 'https://events.pagerduty.com/v2/enqueue' } },
    DeadLetterConfig: { TargetArn: { 'Fn::GetAtt': [expect.stringMatching(/^NotificationsUndelivered/), 'Arn'] } },
    Tags: expect.arrayContaining([{ Key: 'Purpose', Value: 'PagerDutyNotifications' }]) as unknown,
  });
});

test('the EU service, and another name of the function', () => {
  const template = templateOf({ pagerduty: { ...PAGERDUTY, serviceRegion: 'eu' } }, {}, { pagerdutyFunctionName: 'payment-pager' });
  expect(propertiesOf(template, 'AWS::Lambda::Function')).toMatchObject({ FunctionName: 'payment-pager', Environment: { Variables: { EVENTS_URL: 'https://events.eu.pagerduty.com/v2/enqueue' } } });
});

test('beside Slack on the same topic', () => {
  const names = Object.values(templateOf({ slack: { secret: 'slack' } }).findResources('AWS::Lambda::Function')).map((resource) => (resource as { Properties: Changes }).Properties['FunctionName']);
  expect(names.sort()).toEqual(['acme-dev-pagerduty', 'acme-dev-slack']);
});

test('while OK goes where ALARM went, it hears its own topic only', () => {
  expect(subscriptions({}, { failures: { alarmName: 'failures', ...METRIC } })).toEqual([expect.objectContaining({ Protocol: 'lambda', TopicArn: topicOf('critical') })]);
});

describe('an alarm that recovers to another topic', () => {
  const ALARMS = {
    failures: { alarmName: 'failures', ...METRIC, recovered: 'info' },
    warned: { alarmName: 'warned', ...METRIC, severity: 'warning', recovered: 'warning' },
    quiet: { alarmName: 'quiet', ...METRIC, recovered: 'warning', silent: 'watched by the composite' },
  };

  test('resolves its incident: of that topic the function hears the recoveries', () => {
    const [own, recoveries, ...others] = subscriptions({}, ALARMS);
    expect(others).toEqual([]);
    expect(own).not.toHaveProperty('FilterPolicy');
    expect(recoveries).toMatchObject({ Protocol: 'lambda', TopicArn: topicOf('info'), FilterPolicyScope: 'MessageBody', FilterPolicy: { NewStateValue: ['OK'] } });
    expect(recoveries).toHaveProperty('RedrivePolicy');
  });

  test('both topics may invoke the function and fill the queue', () => {
    const template = templateOf({}, ALARMS);
    const sources = Object.values(template.findResources('AWS::Lambda::Permission')).map((resource) => (resource as { Properties: Changes }).Properties['SourceArn']);
    expect(sources).toEqual([topicOf('critical'), topicOf('info')]);
    const { PolicyDocument } = propertiesOf(template, 'AWS::SQS::QueuePolicy') as { PolicyDocument: { Statement: { Sid?: string; Condition: unknown }[] } };
    expect(PolicyDocument.Statement.find(({ Sid }) => Sid === 'AllowUndeliveredAlerts')?.Condition).toEqual({ ArnEquals: { 'aws:SourceArn': [topicOf('critical'), topicOf('info')] } });
  });

  test('is not heard twice when both severities go to one topic', () => {
    expect(subscriptions({}, ALARMS, { info: undefined, warning: undefined })).toHaveLength(1);
  });

  test('with a prefix the recoveries are filtered by it too', () => {
    const [own, recoveries] = subscriptions({ alarmNamePrefix: 'payments-' }, ALARMS);
    // what proves the route has no alarm's name
    expect(own).toMatchObject({ FilterPolicyScope: 'MessageBody', FilterPolicy: { $or: [{ AlarmName: [{ prefix: 'payments-' }] }, { 'detail-type': ['Alert route heartbeat'] }] } });
    expect(recoveries).toMatchObject({ FilterPolicy: { NewStateValue: ['OK'], AlarmName: [{ prefix: 'payments-' }] } });
  });
});
