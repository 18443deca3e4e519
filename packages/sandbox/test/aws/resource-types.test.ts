import { physicalIdentity } from '../../src/aws/cloudformation/physical-identity';
import { ACCOUNT, deploy, events, REGION, startSandbox, template } from './fixture';

type Json = Record<string, unknown>;

const arn = (service: string, rest: string) => `arn:aws:${service}:${REGION}:${ACCOUNT}:${rest}`;
const identity = (type: string, properties: Json) => physicalIdentity({ accountId: ACCOUNT, region: REGION, stackName: 's', stackId: 's' }, 'L', type, properties, 1);

describe('Ref and attributes', () => {
  test.each<[string, Json, RegExp, Json]>([
    ['AWS::Kinesis::Stream', { Name: 'tx' }, /^tx$/, { Arn: arn('kinesis', 'stream/tx') }],
    ['AWS::SQS::Queue', { QueueName: 'q' }, /^https:\/\/sqs\.eu-west-1\.amazonaws\.com\/111111111111\/q$/, { Arn: arn('sqs', 'q'), QueueName: 'q' }],
    ['AWS::DynamoDB::Table', { TableName: 't' }, /^t$/, { Arn: arn('dynamodb', 'table/t') }],
    ['AWS::Synthetics::Canary', { Name: 'c' }, /^c$/, { State: 'RUNNING', Id: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
    ['AWS::Budgets::Budget', { Budget: { BudgetName: 'b' } }, /^b$/, { Id: 'b' }],
    ['AWS::CloudWatch::InsightRule', { RuleName: 'r' }, /^arn:aws:cloudwatch:eu-west-1:111111111111:insight-rule\/r$/, { Arn: arn('cloudwatch', 'insight-rule/r'), RuleName: 'r' }],
    ['AWS::CloudWatch::AlarmMuteRule', { Name: 'm' }, /^arn:aws:cloudwatch:eu-west-1:111111111111:alarm-mute-rule:m$/, { Status: 'SCHEDULED' }],
    ['AWS::Events::EventBus', { Name: 'bus' }, /^bus$/, { Arn: arn('events', 'event-bus/bus'), Name: 'bus' }],
    ['AWS::Events::Rule', { Name: 'r' }, /^r$/, { Arn: arn('events', 'rule/r') }],
    ['AWS::Events::Rule', { Name: 'r', EventBusName: 'bus' }, /^bus\|r$/, { Arn: arn('events', 'rule/bus/r') }],
    ['AWS::Events::Rule', { Name: 'r', EventBusName: arn('events', 'event-bus/default') }, /^r$/, { Arn: arn('events', 'rule/r') }],
    ['AWS::Events::Archive', { ArchiveName: 'a' }, /^a$/, { Arn: arn('events', 'archive/a') }],
    ['AWS::Lambda::EventSourceMapping', { FunctionName: 'f' }, /^[0-9a-f-]{36}$/, { EventSourceMappingArn: expect.stringMatching(new RegExp(`^${arn('lambda', 'event-source-mapping:[0-9a-f-]{36}')}$`)) }],
    ['AWS::ECR::Repository', { RepositoryName: 'i' }, /^i$/, { RepositoryUri: `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/i` }],
    ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }, /^vpc-0[0-9a-f]{16}$/, { CidrBlock: '10.0.0.0/16', VpcId: expect.stringMatching(/^vpc-0/) }],
    ['AWS::EC2::Subnet', { VpcId: 'vpc-1' }, /^subnet-0[0-9a-f]{16}$/, { VpcId: 'vpc-1' }],
    ['AWS::EC2::SecurityGroup', { VpcId: 'vpc-1' }, /^sg-0[0-9a-f]{16}$/, { GroupId: expect.stringMatching(/^sg-0/) }],
    ['AWS::EC2::EIP', {}, /^203\.0\.113\.\d+$/, { AllocationId: expect.stringMatching(/^eipalloc-0/), PublicIp: expect.stringMatching(/^203\./) }],
    ['AWS::EC2::VPCGatewayAttachment', { VpcId: 'vpc-1', InternetGatewayId: 'igw-1' }, /^IGW\|vpc-1$/, {}],
    ['AWS::EC2::Route', { RouteTableId: 'rtb-1', DestinationCidrBlock: '0.0.0.0/0' }, /^rtb-1\|0\.0\.0\.0\/0$/, {}],
    ['AWS::EC2::NatGateway', {}, /^nat-0[0-9a-f]{16}$/, {}],
    ['AWS::XRay::TransactionSearchConfig', {}, /^111111111111$/, { AccountId: ACCOUNT }],
  ])('%s %j', (type, properties, ref, attributes) => {
    const { physicalId, attributes: found } = identity(type, properties);
    expect(physicalId).toMatch(ref);
    expect(found).toMatchObject(attributes);
  });
});

