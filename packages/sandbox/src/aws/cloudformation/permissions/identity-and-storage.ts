import { anything, byId, ownArn, type Rule, strings, text, type Target, type TypePermissions, when } from './rules';

const iamArn = (kind: string) => ({ accountId, physicalId }: Target) => (physicalId.startsWith('arn:') ? physicalId : `arn:aws:iam::${accountId}:${kind}/${physicalId}`);


const rolesNamed = ({ accountId, properties }: Target) => strings(properties['Roles']).map((name) => `arn:aws:iam::${accountId}:role/${name}`);
const boundaryOfRoles = ({ properties, boundaryOf }: Target): Record<string, string> => {
  const boundary = strings(properties['Roles']).map(boundaryOf).find((found) => found !== undefined);
  return boundary === undefined ? {} : { 'iam:PermissionsBoundary': boundary };
};
const ownBoundary = ({ properties }: Target): Record<string, string> => {
  const boundary = properties['PermissionsBoundary'];
  return typeof boundary === 'string' ? { 'iam:PermissionsBoundary': boundary } : {};
};
const role = (...actions: string[]): Rule => ({ actions, context: ownBoundary });
const attachOwn: Rule = {
  when: 'ManagedPolicyArns',
  actions: ['iam:AttachRolePolicy'],
  context: (target) => ({ ...ownBoundary(target), 'iam:PolicyARN': strings(target.properties['ManagedPolicyArns']).at(0) ?? '' }),
};

/** Keys, roles and buckets. */
export const IDENTITY_AND_STORAGE_PERMISSIONS: Record<string, TypePermissions> = {
  'AWS::KMS::Key': {
    arn: ownArn,
    create: ['kms:CreateKey', when('EnableKeyRotation', 'kms:EnableKeyRotation'), 'kms:DescribeKey', when('Tags', 'kms:TagResource')],
    update: ['kms:DescribeKey', when('KeyPolicy', 'kms:PutKeyPolicy'), when('Description', 'kms:UpdateKeyDescription'), when('EnableKeyRotation', 'kms:EnableKeyRotation'), when('Tags', 'kms:TagResource')],
    delete: ['kms:DescribeKey', 'kms:ScheduleKeyDeletion'],
  },
  'AWS::KMS::Alias': {
    arn: byId('kms', ''),
    create: ['kms:CreateAlias'],
    update: ['kms:UpdateAlias'],
    delete: ['kms:DeleteAlias'],
  },
  'AWS::IAM::Role': {
    arn: ownArn,
    create: [role('iam:CreateRole'), 'iam:GetRole', { ...role('iam:PutRolePolicy'), when: 'Policies' }, attachOwn, when('Tags', 'iam:TagRole')],
    update: [
      'iam:GetRole', when('Description', 'iam:UpdateRole'), when('MaxSessionDuration', 'iam:UpdateRole'), when('AssumeRolePolicyDocument', 'iam:UpdateAssumeRolePolicy'),
      { ...role('iam:PutRolePermissionsBoundary'), when: 'PermissionsBoundary' }, { ...role('iam:PutRolePolicy'), when: 'Policies' }, attachOwn, when('Tags', 'iam:TagRole'),
    ],
    delete: ['iam:GetRole', { ...role('iam:DeleteRolePolicy'), when: 'Policies' }, { ...attachOwn, actions: ['iam:DetachRolePolicy'] }, 'iam:DeleteRole'],
  },
  'AWS::IAM::Policy': {
    arn: anything,
    create: [{ actions: ['iam:PutRolePolicy'], on: rolesNamed, context: boundaryOfRoles }],
    update: [{ actions: ['iam:PutRolePolicy'], on: rolesNamed, context: boundaryOfRoles }],
    delete: [{ actions: ['iam:DeleteRolePolicy'], on: rolesNamed, context: boundaryOfRoles }],
  },
  'AWS::IAM::ManagedPolicy': {
    arn: iamArn('policy'),
    create: ['iam:CreatePolicy', 'iam:GetPolicy', { when: 'Roles', actions: ['iam:AttachRolePolicy'], on: rolesNamed, context: (target) => ({ ...boundaryOfRoles(target), 'iam:PolicyARN': target.physicalId }) }],
    update: ['iam:GetPolicy', when('PolicyDocument', 'iam:CreatePolicyVersion')],
    delete: ['iam:GetPolicy', { when: 'Roles', actions: ['iam:DetachRolePolicy'], on: rolesNamed, context: (target) => ({ ...boundaryOfRoles(target), 'iam:PolicyARN': target.physicalId }) }, 'iam:DeletePolicy'],
  },
  'AWS::IAM::OIDCProvider': {
    arn: iamArn('oidc-provider'),
    create: ['iam:CreateOpenIDConnectProvider', 'iam:GetOpenIDConnectProvider', when('Tags', 'iam:TagOpenIDConnectProvider')],
    update: ['iam:GetOpenIDConnectProvider', when('ClientIdList', 'iam:AddClientIDToOpenIDConnectProvider'), when('ThumbprintList', 'iam:UpdateOpenIDConnectProviderThumbprint')],
    delete: ['iam:DeleteOpenIDConnectProvider'],
  },
  'AWS::S3::Bucket': {
    arn: ({ physicalId }) => `arn:aws:s3:::${physicalId}`,
    create: ['s3:CreateBucket', ...bucketParts()],
    update: [...bucketParts()],
    delete: ['s3:DeleteBucket'],
  },
  'AWS::S3::BucketPolicy': {
    arn: ({ properties }) => `arn:aws:s3:::${text(properties['Bucket'])}`,
    create: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
    update: ['s3:GetBucketPolicy', 's3:PutBucketPolicy'],
    delete: ['s3:GetBucketPolicy', 's3:DeleteBucketPolicy'],
  },
};

function bucketParts(): Rule[] {
  return [
    when('BucketEncryption', 's3:PutEncryptionConfiguration'),
    when('PublicAccessBlockConfiguration', 's3:PutBucketPublicAccessBlock'),
    when('VersioningConfiguration', 's3:PutBucketVersioning'),
    when('LifecycleConfiguration', 's3:PutLifecycleConfiguration'),
    when('OwnershipControls', 's3:PutBucketOwnershipControls'),
    when('LoggingConfiguration', 's3:PutBucketLogging'),
    when('ObjectLockConfiguration', 's3:PutBucketObjectLockConfiguration'),
    when('NotificationConfiguration', 's3:PutBucketNotification'),
    when('Tags', 's3:PutBucketTagging'),
  ];
}
