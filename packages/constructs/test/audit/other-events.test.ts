import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { buildApp } from '../../src/build-app';
import { notesOf } from '../../src/notes';
import { configOf, type Where } from '../config-of';
import { ALERTS, homeStack, homeTemplate, propertiesOf } from '../home-stack';
import { auditStack, LOG_GROUP, rule } from './audit-stack';

type Changes = Readonly<Record<string, unknown>>;
const ALARM_STATES = { ruleName: 'acme-alarm-states', source: 'aws.cloudwatch', detailTypes: ['CloudWatch Alarm State Change'] };
const IAM = rule({ ruleName: 'acme-iam', source: 'aws.iam', eventSource: 'iam.amazonaws.com', eventNames: ['CreateUser'], notify: 'warning' });
const AUDIT = { encryptionKey: 'alerts', logGroup: { logGroupName: LOG_GROUP } };
const sections = (rules: Changes, audit: Changes = {}) => ({ ...ALERTS, audit: { ...AUDIT, ...audit, rules } });
const ruleOf = (rules: Changes) => propertiesOf(homeTemplate(sections(rules)), 'AWS::Events::Rule');

describe('a rule with detail types', () => {
  test('records these events of its source in the same log group', () => {
    expect(ruleOf({ states: ALARM_STATES })).toMatchObject({
      Name: 'acme-alarm-states',
      Description: `Records CloudWatch Alarm State Change in ${LOG_GROUP}`,
      State: 'ENABLED',
      EventPattern: { source: ['aws.cloudwatch'], 'detail-type': ['CloudWatch Alarm State Change'] },
      Targets: [{ Id: 'ComplianceLog', Arn: `arn:aws:logs:eu-west-1:111111111111:log-group:${LOG_GROUP}` }],
    });
    expect(ruleOf({ states: ALARM_STATES })['EventPattern']).not.toHaveProperty('detail');
  });

  test.each([
    [{ ...ALARM_STATES, eventSource: 'monitoring.amazonaws.com', eventNames: ['PutMetricAlarm'] }, 'either eventSource and eventNames (API calls) or detailTypes (other events) are required'],
    [{ ruleName: 'acme', source: 'aws.iam' }, 'either eventSource and eventNames (API calls) or detailTypes (other events) are required'],
    [{ ruleName: 'acme', source: 'aws.iam', eventNames: ['CreateUser'] }, 'either eventSource and eventNames (API calls) or detailTypes (other events) are required'],
    [{ ...ALARM_STATES, ownKeysOnly: true }, 'ownKeysOnly is about API calls, a rule with detailTypes has none'],
    [{ ...ALARM_STATES, readOnlyEvents: true }, 'readOnlyEvents is about API calls, a rule with detailTypes has none'],
  ])('refuses %j', (settings, message) => {
    expect(() => homeStack(sections({ states: settings }))).toThrow(message);
  });
});

describe('a rule that notifies', () => {
  test('tells the topic of its severity too, with retries and the queue', () => {
    const { Targets } = ruleOf({ health: { ruleName: 'acme-health', source: 'aws.health', detailTypes: ['AWS Health Event'], notify: 'warning' } }) as { Targets: Changes[] };
    expect(Targets).toEqual([
      expect.objectContaining({ Id: 'ComplianceLog' }),
      {
        Id: 'Topic',
        Arn: { Ref: expect.stringMatching(/^NotificationswarningTopic/) as string },
        DeadLetterConfig: { Arn: { 'Fn::GetAtt': [expect.stringMatching(/^AuditRulesDeadLetters/), 'Arn'] } },
        RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 },
      },
    ]);
  });

  test.each(['home', 'us-east-1'])('without a topic in its Region it records only, which is said (%s)', (stack) => {
    const rules = stack === 'home' ? { databases: rule({ notify: 'warning' }) } : { iam: IAM };
    const built = auditStack({ rules }, { stack });
    expect(Template.fromStack(built).toJSON()).not.toHaveProperty('Resources.AuditRulesiamRule.Properties.Targets.1');
    expect(notesOf(built)).toMatchObject([{ title: expect.stringMatching(/^Events of (iam in us-east-1|databases in eu-west-1) tell nobody$/) as string, path: expect.stringMatching(/\.notify$/) as string }]);
  });
});

test('the queue of undelivered events can be named, so that alarms can name it', () => {
  const named = homeTemplate(sections({ states: ALARM_STATES }, { deadLetterQueueName: 'acme-{env}-events-undelivered' }));
  expect(propertiesOf(named, 'AWS::SQS::Queue')['QueueName']).toBe('acme-dev-events-undelivered');
});

describe('an environment of three Regions', () => {
  const bucket = { bucketName: 'acme-audit' };
  const where = { region: undefined, regions: ['eu-west-1', 'us-east-1', 'ap-southeast-1'] } as unknown as Where;
  const config = configOf(sections({ databases: rule(), iam: IAM, states: ALARM_STATES }, { trail: { trailName: 'acme', bucket } }), where);
  const app = buildApp([config], { validation: false });
  const stacks = ['acme-dev', 'acme-dev-us-east-1', 'acme-dev-ap-southeast-1'].map((name) => Template.fromStack(app.node.findChild(name) as Stack));
  const count = (type: string) => stacks.map((stack) => Object.keys(stack.findResources(type)).length);

  test('has one trail, which hears all Regions, in the first', () => {
    expect(count('AWS::CloudTrail::Trail')).toEqual([1, 0, 0]);
    expect(count('AWS::S3::Bucket').map((buckets) => buckets > 0)).toEqual([true, false, false]);
    stacks[0]?.hasResourceProperties('AWS::CloudTrail::Trail', { IsMultiRegionTrail: true });
  });

  test('has its rules in every Region, those of IAM in us-east-1 alone', () => {
    const names = stacks.map((stack) => Object.values(stack.findResources('AWS::Events::Rule')).map((resource) => (resource as { Properties: { Name: string } }).Properties.Name).sort());
    expect(names).toEqual([
      ['acme-alarm-states', 'acme-databases'],
      ['acme-alarm-states', 'acme-databases', 'acme-iam'],
      ['acme-alarm-states', 'acme-databases'],
    ]);
  });

  test('records and notifies within each Region', () => {
    for (const [index, region] of ['eu-west-1', 'us-east-1', 'ap-southeast-1'].entries()) {
      const text = JSON.stringify(stacks[index]?.findResources('AWS::Events::Rule'));
      expect(text).toContain(`arn:aws:logs:${region}:111111111111:log-group:${LOG_GROUP}`);
      expect(text.match(/arn:aws:logs:[a-z0-9-]+/g)?.every((arn) => arn.endsWith(region))).toBe(true);
    }
    expect(count('AWS::Logs::ResourcePolicy')).toEqual([1, 1, 1]);
    expect(JSON.stringify(stacks[1]?.findResources('AWS::Events::Rule'))).toContain('"Id":"Topic"');
  });
});

describe('a trail', () => {
  const titles = (audit: Changes) => notesOf(auditStack(audit)).map(({ title }) => title);

  test('is needed by rules on API calls, which is said while there is none', () => {
    expect(titles({ rules: { databases: rule() }, trail: undefined })).toEqual(['Rules on API calls need a trail']);
    expect(titles({ rules: { databases: rule() } })).toEqual([]);
  });

  test('is not needed by rules on other events', () => {
    expect(titles({ rules: { states: ALARM_STATES }, trail: undefined })).toEqual([]);
  });
});
