import type { Change } from '@aws-sdk/client-cloudformation';
import { review, stackDigests, type ChangeSetChange, type ChangeSetDetail, type Review, type Template } from '../src/index';
import { alarm, input, logGroup, resource, stack, template } from './template';

type Entry = NonNullable<ChangeSetChange['ResourceChange']>;

const change = (LogicalResourceId: string, rest: Entry = {}): ChangeSetChange => ({ Type: 'Resource', ResourceChange: { Action: 'Modify', LogicalResourceId, ...rest } });
const detail = (Name: string | undefined, RequiresRecreation: string, Evaluation = 'Static', Attribute = 'Properties'): ChangeSetDetail => ({ Target: { Attribute, RequiresRecreation, ...(Name === undefined ? {} : { Name }) }, Evaluation });
const reviewOf = (before: Template | undefined, after: Template | undefined, changeSet?: readonly ChangeSetChange[]): Review => review(input([stack(before, after, changeSet ? { changeSet } : {})]));
const actionsOf = ({ stacks }: Review) => Object.fromEntries(stacks.flatMap(({ resources }) => resources.map(({ logicalId, action }) => [logicalId, action])));
const instance = (InstanceType: string) => resource('AWS::EC2::Instance', { InstanceType });

const [before, after] = [template({ A: instance('a') }), template({ A: instance('b') })];

test('what DescribeChangeSet answers can be passed on as it is', () => {
  const answered: Change[] = [{ Type: 'Resource', ResourceChange: { Action: 'Modify', LogicalResourceId: 'A', ResourceType: 'AWS::EC2::Instance', Replacement: 'False', Details: [{ Target: { Attribute: 'Properties', Name: 'InstanceType', RequiresRecreation: 'Never' }, Evaluation: 'Static' }] } }];
  expect(actionsOf(reviewOf(before, after, answered))).toEqual({ A: 'update' });
});

describe('the action of a resource', () => {
  test.each<[string, string, Entry]>([
    ['no replacement', 'update', { Replacement: 'False' }],
    ['a replacement', 'replace', { Replacement: 'True' }],
    ['a replacement on a condition', 'may replace', { Replacement: 'Conditional' }],
    ['a condition that a detail decides', 'replace', { Replacement: 'Conditional', Details: [detail('InstanceType', 'Always')] }],
    ['a condition that the deploy decides', 'may replace', { Replacement: 'Conditional', Details: [detail('InstanceType', 'Always', 'Dynamic')] }],
    ['details alone', 'may replace', { Details: [detail('InstanceType', 'Conditionally')] }],
    ['the verdict against its details', 'update', { Replacement: 'False', Details: [detail('InstanceType', 'Always')] }],
    ['nothing said', 'update', {}],
    ['a dynamic change', 'may replace', { Action: 'Dynamic' }],
    ['a replacement by policy', 'replace', { PolicyAction: 'ReplaceAndRetain' }],
    ['a removal', 'remove', { Action: 'Remove', PolicyAction: 'Delete' }],
    ['a removal that keeps it', 'orphan', { Action: 'Remove', PolicyAction: 'Retain' }],
    ['a removal with a snapshot', 'remove', { Action: 'Remove', PolicyAction: 'Snapshot' }],
    ['an addition', 'add', { Action: 'Add' }],
    ['an import', 'add', { Action: 'Import' }],
  ])('%s: %s', (_case, action, entry) => {
    expect(actionsOf(reviewOf(before, after, [change('A', entry)]))).toEqual({ A: action });
  });
});

test('the review says of every stack how its replacements were found', () => {
  const two = (changeSet?: readonly ChangeSetChange[]) => [stack(before, after, { changeSet: [change('A')] }), stack(before, after, { stackId: 'other', ...(changeSet ? { changeSet } : {}) })];
  expect(reviewOf(before, after).method).toBe('template-comparison');
  const mixed = review(input(two()));
  expect([mixed.method, ...mixed.stacks.map(({ method }) => method)]).toEqual(['mixed', 'change-set', 'template-comparison']);
  expect(review(input(two([change('A')]))).method).toBe('change-set');
});

test('a change set does not go into the review, nor into a digest', () => {
  const [plain, withSet] = [stack(before, after), stack(before, after, { changeSet: [change('A', { Replacement: 'False' })] })];
  expect(stackDigests(withSet, '1.0.0')).toEqual(stackDigests(plain, '1.0.0'));
  expect(JSON.stringify(review(input([withSet])))).not.toContain('ResourceChange');
});

test('what the change set does not name is not verified', () => {
  const result = reviewOf(template({ A: instance('a'), B: logGroup() }), template({ A: instance('b'), B: logGroup({ RetentionInDays: 731 }) }), [change('A')]);
  expect(result.findings.map(({ id, severity, title, logicalId }) => [id, severity, title, logicalId])).toEqual([
    ['change-set-incomplete', 'attention', '/aws/payment/prod/processing differs in the templates and is not in the change set', 'B'],
  ]);
  expect(actionsOf(result)).toEqual({ A: 'update', B: 'update' });
});

test('Metadata that changes alone is not shown', () => {
  const same = template({ A: instance('a') });
  expect(reviewOf(same, same, [change('A', { Details: [detail(undefined, 'Never', 'Static', 'Metadata')] })]).stacks[0]?.operation).toBe('none');
});

test('an order of creation alone is in no change set, and needs none', () => {
  expect(reviewOf(template({ A: instance('a') }), template({ A: { ...instance('a'), DependsOn: 'B' } }), []).findings).toEqual([]);
});

