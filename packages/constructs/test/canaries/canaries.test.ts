import { Match, type Template } from 'aws-cdk-lib/assertions';
import type { Where } from '../config-of';
import { ALERTS, homeTemplate, propertiesOf } from '../home-stack';

type Json = Record<string, unknown>;

const HEALTH = { canaryName: 'health-check-dev', url: 'https://api.example.com/health' };
const canaries = (check: Json = {}, more: Json = {}, where: Where = {}): Template =>
  homeTemplate({ ...ALERTS, encryption: { keys: { alerts: {}, canaries: {} } }, canaries: { encryptionKey: 'canaries', artifacts: {}, checks: { health: { ...HEALTH, ...check } }, ...more } }, where);

const canaryOf = (template: Template) => propertiesOf(template, 'AWS::Synthetics::Canary');
const environmentOf = (template: Template) => (canaryOf(template)['RunConfig'] as { EnvironmentVariables: Record<string, string> }).EnvironmentVariables;
const idOf = (template: Template, type: string, starts: string) => Object.keys(template.findResources(type)).find((id) => id.startsWith(starts)) ?? '';
const KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^EncryptioncanariesKey'), 'Arn'] };

interface Statement {
  readonly Sid?: string;
  readonly Action: string | string[];
  readonly Resource: unknown;
  readonly Condition?: unknown;
}
function roleStatements(template: Template): Statement[] {
  const role = template.toJSON() as { Resources: Record<string, { Properties: { Policies: { PolicyDocument: { Statement: Statement[] } }[] } }> };
  return role.Resources[idOf(template, 'AWS::IAM::Role', 'Canarieschecks')]?.Properties.Policies[0]?.PolicyDocument.Statement ?? [];
}
const allowing = (template: Template, action: string) => roleStatements(template).filter(({ Action }) => [Action].flat().includes(action));

test('a canary runs on the newest Node.js runtime, starts when it is deployed, and leaves no function behind', () => {
  canaries({ everyMinutes: 5, timeoutSeconds: 30 }).hasResourceProperties('AWS::Synthetics::Canary', {
    Name: 'health-check-dev',
    RuntimeVersion: 'syn-nodejs-puppeteer-17.0',
    Code: { S3Bucket: Match.anyValue(), S3Key: Match.stringLikeRegexp('^[0-9a-f]{64}\\.zip$'), Handler: 'index.handler' },
    Schedule: { Expression: 'rate(5 minutes)' },
    RunConfig: { TimeoutInSeconds: 30, MemoryInMB: 1024, ActiveTracing: false },
    StartCanaryAfterCreation: true,
    ProvisionedResourceCleanup: 'AUTOMATIC',
    SuccessRetentionPeriod: 31,
    FailureRetentionPeriod: 31,
    ArtifactConfig: { S3Encryption: { EncryptionMode: 'SSE_KMS', KmsKeyArn: KEY } },
    ArtifactS3Location: { 'Fn::Join': ['', ['s3://', { Ref: Match.stringLikeRegexp('^CanariesartifactsBucket') }, '/canary-results']] },
    VPCConfig: Match.absent(),
  });
});

test('the tags of the stack reach the canary and its function', () => {
  const template = homeTemplate({ ...ALERTS, tags: { CostCenter: 'payments' }, canaries: { encryptionKey: 'alerts', artifacts: {}, checks: { health: HEALTH } } });
  template.hasResourceProperties('AWS::Synthetics::Canary', { Tags: Match.arrayWith([{ Key: 'CostCenter', Value: 'payments' }]), ResourcesToReplicateTags: ['lambda-function'] });
});

test.each([
  [1, 'rate(1 minute)'],
  [60, 'rate(60 minutes)'],
])('every %i minutes is %s', (everyMinutes, Expression) => {
  canaries({ everyMinutes }).hasResourceProperties('AWS::Synthetics::Canary', { Schedule: { Expression } });
});

test('runs are remembered for as long as their artifacts, 455 days at most', () => {
  canaries({}, { artifacts: { expireDays: 500 } }).hasResourceProperties('AWS::Synthetics::Canary', { SuccessRetentionPeriod: 455, FailureRetentionPeriod: 455 });
});

test('the requests of a transaction share the time of a run less 5 seconds, one second each at least', () => {
  const requestMs = (timeoutSeconds: number) => environmentOf(canaries({ kind: 'transaction', url: 'https://api.example.com', steps: STEPS, timeoutSeconds }))['REQUEST_TIMEOUT_MS'];
  expect([requestMs(60), requestMs(30), requestMs(6)]).toEqual(['27000', '12000', '1000']);
});

