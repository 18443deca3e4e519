import { home } from '../multi-region-platform';

const bodyOf = (name: string) => JSON.parse(String(home().one('AWS::CloudWatch::InsightRule', { RuleName: name })['RuleBody'])) as unknown;
const body = (Contribution: unknown, AggregateOn = 'Count') => ({ Schema: { Name: 'CloudWatchLogRule', Version: 1 }, LogGroupNames: ['log-group-payment-service-dev'], LogFormat: 'JSON', Contribution, AggregateOn });

test('M43 rule-top-ip-addresses-dev: log lines of the payment group by $.source_ip', () => {
  expect(bodyOf('rule-top-ip-addresses-dev')).toEqual(body({ Keys: ['$.source_ip'], Filters: [] }));
});

test('M44 rule-top-users-dev: the sum of $.amount by $.user_id', () => {
  expect(bodyOf('rule-top-users-dev')).toEqual(body({ Keys: ['$.user_id'], ValueOf: '$.amount', Filters: [] }, 'Sum'));
});

test('M45 rule-top-error-endpoints-dev: log lines whose $.status is error, by $.endpoint', () => {
  expect(bodyOf('rule-top-error-endpoints-dev')).toEqual(body({ Keys: ['$.endpoint'], Filters: [{ Match: '$.status', In: ['error'] }] }));
});

const canary = () => home().one('AWS::Synthetics::Canary', { Name: 'canary-payment-api-dev' });

test('M46 canary-payment-api-dev: every 5 minutes, GET https://api.example.com/health within 10 s must answer 200, from the private subnets', () => {
  expect(canary()).toMatchObject({
    RuntimeVersion: 'syn-nodejs-puppeteer-17.0',
    Schedule: { Expression: 'rate(5 minutes)' },
    RunConfig: { EnvironmentVariables: { URL: 'https://api.example.com/health', REQUEST_TIMEOUT_MS: '10000', EXPECTED_STATUS: '200' } },
    StartCanaryAfterCreation: true,
    ProvisionedResourceCleanup: 'AUTOMATIC',
  });
  const { SubnetIds, SecurityGroupIds } = canary()['VPCConfig'] as { SubnetIds: unknown[]; SecurityGroupIds: unknown[] };
  expect([SubnetIds.length, SecurityGroupIds.length]).toEqual([2, 1]);
  expect(JSON.stringify(SubnetIds)).toMatch(/privateSubnetsfirst.*privateSubnetssecond/);
  expect(JSON.stringify(canary()['ArtifactS3Location'])).toContain('/synthetics');
});

test('M46 its failure or silence raises an alarm: SuccessPercent below 90, 300 s × 2 of 3, breaching', () => {
  const [alarm] = home().all('AWS::CloudWatch::Alarm', { MetricName: 'SuccessPercent' });
  expect(alarm).toMatchObject({
    Namespace: 'CloudWatchSynthetics', Dimensions: [{ Name: 'CanaryName', Value: 'canary-payment-api-dev' }], Threshold: 90, ComparisonOperator: 'LessThanThreshold', Period: 300, EvaluationPeriods: 3, DatapointsToAlarm: 2, TreatMissingData: 'breaching',
  });
});

test('M47 role of the canary: its artifacts, its key, its own metrics and logs, network interfaces of its VPC', () => {
  const [role] = home().all('AWS::IAM::Role').filter(({ Policies }) => JSON.stringify(Policies).includes('CloudWatchSynthetics'));
  const text = JSON.stringify(role);
  expect(text).toContain('"Action":"s3:PutObject"');
  expect(text).toContain('"/synthetics/*"');
  expect(text).toContain('"Action":"s3:GetBucketLocation"');
  expect(text).toContain('"Action":"cloudwatch:PutMetricData","Condition":{"StringEquals":{"cloudwatch:namespace":"CloudWatchSynthetics"}}');
  expect(text).toContain('arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/cwsyn-canary-payment-api-de');
  expect(text).toMatch(/"Action":"ec2:DeleteNetworkInterface","Condition":\{"ArnEquals":\{"ec2:Vpc"/);
  expect(text).toMatch(/"Action":(\["ec2:Describe|"ec2:Describe)[^}]*"Resource":"\*"/);
});

test.each(['composite-alarm-systemic-issues-dev', 'composite-alarm-critical-escalation-dev'])('M48 %s opens an OpsItem each time it is raised: severity 1, availability', (name) => {
  expect(home().composite(name)['AlarmActions']).toContain('arn:aws:ssm:us-east-1:111111111111:opsitem:1#CATEGORY=Availability');
  expect(JSON.stringify(home().composite(name)['OKActions'])).not.toContain('opsitem');
});

test('M49 no role for OpsItems: CloudWatch opens them by its service-linked role', () => {
  const stack = home();
  expect(stack.all('AWS::SSM::OpsItem')).toEqual([]);
  expect(JSON.stringify(stack.all('AWS::IAM::Role'))).not.toMatch(/ssm:|cloudwatch\.amazonaws\.com/);
});