describe('known wrong results of @aws-cdk/cloudformation-diff', () => {
  test.each(['aws-cdk#28336', 'aws-cdk#32472'])('%s: a replacement that the templates alone suggest is none when the change set says so', () => {
    const [old, young] = [template({ A: logGroup({ LogGroupName: { Ref: 'OldName' } }) }), template({ A: logGroup({ LogGroupName: { Ref: 'NewName' } }) })];
    expect(actionsOf(reviewOf(old, young))).toEqual({ A: 'replace' });
    expect(actionsOf(reviewOf(old, young, [change('A', { Replacement: 'False', Details: [detail('LogGroupName', 'Always', 'Dynamic')] })]))).toEqual({ A: 'update' });
  });

  test.each(['aws-cdk#29731', 'aws-cdk-cli#641'])('%s: a value of Systems Manager that changes behind equal templates is shown', () => {
    const same = template({ A: instance('{{resolve:ssm:/type}}') });
    const result = reviewOf(same, same, [change('A', { ResourceType: 'AWS::EC2::Instance', Replacement: 'True', Details: [detail('InstanceType', 'Always'), detail(undefined, 'Never', 'Static', 'Metadata')] })]);
    expect(result.stacks[0]).toMatchObject({ operation: 'update', resources: [{ logicalId: 'A', type: 'AWS::EC2::Instance', action: 'replace', properties: [{ path: ['Properties', 'InstanceType'] }, { path: ['Metadata'] }] }] });
  });

  test('aws-cdk-cli#1780: a property that is JSON is compared as what it holds', () => {
    const dashboard = (title: string) => template({ A: resource('AWS::CloudWatch::Dashboard', { DashboardBody: JSON.stringify({ widgets: [{ type: 'text', properties: { title } }] }) }) });
    expect(reviewOf(dashboard('a'), dashboard('b')).stacks[0]?.resources).toHaveLength(1);
  });

  test('aws-cdk-cli#1780: more changes than a page of DescribeChangeSet holds are all read', () => {
    const side = (type: string) => template(Object.fromEntries(Array.from({ length: 250 }, (_, index) => [`A${String(index).padStart(3, '0')}`, instance(type)])));
    const result = reviewOf(side('a'), side('b'), Array.from({ length: 250 }, (_, index) => change(`A${String(index).padStart(3, '0')}`, { Replacement: index === 249 ? 'True' : 'False' })));
    expect(result.counts).toMatchObject({ update: 249, replace: 1 });
  });

  test('aws-cdk-cli#1822: a list of dependencies in another order is no change', () => {
    const dependent = (...DependsOn: string[]) => template({ A: { ...alarm(), DependsOn } });
    expect(reviewOf(dependent('B', 'C', 'D'), dependent('D', 'B', 'C')).stacks[0]?.operation).toBe('none');
    expect(actionsOf(reviewOf(dependent('B', 'C'), dependent('B', 'D')))).toEqual({ A: 'update' });
  });

  test('aws-cdk-cli#1228: a nested stack is named as not looked into', () => {
    const nested = (TemplateURL: string) => template({ A: resource('AWS::CloudFormation::Stack', { TemplateURL }) });
    expect(reviewOf(nested('a'), nested('b')).findings.map(({ id, title, why }) => [id, title, why])).toEqual([['nested-stack-not-compared', 'Nested stack A changes', 'its own resources are not compared, so what happens to them is not verified']]);
  });

  test('non-ASCII text that CloudFormation answers as ? is no change', () => {
    const text = (AlarmDescription: string) => template({ A: alarm({ AlarmDescription }) });
    expect(reviewOf(text('Zahlung f?llt aus'), text('Zahlung fällt aus')).stacks[0]?.operation).toBe('none');
  });

  test('aws-cdk#1299: permissions that its table leaves out are shown', () => {
    const topic = (Action: string) => template({ A: resource('AWS::SNS::TopicPolicy', { Topics: ['t'], PolicyDocument: { Statement: { Effect: 'Allow', Principal: { AWS: '222222222222' }, Action, Resource: 't' } } }) });
    expect(reviewOf(topic('sns:Publish'), topic('sns:*')).findings.map(({ id }) => id)).toContain('permission-broadened');
  });

  test.each(['aws-cdk#1264', 'aws-cdk#32482'])('%s: a role that is wholly new broadens nothing', () => {
    const role = resource('AWS::IAM::Role', { AssumeRolePolicyDocument: { Statement: { Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' } } });
    expect(reviewOf(template({}), template({ A: role })).findings).toEqual([]);
  });

  test('aws-cdk-cli#1971: a removal is found without a PolicyAction', () => {
    expect(actionsOf(reviewOf(template({ A: logGroup() }), template({}), [change('A', { Action: 'Remove' })]))).toEqual({ A: 'remove' });
  });

  test('permissions are read from the templates and hold with a change set too', () => {
    const policy = (Action: string) => template({ A: resource('AWS::IAM::Policy', { Roles: ['r'], PolicyDocument: { Statement: { Effect: 'Allow', Action, Resource: '*' } } }) });
    expect(reviewOf(policy('s3:GetObject'), policy('s3:*'), [change('A', { Replacement: 'False' })]).findings.map(({ id }) => id)).toContain('permission-broadened');
  });

  test('of several details of one property the gravest counts, whichever comes last', () => {
    const details = [detail('InstanceType', 'Always'), detail('InstanceType', 'Never')];
    for (const Details of [details, details.toReversed()]) expect(actionsOf(reviewOf(before, after, [change('A', { Details })]))).toEqual({ A: 'replace' });
  });

  test.each<[unknown, unknown]>([
    ['', 0],
    [[], ''],
    [0, ''],
  ])('%j and %j are not equal', (old, young) => {
    const side = (InstanceType: unknown) => template({ A: resource('AWS::EC2::Instance', { InstanceType }) });
    expect(reviewOf(side(old), side(young)).stacks[0]?.resources).toHaveLength(1);
  });
});
