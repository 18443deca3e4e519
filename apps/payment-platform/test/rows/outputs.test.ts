import { synthesize } from '../payment-platform';

test.each(['us-east-1', 'eu-west-1'])('P58 outputs in %s: environment, stack, 3 log groups, 3 topics, metric stream, dashboard with its Region, and the 3 main alarms', (region) => {
  const outputs = synthesize('', region).home.toJSON()['Outputs'] as Record<string, { Value: unknown }>;
  const ref = (pattern: RegExp) => ({ Ref: expect.stringMatching(pattern) as string });
  expect(Object.fromEntries(Object.entries(outputs).map(([id, { Value }]) => [id, Value]))).toEqual({
    Environment: 'dev',
    StackName: 'payment-platform-dev',
    ProcessingLogGroupName: '/aws/payment/dev/processing',
    LambdaLogGroupName: '/aws/lambda/payment-dev-processor',
    ApiGatewayLogGroupName: '/aws/apigateway/payment-dev',
    CriticalTopicArn: ref(/^NotificationscriticalTopic/),
    WarningTopicArn: ref(/^NotificationswarningTopic/),
    InfoTopicArn: ref(/^NotificationsinfoTopic/),
    MetricStreamArn: { 'Fn::GetAtt': [expect.stringMatching(/^MetricsStream/), 'Arn'] },
    DashboardUrl: `https://${region}.console.aws.amazon.com/cloudwatch/home?region=${region}#dashboards/dashboard/payment-dev-processing-overview`,
    HighErrorRateAlarmName: 'payment-dev-high-error-rate',
    ApiLatencyHighAlarmName: 'payment-dev-api-high-latency',
    DbConnectionFailuresAlarmName: 'payment-dev-db-connection-failures',
  });
});
