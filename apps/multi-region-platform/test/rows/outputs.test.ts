import { dashboards, stackOf, world } from '../multi-region-platform';

const DETAILED = 'outputs: { detailed: true }';
const outputsOf = (id: string, sections = '') => Object.keys((world.synthesize(sections)[id]?.toJSON() as { Outputs?: Record<string, unknown> }).Outputs ?? {});
const value = (output: string, id = 'home') => stackOf(id, DETAILED).output(output);

test('M50 by itself the stack puts out what people and pipelines read', () => {
  expect(outputsOf('home')).toEqual([
    'Environment', 'StackName', 'AuthenticationLogGroupName', 'PaymentLogGroupName', 'TransactionsLogGroupName', 'CriticalTopicArn', 'WarningTopicArn', 'PaymentApiCanaryName', 'CanaryKeyArn',
  ]);
  expect(outputsOf('dashboards')).toEqual(['Environment', 'StackName', 'PlatformDashboardUrl', 'ServicesDashboardUrl']);
  expect(dashboards().output('PlatformDashboardUrl')).toBe('https://us-east-1.console.aws.amazon.com/cloudwatch/home?region=us-east-1#dashboards/dashboard/observability-platform-dev');
});

const GROUPS = ['Payment', 'Authentication', 'Transactions'].map((group) => `Logs${group}LogGroup`);
const METRIC_ALARMS = ['PaymentErrors', 'AuthenticationFailures', 'HighLatency', 'PaymentVolumeAnomaly', 'LatencyAnomaly', 'ErrorRatePercentage'];
const each = (ids: readonly string[], ...ends: readonly string[]) => ids.flatMap((id) => ends.map((end) => `${id}${end}`));

test.each<[string, string, readonly string[]]>([
  ['keys: id, ARN, alias', 'home', ['EncryptionLogsKeyId', 'EncryptionLogsKeyArn', 'EncryptionLogsKeyAliasName', 'EncryptionStorageKeyId', 'EncryptionStorageKeyArn', 'EncryptionStorageKeyAliasName']],
  ['bucket: name, ARN, domain', 'home', each(['CanariesArtifactsBucket'], 'Name', 'Arn', 'DomainName')],
  ['network: VPC, subnets, NAT, internet gateway, security group, address', 'home', [
    'CanariesNetworkVpcId', 'CanariesNetworkPublicSubnetsFirstSubnetId', 'CanariesNetworkPublicSubnetsSecondSubnetId', 'CanariesNetworkPrivateSubnetsFirstSubnetId', 'CanariesNetworkPrivateSubnetsSecondSubnetId',
    'CanariesNetworkNatGatewaysFirstGatewayId', 'CanariesNetworkInternetGatewayId', 'CanariesNetworkSecurityGroupId', 'CanariesNetworkNatGatewaysFirstAddressIp',
  ]],
  ['log groups: name and ARN', 'home', each(GROUPS, 'Name', 'Arn')],
  ['metric filters', 'home', ['PaymentErrors', 'AuthenticationFailures', 'TransactionLatency'].map((filter) => `LogsMetricFilters${filter}FilterName`)],
  ['ARNs of M15–M17, M20–M24', 'home', each([...METRIC_ALARMS, 'SystemicIssues', 'CriticalEscalation'].map((alarm) => `Alarms${alarm}Alarm`), 'Arn')],
  ['lists of alarms', 'home', ['AlarmNames', 'CompositeAlarmNames', 'AnomalyAlarmNames', 'MathAlarmNames']],
  ['detectors', 'home', ['AlarmsPaymentVolumeAnomalyDetectorId', 'AlarmsLatencyAnomalyDetectorId']],
  ['dashboards: name and ARN', 'dashboards', each(['DashboardsPlatformDashboard', 'DashboardsServicesDashboard'], 'Name', 'Arn')],
  ['contributor rules', 'home', ['TopIpAddresses', 'TopUsers', 'TopErrorEndpoints'].map((rule) => `Contributors${rule}RuleName`)],
  ['canary: name and ARN', 'home', each(['CanariesChecksPaymentApiCanary'], 'Name', 'Arn')],
  ['topics: ARN and name', 'home', each(['NotificationsCriticalTopic', 'NotificationsWarningTopic'], 'Arn', 'Name')],
  ['function: name, ARN, qualified, invoke', 'home', each(['CollectorFunction'], 'Name', 'Arn', 'QualifiedArn', 'InvokeArn')],
  ['roles and their policies', 'home', ['CollectorRoleArn', 'CanariesChecksPaymentApiRoleArn', 'CanariesNetworkFlowLogRoleArn', 'RolePolicies']],
  ['schedule', 'home', ['CollectorScheduleRuleName']],
])('M50 detailed outputs, %s', (_, id, expected) => {
  const found = outputsOf(id, DETAILED);
  expect(expected.filter((output) => !found.includes(output))).toEqual([]);
});

test('M50 values are what the resource returns, or follow from it', () => {
  expect(value('AnomalyAlarmNames')).toBe('alarm-latency-anomaly-dev,alarm-payment-volume-anomaly-dev');
  expect(value('MathAlarmNames').split(',')).toContain('alarm-error-rate-percentage-dev');
  expect(value('CompositeAlarmNames').split(',')).toEqual(expect.arrayContaining(['composite-alarm-critical-escalation-dev', 'composite-alarm-systemic-issues-dev']));
  expect(value('RolePolicies').split(',')).toContain('CollectorRole=Collect');
  expect(value('CanariesChecksPaymentApiCanaryArn')).toMatch(/^arn:aws:synthetics:us-east-1:111111111111:canary:/);
  expect(value('DashboardsPlatformDashboardArn', 'dashboards')).toMatch(/^arn:aws:cloudwatch::111111111111:dashboard\//);
  expect(value('CollectorFunctionQualifiedArn')).toMatch(/:\$LATEST$/);
  expect(value('CollectorFunctionInvokeArn')).toMatch(/^arn:aws:apigateway:us-east-1:lambda:path\/2015-03-31\/functions\/.*\/invocations$/);
});

test('M50 no more than CloudFormation takes: 200', () => {
  for (const id of Object.keys(world.synthesize(DETAILED))) expect(outputsOf(id, DETAILED).length).toBeLessThanOrEqual(200);
});
