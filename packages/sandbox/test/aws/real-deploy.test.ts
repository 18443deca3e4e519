import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NonInteractiveIoHost, StackSelectionStrategy, Toolkit } from '@aws-cdk/toolkit-lib';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { Alarm, Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda';
import { LogGroup } from 'aws-cdk-lib/aws-logs';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { App, CfnOutput, CliCredentialsStackSynthesizer, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib/core';
import { ACCOUNT, deploy, events, REGION, startSandbox, template } from './fixture';

const BUCKET = 'assets';
const STACK = 'payments';
const EXECUTION = `arn:aws:iam::${ACCOUNT}:role/execution`;
const allow = (Action: string[], Resource: string | string[] = '*') => ({ Effect: 'Allow', Action, Resource });
const role = (RoleName: string, Principal: object, ...Statement: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    RoleName,
    AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }] },
    Policies: [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }],
  },
});

// what a person deploys once: the asset bucket, a role to deploy with, a role for CloudFormation
const BOOTSTRAP = template({
  Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: BUCKET } },
  Deploy: role(
    'deploy',
    { AWS: `arn:aws:iam::${ACCOUNT}:root` },
    allow(['cloudformation:*'], `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/${STACK}/*`),
    allow(['iam:PassRole'], EXECUTION),
    allow(['s3:GetBucketLocation', 's3:ListBucket', 's3:GetEncryptionConfiguration'], `arn:aws:s3:::${BUCKET}`),
    allow(['s3:PutObject', 's3:GetObject'], `arn:aws:s3:::${BUCKET}/*`),
  ),
  Execution: role(
    'execution',
    { Service: 'cloudformation.amazonaws.com' },
    allow(['logs:*'], `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/${STACK}/*`),
    allow(['logs:DescribeLogGroups', 'cloudwatch:*', 'sns:*', 'lambda:*']),
    allow(['iam:*'], `arn:aws:iam::${ACCOUNT}:role/${STACK}-*`),
    allow(['s3:GetObject'], `arn:aws:s3:::${BUCKET}/*`),
  ),
});

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'sandbox-cdk-'));
  folders.push(made);
  return made;
};

function assembly(logGroupName: string, threshold: number, extraLogGroup?: string) {
  return async () => {
    const app = new App({ outdir: folder(), analyticsReporting: false, builtinCloudFormationValidation: false, context: { 'aws:cdk:disable-metadata': true } });
    // the class and its own interface differ in an optional member
    const synthesizer = new CliCredentialsStackSynthesizer({ fileAssetsBucketName: BUCKET }) as unknown as NonNullable<StackProps['synthesizer']>;
    const stack = new Stack(app, STACK, { env: { account: ACCOUNT, region: REGION }, synthesizer });
    const code = folder();
    writeFileSync(join(code, 'index.js'), 'exports.handler = async () => {};');
    const group = new LogGroup(stack, 'Group', { logGroupName, removalPolicy: RemovalPolicy.DESTROY });
    const topic = new Topic(stack, 'Topic');
    new LambdaFunction(stack, 'Notifier', { runtime: Runtime.NODEJS_22_X, handler: 'index.handler', code: Code.fromAsset(code) });
    new Alarm(stack, 'Errors', { metric: new Metric({ namespace: 'Payments', metricName: 'errors' }), threshold, evaluationPeriods: 3 }).addAlarmAction(new SnsAction(topic));
    if (extraLogGroup !== undefined) new LogGroup(stack, 'Extra', { logGroupName: extraLogGroup });
    new CfnOutput(stack, 'GroupName', { value: group.logGroupName });
    return app.synth();
  };
}

