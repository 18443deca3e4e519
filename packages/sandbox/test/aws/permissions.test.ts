import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CreateStackCommand, DeleteStackCommand, DescribeStacksCommand, ListStacksCommand } from '@aws-sdk/client-cloudformation';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { cloudFormationActions } from '../../src/aws/cloudformation/cloudformation';
import { physicalIdentity } from '../../src/aws/cloudformation/physical-identity';
import { evaluatedTypes, permissionsFor, type Operation } from '../../src/aws/cloudformation/resource-permissions';
import { resourceType } from '../../src/aws/cloudformation/resource-types';
import { refusal } from '../../src/aws/iam/authorize';
import { State } from '../../src/aws/state';
import { ACCOUNT, changeSet, deploy, describe1, events, execute, logGroup, REGION, startSandbox, template, type Credentials, type Sandbox } from './fixture';

const statement = (Action: string | string[], Resource: unknown = '*', rest: object = {}) => ({ Effect: 'Allow', Action, Resource, ...rest });
const document = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const trusts = (Principal: object) => document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal });
const role = (RoleName: string, trust: object, policy: object, rest: object = {}) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName, AssumeRolePolicyDocument: trust, Policies: [{ PolicyName: 'p', PolicyDocument: policy }], ...rest },
});
const PEOPLE = trusts({ AWS: `arn:aws:iam::${ACCOUNT}:root` });
const CLOUDFORMATION = trusts({ Service: 'cloudformation.amazonaws.com' });
const EXECUTION = `arn:aws:iam::${ACCOUNT}:role/execution`;
const DEPLOYER = document(statement('cloudformation:*', `arn:aws:cloudformation:*:${ACCOUNT}:stack/pay-*`), statement('iam:PassRole', EXECUTION, { Condition: { StringEquals: { 'iam:PassedToService': 'cloudformation.amazonaws.com' } } }));

/** A sandbox with a deployer and an execution role, and the deployer's client. */
async function withRoles(execution: object, { deployer = DEPLOYER, trust = CLOUDFORMATION, rest = {} }: { deployer?: object; trust?: object; rest?: object } = {}) {
  const sandbox = await startSandbox();
  await deploy(sandbox, sandbox.cloudFormation(), 'roles', template({ Deployer: role('deployer', PEOPLE, deployer), Execution: role('execution', trust, execution, rest) }));
  return { ...sandbox, client: sandbox.cloudFormation(await credentials(sandbox)) };
}

async function credentials(sandbox: Sandbox): Promise<Credentials> {
  const { Credentials: given } = await sandbox.sts().send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/deployer`, RoleSessionName: 'ci' }));
  return { accessKeyId: given?.AccessKeyId ?? '', secretAccessKey: given?.SecretAccessKey ?? '', sessionToken: given?.SessionToken ?? '' };
}

const LOGS = document(statement(['logs:CreateLogGroup', 'logs:DescribeLogGroups', 'logs:DeleteLogGroup'], `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/pay/*`), statement('logs:DescribeLogGroups'));
const CI = `arn:aws:sts::${ACCOUNT}:assumed-role/deployer/ci`;

describe('the caller', () => {
  test.each([
    ['another stack', new DescribeStacksCommand({ StackName: 'other' }), 'DescribeStacks', `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/other/*`],
    ['all stacks', new DescribeStacksCommand({}), 'DescribeStacks', `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/*/*`],
  ])('may not look at %s', async (_, command, action, resource) => {
    const { client } = await withRoles(LOGS);
    await expect(client.send(command)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: `User: ${CI} is not authorized to perform: cloudformation:${action} on resource: ${resource} because no identity-based policy allows the cloudformation:${action} action`,
    });
  });

  test('may not list stacks with permissions on single stacks', async () => {
    const { client } = await withRoles(LOGS);
    await expect(client.send(new ListStacksCommand({}))).rejects.toMatchObject({ name: 'AccessDenied' });
  });

  test('is told of an explicit deny', async () => {
    const deny = { Effect: 'Deny', Action: 'cloudformation:CreateStack', Resource: '*' };
    const { client } = await withRoles(LOGS, { deployer: document(statement('*'), deny) });
    await expect(client.send(new CreateStackCommand({ StackName: 'pay-a', TemplateBody: template({ A: logGroup() }) }))).rejects.toThrow(/with an explicit deny in an identity-based policy$/);
  });

  test('must be allowed to pass the execution role', async () => {
    const { client } = await withRoles(LOGS, { deployer: document(statement('cloudformation:*')) });
    await expect(client.send(new CreateStackCommand({ StackName: 'pay-a', RoleARN: EXECUTION, TemplateBody: template({ A: logGroup() }) }))).rejects.toMatchObject({
      message: `User: ${CI} is not authorized to perform: iam:PassRole on resource: ${EXECUTION} because no identity-based policy allows the iam:PassRole action`,
    });
  });

  test('cannot pass a role that does not trust CloudFormation', async () => {
    const { client } = await withRoles(LOGS, { trust: trusts({ Service: 'lambda.amazonaws.com' }) });
    await expect(client.send(new CreateStackCommand({ StackName: 'pay-a', RoleARN: EXECUTION, TemplateBody: template({ A: logGroup() }) }))).rejects.toMatchObject({
      name: 'ValidationError',
      message: `Role ${EXECUTION} is invalid or cannot be assumed`,
    });
  });

  test('lends its own permissions to a stack without an execution role', async () => {
    const sandbox = await withRoles(LOGS);
    const stack = await deploy(sandbox, sandbox.client, 'pay-a', template({ A: logGroup({ LogGroupName: '/pay/a' }) }));
    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    await expect(events(sandbox.client, 'pay-a')).resolves.toContainEqual(expect.stringContaining(`A CREATE_FAILED Resource handler returned message: "User: ${CI} is not authorized to perform: logs:CreateLogGroup`));
  });
});

