import {
  ContinueUpdateRollbackCommand, CreateStackCommand, DeleteStackCommand, DescribeStackEventsCommand, DescribeStackResourcesCommand, DescribeStacksCommand, GetTemplateCommand, ListStackResourcesCommand,
  ListStacksCommand, RollbackStackCommand, UpdateStackCommand, UpdateTerminationProtectionCommand,
} from '@aws-sdk/client-cloudformation';
import { ACCOUNT, deploy, describe1, events, logGroup, REGION, startSandbox, template, type Sandbox } from './fixture';

type Json = Record<string, unknown>;
const topic = (Properties: Json = {}, rest: Json = {}) => ({ Type: 'AWS::SNS::Topic', Properties, ...rest });
const arn = (name: string) => `arn:aws:sns:${REGION}:${ACCOUNT}:${name}`;

const start = async () => {
  const sandbox = await startSandbox();
  const client = sandbox.cloudFormation();
  return {
    ...sandbox,
    client,
    deploy: (resources: Json, rest: Json = {}, input: Json = {}) => deploy(sandbox, client, 'app', template(resources, rest), input),
    state: () => sandbox.aws.stack(ACCOUNT, REGION, 'app'),
    events: () => events(client, 'app'),
  };
};
const fail = ({ aws }: Pick<Sandbox, 'aws'>, logicalId: string, times = 1, during: 'change' | 'rollback' | 'delete' = 'change') => aws.faults.add({ service: 'cloudformation', kind: 'failResource', logicalId, times, during, message: 'no luck' });

describe('creation', () => {
  test('goes in the order of dependencies, an event for each step', async () => {
    const { deploy: run, events: log } = await start();
    const stack = await run({ Second: topic({ DisplayName: { Ref: 'First' } }), First: topic({ TopicName: 'first' }), Third: topic({}, { DependsOn: 'Second' }) }, { Description: 'three', Outputs: { Name: { Value: { 'Fn::GetAtt': ['First', 'TopicName'] }, Description: 'its name' } } });

    expect(stack).toMatchObject({ StackStatus: 'CREATE_COMPLETE', Description: 'three', Outputs: [{ OutputKey: 'Name', OutputValue: 'first', Description: 'its name' }] });
    await expect(log()).resolves.toEqual([
      'app CREATE_IN_PROGRESS User Initiated',
      ...['First', 'Second', 'Third'].flatMap((id) => [`${id} CREATE_IN_PROGRESS`, `${id} CREATE_IN_PROGRESS Resource creation Initiated`, `${id} CREATE_COMPLETE`]),
      'app CREATE_COMPLETE',
    ]);
  });

  test('rolls back in reverse when a resource fails', async () => {
    const sandbox = await start();
    fail(sandbox, 'Second');
    const stack = await sandbox.deploy({ First: topic(), Second: topic({ DisplayName: { Ref: 'First' } }), Third: topic({}, { DependsOn: 'Second' }) });

    expect(stack.StackStatus).toBe('ROLLBACK_COMPLETE');
    await expect(sandbox.events()).resolves.toEqual([
      'app CREATE_IN_PROGRESS User Initiated',
      'First CREATE_IN_PROGRESS',
      'First CREATE_IN_PROGRESS Resource creation Initiated',
      'First CREATE_COMPLETE',
      'Second CREATE_IN_PROGRESS',
      'Second CREATE_FAILED no luck',
      'app ROLLBACK_IN_PROGRESS The following resource(s) failed to create: [Second]. Rollback requested by user.',
      'Second DELETE_IN_PROGRESS',
      'Second DELETE_COMPLETE',
      'First DELETE_IN_PROGRESS',
      'First DELETE_COMPLETE',
      'app ROLLBACK_COMPLETE',
    ]);
  });

  test('stops where it is when rollback is disabled, and can be rolled back later', async () => {
    const sandbox = await start();
    fail(sandbox, 'B');
    await expect(sandbox.deploy({ A: topic(), B: topic({}, { DependsOn: 'A' }) }, {}, { DisableRollback: true })).resolves.toMatchObject({ StackStatus: 'CREATE_FAILED', StackStatusReason: 'The following resource(s) failed to create: [B]. ' });
    await sandbox.client.send(new RollbackStackCommand({ StackName: 'app' }));
    await sandbox.aws.idle();
    expect(sandbox.state()?.status).toBe('ROLLBACK_COMPLETE');
  });

  test('of a stack that exists is refused', async () => {
    const sandbox = await start();
    await sandbox.deploy({ A: topic() });
    await expect(sandbox.client.send(new CreateStackCommand({ StackName: 'app', TemplateBody: template({ A: topic() }) }))).rejects.toMatchObject({ name: 'AlreadyExistsException', message: 'Stack [app] already exists' });
  });

  test('under a bad name is refused', async () => {
    const { client } = await start();
    await expect(client.send(new CreateStackCommand({ StackName: 'a_b', TemplateBody: template({ A: topic() }) }))).rejects.toThrow(/Value 'a_b' at 'stackName' failed to satisfy constraint/);
  });
});

