import { addObservability } from '@payment-observability/constructs';
import { type Resource, templateWorld } from '@payment-observability/template-testing';
import { Template } from 'aws-cdk-lib/assertions';
import { App } from 'aws-cdk-lib/core';
import { isObject } from './file';
import { EVERY_TEMPLATE } from './every-template';
import { HANDLERS_ROOT } from './synthesis';

interface PhysicalName {
  readonly stackName: string;
  /** Of the name: the account and Region, only the account, or all of AWS. */
  readonly scope: string;
  readonly type: string;
  readonly name: string;
}

const REGION = 'us-east-1';
/** Types whose names are the same in all Regions of an account, or in the world. */
const ACCOUNT_WIDE = ['AWS::IAM::Role', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::User', 'AWS::Budgets::Budget', 'AWS::CloudWatch::Dashboard'];
const WORLD_WIDE = ['AWS::S3::Bucket'];
/** Names within something else: a log group or a bus, whose own name tells them apart. */
const INNER = ['AWS::Logs::MetricFilter', 'AWS::Logs::LogStream', 'AWS::IAM::Policy', 'AWS::Logs::SubscriptionFilter'];
/** What CloudWatch knows as one and the same kind, whatever CloudFormation calls it. */
const SAME_KIND: Readonly<Record<string, string>> = { 'AWS::CloudWatch::CompositeAlarm': 'AWS::CloudWatch::Alarm' };

function nameOf({ Type, Properties = {} }: Resource): string | undefined {
  const noun = Type.split('::').at(-1) ?? '';
  const inside = Object.values(Properties).filter(isObject);
  const keys = [`${noun}Name`, 'AlarmName', 'LogGroupName', 'FunctionName', 'RuleName', 'GroupName', 'PolicyName', 'StreamName', 'BudgetName', 'Name', 'AliasName'];
  return [Properties, ...inside].flatMap((properties) => keys.map((key) => properties[key])).find((value): value is string => typeof value === 'string');
}

function namesIn(stackName: string, account: string, region: string, resources: Readonly<Record<string, Resource>>): readonly PhysicalName[] {
  return Object.values(resources).flatMap((resource): PhysicalName[] => {
    const { Type: type } = resource;
    const name = INNER.includes(type) ? undefined : nameOf(resource);
    const scope = WORLD_WIDE.includes(type) ? 'world' : ACCOUNT_WIDE.includes(type) ? account : `${account} ${region}`;
    return name === undefined ? [] : [{ stackName, scope, type: SAME_KIND[type] ?? type, name }];
  });
}

/** The stacks of every template as it comes, in one app and one account: at home in one Region, some in others too. */
function namesOfEveryTemplate(): readonly PhysicalName[] {
  const app = new App({ analyticsReporting: false, builtinCloudFormationValidation: false, context: { '@aws-cdk/core:enablePartitionLiterals': true, 'payment-observability:handlers': HANDLERS_ROOT } });
  const stacks = Object.values(EVERY_TEMPLATE).flatMap((template) => addObservability(app, templateWorld(template).config('', template.name === 'multi-region-platform' ? [REGION, 'eu-west-1'] : REGION)));
  return stacks.flatMap((stack) => namesIn(stack.stackName, stack.account, stack.region, Template.fromStack(stack).toJSON()['Resources'] as Record<string, Resource>));
}

test('all templates live in one account and one app without a name twice', () => {
  const names = namesOfEveryTemplate();
  const owners = new Map<string, string[]>();
  for (const { scope, type, name, stackName } of names) {
    const key = `${type} ${name} (${scope})`;
    owners.set(key, [...(owners.get(key) ?? []), stackName]);
  }
  expect(names.length).toBeGreaterThan(150);
  expect([...owners].filter(([, stackNames]) => stackNames.length > 1).map(([name, stackNames]) => `${name}: ${stackNames.join(', ')}`)).toEqual([]);
});

test('a name would be found twice', () => {
  const topic: Resource = { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'alerts' } };
  const bucket: Resource = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'trail' } };
  const rule: Resource = { Type: 'AWS::XRay::SamplingRule', Properties: { SamplingRule: { RuleName: 'all' } } };
  const composite: Resource = { Type: 'AWS::CloudWatch::CompositeAlarm', Properties: { AlarmName: 'any' } };
  expect(namesIn('one', '1', REGION, { topic, bucket, rule, composite }).map(({ scope, type, name }) => [scope, type, name])).toEqual([
    ['1 us-east-1', 'AWS::SNS::Topic', 'alerts'],
    ['world', 'AWS::S3::Bucket', 'trail'],
    ['1 us-east-1', 'AWS::XRay::SamplingRule', 'all'],
    ['1 us-east-1', 'AWS::CloudWatch::Alarm', 'any'],
  ]);
});