async function start() {
  const sandbox = await startSandbox();
  await deploy(sandbox, sandbox.cloudFormation(), 'bootstrap', BOOTSTRAP);
  const { Credentials: given } = await sandbox.sts().send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`, RoleSessionName: 'ci' }));
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.url,
    AWS_REGION: REGION,
    AWS_ACCESS_KEY_ID: given?.AccessKeyId,
    AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey,
    AWS_SESSION_TOKEN: given?.SessionToken,
    CDK_HOME: folder(),
  });
  const ioHost = new NonInteractiveIoHost({ logLevel: 'error' });
  jest.spyOn(ioHost, 'notify').mockResolvedValue(undefined);
  const toolkit = new Toolkit({ ioHost, emojis: false, color: false });
  const options = { stacks: { strategy: StackSelectionStrategy.ALL_STACKS }, roleArn: EXECUTION, stackEventPollingInterval: 20 };
  return {
    stack: () => sandbox.aws.stack(ACCOUNT, REGION, STACK),
    sandbox,
    deploy: async (builder: ReturnType<typeof assembly>) => toolkit.deploy(await toolkit.fromAssemblyBuilder(builder), options),
    destroy: async (builder: ReturnType<typeof assembly>) => toolkit.destroy(await toolkit.fromAssemblyBuilder(builder), options),
  };
}

const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
  folders.splice(0).forEach((made) => rmSync(made, { recursive: true, force: true }));
});

test('toolkit-lib deploys, replaces, changes nothing, fails, and destroys', async () => {
  const { sandbox, stack, deploy: run, destroy } = await start();
  const log = async () => events(sandbox.cloudFormation(), stack()?.stackId ?? '');

  const first = await run(assembly('/payments/a', 1));
  expect(first.stacks[0]).toMatchObject({ stackName: STACK, outputs: { GroupName: '/payments/a' } });
  expect(stack()).toMatchObject({ status: 'CREATE_COMPLETE', current: { roleArn: EXECUTION } });
  expect(Object.values(stack()?.resources ?? {}).filter(({ unevaluated }) => unevaluated)).toEqual([]);

  await run(assembly('/payments/b', 2));
  expect(stack()).toMatchObject({ status: 'UPDATE_COMPLETE', outputs: [{ key: 'GroupName', value: '/payments/b' }] });
  await expect(log()).resolves.toEqual(expect.arrayContaining([expect.stringMatching(/^Group\w+ UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.$/), expect.stringMatching(/^Group\w+ DELETE_COMPLETE$/)]));

  const executed = () => sandbox.aws.calls().filter(({ action }) => action === 'ExecuteChangeSet').length;
  const before = executed();
  await run(assembly('/payments/b', 2));
  expect(executed()).toBe(before);

  sandbox.aws.putExisting(ACCOUNT, REGION, 'AWS::Logs::LogGroup', '/payments/taken');
  await expect(run(assembly('/payments/b', 3, '/payments/taken'))).rejects.toThrow(`Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"/payments/taken"}' already exists.`);
  expect(stack()).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', outputs: [{ value: '/payments/b' }] });

  // the message is wrapped at the width of a terminal
  await expect(run(assembly('/elsewhere', 2))).rejects.toThrow(/^(?!.*already exists).*assumed-role\/execution\/AWSCloudFormation\s+is\s+not\s+authorized\s+to\s+perform:\s+logs:CreateLogGroup/s);

  await destroy(assembly('/payments/b', 2));
  expect(stack()?.status).toBe('DELETE_COMPLETE');
}, 60_000);

test('toolkit-lib deletes a stack that rolled back, and deploys it anew', async () => {
  const { sandbox, stack, deploy: run } = await start();
  sandbox.aws.putExisting(ACCOUNT, REGION, 'AWS::Logs::LogGroup', '/payments/taken');
  await expect(run(assembly('/payments/taken', 1))).rejects.toThrow('already exists');
  const rolledBack = stack();
  expect(rolledBack?.status).toBe('ROLLBACK_COMPLETE');
  await run(assembly('/payments/free', 1));
  expect(rolledBack?.status).toBe('DELETE_COMPLETE');
  expect(stack()).toMatchObject({ status: 'CREATE_COMPLETE', outputs: [{ value: '/payments/free' }] });
}, 60_000);