describe('an update', () => {
  test('changes in place, replaces, adds and removes, and cleans up at the end', async () => {
    const sandbox = await start();
    await sandbox.deploy({ Kept: topic({ TopicName: 'kept', DisplayName: 'a' }), Renamed: topic({ TopicName: 'old' }), Removed: topic({ TopicName: 'removed' }) });
    const before = (await sandbox.events()).length;
    const stack = await sandbox.deploy({ Kept: topic({ TopicName: 'kept', DisplayName: 'b' }), Renamed: topic({ TopicName: 'new' }), Added: topic({ TopicName: 'added' }) });

    expect(stack.StackStatus).toBe('UPDATE_COMPLETE');
    expect((await sandbox.events()).slice(before)).toEqual([
      'app UPDATE_IN_PROGRESS User Initiated',
      'Kept UPDATE_IN_PROGRESS',
      'Kept UPDATE_COMPLETE',
      'Renamed UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      'Renamed UPDATE_IN_PROGRESS Resource creation Initiated',
      'Renamed UPDATE_COMPLETE',
      'Added CREATE_IN_PROGRESS',
      'Added CREATE_IN_PROGRESS Resource creation Initiated',
      'Added CREATE_COMPLETE',
      'app UPDATE_COMPLETE_CLEANUP_IN_PROGRESS',
      'Removed DELETE_IN_PROGRESS',
      'Removed DELETE_COMPLETE',
      'Renamed DELETE_IN_PROGRESS',
      'Renamed DELETE_COMPLETE',
      'app UPDATE_COMPLETE',
    ]);
    expect(Object.values(sandbox.state()?.resources ?? {}).map(({ logicalId, physicalId }) => [logicalId, physicalId])).toEqual([
      ['Kept', arn('kept')],
      ['Renamed', arn('new')],
      ['Added', arn('added')],
    ]);
  });

  test('that fails goes back to what was, and the stack can be updated again', async () => {
    const sandbox = await start();
    const first = { A: topic({ TopicName: 'a', DisplayName: '1' }), B: topic({ TopicName: 'b' }), C: topic({ DisplayName: '1' }) };
    await sandbox.deploy(first, { Outputs: { O: { Value: '1' } } });
    const before = structuredClone(sandbox.state()?.resources);
    const count = (await sandbox.events()).length;
    fail(sandbox, 'C');
    const stack = await sandbox.deploy({ A: topic({ TopicName: 'a', DisplayName: '2' }), B: topic({ TopicName: 'b2' }), New: topic({ TopicName: 'n' }), C: topic({ DisplayName: '2' }) }, { Outputs: { O: { Value: '2' } } });

    expect(stack).toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE', Outputs: [{ OutputValue: '1' }] });
    expect((await sandbox.events()).slice(count)).toEqual([
      'app UPDATE_IN_PROGRESS User Initiated',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'B UPDATE_IN_PROGRESS Requested update requires the creation of a new physical resource; hence creating one.',
      'B UPDATE_IN_PROGRESS Resource creation Initiated',
      'B UPDATE_COMPLETE',
      'New CREATE_IN_PROGRESS',
      'New CREATE_IN_PROGRESS Resource creation Initiated',
      'New CREATE_COMPLETE',
      'C UPDATE_IN_PROGRESS',
      'C UPDATE_FAILED no luck',
      'app UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed to update: [C]. ',
      'A UPDATE_IN_PROGRESS',
      'A UPDATE_COMPLETE',
      'B UPDATE_COMPLETE',
      'C UPDATE_IN_PROGRESS',
      'C UPDATE_COMPLETE',
      'app UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS',
      'New DELETE_IN_PROGRESS',
      'New DELETE_COMPLETE',
      'B DELETE_IN_PROGRESS',
      'B DELETE_COMPLETE',
      'app UPDATE_ROLLBACK_COMPLETE',
    ]);
    const physical = (resources: Json | undefined) => Object.entries(resources ?? {}).map(([id, resource]) => [id, (resource as Json)['physicalId'], (resource as Json)['properties']]);
    expect(physical(sandbox.state()?.resources)).toEqual(physical(before));
    await expect(sandbox.deploy({ ...first, New: topic({ TopicName: 'n' }) })).resolves.toMatchObject({ StackStatus: 'UPDATE_COMPLETE' });
  });

  test('whose rollback fails too is stuck until the rollback is continued', async () => {
    const sandbox = await start();
    await sandbox.deploy({ A: topic({ DisplayName: '1' }), B: topic({ DisplayName: '1' }, { DependsOn: 'A' }) });
    fail(sandbox, 'B');
    fail(sandbox, 'A', 1, 'rollback');
    const update = sandbox.deploy({ A: topic({ DisplayName: '2' }), B: topic({ DisplayName: '2' }, { DependsOn: 'A' }) });
    await expect(update).resolves.toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_FAILED', StackStatusReason: 'The following resource(s) failed to update: [A]. ' });
    await expect(sandbox.deploy({ A: topic() })).rejects.toMatchObject({ message: `Stack:${sandbox.state()?.stackId} is in UPDATE_ROLLBACK_FAILED state and can not be updated.` });

    await sandbox.client.send(new ContinueUpdateRollbackCommand({ StackName: 'app' }));
    await sandbox.aws.idle();
    expect(sandbox.state()).toMatchObject({ status: 'UPDATE_ROLLBACK_COMPLETE', resources: { A: { properties: { DisplayName: '1' } } } });
  });

  test('without changes is refused', async () => {
    const sandbox = await start();
    await sandbox.deploy({ A: topic() });
    await expect(sandbox.deploy({ A: topic() })).rejects.toMatchObject({ name: 'ValidationError', message: 'No updates are to be performed.' });
  });

  test.each(['UPDATE_IN_PROGRESS', 'ROLLBACK_COMPLETE', 'DELETE_FAILED', 'UPDATE_ROLLBACK_IN_PROGRESS'])('of a stack in %s is refused', async (status) => {
    const sandbox = await start();
    await sandbox.deploy({ A: topic() });
    sandbox.aws.setStackStatus(ACCOUNT, REGION, 'app', status);
    await expect(sandbox.deploy({ A: topic({ DisplayName: 'x' }) })).rejects.toMatchObject({ name: 'ValidationError', message: `Stack:${sandbox.state()?.stackId} is in ${status} state and can not be updated.` });
  });

  test('reaches dependants of a replaced resource', async () => {
    const sandbox = await start();
    const resources = (TopicName: string) => ({ T: topic({ TopicName }), P: { Type: 'AWS::SSM::Parameter', Properties: { Name: 'p', Type: 'String', Value: { Ref: 'T' } } } });
    await sandbox.deploy(resources('a'));
    await sandbox.deploy(resources('b'));
    expect(sandbox.state()?.resources['P']?.properties['Value']).toBe(arn('b'));
  });

  test('with other stack tags reaches what can be tagged', async () => {
    const sandbox = await start();
    await sandbox.deploy({ A: topic(), F: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'A' }], PolicyDocument: {} } } }, {}, { Tags: [{ Key: 'team', Value: 'a' }] });
    await sandbox.deploy({ A: topic(), F: { Type: 'AWS::SNS::TopicPolicy', Properties: { Topics: [{ Ref: 'A' }], PolicyDocument: {} } } }, {}, { Tags: [{ Key: 'team', Value: 'b' }] });
    expect(sandbox.state()?.resources['A']?.properties).toEqual({ Tags: [{ Key: 'team', Value: 'b' }] });
  });
});

