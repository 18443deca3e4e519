import { Template } from 'aws-cdk-lib/assertions';
import { Stack, Tags } from 'aws-cdk-lib/core';
import { TaggedResource } from '../src/tagged-resource';

function made(tags: Readonly<Record<string, string>>) {
  const stack = new Stack();
  const resource = new TaggedResource(stack, 'Stream', { type: 'AWS::Kinesis::Stream', properties: { Name: 'orders' } });
  for (const [name, value] of Object.entries(tags)) Tags.of(stack).add(name, value);
  return { stack, resource, properties: () => Object.values(Template.fromStack(stack).findResources('AWS::Kinesis::Stream'))[0]?.['Properties'] as unknown };
}

test('the tags of the stack stand as CloudFormation spells them', () => {
  expect(made({ Team: 'payments', Env: 'dev' }).properties()).toEqual({ Name: 'orders', Tags: [{ Key: 'Env', Value: 'dev' }, { Key: 'Team', Value: 'payments' }] });
});

test('without tags there is no such property', () => {
  expect(made({}).properties()).toEqual({ Name: 'orders' });
});

test('its ARN is the attribute of that name', () => {
  const { stack, resource } = made({});
  expect(stack.resolve(resource.arn)).toEqual({ 'Fn::GetAtt': [stack.resolve(resource.logicalId), 'Arn'] });
});
