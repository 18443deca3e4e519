import { ALERTS, alarmNamed, homeTemplate } from '../home-stack';

type Changes = Readonly<Record<string, unknown>>;
const EMAILS = { emails: { oncall: 'oncall@example.com' } };
const SLACK = { slack: { secret: 'acme/{env}/slack' } };
const topicOf = (severity: string) => ({ Ref: expect.stringMatching(new RegExp(`^Notifications${severity}Topic`)) as string });
const templateOf = (changes: Changes) => homeTemplate({ ...ALERTS, notifications: { ...ALERTS.notifications, heartbeat: {}, ...changes } });
const namesOf = (changes: Changes) =>
  Object.values(templateOf(changes).findResources('AWS::CloudWatch::Alarm'))
    .map((resource) => String((resource as { Properties: Changes }).Properties['AlarmName']))
    .sort();

test('a route through which nothing came is critical, also when nobody has looked for days', () => {
  expect(alarmNamed(templateOf({ critical: { ...EMAILS, ...SLACK } }), 'acme-dev-heartbeat-overdue-critical-slack')).toEqual({
    AlarmName: 'acme-dev-heartbeat-overdue-critical-slack',
    AlarmDescription:
      'No heartbeat came out of the alert route acme/dev/critical/slack, or none has been looked for in days: alerts may not arrive there. See the log of the function of the route, that of the heartbeat, and the dead-letter queue; a repaired route is proved by the next daily run. Severity: critical.',
    Namespace: 'PaymentObservability/Alerts',
    MetricName: 'HeartbeatOverdue',
    Dimensions: [{ Name: 'Route', Value: 'acme/dev/critical/slack' }],
    Statistic: 'Maximum',
    ComparisonOperator: 'GreaterThanThreshold',
    Threshold: 0,
    Period: 86_400,
    EvaluationPeriods: 1,
    DatapointsToAlarm: 1,
    TreatMissingData: 'breaching',
    AlarmActions: [topicOf('critical')],
    OKActions: [topicOf('critical')],
    Tags: expect.arrayContaining([{ Key: 'Component', Value: 'Notifications' }, { Key: 'Severity', Value: 'Critical' }]) as unknown,
  });
});

test('subscriptions nobody confirmed for two days are a warning', () => {
  expect(alarmNamed(templateOf({ critical: EMAILS }), 'acme-dev-unconfirmed-subscriptions-critical')).toMatchObject({
    AlarmDescription:
      'Addresses or endpoints of critical alerts have not confirmed their subscription and hear nothing. SNS deletes what nobody has confirmed for 48 hours: remove them from the file, deploy, and add them again. Severity: warning.',
    MetricName: 'UnconfirmedSubscriptions',
    Dimensions: [{ Name: 'Topic', Value: 'acme/dev/critical' }],
    Statistic: 'Maximum',
    Threshold: 0,
    Period: 86_400,
    EvaluationPeriods: 2,
    DatapointsToAlarm: 2,
    TreatMissingData: 'notBreaching',
    AlarmActions: [topicOf('warning')],
    OKActions: [topicOf('warning')],
  });
});

test('one for each route with a function, and one for each topic with somebody who must confirm', () => {
  const changes = { critical: { ...EMAILS, ...SLACK, pagerduty: { secret: 'p' } }, warning: { webhooks: { ops: { signingSecret: 'o' } } }, info: { webhooks: { risk: { secret: 'r' } } } };
  expect(namesOf(changes)).toEqual([
    'acme-dev-heartbeat-overdue-critical-pagerduty',
    'acme-dev-heartbeat-overdue-critical-slack',
    'acme-dev-heartbeat-overdue-warning-webhooks-ops',
    'acme-dev-unconfirmed-subscriptions-critical',
    'acme-dev-unconfirmed-subscriptions-info',
    'acme-dev-undelivered-alerts',
  ]);
});

test('their resources say which entry of the file they are for', () => {
  templateOf({ warning: { webhooks: { ops: { signingSecret: 'o' } } } }).hasResource('AWS::CloudWatch::Alarm', {
    Properties: { AlarmName: 'acme-dev-heartbeat-overdue-warning-webhooks-ops' },
    Metadata: { 'payment-observability': { section: 'notifications', path: 'notifications.warning.webhooks.ops' } },
  });
});

test('switched off, there are none', () => {
  expect(namesOf({ critical: { ...EMAILS, ...SLACK }, heartbeat: { enabled: false, reason: 'tested by hand' } })).toEqual(['acme-dev-undelivered-alerts']);
});

test('the runbook of the config stands in the description', () => {
  const { AlarmDescription } = alarmNamed(templateOf({ critical: { ...EMAILS, ...SLACK }, heartbeat: { runbook: 'https://wiki.example.com/routes' } }), 'acme-dev-heartbeat-overdue-critical-slack');
  expect(AlarmDescription).toMatch(/daily run\. Severity: critical\. Runbook: https:\/\/wiki\.example\.com\/routes$/);
});

describe('who hears of a broken route', () => {
  const actionsOf = (changes: Changes, alarm: string) => alarmNamed(templateOf(changes), `acme-dev-heartbeat-overdue-${alarm}`)['AlarmActions'];

  test('the topic of critical alerts, whatever the route', () => {
    expect(actionsOf({ critical: EMAILS, info: SLACK }, 'info-slack')).toEqual([topicOf('critical')]);
  });

  test('where functions alone hear critical alerts, every other topic that anybody hears', () => {
    const changes = { critical: SLACK, warning: EMAILS };
    expect(actionsOf(changes, 'critical-slack')).toEqual([topicOf('critical'), topicOf('warning')]);
    expect(actionsOf({ ...changes, info: { pagerduty: { secret: 'p' } } }, 'critical-slack')).toEqual([topicOf('critical'), topicOf('warning'), topicOf('info')]);
  });
});

test('no alarm looks back further than CloudWatch takes', () => {
  const alarms = Object.values(templateOf({ critical: { ...EMAILS, ...SLACK } }).findResources('AWS::CloudWatch::Alarm')) as { Properties: { Period: number; EvaluationPeriods: number } }[];
  expect(alarms.filter(({ Properties: { Period, EvaluationPeriods } }) => Period * EvaluationPeriods > 604_800)).toEqual([]);
});
