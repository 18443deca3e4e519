import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CloudFormationClient, CreateChangeSetCommand, CreateStackCommand, DescribeChangeSetCommand, DescribeStackEventsCommand, DescribeStacksCommand, ExecuteChangeSetCommand, UpdateStackCommand,
  type CreateChangeSetCommandInput, type DescribeChangeSetCommandOutput, type Stack,
} from '@aws-sdk/client-cloudformation';
import { S3Client } from '@aws-sdk/client-s3';
import { STSClient } from '@aws-sdk/client-sts';
import { createAws, type AwsOptions } from '../../src/aws';
import { serveLoopback } from '../../src/loopback-server';

export const ACCOUNT = '111111111111';
export const REGION = 'eu-west-1';

export type Credentials = { readonly accessKeyId: string; readonly secretAccessKey: string; readonly sessionToken: string };
type Json = Record<string, unknown>;

const open: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** A sandbox on loopback with one account, gone after the test. */
export async function startSandbox(options: Partial<AwsOptions> = {}) {
  const stateFolder = options.stateFolder ?? mkdtempSync(join(tmpdir(), 'sandbox-aws-'));
  const aws = createAws({ trustedIssuers: [], ...options, stateFolder });
  const server = await serveLoopback((request) => aws.fetch(request));
  open.push(async () => {
    await aws.idle();
    await server.close();
    rmSync(stateFolder, { recursive: true, force: true });
  });
  const admin = aws.createAccount(ACCOUNT);
  const config = (credentials: Credentials = admin, region = REGION) => ({ endpoint: server.url, region, credentials, maxAttempts: 1 });
  return {
    aws,
    admin,
    stateFolder,
    url: server.url,
    cloudFormation: (credentials?: Credentials, region?: string) => new CloudFormationClient(config(credentials, region)),
    sts: (credentials?: Credentials) => new STSClient(config(credentials)),
    s3: (credentials?: Credentials) => new S3Client({ ...config(credentials), forcePathStyle: true }),
  };
}

export type Sandbox = Awaited<ReturnType<typeof startSandbox>>;

export const template = (Resources: Json, rest: Json = {}): string => JSON.stringify({ Resources, ...rest });
export const logGroup = (Properties: Json = {}, rest: Json = {}): Json => ({ Type: 'AWS::Logs::LogGroup', Properties, ...rest });

const CAPABILITIES = { Capabilities: ['CAPABILITY_NAMED_IAM' as const] };

/** Creates or updates a stack, waits for the end, and returns it. */
export async function deploy({ aws }: Pick<Sandbox, 'aws'>, client: CloudFormationClient, name: string, TemplateBody: string, input: Json = {}): Promise<Stack> {
  const exists = aws.stack(ACCOUNT, await client.config.region(), name);
  const request = { StackName: name, TemplateBody, ...CAPABILITIES, ...input };
  const isThere = exists !== undefined && exists.status !== 'DELETE_COMPLETE';
  const { StackId } = isThere ? await client.send(new UpdateStackCommand(request)) : await client.send(new CreateStackCommand(request));
  await aws.idle();
  return describe1(client, StackId ?? name);
}

export async function describe1(client: CloudFormationClient, name: string): Promise<Stack> {
  const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: name }));
  if (stack === undefined) throw new Error(`no stack ${name}`);
  return stack;
}

export async function changeSet({ aws }: Pick<Sandbox, 'aws'>, client: CloudFormationClient, input: Partial<CreateChangeSetCommandInput> & { StackName: string }): Promise<DescribeChangeSetCommandOutput> {
  const { Id } = await client.send(new CreateChangeSetCommand({ ChangeSetName: 'change', ...CAPABILITIES, ...input }));
  await aws.idle();
  return client.send(new DescribeChangeSetCommand({ ChangeSetName: Id, IncludePropertyValues: true }));
}

export async function execute({ aws }: Pick<Sandbox, 'aws'>, client: CloudFormationClient, StackName: string): Promise<Stack> {
  await client.send(new ExecuteChangeSetCommand({ StackName, ChangeSetName: 'change' }));
  await aws.idle();
  return describe1(client, StackName);
}

/** `LogicalId STATUS reason`, oldest first. */
export async function events(client: CloudFormationClient, StackName: string): Promise<string[]> {
  const { StackEvents = [] } = await client.send(new DescribeStackEventsCommand({ StackName }));
  return StackEvents.reverse().map(({ LogicalResourceId, ResourceStatus, ResourceStatusReason }) => [LogicalResourceId, ResourceStatus, ResourceStatusReason].filter(Boolean).join(' '));
}
