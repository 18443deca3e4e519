import { CreateChangeSetCommand, DeleteChangeSetCommand, DescribeChangeSetCommand, DescribeStacksCommand, ExecuteChangeSetCommand, ListChangeSetsCommand, type Change } from '@aws-sdk/client-cloudformation';
import { recreation } from '../../src/aws/cloudformation/resource-types';
import { ACCOUNT, changeSet, deploy, describe1, execute, logGroup, REGION, startSandbox, template } from './fixture';

type Json = Record<string, unknown>;
const topic = (Properties: Json = {}, rest: Json = {}) => ({ Type: 'AWS::SNS::Topic', Properties, ...rest });
const alarm = (Properties: Json) => ({ Type: 'AWS::CloudWatch::Alarm', Properties: { ComparisonOperator: 'GreaterThanThreshold', EvaluationPeriods: 1, ...Properties } });

async function start(before: Json, rest: Json = {}) {
  const sandbox = await startSandbox();
  const client = sandbox.cloudFormation();
  await deploy(sandbox, client, 'app', template(before, rest));
  return {
    ...sandbox,
    client,
    changes: async (after: Json, input: Json = {}, more: Json = rest) => {
      const description = await changeSet(sandbox, client, { StackName: 'app', TemplateBody: template(after, more), ...input });
      return (description.Changes ?? []).map(({ ResourceChange: change }) => change);
    },
  };
}
const brief = (changes: (Change['ResourceChange'] | undefined)[]) =>
  changes.map((change) => [change?.Action, change?.LogicalResourceId, change?.Replacement, change?.Scope?.join(',')].filter(Boolean).join(' '));