test('a health check is told its URL and what to expect, and leaves itself 5 seconds', () => {
  expect(environmentOf(canaries({ expectedStatus: 204, expectedText: 'UP', latencyLimitMs: 800, certificateDays: 30 }))).toEqual({
    URL: 'https://api.example.com/health', REQUEST_TIMEOUT_MS: '25000', CERTIFICATE_DAYS: '30', LATENCY_LIMIT_MS: '800', EXPECTED_STATUS: '204', EXPECTED_TEXT: 'UP',
  });
  expect(environmentOf(canaries({ timeoutSeconds: 3 }))).toMatchObject({ REQUEST_TIMEOUT_MS: '1000' });
  expect(environmentOf(canaries({ requestTimeoutSeconds: 10 }))).toMatchObject({ REQUEST_TIMEOUT_MS: '10000' });
});

const STEPS = { b: { path: '/v1/payments/{id}' }, a: { path: '/v1/payments', method: 'POST', body: { amount: 1 }, expectedStatus: 201, expectedFields: { status: 'OK' }, save: { id: 'payment.id' } } };

test('a transaction is told its steps in the order of their ids, and the name of its secret, never the value', () => {
  const environment = environmentOf(canaries({ kind: 'transaction', url: 'https://api.example.com', steps: STEPS, secret: 'acme/dev/token' }));
  expect({ ...environment, STEPS: JSON.parse(environment['STEPS'] ?? '') as unknown }).toEqual({
    URL: 'https://api.example.com', REQUEST_TIMEOUT_MS: '12000', CERTIFICATE_DAYS: '14', TOKEN_SECRET: 'acme/dev/token',
    STEPS: [
      { name: 'a', path: '/v1/payments', method: 'POST', body: { amount: 1 }, expectedStatus: 201, expectedFields: { status: 'OK' }, save: { id: 'payment.id' } },
      { name: 'b', path: '/v1/payments/{id}', method: 'GET', expectedStatus: 200, expectedFields: {}, save: {} },
    ],
  });
});

test('only a transaction with a step in the browser has the script that uses one; such a step is told what to do on its page', () => {
  const codeOf = (template: Template) => (canaryOf(template)['Code'] as { S3Key: string }).S3Key;
  const transaction = { kind: 'transaction', url: 'https://api.example.com' };
  const pay = { browser: { waitFor: '#amount', fill: { '#amount': '1.00' }, click: '#pay', expectedUrl: '/done', expectedText: 'Thank you' } };
  const inBrowser = canaries({ ...transaction, steps: { ...STEPS, c: { path: '/checkout', browser: {} }, d: pay } });
  expect(new Set([codeOf(canaries()), codeOf(canaries({ ...transaction, steps: STEPS })), codeOf(inBrowser)]).size).toBe(3);
  expect((JSON.parse(environmentOf(inBrowser)['STEPS'] ?? '') as unknown[]).slice(2)).toEqual([
    { name: 'c', path: '/checkout', expectedStatus: 200, browser: {} },
    { name: 'd', expectedStatus: 200, ...pay },
  ]);
  // it may do no more than a canary without a browser
  expect(roleStatements(inBrowser)).toEqual(roleStatements(canaries()));
});

test('more environment variables than Lambda takes are refused, with what to do', () => {
  const body = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`field${index}`, 'x'.repeat(900)]));
  expect(() => canaries({ kind: 'transaction', steps: { a: { path: '/v1', body } } })).toThrow(
    /^canaries\.checks\.health\.steps: \d+ bytes of environment variables, Lambda takes 4096; use fewer steps or smaller bodies, or make two canaries of it$/,
  );
});