describe('names', () => {
  const taken = (name: string) => `A CREATE_FAILED Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"${name}"}' already exists.`;

  test('that exist outside any stack are refused', async () => {
    const sandbox = await start();
    sandbox.aws.putExisting(ACCOUNT, REGION, 'AWS::Logs::LogGroup', '/pay');
    await sandbox.deploy({ A: logGroup({ LogGroupName: '/pay' }) });
    await expect(sandbox.events()).resolves.toContain(taken('/pay'));
  });

  test('of another stack are refused, in another Region they are free', async () => {
    const sandbox = await start();
    await deploy(sandbox, sandbox.client, 'other', template({ X: logGroup({ LogGroupName: '/pay' }) }));
    await sandbox.deploy({ A: logGroup({ LogGroupName: '/pay' }) });
    await expect(sandbox.events()).resolves.toContain(taken('/pay'));
    await expect(deploy(sandbox, sandbox.cloudFormation(undefined, 'us-east-1'), 'app', template({ A: logGroup({ LogGroupName: '/pay' }) }))).resolves.toMatchObject({ StackStatus: 'CREATE_COMPLETE' });
  });

  test('twice in one stack are refused, also where the identifier is an ARN', async () => {
    const sandbox = await start();
    await sandbox.deploy({ T: topic({ TopicName: 'x' }), A: topic({ TopicName: 'x' }, { DependsOn: 'T' }) });
    await expect(sandbox.events()).resolves.toContain(`A CREATE_FAILED Resource of type 'AWS::SNS::Topic' with identifier '{"/properties/TopicName":"x"}' already exists.`);
  });

  test('that stay while the resource must be replaced are refused', async () => {
    const sandbox = await start();
    const filter = (FifoTopic: boolean) => ({ T: topic({ TopicName: 'x.fifo', FifoTopic }) });
    await sandbox.deploy(filter(false));
    await expect(sandbox.deploy(filter(true))).resolves.toMatchObject({ StackStatus: 'UPDATE_ROLLBACK_COMPLETE' });
    await expect(sandbox.events()).resolves.toContain('T UPDATE_FAILED CloudFormation cannot update a stack when a custom-named resource requires replacing. Rename x.fifo and update the stack again.');
  });

  test('are made up when none is given, the same in every sandbox', async () => {
    const [first, second] = [await start(), await start()];
    await first.deploy({ A: logGroup() });
    await second.deploy({ A: logGroup() });
    expect(first.state()?.resources['A']?.physicalId).toMatch(/^app-A-[A-Z0-9]{12}$/);
    expect(second.state()?.resources['A']?.physicalId).toBe(first.state()?.resources['A']?.physicalId);
  });
});

