import { App, CfnResource, Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { Construct } from 'constructs';
import { markSource, SOURCE_METADATA, sourceOf, writeSources } from '../src/source';

function tree() {
  const stack = new Stack(new App({ builtinCloudFormationValidation: false }), 'Stack');
  const section = new Construct(stack, 'Section');
  const entry = new Construct(section, 'entry');
  return { stack, section, entry, resource: new CfnResource(entry, 'Resource', { type: 'Test::Resource' }) };
}

test('a resource comes from its nearest marked ancestor', () => {
  const { section, entry, resource } = tree();
  markSource(section, 'alarms', 'alarms');
  expect(sourceOf(resource)).toEqual({ section: 'alarms', path: 'alarms' });
  markSource(entry, 'alarms', 'alarms.latency');
  expect(sourceOf(resource)).toEqual({ section: 'alarms', path: 'alarms.latency' });
});

test('a resource of no section has no source', () => {
  expect(sourceOf(tree().resource)).toBeUndefined();
});

test('the source is written into the metadata of marked resources only', () => {
  const { stack, entry } = tree();
  new CfnResource(stack, 'Other', { type: 'Test::Other' });
  markSource(entry, 'logs', 'logs.groups.processing');
  writeSources(stack);
  const template = Template.fromStack(stack);
  template.hasResource('Test::Resource', { Metadata: { [SOURCE_METADATA]: { section: 'logs', path: 'logs.groups.processing' } } });
  const [other] = Object.values(template.findResources('Test::Other'));
  expect(other).not.toHaveProperty(['Metadata', SOURCE_METADATA]);
});
