import { anything, arn, member, on, ownArn, type Rule, s3Object, text, type Target, type TypePermissions, when } from './rules';

const codeObject = ({ properties }: Target) => s3Object(properties['Code'], 'S3Bucket', 'S3Key');
const imageRepository = ({ properties }: Target) => {
  const [, accountId, region, name] = /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com\/([^:@]+)/.exec(text(member('ImageUri')(properties['Code']))) ?? [];
  return name === undefined ? [] : [`arn:aws:ecr:${region ?? ''}:${accountId ?? ''}:repository/${name}`];
};
const CODE: Rule[] = [
  { when: 'Code', actions: ['s3:GetObject'], on: codeObject },
  // Lambda reads the image with the rights of who creates the function (Lambda developer guide, container images: ECR permissions)
  { when: 'Code', actions: ['ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], on: imageRepository },
];
const functionArn = arn('lambda', ({ properties }) => {
  const name = text(properties['FunctionName']);
  return name.startsWith('arn:') ? name.split(':').slice(5, 7).join(':') : `function:${name}`;
});
// a mapping has no name: policies for it ask for its function
const mappedFunction = (target: Target) => ({ 'lambda:FunctionArn': functionArn(target) });

/** Functions and their images. */
export const COMPUTE_PERMISSIONS: Record<string, TypePermissions> = {
  'AWS::Lambda::Function': {
    arn: ownArn,
    create: [
      'lambda:CreateFunction', 'lambda:GetFunction', when('ReservedConcurrentExecutions', 'lambda:PutFunctionConcurrency'), when('Tags', 'lambda:TagResource'),
      ...CODE,
    ],
    update: [
      ...CODE, when('Code', 'lambda:UpdateFunctionCode'), 'lambda:GetFunction',
      { actions: ['lambda:UpdateFunctionConfiguration'], unless: ['Code', 'Tags', 'ReservedConcurrentExecutions'] },
      when('ReservedConcurrentExecutions', 'lambda:PutFunctionConcurrency'), when('Tags', 'lambda:TagResource'),
    ],
    delete: ['lambda:DeleteFunction', 'lambda:GetFunction'],
    passes: { Role: 'lambda.amazonaws.com' },
  },
  'AWS::Lambda::Permission': {
    arn: functionArn,
    create: ['lambda:AddPermission'],
    update: ['lambda:AddPermission', 'lambda:RemovePermission'],
    delete: ['lambda:RemovePermission'],
  },
  'AWS::Lambda::EventInvokeConfig': {
    arn: functionArn,
    create: ['lambda:PutFunctionEventInvokeConfig'],
    update: ['lambda:UpdateFunctionEventInvokeConfig'],
    delete: ['lambda:DeleteFunctionEventInvokeConfig'],
  },
  'AWS::Lambda::EventSourceMapping': {
    arn: ({ attributes }) => text(attributes['EventSourceMappingArn']),
    create: [{ ...on(() => ['*'], 'lambda:CreateEventSourceMapping'), context: mappedFunction }, { actions: ['lambda:GetEventSourceMapping'], context: mappedFunction }, when('Tags', 'lambda:TagResource')],
    update: [{ actions: ['lambda:UpdateEventSourceMapping'], unless: ['Tags'], context: mappedFunction }, { actions: ['lambda:GetEventSourceMapping'], context: mappedFunction }, when('Tags', 'lambda:TagResource')],
    delete: [{ actions: ['lambda:DeleteEventSourceMapping', 'lambda:GetEventSourceMapping'], context: mappedFunction }],
  },
  'AWS::ECR::Repository': {
    arn: ownArn,
    create: ['ecr:CreateRepository', 'ecr:DescribeRepositories', when('LifecyclePolicy', 'ecr:PutLifecyclePolicy'), when('RepositoryPolicyText', 'ecr:SetRepositoryPolicy'), when('Tags', 'ecr:TagResource')],
    update: ['ecr:DescribeRepositories', when('ImageTagMutability', 'ecr:PutImageTagMutability'), when('LifecyclePolicy', 'ecr:PutLifecyclePolicy'), when('RepositoryPolicyText', 'ecr:SetRepositoryPolicy'), when('ImageScanningConfiguration', 'ecr:PutImageScanningConfiguration'), when('Tags', 'ecr:TagResource')],
    delete: ['ecr:DeleteRepository'],
  },
  'AWS::CDK::Metadata': { arn: anything, create: [], update: [], delete: [] },
};
