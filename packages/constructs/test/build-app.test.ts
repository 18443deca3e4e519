import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Stack } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { buildApp, notesOf, synthesize } from '../src';
import { configOf } from './config-of';

const iam = { ruleName: 'acme-iam', source: 'aws.iam', eventSource: 'iam.amazonaws.com', eventNames: ['CreateUser'] };
const groups = { processing: { logGroupName: '/acme/processing' }, lambda: { logGroupName: '/acme/lambda' } };
const SECTIONS = {
  encryption: { keys: { logs: {}, audit: {} } },
  logs: { encryptionKey: 'logs', groups },
  tags: { Team: 'payments' },
};
const WITH_AUDIT = { ...SECTIONS, audit: { encryptionKey: 'audit', logGroup: { logGroupName: '/aws/events/acme' }, rules: { iamChanges: iam } } };
const bootstrap = { assetBucketName: 'assets-${AWS::AccountId}-${AWS::Region}', permissionsBoundaryName: 'acme-boundary', rolePath: '/acme/' };

let outdir: string;
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'assembly-'));
});
afterEach(() => rmSync(outdir, { recursive: true }));

const propertiesOf = (template: Template | undefined, type: string) =>
  Object.values(template?.findResources(type) ?? {}).map((resource) => (resource as { Properties: Record<string, unknown> }).Properties);
const stacksOf = (...configs: ReturnType<typeof configOf>[]) => buildApp(configs, { validation: false, outdir }).node.children as Stack[];

test('one stack for each planned one, in the order of deployment, where its environment lives', () => {
  const stacks = stacksOf(configOf(WITH_AUDIT));
  expect(stacks.map(({ stackName, account, region }) => ({ stackName, account, region }))).toEqual([
    { stackName: 'acme-dev', account: '111111111111', region: 'eu-west-1' },
    { stackName: 'acme-dev-us-east-1', account: '111111111111', region: 'us-east-1' },
  ]);
});

test('the home stack holds the sections, the other one only its rules', () => {
  const [home, usEast1] = stacksOf(configOf(WITH_AUDIT)).map((stack) => Template.fromStack(stack));
  const groupsOf = (template: Template | undefined) => propertiesOf(template, 'AWS::Logs::LogGroup').map(({ LogGroupName }) => LogGroupName).sort();
  expect(groupsOf(home)).toEqual(['/acme/lambda', '/acme/processing']);
  expect(propertiesOf(home, 'AWS::Events::Rule')).toEqual([]);
  expect(groupsOf(usEast1)).toEqual(['/aws/events/acme']);
  expect(propertiesOf(usEast1, 'AWS::Events::Rule')).toHaveLength(1);
});

test('every resource carries the tags of the config', () => {
  const [home] = stacksOf(configOf(SECTIONS)).map((stack) => Template.fromStack(stack));
  const tags = [
    { Key: 'Environment', Value: 'dev' },
    { Key: 'ManagedBy', Value: 'cdk' },
    { Key: 'Owner', Value: 'payments' },
    { Key: 'System', Value: 'acme' },
    { Key: 'Team', Value: 'payments' },
  ];
  expect(propertiesOf(home, 'AWS::Logs::LogGroup').map(({ Tags }) => Tags)).toEqual([tags, tags]);
});

test.each([true, false])('protected %s is termination protection', (isProtected) => {
  expect(stacksOf(configOf(SECTIONS, { protected: isProtected })).map(({ terminationProtection }) => terminationProtection)).toEqual([isProtected]);
});

test('the order of keys in the file changes no byte of a template', () => {
  const reversed = { tags: SECTIONS.tags, logs: { groups: { lambda: groups.lambda, processing: groups.processing }, encryptionKey: 'logs' }, encryption: { keys: { audit: {}, logs: {} } } };
  const textOf = (sections: Record<string, unknown>) => stacksOf(configOf(sections)).map((stack) => JSON.stringify(Template.fromStack(stack).toJSON()));
  expect(textOf(reversed)).toEqual(textOf(SECTIONS));
});

test('ARNs are written out, no singleton function or custom resource is brought along', () => {
  const text = stacksOf(configOf(WITH_AUDIT)).map((stack) => JSON.stringify(Template.fromStack(stack).toJSON())).join('');
  expect(text).not.toContain('AWS::Partition');
  expect(text).not.toContain('Custom::');
  expect(text).not.toContain('AWS::Lambda::Function');
});

test('without a bootstrap the roles are unbounded and CDK deploys by its own', () => {
  const trail = { ...WITH_AUDIT.audit, trail: { trailName: 'acme', logGroupName: '/aws/cloudtrail/acme', bucket: {} } };
  const [home] = stacksOf(configOf({ ...WITH_AUDIT, audit: trail })).map((stack) => Template.fromStack(stack));
  const [role, ...others] = propertiesOf(home, 'AWS::IAM::Role');
  expect(others).toEqual([]);
  expect(Object.keys(role ?? {})).toEqual(expect.not.arrayContaining(['PermissionsBoundary', 'Path']));
});

test('with a bootstrap every role is bounded and below its path, assets go to its bucket and no role of CDK is assumed', () => {
  const trail = { ...WITH_AUDIT.audit, trail: { trailName: 'acme', logGroupName: '/aws/cloudtrail/acme', bucket: {} } };
  const assembly = buildApp([configOf({ ...WITH_AUDIT, audit: trail })], { validation: false, outdir, bootstrap }).synth();
  const home = assembly.getStackByName('acme-dev');
  const roles = propertiesOf(Template.fromJSON(home.template as Record<string, unknown>), 'AWS::IAM::Role');
  expect(roles).toMatchObject([{ PermissionsBoundary: 'arn:aws:iam::111111111111:policy/acme-boundary', Path: '/acme/' }]);
  expect(home.assumeRoleArn).toBeUndefined();
  expect(home.stackTemplateAssetObjectUrl).toMatch(/^s3:\/\/assets-111111111111-eu-west-1\/|^s3:\/\/assets-\$\{AWS::AccountId\}-eu-west-1\//);
});

test('synthesize returns the templates and notes of the stacks, and where they are', () => {
  const existing = { ...SECTIONS, encryption: { keys: { logs: { existing: 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012' } } } };
  const { folder, stacks } = synthesize(configOf(existing), { validation: false, outdir });
  expect(folder).toBe(outdir);
  expect(stacks).toMatchObject([
    { id: 'home', stackName: 'acme-dev', region: 'eu-west-1', account: '111111111111', templatePath: join(outdir, 'acme-dev.template.json'), notes: [{ path: 'encryption.keys.logs' }] },
  ]);
  expect(stacks[0]?.template).toHaveProperty('Resources');
});

test('two environments of one app do not share notes', () => {
  const key = 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012';
  const first = configOf({ ...SECTIONS, encryption: { keys: { logs: { existing: key } } } });
  const second = { ...configOf(SECTIONS), name: 'other' };
  expect(stacksOf(first, second).map((stack) => notesOf(stack).length)).toEqual([1, 0]);
});