describe('the execution role', () => {
  test('makes what it may make, and the stack keeps it', async () => {
    const sandbox = await withRoles(LOGS);
    const input = { StackName: 'pay-a', ChangeSetType: 'CREATE' as const, RoleARN: EXECUTION, TemplateBody: template({ A: logGroup({ LogGroupName: '/pay/a' }) }) };
    await changeSet(sandbox, sandbox.client, input);
    await expect(execute(sandbox, sandbox.client, 'pay-a')).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE', RoleARN: EXECUTION });
  });

  test('fails the resource it may not make, in the words of AWS', async () => {
    const sandbox = await withRoles(LOGS);
    const stack = await deploy(sandbox, sandbox.client, 'pay-a', template({ A: logGroup({ LogGroupName: '/other' }) }), { RoleARN: EXECUTION });
    expect(stack).toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    const reason = sandbox.aws.stack(ACCOUNT, REGION, 'pay-a')?.events.find(({ status }) => status === 'CREATE_FAILED')?.reason;
    expect(reason).toMatch(
      new RegExp(
        `^Resource handler returned message: "User: arn:aws:sts::${ACCOUNT}:assumed-role/execution/AWSCloudFormation is not authorized to perform: logs:CreateLogGroup on resource: arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/other:log-stream: because no identity-based policy allows the logs:CreateLogGroup action \\(Service: logs, Status Code: 403, Request ID: [-0-9a-f]{36}\\)" \\(HandlerErrorCode: AccessDenied\\)$`,
      ),
    );
  });

  test('needs the permission for each property it sets', async () => {
    const sandbox = await withRoles(LOGS);
    await deploy(sandbox, sandbox.client, 'pay-a', template({ A: logGroup({ LogGroupName: '/pay/a', RetentionInDays: 400 }) }), { RoleARN: EXECUTION });
    await expect(events(sandbox.client, 'pay-a')).resolves.toContainEqual(expect.stringContaining('is not authorized to perform: logs:PutRetentionPolicy'));
  });

  test('is held by its permissions boundary', async () => {
    const boundary = { Type: 'AWS::IAM::ManagedPolicy', Properties: { ManagedPolicyName: 'limit', PolicyDocument: document(statement('logs:DescribeLogGroups')) } };
    const sandbox = await startSandbox();
    const resources = { Limit: boundary, Execution: role('execution', CLOUDFORMATION, document(statement('*')), { PermissionsBoundary: { Ref: 'Limit' } }) };
    await deploy(sandbox, sandbox.cloudFormation(), 'roles', template(resources));
    await deploy(sandbox, sandbox.cloudFormation(), 'pay-a', template({ A: logGroup({ LogGroupName: '/pay/a' }) }), { RoleARN: EXECUTION });
    await expect(events(sandbox.cloudFormation(), 'pay-a')).resolves.toContainEqual(expect.stringContaining('because no permissions boundary allows the logs:CreateLogGroup action'));
  });

  test('may pass roles to the service of the resource only', async () => {
    const functionRole = `arn:aws:iam::${ACCOUNT}:role/deployer`;
    const policy = document(statement('lambda:*'), statement('iam:PassRole', functionRole, { Condition: { StringEquals: { 'iam:PassedToService': 'events.amazonaws.com' } } }));
    const sandbox = await withRoles(policy);
    await deploy(sandbox, sandbox.client, 'pay-a', template({ F: { Type: 'AWS::Lambda::Function', Properties: { Role: functionRole, Code: { ZipFile: 'x' }, Handler: 'index.handler', Runtime: 'nodejs22.x' } } }), { RoleARN: EXECUTION });
    await expect(events(sandbox.client, 'pay-a')).resolves.toContainEqual(expect.stringContaining(`is not authorized to perform: iam:PassRole on resource: ${functionRole}`));
  });

  test('deletes with its own permissions too', async () => {
    const sandbox = await withRoles(document(statement(['sns:CreateTopic', 'sns:GetTopicAttributes'])));
    await deploy(sandbox, sandbox.client, 'pay-a', template({ T: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 't' } }, Broken: logGroup({ LogGroupName: '/x' }, { DependsOn: 'T' }) }), { RoleARN: EXECUTION });
    await expect(describe1(sandbox.client, 'pay-a')).resolves.toMatchObject({ StackStatus: 'ROLLBACK_FAILED', StackStatusReason: 'The following resource(s) failed to delete: [T]. ' });
  });

  test('meets conditions on tags: of the request when it creates, of the resource when it deletes', async () => {
    const tagged = { StringEquals: { 'aws:RequestTag/team': 'pay' } };
    const own = { StringEquals: { 'aws:ResourceTag/team': 'pay' } };
    const sandbox = await withRoles(document(statement(['sns:CreateTopic', 'sns:TagResource'], '*', { Condition: tagged }), statement('sns:GetTopicAttributes'), statement('sns:DeleteTopic', '*', { Condition: own })));
    const topic = (team: string) => template({ T: { Type: 'AWS::SNS::Topic', Properties: { Tags: [{ Key: 'team', Value: team }] } } });
    await expect(deploy(sandbox, sandbox.client, 'pay-a', topic('pay'), { RoleARN: EXECUTION })).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    await expect(deploy(sandbox, sandbox.client, 'pay-b', topic('other'), { RoleARN: EXECUTION })).resolves.toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    await sandbox.client.send(new DeleteStackCommand({ StackName: 'pay-a' }));
    await sandbox.aws.idle();
    expect(sandbox.aws.stack(ACCOUNT, REGION, 'pay-a')?.status).toBe('DELETE_COMPLETE');
  });

  test('of a type without known permissions is noted', async () => {
    const sandbox = await withRoles(LOGS);
    await deploy(sandbox, sandbox.client, 'pay-a', template({ G: { Type: 'AWS::Glue::Database', Properties: { CatalogId: ACCOUNT, DatabaseInput: {} } } }), { RoleARN: EXECUTION });
    expect(sandbox.aws.stack(ACCOUNT, REGION, 'pay-a')?.resources['G']).toMatchObject({ status: 'CREATE_COMPLETE', unevaluated: true });
  });
});

