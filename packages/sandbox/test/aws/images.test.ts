import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NonInteractiveIoHost, StackSelectionStrategy, Toolkit } from '@aws-cdk/toolkit-lib';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { DockerImageCode, DockerImageFunction } from 'aws-cdk-lib/aws-lambda';
import { App, CliCredentialsStackSynthesizer, Stack, type StackProps } from 'aws-cdk-lib/core';
import { createDocker } from '../../src/docker';
import { ACCOUNT, deploy, REGION, startSandbox, template } from './fixture';

const PULL = ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'];
const PUSH = ['ecr:BatchCheckLayerAvailability', 'ecr:InitiateLayerUpload', 'ecr:UploadLayerPart', 'ecr:CompleteLayerUpload', 'ecr:PutImage', 'ecr:DescribeImages', 'ecr:DescribeRepositories'];
const REPOSITORY = `arn:aws:ecr:${REGION}:${ACCOUNT}:repository/images`;
const allow = (Action: string | string[], Resource = '*', more: object = {}) => ({ Effect: 'Allow', Action, Resource, ...more });
const policy = (...Statement: object[]) => ({ Version: '2012-10-17', Statement });
const role = (RoleName: string, Principal: object, ...statements: object[]) => ({
  Type: 'AWS::IAM::Role',
  Properties: { RoleName, AssumeRolePolicyDocument: policy({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal }), Policies: [{ PolicyName: 'p', PolicyDocument: policy(...statements) }] },
});
const forLambda = (functionName: string) => policy({ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: PULL, Condition: { StringLike: { 'aws:SourceArn': `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${functionName}` } } });

interface Bootstrap {
  readonly push?: readonly string[];
  readonly admits?: string;
  readonly execution?: readonly string[];
}

const folders: string[] = [];
const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'sandbox-image-'));
  folders.push(made);
  return made;
};
const environment = { ...process.env };
afterEach(() => {
  process.env = { ...environment };
  folders.splice(0).forEach((made) => rmSync(made, { recursive: true, force: true }));
});

async function start({ push = PUSH, admits = 'payments-*', execution = PULL }: Bootstrap = {}) {
  const sandbox = await startSandbox();
  const resources = {
    Bucket: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'assets' } },
    Images: { Type: 'AWS::ECR::Repository', Properties: { RepositoryName: 'images', ImageTagMutability: 'IMMUTABLE', RepositoryPolicyText: forLambda(admits) } },
    Deploy: role('deploy', { AWS: `arn:aws:iam::${ACCOUNT}:root` }, allow(['cloudformation:*', 's3:*', 'iam:PassRole', 'ecr:GetAuthorizationToken']), allow([...push], REPOSITORY)),
    Execution: role('execution', { Service: 'cloudformation.amazonaws.com' }, allow(['lambda:*', 'iam:*']), allow([...execution], REPOSITORY)),
  };
  await deploy(sandbox, sandbox.cloudFormation(), 'bootstrap', template(resources));
  const { Credentials: given } = await sandbox.sts().send(new AssumeRoleCommand({ RoleArn: `arn:aws:iam::${ACCOUNT}:role/deploy`, RoleSessionName: 'ci' }));
  const docker = createDocker(folder());
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: sandbox.url, AWS_REGION: REGION, AWS_ACCESS_KEY_ID: given?.AccessKeyId, AWS_SECRET_ACCESS_KEY: given?.SecretAccessKey, AWS_SESSION_TOKEN: given?.SessionToken, CDK_HOME: folder(), CDK_DOCKER: docker.path,
  });
  const ioHost = new NonInteractiveIoHost({ logLevel: 'error' });
  jest.spyOn(ioHost, 'notify').mockResolvedValue(undefined);
  const toolkit = new Toolkit({ ioHost, emojis: false, color: false });
  return {
    docker,
    sandbox,
    run: async (source: string) =>
      toolkit.deploy(await toolkit.fromAssemblyBuilder(() => Promise.resolve(assembly(source))), {
        stacks: { strategy: StackSelectionStrategy.ALL_STACKS }, roleArn: `arn:aws:iam::${ACCOUNT}:role/execution`, stackEventPollingInterval: 20,
      }),
  };
}

function assembly(source: string) {
  const app = new App({ outdir: folder(), analyticsReporting: false, builtinCloudFormationValidation: false, context: { 'aws:cdk:disable-metadata': true } });
  // the class and its own interface differ in an optional member
  const synthesizer = new CliCredentialsStackSynthesizer({ fileAssetsBucketName: 'assets', imageAssetsRepositoryName: 'images' }) as unknown as NonNullable<StackProps['synthesizer']>;
  const stack = new Stack(app, 'payments', { env: { account: ACCOUNT, region: REGION }, synthesizer });
  const code = folder();
  writeFileSync(join(code, 'Dockerfile'), 'FROM public.ecr.aws/lambda/nodejs:22\nCOPY index.js ./\n');
  writeFileSync(join(code, 'index.js'), source);
  new DockerImageFunction(stack, 'Processor', { functionName: 'payments-processor', code: DockerImageCode.fromImageAsset(code) });
  return app.synth();
}