describe('deletion', () => {
  const remove = async (sandbox: Awaited<ReturnType<typeof start>>, input: { RetainResources?: string[] } = {}) => {
    await sandbox.client.send(new DeleteStackCommand({ StackName: 'app', ...input }));
    await sandbox.aws.idle();
  };

  test('goes in reverse and leaves what is retained', async () => {
    const sandbox = await start();
    const { StackId } = await sandbox.deploy({ A: logGroup({ LogGroupName: '/a' }, { DeletionPolicy: 'Retain' }), B: topic({ DisplayName: { Ref: 'A' } }) });
    await remove(sandbox);
    await expect(events(sandbox.client, StackId ?? '')).resolves.toEqual(expect.arrayContaining(['app DELETE_IN_PROGRESS User Initiated', 'B DELETE_IN_PROGRESS', 'B DELETE_COMPLETE', 'A DELETE_SKIPPED', 'app DELETE_COMPLETE']));
    await expect(sandbox.client.send(new DescribeStacksCommand({ StackName: 'app' }))).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack with id app does not exist' });
    await expect(describe1(sandbox.client, StackId ?? '')).resolves.toMatchObject({ StackStatus: 'DELETE_COMPLETE' });
    // the log group is still there
    await expect(sandbox.deploy({ A: logGroup({ LogGroupName: '/a' }) })).resolves.toMatchObject({ StackStatus: 'ROLLBACK_COMPLETE' });
  });

  test('is refused by termination protection', async () => {
    const sandbox = await start();
    await sandbox.deploy({ A: topic() });
    await sandbox.client.send(new UpdateTerminationProtectionCommand({ StackName: 'app', EnableTerminationProtection: true }));
    await expect(remove(sandbox)).rejects.toMatchObject({ name: 'ValidationError', message: 'Stack [app] cannot be deleted while TerminationProtection is enabled' });
  });

  test('that fails keeps what is needed, and can be repeated without the resource', async () => {
    const sandbox = await start();
    await sandbox.deploy({ A: topic({ TopicName: 'a' }), B: topic({ DisplayName: { Ref: 'A' } }), C: topic() });
    fail(sandbox, 'B', 1, 'delete');
    await remove(sandbox);
    expect(sandbox.state()).toMatchObject({ status: 'DELETE_FAILED', statusReason: 'The following resource(s) failed to delete: [B]. ', resources: { A: { status: 'CREATE_COMPLETE' }, B: { status: 'DELETE_FAILED' }, C: { status: 'DELETE_COMPLETE' } } });
    await remove(sandbox, { RetainResources: ['B'] });
    expect(sandbox.state()?.status).toBe('DELETE_COMPLETE');
  });

  test('of what is not there succeeds', async () => {
    const { client } = await start();
    await expect(client.send(new DeleteStackCommand({ StackName: 'nothing' }))).resolves.toBeDefined();
  });
});

