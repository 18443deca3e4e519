import { review, type Finding, type StackInput, type Template } from '../../src/index';
import { alarm, input, logGroup, resource, stack, template } from '../template';

const textsOf = (stacks: readonly StackInput[], ...ids: string[]): string[] =>
  review(input(stacks)).findings.filter(({ id }) => ids.includes(id)).map(({ id, severity, stackId, logicalId, title }: Finding) => `${severity} ${id} ${stackId}/${logicalId}: ${title}`);
const found = (before: Template, after: Template, ...ids: string[]) => textsOf([stack(before, after)], ...ids);

describe('a custom name under which CloudFormation refuses a replacement', () => {
  const table = (key: string, TableName?: unknown) => template({ T: resource('AWS::DynamoDB::Table', { ...(TableName === undefined ? {} : { TableName }), KeySchema: [{ AttributeName: key, KeyType: 'HASH' }] }) });
  test.each<[string, Template, Template, string[]]>([
    ['stays', table('a', 't'), table('b', 't'), ['blocking custom-name-replaced home/T: Table t will fail at deploy: it must be replaced and keeps its name']],
    ['stays, as a function', table('a', { 'Fn::Sub': 't-${AWS::Region}' }), table('b', { 'Fn::Sub': 't-${AWS::Region}' }), ['blocking custom-name-replaced home/T: Table T will fail at deploy: it must be replaced and keeps its name']],
    ['changes too', table('a', 't'), table('b', 'u'), []],
    ['is made up by CloudFormation', table('a'), table('b'), []],
    ['may be in the way', template({ D: resource('AWS::RDS::DBInstance', { DBInstanceIdentifier: 'd', EngineVersion: '1' }) }), template({ D: resource('AWS::RDS::DBInstance', { DBInstanceIdentifier: 'd', EngineVersion: '2', DBSnapshotIdentifier: 'x' }) }), ['attention custom-name-replaced home/D: Database d may fail at deploy: it may have to be replaced and keeps its name']],
    ['is no name of its own', template({ F: resource('AWS::Logs::MetricFilter', { FilterName: 'f', LogGroupName: 'a' }) }), template({ F: resource('AWS::Logs::MetricFilter', { FilterName: 'f', LogGroupName: 'b' }) }), []],
  ])('%s', (_case, before, after, expected) => {
    expect(found(before, after, 'custom-name-replaced')).toEqual(expected);
  });
});

describe('a name that is taken', () => {
  const group = template({ A: logGroup() });
  const renamedId = template({ B: logGroup() });
  const kept = template({ A: logGroup({}, { DeletionPolicy: 'Retain' }) });
  const none = template({});
  const two = (first: [Template, Template], second: [Template, Template]) => textsOf([stack(...first, { stackId: 'first' }), stack(...second, { stackId: 'second' })], 'name-taken');
  const taken = (stackId: string, where: string, id = 'A') => [`blocking name-taken ${stackId}/${id}: Log group /aws/payment/prod/processing will fail at deploy: ${where} holds its name`];

  test('by another logical id of the stack, which goes later', () => {
    expect(found(group, renamedId, 'name-taken')).toEqual(taken('home', 'A', 'B'));
  });
  test('by a stack that is deployed later', () => {
    expect(two([none, group], [group, none])).toEqual(taken('first', 'A of stack second'));
  });
  test('by nobody any more, when the other stack is deployed first', () => {
    expect(two([group, none], [none, group])).toEqual([]);
  });
  test('by one that stays in the account', () => {
    expect(two([kept, none], [none, group])).toEqual(taken('second', 'A of stack first'));
  });
  test('by one that stays in its stack', () => {
    expect(two([group, group], [none, group])).toEqual(taken('second', 'A of stack first'));
  });
  test('by another that is new', () => {
    expect(found(none, template({ A: logGroup(), B: logGroup() }), 'name-taken')).toEqual([...taken('home', 'B'), ...taken('home', 'A', 'B')]);
  });
  test('not across Regions', () => {
    expect(textsOf([stack(group, group), stack(none, group, { stackId: 'us', region: 'us-east-1' })], 'name-taken')).toEqual([]);
  });
  test('not by the same rule name on another bus', () => {
    const rule = (EventBusName: string) => resource('AWS::Events::Rule', { Name: 'r', EventBusName });
    expect(found(template({ A: rule('a') }), template({ A: rule('a'), B: rule('b') }), 'name-taken')).toEqual([]);
  });
});

describe('a log group that is renamed', () => {
  const filter = resource('AWS::Logs::MetricFilter', { FilterName: 'errors', LogGroupName: { Ref: 'G' } });
  const renamed = logGroup({ LogGroupName: '/new' });
  const title = 'Log group /aws/payment/prod/processing is renamed to /new; what writes to the old name goes on writing there';
  const whyOf = (before: object, after: object): string | undefined => review(input([stack(template({ ...before }), template({ ...after }))])).findings.find(({ id }) => id === 'log-group-renamed')?.why;

  test('blocks where something reads it', () => {
    expect(found(template({ G: logGroup(), filter }), template({ G: renamed, filter }), 'log-group-renamed')).toEqual([`blocking log-group-renamed home/G: ${title}`]);
    expect(whyOf({ G: logGroup(), filter }, { G: renamed, filter })).toBe('metric filter errors read the new one, which stays empty until the application writes to it');
  });
  test('is told with those that still name the old one', () => {
    const F = resource('AWS::Lambda::Function', { LoggingConfig: { LogGroup: '/aws/payment/prod/processing' } });
    expect(whyOf({ G: logGroup(), F }, { G: renamed, F })).toBe('the new one stays empty until the application writes to it; F still name the old one');
  });
});

describe('a dashboard that names what is gone', () => {
  const body = (text: unknown) => resource('AWS::CloudWatch::Dashboard', { DashboardName: 'main', DashboardBody: text });
  const link = body(JSON.stringify({ widgets: [{ type: 'text', properties: { markdown: '[more](https://console.aws.amazon.com/cloudwatch/home#dashboards/dashboard/detail)' } }] }));
  const detail = (DashboardName: string) => resource('AWS::CloudWatch::Dashboard', { DashboardName, DashboardBody: '{}' });

  test.each<[string, object, object, string[]]>([
    ['a dashboard that is renamed', { M: link, D: detail('detail') }, { M: link, D: detail('details') }, ['attention dashboard-link-broken home/M: Dashboard main names what is gone: detail']],
    ['a dashboard that goes', { M: link, D: detail('detail') }, { M: link }, ['attention dashboard-link-broken home/M: Dashboard main names what is gone: detail']],
    ['a dashboard that stays', { M: link, D: detail('detail') }, { M: link, D: detail('detail') }, []],
    ['a dashboard that was never there', { M: link }, { M: link }, []],
    ['an alarm that goes', { M: body('{"alarms":["arn:aws:cloudwatch:eu-west-1:111111111111:alarm:acme-prod-api-latency"]}'), A: alarm() }, { M: body('{"alarms":["arn:aws:cloudwatch:eu-west-1:111111111111:alarm:acme-prod-api-latency"]}') }, ['attention dashboard-link-broken home/M: Dashboard main names what is gone: acme-prod-api-latency']],
  ])('%s', (_case, before, after, expected) => {
    expect(textsOf([stack(template({ ...before }), template({ ...after }), { account: '111111111111' })], 'dashboard-link-broken')).toEqual(expected);
  });
});
