import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Template } from 'aws-cdk-lib/assertions';
import { EncryptionKeys } from '../../src/encryption/encryption-keys';
import { HANDLERS_ROOT } from '../../src/handler-asset';
import { LogGroups } from '../../src/logs/log-groups';
import { notesOf } from '../../src/notes';
import { SOURCE_METADATA, writeSources } from '../../src/source';
import { Tracing } from '../../src/tracing/tracing';
import { configOf } from '../config-of';
import { stackOf } from '../stack-of';

let handlersRoot: string;
beforeAll(() => {
  handlersRoot = mkdtempSync(join(tmpdir(), 'handlers-'));
  mkdirSync(join(handlersRoot, 'xray-encryption'));
  writeFileSync(join(handlersRoot, 'xray-encryption', 'index.js'), 'exports.handler = () => {};');
});
afterAll(() => rmSync(handlersRoot, { recursive: true }));

const LOGS = { logs: { encryptionKey: 'logs', retentionDays: 400 } };

function stackWith(tracing: Record<string, unknown>, { rest = {}, keys: keySettings = { logs: {}, traces: {} } }: { rest?: Record<string, unknown>; keys?: Record<string, unknown> } = {}) {
  const config = configOf({ encryption: { keys: keySettings }, tracing, ...rest });
  if (!config.tracing) throw new Error('no tracing');
  const stack = stackOf(config, { [HANDLERS_ROOT]: handlersRoot });
  const keys = new EncryptionKeys(stack, 'Encryption', { config });
  const logs = config.logs && new LogGroups(stack, 'Logs', { config, logs: config.logs, keys });
  new Tracing(stack, 'Tracing', { config, tracing: config.tracing, keys, logs });
  writeSources(stack);
  return stack;
}
const templateOf = (...given: Parameters<typeof stackWith>) => Template.fromStack(stackWith(...given));
const encryption = { encryption: { encryptionKey: 'traces', ownsAccount: true } };
const idOf = (template: Template, type: string, starts = '') => Object.keys(template.findResources(type)).find((id) => id.startsWith(starts));

test('a sampling rule has every field that X-Ray requires', () => {
  templateOf({ samplingRules: { general: { ruleName: 'acme-general', priority: 9000, fixedRate: 0.1, reservoirSize: 1 } } }).hasResource('AWS::XRay::SamplingRule', {
    Properties: {
      SamplingRule: {
        RuleName: 'acme-general',
        Priority: 9000,
        FixedRate: 0.1,
        ReservoirSize: 1,
        ServiceName: '*',
        ServiceType: '*',
        Host: '*',
        HTTPMethod: '*',
        URLPath: '*',
        ResourceARN: '*',
        Version: 1,
      },
      Tags: [{ Key: 'Purpose', Value: 'TransactionTracing' }],
    },
    Metadata: { [SOURCE_METADATA]: { section: 'tracing', path: 'tracing.samplingRules.general' } },
  });
});

test('a sampling rule matches what the config says', () => {
  const rule = { ruleName: 'paths', priority: 1, fixedRate: 1, reservoirSize: 0, serviceName: 's', serviceType: 't', host: 'h', httpMethod: 'POST', urlPath: '/p/*' };
  templateOf({ samplingRules: { paths: rule } }).hasResourceProperties('AWS::XRay::SamplingRule', {
    SamplingRule: { ServiceName: 's', ServiceType: 't', Host: 'h', HTTPMethod: 'POST', URLPath: '/p/*', ReservoirSize: 0 },
  });
});

test('a trace group has its filter expression, and insights when asked for', () => {
  const groups = { errors: { groupName: 'Errors', filterExpression: 'error = true OR fault = true', insights: true } };
  templateOf({ groups }).hasResource('AWS::XRay::Group', {
    Properties: { GroupName: 'Errors', FilterExpression: 'error = true OR fault = true', InsightsConfiguration: { InsightsEnabled: true, NotificationsEnabled: false } },
    Metadata: { [SOURCE_METADATA]: { section: 'tracing', path: 'tracing.groups.errors' } },
  });
});

test('a rule and a group may share an id', () => {
  const template = templateOf({
    samplingRules: { errors: { ruleName: 'errors', priority: 1, fixedRate: 1, reservoirSize: 0 } },
    groups: { errors: { groupName: 'Errors', filterExpression: 'error' } },
  });
  template.resourceCountIs('AWS::XRay::SamplingRule', 1);
  template.resourceCountIs('AWS::XRay::Group', 1);
});

test.each([
  ['samplingRules', (id: string) => ({ ruleName: id, priority: 1, fixedRate: 1, reservoirSize: 0 })],
  ['groups', (id: string) => ({ groupName: id, filterExpression: 'error' })],
])('25 %s fit, 26 are refused', (collection, entry) => {
  const entries = (count: number) => ({ [collection]: Object.fromEntries(Array.from({ length: count }, (_, index) => [`id${index}`, entry(`id${index}`)])) });
  expect(Object.keys((templateOf(entries(25)).toJSON() as { Resources: object }).Resources)).toHaveLength(25);
  expect(() => templateOf(entries(26))).toThrow(`tracing.${collection}: expected at most 25, found 26: X-Ray takes no more in an account and Region`);
});

