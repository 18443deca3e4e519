import { readStack } from '@payment-observability/template-testing';
import { world } from './account-baseline';

const { home, 'us-east-1': usEast1 } = world.synthesize('', 'eu-west-1');
if (!home || !usEast1) throw new Error('a stack is missing');
const stack = readStack(home);

test('there is one trail for all Regions, with the file validation and the key of the baseline', () => {
  expect(stack.one('AWS::CloudTrail::Trail')).toMatchObject({ TrailName: 'payment-account-dev-audit', IsMultiRegionTrail: true, EnableLogFileValidation: true, IncludeGlobalServiceEvents: true });
});

test('there is one Logs resource policy, for every group below /aws/events/', () => {
  const { PolicyDocument } = stack.one('AWS::Logs::ResourcePolicy');
  expect(JSON.parse(String(PolicyDocument))).toMatchObject({
    Statement: [
      {
        Principal: { Service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] },
        Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        Resource: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/events/*:*',
      },
    ],
  });
});

test('traces of the account are encrypted with a customer key', () => {
  expect(stack.all('Custom::XRayEncryption')).toHaveLength(1);
});

test('what would blind the account is told to people at once', () => {
  const told = stack.all('AWS::Events::Rule').filter(({ Targets }) => (Targets as { Id: string }[]).length === 2);
  expect(told.map(({ Name }) => Name).sort()).toEqual(['alarm', 'key', 'log', 'topic', 'trail'].map((what) => `payment-account-dev-${what}-${what === 'key' ? 'removal' : 'tampering'}`));
});

test('IAM events exist in us-east-1 only: their rule has a stack there', () => {
  expect(readStack(usEast1).all('AWS::Events::Rule').map(({ Name }) => Name)).toEqual(['payment-account-dev-iam-changes']);
});

test('a silent trail raises an alarm: no event in two hours, missing data breaching', () => {
  expect(stack.alarm('payment-account-dev-trail-silent')).toMatchObject({
    Namespace: 'AWS/Logs', MetricName: 'IncomingLogEvents', Statistic: 'Sum', Period: 3600, EvaluationPeriods: 2, DatapointsToAlarm: 2,
    ComparisonOperator: 'LessThanThreshold', Threshold: 1, TreatMissingData: 'breaching',
    Dimensions: [{ Name: 'LogGroupName', Value: '/aws/cloudtrail/payment-account-dev-audit' }],
  });
});