describe('the table of permissions', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'));
  const state = new State(folder);
  state.parts.existing.push({ accountId: ACCOUNT, region: REGION, type: 'AWS::IAM::Role', physicalId: 'all', properties: { AssumeRolePolicyDocument: CLOUDFORMATION, Policies: [{ PolicyName: 'p', PolicyDocument: document(statement('*')) }] } });
  const caller = { accountId: ACCOUNT, arn: `arn:aws:sts::${ACCOUNT}:assumed-role/all/x`, roleArn: `arn:aws:iam::${ACCOUNT}:role/all` };
  afterAll(() => rmSync(folder, { recursive: true }));

  test.each(cloudFormationActions())('cloudformation:%s can be evaluated', async (action) => {
    const check = { action: `cloudformation:${action}`, resource: `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/a/b`, region: REGION };
    await expect(refusal(state, caller, check)).resolves.toBeUndefined();
  });

  const KEY_POLICY = document({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' });
  // references to other resources must have the form of their ARN
  const SAMPLE: Record<string, unknown> = {
    KeyPolicy: KEY_POLICY, TopicArn: `arn:aws:sns:${REGION}:${ACCOUNT}:t`, Topics: [`arn:aws:sns:${REGION}:${ACCOUNT}:t`], Queues: [`https://sqs.${REGION}.amazonaws.com/${ACCOUNT}/q`], Roles: ['r'],
    Url: 'https://example.com', AliasName: 'alias/a', Code: { S3Bucket: 'b', S3Key: 'k' }, Tags: [{ Key: 'a', Value: 'b' }], Targets: [{ RoleArn: EXECUTION }], Role: EXECUTION, RoleArn: EXECUTION,
    ExtendedS3DestinationConfiguration: { RoleARN: EXECUTION }, S3DestinationConfiguration: { RoleARN: EXECUTION }, CloudWatchLogsRoleArn: EXECUTION, ManagedPolicyArns: [`arn:aws:iam::${ACCOUNT}:policy/p`],
    SamplingRule: { RuleName: 'x' }, Path: '/', ExecutionRoleArn: EXECUTION, DeliverLogsPermissionArn: EXECUTION, Budget: { BudgetName: 'b' }, MuteTargets: { AlarmNames: ['a'] },
    SSESpecification: { KMSMasterKeyId: `arn:aws:kms:${REGION}:${ACCOUNT}:key/1` },
  };

  test.each(evaluatedTypes().filter((type) => type !== 'AWS::CDK::Metadata').flatMap((type) => (['create', 'update', 'delete'] as const).map((operation): [Operation, string] => [operation, type])))(
    '%s %s: actions exist, fit their resource, and are needed',
    async (operation, type) => {
      const names = Object.keys(resourceType(type)?.properties ?? {});
      const properties = Object.fromEntries(names.map((name) => [name, SAMPLE[name] ?? 'x']));
      const identity = physicalIdentity({ accountId: ACCOUNT, region: REGION, stackName: 's', stackId: 's' }, 'L', type, properties, 1);
      const checks = permissionsFor(operation, type, { accountId: ACCOUNT, region: REGION, ...identity, properties, standing: properties, changed: names, boundaryOf: () => undefined, tagsOf: () => ({}) }) ?? [];
      const refusals = await Promise.all(checks.map(async (check) => [check.action, await refusal(state, caller, check)]));
      expect(checks.length).toBeGreaterThan(0);
      expect(refusals.filter(([, reason]) => reason !== undefined)).toEqual([]);
    },
  );
});

describe('what a resource asks for beside itself', () => {
  const MUTE = { Type: 'AWS::CloudWatch::AlarmMuteRule', Properties: { Name: 'night', Rule: { Schedule: { Expression: 'cron(0 2 * * *)', Duration: 'PT2H' } }, MuteTargets: { AlarmNames: ['pay-a', 'other'] } } };
  const cloudwatch = (...resources: string[]) => statement(['cloudwatch:PutAlarmMuteRule', 'cloudwatch:GetAlarmMuteRule'], resources.map((resource) => `arn:aws:cloudwatch:${REGION}:${ACCOUNT}:${resource}`));
  const MAPPING = { Type: 'AWS::Lambda::EventSourceMapping', Properties: { FunctionName: 'pay-f', EventSourceArn: `arn:aws:kinesis:${REGION}:${ACCOUNT}:stream/s`, StartingPosition: 'LATEST' } };
  const ofFunction = (name: string) => statement(['lambda:CreateEventSourceMapping', 'lambda:GetEventSourceMapping'], '*', { Condition: { ArnLike: { 'lambda:FunctionArn': `arn:aws:lambda:*:*:function:${name}` } } });
  const vpc = (...tags: object[]) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock: '10.0.0.0/16', ...(tags.length > 0 && { Tags: tags }) } });
  const SUBNET = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' }, CidrBlock: '10.0.1.0/24' } };
  const ec2 = document(
    statement(['ec2:CreateVpc', 'ec2:CreateTags', 'ec2:Describe*']), statement('ec2:CreateSubnet', `arn:aws:ec2:*:*:subnet/*`),
    statement('ec2:CreateSubnet', `arn:aws:ec2:*:*:vpc/*`, { Condition: { StringEquals: { 'aws:ResourceTag/ManagedBy': 'cdk' } } }),
  );
  const OWN = { Key: 'ManagedBy', Value: 'cdk' };
  const KEY = `arn:aws:kms:${REGION}:${ACCOUNT}:key/1`;
  const TABLE = { Type: 'AWS::DynamoDB::Table', Properties: { TableName: 't', KeySchema: [{ AttributeName: 'a', KeyType: 'HASH' }], SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: KEY } } };
  const tables = statement(['dynamodb:CreateTable', 'dynamodb:DescribeTable']);
  const throughTables = statement(['kms:CreateGrant', 'kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:GenerateDataKey'], KEY, { Condition: { StringLike: { 'kms:ViaService': 'dynamodb.*.amazonaws.com' } } });
  const CANARY = {
    Type: 'AWS::Synthetics::Canary',
    Properties: { Name: 'c', Code: { Handler: 'index.handler', S3Bucket: 'b', S3Key: 'k' }, ArtifactS3Location: 's3://b', ExecutionRoleArn: EXECUTION, Schedule: { Expression: 'rate(5 minutes)' }, RuntimeVersion: 'syn-nodejs-puppeteer-13.0', StartCanaryAfterCreation: true },
  };
  const canaries = (...functions: string[]) => document(statement(['synthetics:*', 's3:GetObject', 'iam:PassRole']), statement('lambda:*', functions.map((resource) => `arn:aws:lambda:*:*:${resource}`)));

  test.each<[string, object, object, ...string[]]>([
    ['a mute rule: the right on each alarm', document(cloudwatch('alarm-mute-rule:night', 'alarm:pay-*')), { MUTE }, `cloudwatch:PutAlarmMuteRule on resource: arn:aws:cloudwatch:${REGION}:${ACCOUNT}:alarm:other`],
    ['a mute rule with that right', document(cloudwatch('alarm-mute-rule:night', 'alarm:pay-*', 'alarm:other')), { MUTE }],
    ['a mapping: the right for its function', document(ofFunction('other')), { MAPPING }, 'lambda:CreateEventSourceMapping on resource: *'],
    ['a mapping with that right', document(ofFunction('pay-*')), { MAPPING }],
    ['a table with a customer key: the use of the key', document(tables), { TABLE }, 'kms:CreateGrant on resource: arn:aws:kms:'],
    ['a table with that right', document(tables, throughTables), { TABLE }],
    ['a canary: the making of its function', canaries('function:pay-*'), { CANARY }, `lambda:CreateFunction on resource: arn:aws:lambda:${REGION}:${ACCOUNT}:function:cwsyn-c-`],
    ['a canary: the making of its layer', canaries('function:cwsyn-c-*'), { CANARY }, `lambda:PublishLayerVersion on resource: arn:aws:lambda:${REGION}:${ACCOUNT}:layer:cwsyn-c-`],
    ['a canary with those rights', canaries('function:cwsyn-c-*', 'layer:cwsyn-c-*'), { CANARY }],
    ['a subnet: the tags of its VPC', ec2, { Vpc: vpc(), SUBNET }, 'ec2:CreateSubnet on resource: arn:aws:ec2:'],
    ['a subnet in a tagged VPC', ec2, { Vpc: vpc(OWN), SUBNET }],
  ])('%s', async (_, policy, resources, ...refused) => {
    const sandbox = await withRoles(policy);
    await deploy(sandbox, sandbox.client, 'pay-a', template(resources as Record<string, unknown>), { RoleARN: EXECUTION });
    const reasons = sandbox.aws.stack(ACCOUNT, REGION, 'pay-a')?.events.filter(({ status }) => status === 'CREATE_FAILED').map(({ reason = '' }) => / is not authorized to perform: (.*?) because /.exec(reason)?.[1]) ?? [];
    expect(reasons).toEqual(refused.map((permission) => expect.stringContaining(permission) as string));
  });
});
