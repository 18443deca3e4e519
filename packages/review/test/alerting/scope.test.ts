import { resourcesOf } from '../../src/template';
import { arnOf, resolved, textOf, type Scope } from '../../src/alerting/scope';
import { resource, template } from '../template';

const scope = (rest: Partial<Scope> = {}): Scope => ({
  stackId: 'home',
  stackName: 'acme-prod',
  region: 'eu-west-1',
  account: '111111111111',
  resources: resourcesOf(
    template({
      Topic: resource('AWS::SNS::Topic', { TopicName: 'alerts' }),
      Unnamed: resource('AWS::SNS::Topic'),
      Key: resource('AWS::KMS::Key'),
      Alarm: resource('AWS::CloudWatch::Alarm', { AlarmName: { 'Fn::Sub': '${AWS::StackName}-errors' } }),
      Group: resource('AWS::Logs::LogGroup', { LogGroupName: '/a' }),
      Queue: resource('AWS::SQS::Queue', { QueueName: 'q' }),
      Role: resource('AWS::IAM::Role', { RoleName: 'r' }),
      Circle: resource('AWS::SNS::Topic', { TopicName: { Ref: 'Circle' } }),
      Other: resource('Custom::Other'),
    }),
  ),
  ...rest,
});

test.each<[string, unknown, string]>([
  ['text', 'a', 'a'],
  ['a number', 5, '5'],
  ['a topic by Ref', { Ref: 'Topic' }, 'arn:aws:sns:eu-west-1:111111111111:alerts'],
  ['a topic by TopicArn', { 'Fn::GetAtt': ['Topic', 'TopicArn'] }, 'arn:aws:sns:eu-west-1:111111111111:alerts'],
  ['the name of a topic', { 'Fn::GetAtt': 'Topic.TopicName' }, 'alerts'],
  ['a topic without a name', { Ref: 'Unnamed' }, 'arn:aws:sns:eu-west-1:111111111111:${home/Unnamed}'],
  ['a key', { 'Fn::GetAtt': ['Key', 'Arn'] }, 'arn:aws:kms:eu-west-1:111111111111:key/${home/Key}'],
  ['an alarm by Ref', { Ref: 'Alarm' }, 'acme-prod-errors'],
  ['an alarm by Arn', { 'Fn::GetAtt': ['Alarm', 'Arn'] }, 'arn:aws:cloudwatch:eu-west-1:111111111111:alarm:acme-prod-errors'],
  ['a log group', { 'Fn::GetAtt': ['Group', 'Arn'] }, 'arn:aws:logs:eu-west-1:111111111111:log-group:/a:*'],
  ['the name of a queue', { 'Fn::GetAtt': ['Queue', 'QueueName'] }, 'q'],
  ['a role, without a Region', { 'Fn::GetAtt': ['Role', 'Arn'] }, 'arn:aws:iam::111111111111:role/r'],
  ['an attribute nobody knows', { 'Fn::GetAtt': ['Other', 'Thing'] }, '${home/Other.Thing}'],
  ['joined', { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'sns', { Ref: 'AWS::Region' }, { Ref: 'AWS::AccountId' }, 'x']] }, 'arn:aws:sns:eu-west-1:111111111111:x'],
  ['substituted', { 'Fn::Sub': ['${name}/${Topic}/${Key.Arn}/${!literal}/${AWS::URLSuffix}', { name: { Ref: 'Alarm' } }] }, 'acme-prod-errors/arn:aws:sns:eu-west-1:111111111111:alerts/arn:aws:kms:eu-west-1:111111111111:key/${home/Key}/${literal}/amazonaws.com'],
  ['a parameter', { Ref: 'Stage' }, '${Stage}'],
  ['another function', { 'Fn::ImportValue': 'x' }, '{"Fn::ImportValue":"x"}'],
])('%s', (_case, value, expected) => {
  expect(textOf(value, scope())).toBe(expected);
});

test('partitions', () => {
  expect(textOf({ Ref: 'Topic' }, scope({ region: 'cn-north-1' }))).toBe('arn:aws-cn:sns:cn-north-1:111111111111:alerts');
  expect(textOf({ Ref: 'Topic' }, scope({ region: 'us-gov-west-1' }))).toBe('arn:aws-us-gov:sns:us-gov-west-1:111111111111:alerts');
  expect(textOf({ Ref: 'AWS::URLSuffix' }, scope({ region: 'cn-north-1' }))).toBe('amazonaws.com.cn');
});

test('an account that nobody said stays a reference', () => {
  expect(arnOf('Topic', scope({ account: undefined }))).toBe('arn:aws:sns:eu-west-1:${AWS::AccountId}:alerts');
});

test('references in a circle end', () => {
  expect(textOf({ Ref: 'Circle' }, scope())).toContain('${Circle}');
});

test('resolved follows references wherever they stand', () => {
  expect(resolved({ a: [{ Ref: 'Topic' }, 1], b: { c: { 'Fn::GetAtt': ['Queue', 'QueueName'] } } }, scope())).toEqual({ a: ['arn:aws:sns:eu-west-1:111111111111:alerts', 1], b: { c: 'q' } });
});