test('UpdateReplacePolicy Retain keeps the replaced resource', async () => {
  const sandbox = await start();
  await sandbox.deploy({ A: logGroup({ LogGroupName: '/a' }, { UpdateReplacePolicy: 'Retain' }) });
  await sandbox.deploy({ A: logGroup({ LogGroupName: '/b' }, { UpdateReplacePolicy: 'Retain' }) });
  await expect(sandbox.events()).resolves.toContain('A DELETE_SKIPPED');
  await sandbox.deploy({ A: logGroup({ LogGroupName: '/b' }, { UpdateReplacePolicy: 'Retain' }), B: logGroup({ LogGroupName: '/a' }) });
  await expect(sandbox.events()).resolves.toContain(`B CREATE_FAILED Resource of type 'AWS::Logs::LogGroup' with identifier '{"/properties/LogGroupName":"/a"}' already exists.`);
});

test('a custom resource succeeds, and says that its function was not run', async () => {
  const sandbox = await start();
  await sandbox.deploy({ A: { Type: 'Custom::Thing', Properties: { ServiceToken: 'arn:aws:lambda:eu-west-1:111111111111:function:f', Any: 1 } }, B: topic({ DisplayName: { 'Fn::GetAtt': ['A', 'Whatever'] } }) });
  expect(sandbox.state()?.resources['A']).toMatchObject({ status: 'CREATE_COMPLETE', notRun: true });
});

