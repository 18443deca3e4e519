import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { serverlessMonitoringApp } from '../src/index';

const example = readFileSync(join(__dirname, '..', 'observability.yml'), 'utf8');
const stacksOf = (environment?: string) =>
  serverlessMonitoringApp(example, { validation: false, ...(environment !== undefined && { environment }) }).node.children.filter((child): child is Stack => Stack.isStack(child));

test('the example has one stack for each environment', () => {
  expect(stacksOf().map(({ stackName, region, account }) => [stackName, region, account])).toEqual([
    ['online-payments-staging', 'us-east-1', '111111111111'],
    ['online-payments-production', 'us-east-1', '222222222222'],
  ]);
});

test('staging warns and does not page: the critical topic hears no alarm', () => {
  const [staging] = stacksOf('staging');
  if (!staging) throw new Error('no stack');
  const template = Template.fromStack(staging);
  const [critical] = Object.keys(template.findResources('AWS::SNS::Topic', { Properties: { TopicName: 'payments-staging-critical' } }));
  const actions = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map((resource) => JSON.stringify((resource as { Properties: { AlarmActions: unknown } }).Properties.AlarmActions));
  expect(actions.filter((text) => text.includes(String(critical)))).toEqual([]);
  template.hasResourceProperties('AWS::Budgets::Budget', { Budget: { BudgetLimit: { Amount: 100, Unit: 'USD' } } });
});

test('production watches the resources of the file', () => {
  const [production] = stacksOf('production');
  if (!production) throw new Error('no stack');
  const template = Template.fromStack(production);
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ReadThrottleEvents', Dimensions: [{ Name: 'TableName', Value: 'acme-production-payments' }] });
  template.resourcePropertiesCountIs('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/acme-production-processor' }, 0);
});

test('a broken file is refused with the position of every problem', () => {
  expect(() => serverlessMonitoringApp(example.replace('monthlyUsd: 800', 'monthlyUsd: much'), { file: 'broken.yml' })).toThrow(/^broken\.yml:\d+:\d+ budgets\.monthly\.monthlyUsd: .*"much"/);
});
