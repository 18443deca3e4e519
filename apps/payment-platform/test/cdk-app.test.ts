import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { Stack } from 'aws-cdk-lib/core';
import { paymentPlatformApp } from '../src/index';

const example = readFileSync(join(__dirname, '..', 'observability.yml'), 'utf8');
const stacksOf = (environment?: string) =>
  paymentPlatformApp(example, { validation: false, ...(environment !== undefined && { environment }) }).node.children.filter((child): child is Stack => Stack.isStack(child));

test('the example has a stack in its Region and one in us-east-1 for each environment', () => {
  expect(stacksOf().map(({ stackName, region, account }) => [stackName, region, account])).toEqual([
    ['card-acquiring-staging', 'eu-west-1', '111111111111'],
    ['card-acquiring-staging-us-east-1', 'us-east-1', '111111111111'],
    ['card-acquiring-production', 'eu-west-1', '222222222222'],
    ['card-acquiring-production-us-east-1', 'us-east-1', '222222222222'],
  ]);
});

test('one environment on request, with its overrides', () => {
  const [home, ...others] = stacksOf('production');
  expect(others.map(({ stackName }) => stackName)).toEqual(['card-acquiring-production-us-east-1']);
  if (!home) throw new Error('no stack');
  const template = Template.fromStack(home);
  template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: '/aws/payment/production/processing', RetentionInDays: 400 });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'payment-production-api-high-latency', Threshold: 350 });
  template.resourcePropertiesCountIs('AWS::Logs::LogGroup', { LogGroupName: '/aws/lambda/acme-production-processor' }, 0);
});

test('a broken file is refused with every problem and its position', () => {
  const broken = example.replace('latencyP99Ms: 350', 'latencyP99Ms: fast').replace('owner: acquiring', 'owner: [acquiring]');
  expect(() => paymentPlatformApp(broken, { file: 'broken.yml' })).toThrow(/^broken\.yml:5:\d+ owner: .*\nbroken\.yml:\d+:\d+ alarms\.apiLatencyHigh\.latencyP99Ms: .*"fast".*$/);
});