test('exports are unique and can be imported', async () => {
  const sandbox = await start();
  const exporting = { Outputs: { Arn: { Value: { Ref: 'T' }, Export: { Name: 'topic-arn' } } } };
  await sandbox.deploy({ T: topic({ TopicName: 'x' }) }, exporting);
  const imports = await deploy(sandbox, sandbox.client, 'importer', template({ A: topic({ DisplayName: { 'Fn::ImportValue': 'topic-arn' } }) }));
  expect(imports.StackStatus).toBe('CREATE_COMPLETE');
  const second = await deploy(sandbox, sandbox.client, 'second', template({ T: topic() }, exporting));
  expect(second.StackStatus).toBe('ROLLBACK_COMPLETE');
  await expect(events(sandbox.client, 'second')).resolves.toContain('second ROLLBACK_IN_PROGRESS Export with name topic-arn is already exported by stack app. Rollback requested by user.');
});

test('reads page and tell what is there', async () => {
  const sandbox = await start();
  const resources = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`T${index}`, topic()]));
  await sandbox.deploy(resources);
  const first = await sandbox.client.send(new DescribeStackEventsCommand({ StackName: 'app' }));
  const second = await sandbox.client.send(new DescribeStackEventsCommand({ StackName: 'app', NextToken: first.NextToken }));
  expect([first.StackEvents?.length, second.StackEvents?.length, second.NextToken]).toEqual([100, 82, undefined]);
  expect(first.StackEvents?.[0]).toMatchObject({ LogicalResourceId: 'app', ResourceStatus: 'CREATE_COMPLETE', ResourceType: 'AWS::CloudFormation::Stack' });
  const times = [...(first.StackEvents ?? []), ...(second.StackEvents ?? [])].map(({ Timestamp }) => Timestamp?.getTime() ?? 0);
  expect(times.every((time, index) => index === 0 || time < (times[index - 1] ?? 0))).toBe(true);

  await expect(sandbox.client.send(new DescribeStackResourcesCommand({ StackName: 'app', LogicalResourceId: 'T3' }))).resolves.toMatchObject({ StackResources: [{ LogicalResourceId: 'T3', ResourceStatus: 'CREATE_COMPLETE' }] });
  await expect(sandbox.client.send(new ListStackResourcesCommand({ StackName: 'app' }))).resolves.toMatchObject({ StackResourceSummaries: { length: 60 } });
  await expect(sandbox.client.send(new ListStacksCommand({ StackStatusFilter: ['CREATE_COMPLETE'] }))).resolves.toMatchObject({ StackSummaries: [{ StackName: 'app' }] });
  await expect(sandbox.client.send(new GetTemplateCommand({ StackName: 'app' }))).resolves.toMatchObject({ TemplateBody: template(resources) });
});

test('an update is refused while another runs', async () => {
  const sandbox = await start();
  await sandbox.deploy({ A: topic() });
  // set, since a real one may be over before the next request arrives
  sandbox.aws.setStackStatus(ACCOUNT, REGION, 'app', 'UPDATE_IN_PROGRESS');
  await expect(sandbox.client.send(new UpdateStackCommand({ StackName: 'app', TemplateBody: template({ A: topic({ DisplayName: 'y' }) }) }))).rejects.toMatchObject({
    message: `Stack:${sandbox.state()?.stackId} is in UPDATE_IN_PROGRESS state and can not be updated.`,
  });
});

test('each operation has an id of its own in its events, and so has its rollback', async () => {
  const sandbox = await start();
  await sandbox.deploy({ A: topic() });
  fail(sandbox, 'A');
  await sandbox.deploy({ A: topic({ DisplayName: 'x' }) });
  const { StackEvents = [] } = await sandbox.client.send(new DescribeStackEventsCommand({ StackName: 'app' }));
  const operations = StackEvents.reverse().map(({ OperationId }) => OperationId);
  const first = StackEvents.map(({ ResourceStatus }, index) => [ResourceStatus, operations.indexOf(operations[index]) === index] as const).filter(([, isFirst]) => isFirst);
  expect(first.map(([status]) => status)).toEqual(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'UPDATE_ROLLBACK_IN_PROGRESS']);
});