describe('the role', () => {
  test('writes artifacts below the prefix, metrics of Synthetics and its own logs, and nothing else', () => {
    const bucket = { 'Fn::GetAtt': [expect.stringMatching(/^CanariesartifactsBucket/), 'Arn'] };
    expect(roleStatements(canaries())).toEqual([
      { Effect: 'Allow', Action: 's3:PutObject', Resource: { 'Fn::Join': ['', [bucket, '/canary-results/*']] } },
      { Effect: 'Allow', Action: 's3:GetBucketLocation', Resource: bucket },
      { Effect: 'Allow', Action: 's3:ListAllMyBuckets', Resource: '*' },
      { Effect: 'Allow', Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: { 'Fn::GetAtt': [expect.stringMatching(/^EncryptioncanariesKey/), 'Arn'] } },
      { Effect: 'Allow', Action: 'cloudwatch:PutMetricData', Resource: '*', Condition: { StringEquals: { 'cloudwatch:namespace': 'CloudWatchSynthetics' } } },
      { Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/cwsyn-health-check-dev-*:*' },
    ]);
  });

  test('reads the one secret of its check', () => {
    expect(allowing(canaries({ kind: 'transaction', steps: STEPS, secret: 'acme/dev/token' }), 'secretsmanager:GetSecretValue').map(({ Resource }) => Resource)).toEqual([
      'arn:aws:secretsmanager:eu-west-1:111111111111:secret:acme/dev/token-??????',
    ]);
  });

  test('sends traces only with tracing', () => {
    expect(allowing(canaries({ tracing: true }), 'xray:PutTraceSegments')).toEqual([{ Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' }]);
    expect(allowing(canaries(), 'xray:PutTraceSegments')).toEqual([]);
  });
});

describe('the log group', () => {
  test('has the name that Synthetics gives the function, with key and retention', () => {
    const template = canaries({}, { retentionDays: 400 });
    template.hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/cwsyn-health-check-dev-', { 'Fn::GetAtt': [idOf(template, 'AWS::Synthetics::Canary', 'Canaries'), 'Id'] }]] },
      RetentionInDays: 400,
      KmsKeyId: KEY,
    });
  });

  test('a longer name of a canary is cut to 21 characters in it', () => {
    const template = canaries({ canaryName: 'canary-payment-api-staging' });
    expect(allowing(template, 'logs:PutLogEvents').map(({ Resource }) => Resource)).toEqual(['arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/cwsyn-canary-payment-api-st-*:*']);
    template.hasResourceProperties('AWS::Logs::LogGroup', { LogGroupName: { 'Fn::Join': ['', ['/aws/lambda/cwsyn-canary-payment-api-st-', Match.anyValue()]] } });
  });

  test('the key lets CloudWatch Logs use it for groups of that name, whatever their id', () => {
    canaries().hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([
          Match.objectLike({
            Sid: 'AllowCloudWatchLogs',
            Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': ['arn:aws:logs:eu-west-1:111111111111:log-group:/aws/lambda/cwsyn-health-check-dev-*'] } },
          }),
        ]),
      },
    });
  });
});

describe('the bucket', () => {
  test('is private, encrypted with the key, and forgets artifacts', () => {
    canaries({}, { artifacts: { bucketName: 'acme-artifacts', expireDays: 60, archiveAfterDays: 30 } }).hasResourceProperties('AWS::S3::Bucket', {
      BucketName: 'acme-artifacts',
      BucketEncryption: { ServerSideEncryptionConfiguration: [{ BucketKeyEnabled: true, ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: KEY } }] },
      PublicAccessBlockConfiguration: { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'expire-artifacts', Prefix: 'canary-results/', Status: 'Enabled', ExpirationInDays: 60, NoncurrentVersionExpiration: { NoncurrentDays: 7 },
            Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 30 }],
          },
          { Id: 'abort-multipart-uploads', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
        ],
      },
    });
  });

  test('is reached over TLS only, and refuses uploads that name another encryption', () => {
    canaries().hasResourceProperties('AWS::S3::BucketPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Action: 's3:*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Deny', Action: 's3:PutObject',
            Condition: { Null: { 's3:x-amz-server-side-encryption': 'false' }, StringNotEquals: { 's3:x-amz-server-side-encryption': 'aws:kms' } },
          }),
        ],
      },
    });
  });

  test.each([
    [true, 'RetainExceptOnCreate'],
    [false, 'Delete'],
  ])('protected %s: its deletion policy is %s', (isProtected, DeletionPolicy) => {
    canaries({}, {}, { protected: isProtected }).hasResource('AWS::S3::Bucket', { DeletionPolicy });
  });

  test('an existing one is written to and not created', () => {
    const template = canaries({}, { artifacts: { existing: 'acme-there', prefix: 'synthetics' } });
    template.resourceCountIs('AWS::S3::Bucket', 0);
    template.hasResourceProperties('AWS::Synthetics::Canary', { ArtifactS3Location: 's3://acme-there/synthetics' });
    expect(allowing(template, 's3:PutObject').map(({ Resource }) => Resource)).toEqual(['arn:aws:s3:::acme-there/synthetics/*']);
  });
});

test('canaries without a check make a bucket and nothing that runs', () => {
  const template = homeTemplate({ ...ALERTS, canaries: { encryptionKey: 'alerts', artifacts: {} } });
  template.resourceCountIs('AWS::Synthetics::Canary', 0);
  template.resourceCountIs('AWS::S3::Bucket', 1);
});
