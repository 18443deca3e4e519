import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match } from 'aws-cdk-lib/assertions';
import { EVERYTHING, synthesize } from '../payment-platform';

const REPOSITORY = join(__dirname, '..', '..', '..', '..');
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

describe('the table of rows in the README', () => {
  const rows = [...readme.matchAll(/^\| (P\d+) \| (.+) \| (.+) \|$/gm)].map(([, row = '', sources = '', tests = '']) => ({ row, sources: sources.split(', '), tests: tests.split(', ') }));
  const resolve = (base: string) => (path: string) => join(REPOSITORY, /^(packages|apps)\//.test(path) ? path : join(base, path));

  test('has every row once, in order', () => {
    expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 60 }, (_, index) => `P${index + 1}`));
  });

  test.each(rows)('$row: sources exist, and a test carries its code', ({ row, sources, tests }) => {
    expect(sources.map(resolve('packages/constructs/src')).filter((file) => !existsSync(file))).toEqual([]);
    const texts = tests.map(resolve('apps/payment-platform/test')).map((file) => readFileSync(file, 'utf8'));
    expect(texts.filter((text) => !new RegExp(`'[^'\\n]*\\b${row}\\b`).test(text))).toEqual([]);
  });
});
