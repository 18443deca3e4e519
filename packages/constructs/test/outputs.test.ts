import { ALERTS, homeTemplate } from './home-stack';

function outputsOf(sections: Readonly<Record<string, unknown>>, region = 'eu-west-1'): Record<string, unknown> {
  const outputs = homeTemplate(sections, { region }).toJSON()['Outputs'] as Record<string, { Value: unknown }>;
  return Object.fromEntries(Object.entries(outputs).map(([id, { Value }]) => [id, Value]));
}

const dashboards = (id: string) => ({ dashboards: { [id]: { dashboardName: 'acme-dev-main', widgets: { t: { type: 'text', markdown: 'x', x: 0, y: 0, width: 8, height: 6 } } } } });

test('without sections there are the environment and the stack', () => {
  expect(outputsOf({})).toEqual({ Environment: 'dev', StackName: 'acme-dev' });
});

test('a log group, created or existing, by its id', () => {
  const groups = { app: { logGroupName: '/acme/{env}/app' }, apiGateway: { existing: '/aws/apigateway/acme' } };
  expect(outputsOf({ encryption: { keys: { logs: {} } }, logs: { encryptionKey: 'logs', groups } })).toMatchObject({
    AppLogGroupName: '/acme/dev/app',
    ApiGatewayLogGroupName: '/aws/apigateway/acme',
  });
});

test('each severity has its own topic, whatever maxSeverity says', () => {
  expect(outputsOf({ ...ALERTS, notifications: { ...ALERTS.notifications, maxSeverity: 'info' } })).toMatchObject({
    CriticalTopicArn: { Ref: expect.stringMatching(/^NotificationscriticalTopic/) as string },
    WarningTopicArn: { Ref: expect.stringMatching(/^NotificationswarningTopic/) as string },
    InfoTopicArn: { Ref: expect.stringMatching(/^NotificationsinfoTopic/) as string },
  });
});

test.each([
  ['eu-west-1', 'https://eu-west-1.console.aws.amazon.com/cloudwatch/home?region=eu-west-1#dashboards/dashboard/acme-dev-main'],
  ['us-gov-west-1', 'https://us-gov-west-1.console.amazonaws-us-gov.com/cloudwatch/home?region=us-gov-west-1#dashboards/dashboard/acme-dev-main'],
  ['cn-north-1', 'https://cn-north-1.console.amazonaws.cn/cloudwatch/home?region=cn-north-1#dashboards/dashboard/acme-dev-main'],
])('the page of the dashboard in %s', (region, url) => {
  expect(outputsOf(dashboards('overview'), region)).toMatchObject({ DashboardUrl: url });
});

test('a dashboard beside the overview has its id in the output', () => {
  expect(Object.keys(outputsOf(dashboards('costs')))).toEqual(['Environment', 'StackName', 'CostsDashboardUrl']);
});

test('the names of the main alarms that exist', () => {
  const alarm = { alarmName: 'acme-dev-errors', severity: 'critical', metric: { namespace: 'Acme', name: 'Errors' }, countAbove: 5, missingData: 'notBreaching' };
  expect(outputsOf({ alarms: { highErrorRate: alarm, another: { ...alarm, alarmName: 'acme-dev-another' } } })).toEqual({
    Environment: 'dev',
    StackName: 'acme-dev',
    HighErrorRateAlarmName: 'acme-dev-errors',
  });
});
