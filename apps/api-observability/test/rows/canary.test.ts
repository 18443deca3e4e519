import { stack } from '../api';

const canary = () => stack.one('AWS::Synthetics::Canary');

test('A19 canary health-check-{env}: every 5 minutes, GET https://api.example.com/health, 30 s, 200, started when deployed, cleaned up, handler index.handler', () => {
  expect(canary()).toMatchObject({
    Name: 'health-check-dev',
    RuntimeVersion: 'syn-nodejs-puppeteer-17.0',
    Schedule: { Expression: 'rate(5 minutes)' },
    Code: { Handler: 'index.handler' },
    RunConfig: { TimeoutInSeconds: 30, EnvironmentVariables: { URL: 'https://api.example.com/health', EXPECTED_STATUS: '200' } },
    StartCanaryAfterCreation: true,
    ProvisionedResourceCleanup: 'AUTOMATIC',
  });
});

test('A20 bucket canary-artifacts-{env}-{account}-{region}: results under canary-results, 31 days, private, encrypted, TLS only', () => {
  const bucket = stack.one('AWS::S3::Bucket');
  expect(bucket).toMatchObject({
    BucketName: 'canary-artifacts-dev-111111111111-us-east-1',
    BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] },
    PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
    LifecycleConfiguration: {
      Rules: [
        { Prefix: 'canary-results/', ExpirationInDays: 31, NoncurrentVersionExpiration: { NoncurrentDays: 7 } },
        { AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
      ],
    },
  });
  expect(JSON.stringify(stack.one('AWS::S3::BucketPolicy'))).toContain('{"Bool":{"aws:SecureTransport":"false"}}');
  expect(JSON.stringify(canary()['ArtifactS3Location'])).toContain('/canary-results');
});

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
const role = () => stack.all('AWS::IAM::Role').find((one) => JSON.stringify(one).includes('RunCanary')) as { Policies: { PolicyDocument: { Statement: Statement[] } }[]; ManagedPolicyArns?: unknown };
const statement = (action: string) => role().Policies[0]?.PolicyDocument.Statement.find(({ Action }) => [Action].flat().includes(action));

test('A21 role of the canary: its artifacts, the list of buckets, metrics of CloudWatchSynthetics and its own log group', () => {
  expect(JSON.stringify(statement('s3:PutObject')?.Resource)).toContain('/canary-results/*');
  expect(statement('s3:GetBucketLocation')).toBeDefined();
  expect(statement('s3:ListAllMyBuckets')?.Resource).toBe('*');
  expect(statement('cloudwatch:PutMetricData')).toMatchObject({ Resource: '*', Condition: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } } });
  expect(statement('logs:PutLogEvents')?.Resource).toBe('arn:aws:logs:us-east-1:111111111111:log-group:/aws/lambda/cwsyn-health-check-dev-*:*');
  expect(role().ManagedPolicyArns).toBeUndefined();
});
