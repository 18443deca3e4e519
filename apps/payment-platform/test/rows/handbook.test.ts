import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { EVERYTHING, synthesize } from '../payment-platform';

const readme = readFileSync(join(__dirname, '..', '..', 'README.md'), 'utf8');

test('P59 the handbook leads from install to a test alarm, in this order', () => {
  const steps = [...readme.matchAll(/^(\d+)\. \*\*(.+?)\*\*/gm)].map(([, number, title]) => `${number} ${title}`);
  expect(steps).toEqual(['1 Install', '2 Credentials', '3 Stage', '4 E-mail and Slack', '5 Preview', '6 Deploy', '7 Outputs', '8 Confirm', '9 Test']);
});

test('P59 the outputs and the alarm that the handbook names exist', () => {
  const { home } = synthesize();
  const outputs = home.toJSON()['Outputs'] as Record<string, unknown>;
  const named = [...readme.matchAll(/`(\w+(?:TopicArn|Url|AlarmName))`/g)].map(([, id]) => id);
  expect(named).toEqual(['DashboardUrl', 'CriticalTopicArn', 'WarningTopicArn', 'InfoTopicArn']);
  expect(Object.keys(outputs)).toEqual(expect.arrayContaining(named));
  expect(readme).toContain('--alarm-name payment-production-no-traffic ');
  home.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'payment-dev-no-traffic', AlarmActions: [Match.anyValue()] });
});

test('P60 promises: 90 days of encrypted logs, metrics by the minute, several channels, 7 years of audit, a trail for all Regions', () => {
  const { home } = synthesize(EVERYTHING);
  home.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/payment/dev/processing', RetentionInDays: 90, KmsKeyId: Match.anyValue() });
  home.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'payment-dev-api-high-latency', Period: 60 });
  const channels = Object.values(home.findResources('AWS::SNS::Subscription')) as { Properties: { Protocol: string } }[];
  expect(new Set(channels.map(({ Properties }) => Properties.Protocol))).toEqual(new Set(['email', 'lambda']));
  home.hasResourceProperties('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: Match.arrayWith([Match.objectLike({ ExpirationInDays: 2555 })]) } });
  home.hasResourceProperties('AWS::CloudTrail::Trail', { IsMultiRegionTrail: true });
  home.resourceCountIs('Custom::XRayEncryption', 1);
});