describe('the changes', () => {
  test('tell added, removed, changed in place and replaced', async () => {
    const { changes } = await start({ A: topic({ DisplayName: 'a' }), B: logGroup({ LogGroupName: '/b' }), C: topic() });
    const found = await changes({ A: topic({ DisplayName: 'x' }), B: logGroup({ LogGroupName: '/b2' }), D: topic() });
    expect(brief(found)).toEqual(['Modify A False Properties', 'Modify B True Properties', 'Remove C', 'Add D']);
    expect(found[1]).toMatchObject({
      PhysicalResourceId: '/b',
      PolicyAction: 'ReplaceAndDelete',
      Details: [
        {
          Target: { Attribute: 'Properties', Name: 'LogGroupName', RequiresRecreation: 'Always', Path: '/Properties/LogGroupName', BeforeValue: '/b', AfterValue: '/b2', AttributeChangeType: 'Modify' },
          Evaluation: 'Static',
          ChangeSource: 'DirectModification',
        },
      ],
    });
    expect(found[2]).toMatchObject({ PolicyAction: 'Delete', PhysicalResourceId: expect.stringMatching(/:app-C-/) as string });
  });

  test('follow a reference to a replaced resource, not knowing the value', async () => {
    const resources = (name: string) => ({ T: topic({ TopicName: name }), A: alarm({ AlarmActions: [{ Ref: 'T' }] }), S: { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'email', Endpoint: 'a@example.com', TopicArn: { Ref: 'T' } } } });
    const { changes } = await start(resources('a'));
    const found = await changes(resources('b'));
    expect(brief(found)).toEqual(['Modify A False Properties', 'Modify S Conditional Properties', 'Modify T True Properties']);
    expect(found[1]?.Details).toEqual([
      {
        Target: { Attribute: 'Properties', Name: 'TopicArn', RequiresRecreation: 'Always', Path: '/Properties/TopicArn', BeforeValue: `arn:aws:sns:${REGION}:${ACCOUNT}:a`, AfterValue: '{{changeSet:KNOWN_AFTER_APPLY}}', AttributeChangeType: 'Modify' },
        Evaluation: 'Dynamic',
        ChangeSource: 'ResourceReference',
        CausingEntity: 'T',
      },
    ]);
  });

  test('follow an attribute of a resource that changes in place, but not its Ref', async () => {
    const resources = (DisplayName: string) => ({ T: topic({ DisplayName }), A: alarm({ AlarmDescription: { 'Fn::GetAtt': ['T', 'TopicArn'] } }), B: alarm({ AlarmActions: [{ Ref: 'T' }] }) });
    const { changes } = await start(resources('a'));
    const found = await changes(resources('b'));
    expect(brief(found)).toEqual(['Modify A False Properties', 'Modify T False Properties']);
    expect(found[0]?.Details).toMatchObject([{ Evaluation: 'Dynamic', ChangeSource: 'ResourceAttribute', CausingEntity: 'T.TopicArn' }]);
  });

  test('name the parameter that causes them', async () => {
    const rest = { Parameters: { Name: { Type: 'String', Default: 'a' } } };
    const { changes } = await start({ T: topic({ DisplayName: { Ref: 'Name' } }) }, rest);
    const found = await changes({ T: topic({ DisplayName: { Ref: 'Name' } }) }, { Parameters: [{ ParameterKey: 'Name', ParameterValue: 'b' }] });
    expect(found[0]?.Details).toMatchObject([{ ChangeSource: 'ParameterReference', CausingEntity: 'Name', Evaluation: 'Static' }]);
  });

  test('have the scope of tags, metadata and policies', async () => {
    const { changes } = await start({ T: topic({}, { Metadata: { a: 1 } }) });
    const found = await changes({ T: topic({ Tags: [{ Key: 'a', Value: 'b' }] }, { Metadata: { a: 2 }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' }) });
    expect(brief(found)).toEqual(['Modify T False Tags,Metadata,DeletionPolicy,UpdateReplacePolicy']);
  });

  test('come in pages', async () => {
    const { client, aws } = await start({ A: topic() });
    await changeSet({ aws }, client, { StackName: 'app', ChangeSetName: 'many', TemplateBody: template(Object.fromEntries(Array.from({ length: 150 }, (_, index) => [`T${index}`, topic()]))) });
    const first = await client.send(new DescribeChangeSetCommand({ StackName: 'app', ChangeSetName: 'many' }));
    const second = await client.send(new DescribeChangeSetCommand({ StackName: 'app', ChangeSetName: 'many', NextToken: first.NextToken }));
    expect([first.Changes?.length, second.Changes?.length, second.NextToken]).toEqual([100, 51, undefined]);
  });
});

// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference, "Update requires" of each property
test.each<[string, string, 'Always' | 'Never']>([
  ['AWS::Logs::LogGroup', 'LogGroupName', 'Always'],
  ['AWS::Logs::LogGroup', 'RetentionInDays', 'Never'],
  ['AWS::Logs::LogGroup', 'KmsKeyId', 'Never'],
  ['AWS::Logs::MetricFilter', 'FilterName', 'Always'],
  ['AWS::Logs::MetricFilter', 'LogGroupName', 'Always'],
  ['AWS::Logs::MetricFilter', 'FilterPattern', 'Never'],
  ['AWS::CloudWatch::Alarm', 'AlarmName', 'Always'],
  ['AWS::CloudWatch::Alarm', 'Threshold', 'Never'],
  ['AWS::CloudWatch::CompositeAlarm', 'AlarmName', 'Always'],
  ['AWS::CloudWatch::Dashboard', 'DashboardName', 'Always'],
  ['AWS::CloudWatch::Dashboard', 'DashboardBody', 'Never'],
  ['AWS::SNS::Topic', 'TopicName', 'Always'],
  ['AWS::SNS::Topic', 'FifoTopic', 'Always'],
  ['AWS::SNS::Topic', 'KmsMasterKeyId', 'Never'],
  ['AWS::SNS::Subscription', 'Endpoint', 'Always'],
  ['AWS::SNS::Subscription', 'FilterPolicy', 'Never'],
  ['AWS::SQS::Queue', 'QueueName', 'Always'],
  ['AWS::SQS::Queue', 'VisibilityTimeout', 'Never'],
  ['AWS::Lambda::Function', 'FunctionName', 'Always'],
  ['AWS::Lambda::Function', 'Code', 'Never'],
  ['AWS::Lambda::Permission', 'Principal', 'Always'],
  ['AWS::IAM::Role', 'RoleName', 'Always'],
  ['AWS::IAM::Role', 'AssumeRolePolicyDocument', 'Never'],
  ['AWS::S3::Bucket', 'BucketName', 'Always'],
  ['AWS::CloudTrail::Trail', 'TrailName', 'Always'],
  ['AWS::Events::Rule', 'Name', 'Always'],
  ['AWS::Events::Rule', 'EventPattern', 'Never'],
  ['AWS::KMS::Alias', 'AliasName', 'Always'],
  ['AWS::KMS::Alias', 'TargetKeyId', 'Never'],
])('%s %s: recreation %s, as documented', (type, property, expected) => {
  expect(recreation(type, property)).toBe(expected);
});

describe('a change set', () => {
  test('of a new stack puts it under review, then creates it', async () => {
    const sandbox = await startSandbox();
    const client = sandbox.cloudFormation();
    const described = await changeSet(sandbox, client, { StackName: 'new', ChangeSetType: 'CREATE', TemplateBody: template({ A: topic() }) });
    expect(described).toMatchObject({ Status: 'CREATE_COMPLETE', ExecutionStatus: 'AVAILABLE', Changes: [{ Type: 'Resource', ResourceChange: { Action: 'Add', LogicalResourceId: 'A' } }] });
    await expect(describe1(client, 'new')).resolves.toMatchObject({ StackStatus: 'REVIEW_IN_PROGRESS' });
    await expect(execute(sandbox, client, 'new')).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });

  test('without changes fails, saying so', async () => {
    const sandbox = await start({ A: topic() });
    const described = await changeSet(sandbox, sandbox.client, { StackName: 'app', TemplateBody: template({ A: topic() }) });
    expect(described).toMatchObject({ Status: 'FAILED', ExecutionStatus: 'UNAVAILABLE', StatusReason: "The submitted information didn't contain changes. Submit different information to create a change set." });
  });

  test('with another output only has no resource changes and can be executed', async () => {
    const sandbox = await start({ A: topic() });
    const described = await changeSet(sandbox, sandbox.client, { StackName: 'app', TemplateBody: template({ A: topic() }, { Outputs: { O: { Value: 'x' } } }) });
    expect([described.Status, described.Changes?.length ?? 0]).toEqual(['CREATE_COMPLETE', 0]);
    await expect(execute(sandbox, sandbox.client, 'app')).resolves.toMatchObject({ StackStatus: 'UPDATE_COMPLETE', Outputs: [{ OutputValue: 'x' }] });
  });

  test('is obsolete once another was executed, and cannot be executed twice', async () => {
    const sandbox = await start({ A: topic() });
    const body = (DisplayName: string) => template({ A: topic({ DisplayName }) });
    await changeSet(sandbox, sandbox.client, { StackName: 'app', TemplateBody: body('x') });
    await changeSet(sandbox, sandbox.client, { StackName: 'app', ChangeSetName: 'late', TemplateBody: body('y') });
    await execute(sandbox, sandbox.client, 'app');
    const again = async (ChangeSetName: string) => sandbox.client.send(new ExecuteChangeSetCommand({ StackName: 'app', ChangeSetName }));
    await expect(again('late')).rejects.toMatchObject({ name: 'InvalidChangeSetStatusException', message: expect.stringMatching(/ cannot be executed in its current execution status of \[OBSOLETE\]$/) as string });
    await expect(again('change')).rejects.toMatchObject({ message: expect.stringMatching(/\[EXECUTE_COMPLETE\]$/) as string });
  });

  test('can be listed and deleted; deleting one that is not there succeeds', async () => {
    const sandbox = await start({ A: topic() });
    await changeSet(sandbox, sandbox.client, { StackName: 'app', TemplateBody: template({ B: topic() }) });
    await expect(sandbox.client.send(new ListChangeSetsCommand({ StackName: 'app' }))).resolves.toMatchObject({ Summaries: [{ ChangeSetName: 'change', ExecutionStatus: 'AVAILABLE' }] });
    await sandbox.client.send(new DeleteChangeSetCommand({ StackName: 'app', ChangeSetName: 'change' }));
    await sandbox.client.send(new DeleteChangeSetCommand({ StackName: 'app', ChangeSetName: 'change' }));
    await expect(sandbox.client.send(new DescribeChangeSetCommand({ StackName: 'app', ChangeSetName: 'change' }))).rejects.toMatchObject({ name: 'ChangeSetNotFoundException', message: 'ChangeSet [change] does not exist' });
  });

  test.each([
    ['CREATE', 'app', 'Stack [app] already exists and cannot be created again with the changeSet [c].'],
    ['UPDATE', 'none', 'Stack [none] does not exist'],
  ] as const)('of type %s for stack %s is refused', async (ChangeSetType, StackName, message) => {
    const { client } = await start({ A: topic() });
    await expect(client.send(new CreateChangeSetCommand({ StackName, ChangeSetName: 'c', ChangeSetType, TemplateBody: template({ B: topic() }) }))).rejects.toMatchObject({ name: 'ValidationError', message });
  });

  test('for a busy stack is refused', async () => {
    const { client, aws } = await start({ A: topic() });
    aws.setStackStatus(ACCOUNT, REGION, 'app', 'UPDATE_IN_PROGRESS');
    const { Stacks: [stack] = [] } = await client.send(new DescribeStacksCommand({ StackName: 'app' }));
    await expect(client.send(new CreateChangeSetCommand({ StackName: 'app', ChangeSetName: 'c', TemplateBody: template({ B: topic() }) }))).rejects.toMatchObject({
      message: `Stack:${stack?.StackId} is in UPDATE_IN_PROGRESS state and can not be updated.`,
    });
  });
});