const imageOf = (sandbox: Awaited<ReturnType<typeof start>>['sandbox']) => {
  const found = Object.values(sandbox.aws.stack(ACCOUNT, REGION, 'payments')?.resources ?? {}).find(({ type }) => type === 'AWS::Lambda::Function');
  return String((found?.properties['Code'] as { ImageUri?: string } | undefined)?.ImageUri);
};

test('toolkit-lib builds, logs in, pushes once, and the function runs from the image', async () => {
  const { docker, sandbox, run } = await start();
  await run('first');
  expect(sandbox.aws.stack(ACCOUNT, REGION, 'payments')?.status).toBe('CREATE_COMPLETE');
  const first = imageOf(sandbox);
  expect(first).toMatch(new RegExp(`^${ACCOUNT}\\.dkr\\.ecr\\.${REGION}\\.amazonaws\\.com/images:[0-9a-f]{64}$`));
  expect(docker.commands().map(({ command }) => command)).toEqual(['login', 'inspect', 'build', 'tag', 'push']);
  expect(JSON.stringify(docker.commands())).not.toContain('sessionToken');
  await run('first');
  expect(docker.commands()).toHaveLength(5);
  await run('second');
  expect(imageOf(sandbox)).not.toBe(first);
  expect(sandbox.aws.stack(ACCOUNT, REGION, 'payments')?.status).toBe('UPDATE_COMPLETE');
}, 60_000);

test.each<[string, Bootstrap, RegExp]>([
  ['a role that may not push', { push: PUSH.filter((action) => action !== 'ecr:PutImage') }, /^Failed to publish asset Processor\/AssetImage/],
  ['a repository that does not admit the function', { admits: 'other-*' }, /Lambda does not have permission to access the ECR image/],
  ['an execution role that may not read the image', { execution: ['ecr:BatchGetImage'] }, /not\s+authorized\s+to\s+perform:\s+ecr:GetDownloadUrlForLayer/],
])('%s stops the deployment', async (_, bootstrap, reason) => {
  const { run } = await start(bootstrap);
  await expect(run('first')).rejects.toThrow(reason);
}, 60_000);

test('an immutable tag is not moved to another image, and a function cannot run from an image that is not there', async () => {
  const { sandbox } = await start();
  const session = sandbox.admin;
  const call = async (action: string, body: object) => {
    const response = await fetch(sandbox.url, {
      method: 'POST',
      headers: {
        authorization: `AWS4-HMAC-SHA256 Credential=${session.accessKeyId}/20260101/${REGION}/ecr/aws4_request, SignedHeaders=host, Signature=x`,
        'x-amz-security-token': session.sessionToken, 'x-amz-target': `AmazonEC2ContainerRegistry_V20150921.${action}`, 'content-type': 'application/x-amz-json-1.1',
      },
      body: JSON.stringify(body),
    });
    return (await response.json()) as { __type?: string; message?: string };
  };
  const put = (imageManifest: string) => call('PutImage', { repositoryName: 'images', imageTag: 'one', imageManifest });
  await expect(call('DescribeImages', { repositoryName: 'images', imageIds: [{ imageTag: 'one' }] })).resolves.toMatchObject({ __type: 'ImageNotFoundException' });
  await expect(put('a')).resolves.toMatchObject({ image: { imageId: { imageTag: 'one' } } });
  await expect(put('b')).resolves.toEqual({ __type: 'ImageTagAlreadyExistsException', message: "The image tag 'one' already exists in the 'images' repository and cannot be overwritten because the tag is immutable." });
  await expect(call('DescribeImages', { repositoryName: 'images', imageIds: [{ imageTag: 'one' }] })).resolves.toMatchObject({ imageDetails: [{ imageTags: ['one'] }] });

  const uri = `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/images:two`;
  const lambda = { Type: 'AWS::Lambda::Function', Properties: { FunctionName: 'payments-processor', PackageType: 'Image', Role: `arn:aws:iam::${ACCOUNT}:role/execution`, Code: { ImageUri: uri } } };
  await deploy(sandbox, sandbox.cloudFormation(), 'no-image', template({ F: lambda }));
  expect(sandbox.aws.stack(ACCOUNT, REGION, 'no-image')?.events.find(({ status }) => status === 'CREATE_FAILED')?.reason).toContain(`Source image ${uri} does not exist.`);
});
