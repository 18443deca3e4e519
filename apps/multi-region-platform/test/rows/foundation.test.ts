import { home, stackOf } from '../multi-region-platform';

interface Statement {
  readonly Sid?: string;
  readonly Effect: string;
  readonly Action: unknown;
  readonly Principal: unknown;
  readonly Condition?: unknown;
}
const keyOf = (alias: string, id = 'home') => {
  const stack = stackOf(id);
  const purpose = { 'alias/observability-logs-dev': 'LogEncryption', 'alias/observability-s3-dev': 'StorageEncryption' }[alias];
  expect(stack.one('AWS::KMS::Alias', { AliasName: alias })).toBeDefined();
  const [key] = stack.all('AWS::KMS::Key').filter((properties) => stack.tag(properties, 'Purpose') === purpose);
  return key as unknown as { EnableKeyRotation: boolean; PendingWindowInDays: number; KeyPolicy: { Statement: Statement[] } };
};
const ROOT = { Action: 'kms:*', Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111111111111:root' }, Resource: '*' };

test.each([
  ['us-east-1', 'home'],
  ['eu-west-1', 'eu-west-1'],
])('M2 logs key in %s: rotation, alias, and the logs service of the Region for the log groups of the stack; no person', (region, id) => {
  const { EnableKeyRotation, PendingWindowInDays, KeyPolicy } = keyOf('alias/observability-logs-dev', id);
  expect([EnableKeyRotation, PendingWindowInDays]).toEqual([true, 30]);
  const [root, logs, ...others] = KeyPolicy.Statement;
  expect(root).toEqual(ROOT);
  expect(logs).toEqual({
    Sid: 'AllowCloudWatchLogs',
    Effect: 'Allow',
    Principal: { Service: `logs.${region}.amazonaws.com` },
    Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
    Resource: '*',
    Condition: {
      ArnLike: {
        'kms:EncryptionContext:aws:logs:arn': ['/aws/lambda/lambda-metric-collector-dev', 'log-group-authentication-service-dev', 'log-group-payment-service-dev', 'log-group-transaction-processor-dev'].map(
          (name) => `arn:aws:logs:${region}:111111111111:log-group:${name}`,
        ),
      },
    },
  });
  expect(others.map(({ Principal }) => Principal)).toEqual([{ Service: 'events.amazonaws.com' }]);
});

test('M2 a window of 7 days where the file says so', () => {
  const stack = home('encryption: { keys: { logs: { deletionWindowDays: 7 } } }');
  expect(stack.all('AWS::KMS::Key').find((key) => stack.tag(key, 'Purpose') === 'LogEncryption')?.['PendingWindowInDays']).toBe(7);
});

test('M3 storage key: rotation, alias, no user and no S3 principal; the canary may use it', () => {
  const { EnableKeyRotation, KeyPolicy } = keyOf('alias/observability-s3-dev');
  expect(EnableKeyRotation).toBe(true);
  expect(KeyPolicy.Statement.map(({ Principal }) => Principal)).toEqual([{ AWS: 'arn:aws:iam::111111111111:root' }, { Service: 'logs.us-east-1.amazonaws.com' }]);
  const allowed = JSON.stringify(home().all('AWS::IAM::Role').map(({ Policies }) => Policies));
  expect(allowed).toMatch(/"Action":\["kms:GenerateDataKey","kms:Decrypt"\],"Effect":"Allow","Resource":\{"Fn::GetAtt":\["EncryptionstorageKey/);
});

const bucket = () => home().one('AWS::S3::Bucket', { BucketName: 's3-observability-dev-111111111111-us-east-1' });

test('M4 artifact bucket: versioned, encrypted with M3, closed to the public, with the account and the Region in its name', () => {
  expect(bucket()).toMatchObject({
    VersioningConfiguration: { Status: 'Enabled' },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': [expect.stringMatching(/^EncryptionstorageKey/), 'Arn'] } } }] },
  });
});

test('M5 its policy lets nobody in: TLS only, and a named encryption other than aws:kms is refused', () => {
  const [policy] = home().all('AWS::S3::BucketPolicy');
  const { Statement } = policy?.['PolicyDocument'] as { Statement: Statement[] };
  expect(Statement.map(({ Effect, Action, Condition }) => [Effect, Action, Condition])).toEqual([
    ['Deny', 's3:*', { Bool: { 'aws:SecureTransport': 'false' } }],
    ['Deny', 's3:PutObject', { Null: { 's3:x-amz-server-side-encryption': 'false' }, StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } }],
  ]);
});

test('M6 only synthetics/ goes to Glacier after 30 days, and ends after 365', () => {
  const { Rules } = bucket()['LifecycleConfiguration'] as { Rules: Record<string, unknown>[] };
  expect(Rules.filter(({ Transitions }) => Transitions !== undefined)).toEqual([
    expect.objectContaining({ Prefix: 'synthetics/', Status: 'Enabled', Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 30 }], ExpirationInDays: 365 }),
  ]);
  expect(Rules.filter(({ AbortIncompleteMultipartUpload }) => AbortIncompleteMultipartUpload !== undefined)).toHaveLength(1);
});

test('M7 network: 10.0.0.0/16 with DNS, two public and two private subnets in two zones', () => {
  const stack = home();
  expect(stack.one('AWS::EC2::VPC')).toMatchObject({ CidrBlock: '10.0.0.0/16', EnableDnsSupport: true, EnableDnsHostnames: true });
  const zoneOf = ({ AvailabilityZone }: Record<string, unknown>) => (AvailabilityZone as { 'Fn::Select': [number] })['Fn::Select'][0];
  expect(stack.all('AWS::EC2::Subnet').map((subnet) => [subnet['CidrBlock'], zoneOf(subnet), subnet['MapPublicIpOnLaunch']])).toEqual([
    ['10.0.1.0/24', 0, false],
    ['10.0.2.0/24', 1, false],
    ['10.0.10.0/24', 0, false],
    ['10.0.11.0/24', 1, false],
  ]);
});

test('M7 an internet gateway, a NAT gateway with its address in each zone, route tables, four associations, endpoints and a flow log', () => {
  const counts = ['InternetGateway', 'NatGateway', 'EIP', 'RouteTable', 'SubnetRouteTableAssociation', 'FlowLog'].map((type) => [type, home().all(`AWS::EC2::${type}`).length]);
  expect(counts).toEqual([['InternetGateway', 1], ['NatGateway', 2], ['EIP', 2], ['RouteTable', 3], ['SubnetRouteTableAssociation', 4], ['FlowLog', 1]]);
  expect(home().all('AWS::EC2::VPCEndpoint').map(({ ServiceName }) => ServiceName).sort()).toEqual(['logs', 'monitoring', 's3'].map((service) => `com.amazonaws.us-east-1.${service}`));
});

test('M7 one NAT gateway where the file wants to save', () => {
  const stack = home('canaries: { network: { natGateways: one } }');
  expect([stack.all('AWS::EC2::NatGateway').length, stack.all('AWS::EC2::EIP').length]).toEqual([1, 1]);
});

test('M8 security group of the canary: TCP 443 out to anywhere, nothing in', () => {
  const [group] = home().all('AWS::EC2::SecurityGroup').filter(({ GroupDescription }) => String(GroupDescription).startsWith('Canaries'));
  expect(group?.['SecurityGroupEgress']).toEqual([{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'HTTPS' }]);
  expect(group?.['SecurityGroupIngress']).toBeUndefined();
});