describe('a name that is taken', () => {
  const DASHBOARD = { Type: 'AWS::CloudWatch::Dashboard', Properties: { DashboardName: 'n', DashboardBody: '{}' } };
  const BUDGET = { Type: 'AWS::Budgets::Budget', Properties: { Budget: { BudgetName: 'n', BudgetType: 'COST', TimeUnit: 'MONTHLY' } } };
  const ROLE = { Type: 'AWS::IAM::Role', Properties: { RoleName: 'n', AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [] } } };
  const BUCKET = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'n' } };
  const ALARM = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'n', ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1 } };
  const STREAM = { Type: 'AWS::Kinesis::Stream', Properties: { Name: 'n' } };
  const CANARY = {
    Type: 'AWS::Synthetics::Canary',
    Properties: { Name: 'n', Code: { Handler: 'index.handler', Script: 'x' }, ArtifactS3Location: 's3://b', ExecutionRoleArn: 'r', Schedule: { Expression: 'rate(5 minutes)' }, RuntimeVersion: 'syn-nodejs-puppeteer-13.0', StartCanaryAfterCreation: true },
  };

  test.each<[string, object]>([['dashboard', DASHBOARD], ['budget', BUDGET], ['role', ROLE], ['bucket', BUCKET]])('in another Region: %s exists once in the account', async (_, resource) => {
    const sandbox = await startSandbox();
    await deploy(sandbox, sandbox.cloudFormation(), 'first', template({ A: resource }));
    const elsewhere = sandbox.cloudFormation(undefined, 'us-east-1');
    await expect(deploy(sandbox, elsewhere, 'second', template({ A: resource }))).resolves.toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    await expect(events(elsewhere, 'second')).resolves.toContainEqual(expect.stringMatching(/^A CREATE_FAILED Resource of type 'AWS::[A-Za-z:0-9]+' with identifier '.*"n"\}' already exists\.$/));
  });

  test.each<[string, object]>([['alarm', ALARM], ['stream', STREAM], ['canary', CANARY]])('in another Region: %s exists once in each', async (_, resource) => {
    const sandbox = await startSandbox();
    for (const region of [REGION, 'us-east-1']) {
      await expect(deploy(sandbox, sandbox.cloudFormation(undefined, region), 'stack', template({ A: resource }))).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    }
    await expect(deploy(sandbox, sandbox.cloudFormation(), 'second', template({ A: resource }))).resolves.toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  });

  test('by a rule of another event bus is free', async () => {
    const rule = (bus?: string) => ({ Type: 'AWS::Events::Rule', Properties: { Name: 'n', EventPattern: { source: ['a'] }, ...(bus !== undefined && { EventBusName: bus }) } });
    const sandbox = await startSandbox();
    const stack = (name: string, bus?: string) => deploy(sandbox, sandbox.cloudFormation(), name, template({ A: rule(bus) }));
    await expect(stack('one')).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    await expect(stack('two', 'bus')).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
    await expect(stack('three', 'bus')).resolves.toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
    await expect(stack('four', 'default')).resolves.toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  });
});

test.each([
  ['AWS::Logs::ResourcePolicy', 10, (index: number) => ({ PolicyName: `p${index}`, PolicyDocument: '{}' })],
  ['AWS::XRay::Group', 25, (index: number) => ({ GroupName: `g${index}` })],
])('%s: the account and Region take %i, one more is refused', async (type, quota, properties) => {
  const sandbox = await startSandbox();
  const client = sandbox.cloudFormation();
  const some = (count: number) => template(Object.fromEntries(Array.from({ length: count }, (_, index) => [`R${index}`, { Type: type, Properties: properties(index) }])));
  await expect(deploy(sandbox, client, 'full', some(quota))).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  await expect(deploy(sandbox, client, 'more', template({ One: { Type: type, Properties: properties(quota) } }))).resolves.toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  await expect(events(client, 'more')).resolves.toContainEqual(expect.stringContaining('One CREATE_FAILED Resource handler returned message: "Resource limit exceeded.'));
});
