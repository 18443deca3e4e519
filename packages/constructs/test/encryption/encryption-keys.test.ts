import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { CfnOutput } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { EncryptionKeys } from '../../src/encryption/encryption-keys';
import { notesOf } from '../../src/notes';
import { configOf, type Where } from '../config-of';
import { stackOf } from '../stack-of';

const EXISTING = 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012';
const statement = () => new PolicyStatement({ principals: [new ServicePrincipal('sns.amazonaws.com')], actions: ['kms:Decrypt'], resources: ['*'] });

function keysOf(keys: Record<string, unknown>, where: Where = {}) {
  const config = configOf({ encryption: { keys } }, where);
  const stack = stackOf(config);
  return { stack, keys: new EncryptionKeys(stack, 'Encryption', { config }) };
}

const keyResources = (template: Template) => Object.values(template.findResources('AWS::KMS::Key')) as { Properties: { KeyPolicy: { Statement: unknown[] } } }[];

test('a key nobody asks for is not created', () => {
  const { stack } = keysOf({ logs: {} });
  Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 0);
});

test('an alias names a created key', () => {
  const { stack, keys } = keysOf({ logs: { alias: 'alias/logs-{env}' } });
  const key = stack.resolve(keys.key('logs').keyArn) as unknown;
  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Alias', { AliasName: 'alias/logs-dev', TargetKeyId: key });
});

test('a created key rotates, waits 30 days, is retained and carries its purpose', () => {
  const { stack, keys } = keysOf({ logs: { description: 'Log groups', purpose: 'LogEncryption' } });
  keys.key('logs');
  keys.key('logs');
  const template = Template.fromStack(stack);
  template.resourceCountIs('AWS::KMS::Key', 1);
  template.hasResource('AWS::KMS::Key', {
    Properties: {
      Description: 'Log groups',
      EnableKeyRotation: true,
      PendingWindowInDays: 30,
      Tags: [{ Key: 'Purpose', Value: 'LogEncryption' }],
    },
    DeletionPolicy: 'RetainExceptOnCreate',
    UpdateReplacePolicy: 'Retain',
  });
});

test('the deletion window is the one of the config', () => {
  const { stack, keys } = keysOf({ logs: { deletionWindowDays: 7 } });
  keys.key('logs');
  Template.fromStack(stack).hasResourceProperties('AWS::KMS::Key', { PendingWindowInDays: 7 });
});

test('allow adds a statement to a created key, once for equal ones, without a note', () => {
  const { stack, keys } = keysOf({ alerts: {} });
  keys.allow('alerts', statement());
  keys.allow('alerts', statement());
  const [key] = keyResources(Template.fromStack(stack));
  expect(key?.Properties.KeyPolicy.Statement).toEqual([
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Action: 'kms:*', Resource: '*' },
    { Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*' },
  ]);
  expect(notesOf(stack)).toEqual([]);
});

test('all log groups of a key share one statement, in the order of their names', () => {
  const { stack, keys } = keysOf({ logs: {} });
  keys.allowLogGroup('logs', '/b');
  keys.allowLogGroup('logs', '/a');
  keys.allowLogGroup('logs', '/b');
  const [key] = keyResources(Template.fromStack(stack));
  expect(key?.Properties.KeyPolicy.Statement.slice(1)).toEqual([
    {
      Sid: 'AllowCloudWatchLogs',
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': ['arn:aws:logs:eu-west-1:111111111111:log-group:/a', 'arn:aws:logs:eu-west-1:111111111111:log-group:/b'] },
      },
    },
  ]);
});

test('an existing key is referenced; its missing statements become one note each, complete when it is read', () => {
  const { stack, keys } = keysOf({ logs: { existing: EXISTING } });
  expect(keys.key('logs').keyArn).toBe(EXISTING);
  keys.allowLogGroup('logs', '/a');
  keys.allow('logs', statement());
  keys.allow('logs', statement());
  keys.allowLogGroup('logs', '/b');
  Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 0);
  const notes = notesOf(stack);
  expect(notes.map(({ title, path }) => ({ title, path }))).toEqual([
    { title: 'Key logs needs a statement in its policy', path: 'encryption.keys.logs' },
    { title: 'Key logs needs a statement in its policy', path: 'encryption.keys.logs' },
  ]);
  const codes = notes.map(({ code }) => JSON.parse(code ?? '') as { Sid?: string; Condition?: unknown });
  expect(codes.find(({ Sid }) => Sid === 'AllowCloudWatchLogs')?.Condition).toEqual({
    ArnLike: { 'kms:EncryptionContext:aws:logs:arn': ['arn:aws:logs:eu-west-1:111111111111:log-group:/a', 'arn:aws:logs:eu-west-1:111111111111:log-group:/b'] },
  });
  expect(codes.find(({ Sid }) => Sid === undefined)).toEqual({ Effect: 'Allow', Principal: { Service: 'sns.amazonaws.com' }, Action: 'kms:Decrypt', Resource: '*' });
});

test('an existing key of another Region cannot be used: the stack creates one', () => {
  const { stack, keys } = keysOf({ audit: { existing: EXISTING } }, { region: 'us-east-1' });
  keys.allow('audit', statement());
  Template.fromStack(stack).resourceCountIs('AWS::KMS::Key', 1);
  expect(notesOf(stack)).toEqual([]);
});

test('the ARNs in use are those of the keys asked for, in the order of their ids', () => {
  const { stack, keys } = keysOf({ logs: { existing: EXISTING }, audit: {}, alerts: {} });
  keys.key('logs');
  keys.key('audit');
  new CfnOutput(stack, 'Keys', { value: keys.arnsInUse().join(' ') });
  const template = Template.fromStack(stack);
  const [auditKey] = Object.keys(template.findResources('AWS::KMS::Key'));
  expect(template.findOutputs('Keys')).toEqual({ Keys: { Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [auditKey, 'Arn'] }, ` ${EXISTING}`]] } } });
});

test('logical ids do not depend on the order in which keys are asked for', () => {
  const idsOf = (order: string[]) => {
    const { stack, keys } = keysOf({ logs: {}, audit: {} });
    order.forEach((id) => keys.key(id));
    return Object.keys(Template.fromStack(stack).findResources('AWS::KMS::Key')).sort();
  };
  expect(idsOf(['audit', 'logs'])).toEqual(idsOf(['logs', 'audit']));
});

test('an unknown key is a defect that names its path', () => {
  const { keys } = keysOf({ logs: {} });
  expect(() => keys.key('nope')).toThrow('encryption.keys.nope: no such key; the loader should have refused the config');
});