test('without encryption there is no function and no custom resource', () => {
  const template = templateOf({ groups: { errors: { groupName: 'Errors', filterExpression: 'error' } } });
  template.resourceCountIs('AWS::Lambda::Function', 0);
  template.resourceCountIs('Custom::XRayEncryption', 0);
  template.resourceCountIs('AWS::KMS::Key', 0);
});

describe('encryption', () => {
  test('a custom resource of our own function sets the key', () => {
    const template = templateOf(encryption, { rest: LOGS });
    template.hasResource('Custom::XRayEncryption', {
      Properties: {
        ServiceToken: { 'Fn::GetAtt': [idOf(template, 'AWS::Lambda::Function'), 'Arn'] },
        KeyId: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key', 'Encryptiontraces'), 'Arn'] },
        ServiceTimeout: '960',
      },
      Metadata: { [SOURCE_METADATA]: { section: 'tracing', path: 'tracing.encryption' } },
    });
    template.hasResourceProperties('AWS::Lambda::Function', {
      Runtime: 'nodejs22.x',
      Handler: 'index.handler',
      Timeout: 900,
      LoggingConfig: { LogGroup: { Ref: idOf(template, 'AWS::Logs::LogGroup') } },
      Role: { 'Fn::GetAtt': [idOf(template, 'AWS::IAM::Role'), 'Arn'] },
    });
    template.resourceCountIs('AWS::Lambda::Function', 1);
  });

  test('its log group is explicit, with the key and retention of the section logs', () => {
    const template = templateOf(encryption, { rest: LOGS });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/lambda/acme-dev-xray-encryption',
      RetentionInDays: 400,
      KmsKeyId: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key', 'Encryptionlogs'), 'Arn'] },
    });
  });

  test('without the section logs its log group has the key of the traces and 90 days', () => {
    const template = templateOf(encryption);
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/aws/lambda/acme-dev-xray-encryption',
      RetentionInDays: 90,
      KmsKeyId: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key', 'Encryptiontraces'), 'Arn'] },
    });
  });

  test('the function may set the encryption, make the grant for X-Ray, and log', () => {
    const template = templateOf(encryption, { rest: LOGS });
    const [role] = Object.values(template.findResources('AWS::IAM::Role')) as { Properties: unknown }[];
    expect(role?.Properties).toMatchObject({
      AssumeRolePolicyDocument: { Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' } }] },
      Policies: [
        {
          PolicyDocument: {
            Statement: [
              { Effect: 'Allow', Action: ['xray:GetEncryptionConfig', 'xray:PutEncryptionConfig'], Resource: '*' },
              {
                Effect: 'Allow',
                Action: ['kms:CreateGrant', 'kms:DescribeKey'],
                Resource: { 'Fn::GetAtt': [idOf(template, 'AWS::KMS::Key', 'Encryptiontraces'), 'Arn'] },
                Condition: { StringEquals: { 'kms:ViaService': 'xray.eu-west-1.amazonaws.com' } },
              },
              { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [idOf(template, 'AWS::Logs::LogGroup'), 'Arn'] } },
            ],
          },
        },
      ],
    });
    expect(role?.Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('the key may be used through X-Ray', () => {
    templateOf(encryption, { rest: LOGS }).hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: [
          { Action: 'kms:*' },
          {
            Sid: 'AllowXRay',
            Effect: 'Allow',
            Principal: { AWS: 'arn:aws:iam::111111111111:root' },
            Action: ['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey'],
            Resource: '*',
            Condition: { StringEquals: { 'kms:ViaService': 'xray.eu-west-1.amazonaws.com' } },
          },
        ],
      },
    });
  });

  test('an existing key gets the statement as a note', () => {
    const existing = 'arn:aws:kms:eu-west-1:111111111111:key/12345678-1234-1234-1234-123456789012';
    const stack = stackWith(encryption, { rest: LOGS, keys: { logs: {}, traces: { existing } } });
    Template.fromStack(stack).hasResourceProperties('Custom::XRayEncryption', { KeyId: existing });
    const [note] = notesOf(stack);
    expect(note?.path).toBe('encryption.keys.traces');
    expect(JSON.parse(note?.code ?? '')).toMatchObject({ Sid: 'AllowXRay', Principal: { AWS: 'arn:aws:iam::111111111111:root' } });
  });

  test('a handler that was not built is named', () => {
    rmSync(join(handlersRoot, 'xray-encryption', 'index.js'));
    expect(() => stackWith(encryption, { rest: LOGS })).toThrow(`handler xray-encryption is not built: no index.js in ${join(handlersRoot, 'xray-encryption')}; run the bundle target of the handlers`);
    writeFileSync(join(handlersRoot, 'xray-encryption', 'index.js'), 'exports.handler = () => {};');
  });
});
