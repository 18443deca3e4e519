import { fullDiff } from '@aws-cdk/cloudformation-diff';
import { review, type Review, type Template } from '../src/index';
import { reordered } from './json-arbitraries';
import { alarm, input, logGroup, resource, stack, template } from './template';

const reviewOf = (before: Template | undefined, after: Template | undefined): Review => review(input([stack(before, after)]));

const actionsOf = ({ stacks }: Review) => Object.fromEntries(stacks.flatMap(({ resources }) => resources.map(({ logicalId, action }) => [logicalId, action])));

/** One resource for each property that CloudWatch, Logs, SNS, Events, KMS, S3, IAM and others change in their own way. */
const REPLACEMENT_CASES = ((): [Template, Template] => {
  const properties: Record<string, readonly string[]> = {
    'AWS::CloudWatch::Alarm': ['AlarmName', 'Threshold', 'Dimensions'],
    'AWS::CloudWatch::CompositeAlarm': ['AlarmName', 'AlarmRule'],
    'AWS::CloudWatch::Dashboard': ['DashboardName', 'DashboardBody'],
    'AWS::CloudWatch::AnomalyDetector': ['MetricName', 'Configuration'],
    'AWS::Logs::LogGroup': ['LogGroupName', 'RetentionInDays', 'KmsKeyId'],
    'AWS::Logs::MetricFilter': ['LogGroupName', 'FilterPattern'],
    'AWS::Logs::ResourcePolicy': ['PolicyName', 'PolicyDocument'],
    'AWS::SNS::Topic': ['TopicName', 'DisplayName', 'KmsMasterKeyId'],
    'AWS::SNS::Subscription': ['Endpoint', 'Protocol', 'FilterPolicy'],
    'AWS::Events::Rule': ['Name', 'EventBusName', 'EventPattern'],
    'AWS::Events::Archive': ['ArchiveName', 'RetentionDays'],
    'AWS::KMS::Key': ['KeyPolicy', 'EnableKeyRotation'],
    'AWS::S3::Bucket': ['BucketName', 'LifecycleConfiguration'],
    'AWS::IAM::Role': ['RoleName', 'Path', 'Description'],
    'AWS::IAM::Policy': ['PolicyName'],
    'AWS::EC2::Instance': ['InstanceType', 'ImageId', 'Tenancy'],
    'AWS::RDS::DBInstance': ['EngineVersion', 'DBInstanceIdentifier'],
    'AWS::XRay::SamplingRule': ['SamplingRule'],
    'AWS::XRay::Group': ['GroupName', 'FilterExpression'],
    'AWS::CloudTrail::Trail': ['TrailName', 'IsLogging'],
    'AWS::Lambda::Permission': ['Principal'],
    'Custom::Unknown': ['Anything'],
  };
  const side = (value: string): Record<string, unknown> =>
    Object.fromEntries(Object.entries(properties).flatMap(([type, names]) => names.map((name) => [`${type}${name}`.replaceAll('::', ''), resource(type, { [name]: value })])));
  const reader = resource('AWS::Logs::MetricFilter', { LogGroupName: { Ref: 'AWSLogsLogGroupLogGroupName' } });
  const kept = logGroup({}, { DeletionPolicy: 'Retain' });
  return [template({ ...side('a'), reader, gone: alarm(), kept }), template({ ...side('b'), reader, fresh: alarm() })];
})();

describe('actions', () => {
  const topic = (properties: object) => resource('AWS::SNS::Topic', { ...properties });
  test.each<[string, Template, Template, Record<string, string>]>([
    ['add', template({}), template({ A: alarm() }), { A: 'add' }],
    ['update', template({ A: alarm() }), template({ A: alarm({ Threshold: 400 }) }), { A: 'update' }],
    ['replace', template({ A: logGroup() }), template({ A: logGroup({ LogGroupName: '/new' }) }), { A: 'replace' }],
    ['update where the service spec says so', template({ A: resource('AWS::EC2::Volume', { AutoEnableIO: false, VolumeType: 'gp2' }) }), template({ A: resource('AWS::EC2::Volume', { AutoEnableIO: false, VolumeType: 'gp3' }) }), { A: 'update' }],
    ['may replace', template({ A: resource('AWS::EC2::Instance', { InstanceType: 'a' }) }), template({ A: resource('AWS::EC2::Instance', { InstanceType: 'b' }) }), { A: 'may replace' }],
    ['remove', template({ A: alarm() }), template({}), { A: 'remove' }],
    ['orphan', template({ A: logGroup({}, { DeletionPolicy: 'Retain' }) }), template({}), { A: 'orphan' }],
    ['orphan with RetainExceptOnCreate', template({ A: logGroup({}, { DeletionPolicy: 'RetainExceptOnCreate' }) }), template({}), { A: 'orphan' }],
    ['remove with Snapshot', template({ A: resource('AWS::RDS::DBInstance', {}, { attributes: { DeletionPolicy: 'Snapshot' } }) }), template({}), { A: 'remove' }],
    ['replace on a change of type', template({ A: alarm() }), template({ A: topic({}) }), { A: 'replace' }],
    ['update of an unknown type', template({ A: resource('Custom::Thing', { X: 1 }) }), template({ A: resource('Custom::Thing', { X: 2 }) }), { A: 'update' }],
    ['nothing for Metadata alone', template({ A: alarm({}, 'alarms.a') }), template({ A: alarm({}, 'alarms.b') }), {}],
    ['nothing for the order of DependsOn', template({ A: { ...alarm(), DependsOn: ['B', 'C'] } }), template({ A: { ...alarm(), DependsOn: ['C', 'B'] } }), {}],
    ['nothing for DependsOn as text or list of one', template({ A: { ...alarm(), DependsOn: 'B' } }), template({ A: { ...alarm(), DependsOn: ['B'] } }), {}],
    ['nothing for the short form of Fn::GetAtt', template({ A: topic({ DisplayName: { 'Fn::GetAtt': 'B.Arn' } }) }), template({ A: topic({ DisplayName: { 'Fn::GetAtt': ['B', 'Arn'] } }) }), {}],
    ['update of Fn::ForEach', template({ 'Fn::ForEach::X': ['I', ['a'], {}] }), template({ 'Fn::ForEach::X': ['I', ['a', 'b'], {}] }), { 'Fn::ForEach::X': 'update' }],
  ])('%s', (_case, before, after, expected) => {
    expect(actionsOf(reviewOf(before, after))).toEqual(expected);
  });

  test('a replacement passes on to what refers to the replaced resource, link by link', () => {
    const chain = (name: string) =>
      template({
        Group: logGroup({ LogGroupName: name }),
        Filter: resource('AWS::Logs::MetricFilter', { LogGroupName: { Ref: 'Group' }, FilterPattern: 'x', MetricTransformations: [] }),
        Reader: alarm({ AlarmName: { Ref: 'Filter' } }),
        Bystander: alarm({ AlarmDescription: { Ref: 'Group' } }),
      });
    const result = reviewOf(chain('/old'), chain('/new'));
    expect(actionsOf(result)).toEqual({ Group: 'replace', Filter: 'replace', Reader: 'replace' });
    expect(result.stacks[0]?.resources.find(({ logicalId }) => logicalId === 'Filter')?.properties).toEqual([{ path: ['Properties', 'LogGroupName'], before: { Ref: 'Group' }, after: { Ref: 'Group (replaced)' } }]);
  });

  test('references through Fn::GetAtt and Fn::Sub pass a replacement on too, however many lead to it', () => {
    const filter = (name: object) => resource('AWS::Logs::MetricFilter', { LogGroupName: name, FilterPattern: 'x', MetricTransformations: [] });
    const of = (name: string) => template({ A: logGroup({ LogGroupName: name }), B: logGroup({ LogGroupName: name }), X: filter({ 'Fn::Sub': '${A}-${B.Arn}-${!A}-${C}' }), Y: filter({ 'Fn::GetAtt': 'A.Arn' }), Z: filter({ Ref: 'AWS::Region' }) });
    const { stacks } = reviewOf(of('/old'), of('/new'));
    expect(stacks[0]?.resources.map(({ logicalId, properties }) => [logicalId, properties.map(({ after }) => after)])).toEqual([
      ['A', ['/new']],
      ['B', ['/new']],
      ['X', [{ 'Fn::Sub': '${A (replaced)}-${B (replaced).Arn}-${!A}-${C}' }]],
      ['Y', [{ 'Fn::GetAtt': ['A (replaced)', 'Arn'] }]],
    ]);
  });

  test('are those of cloudformation-diff', () => {
    const [before, after] = REPLACEMENT_CASES;
    const impacts: Record<string, string> = { WILL_UPDATE: 'update', WILL_REPLACE: 'replace', MAY_REPLACE: 'may replace', WILL_CREATE: 'add', WILL_DESTROY: 'remove', WILL_ORPHAN: 'orphan', NO_CHANGE: 'update' };
    const theirs: Record<string, string | undefined> = {};
    fullDiff(before, after).resources.forEachDifference((logicalId, { changeImpact }) => (theirs[logicalId] = impacts[changeImpact]));
    expect(new Set(Object.values(theirs)).size).toBe(6);
    expect(actionsOf(reviewOf(before, after))).toEqual(theirs);
  });

  test("an edit that cloudformation-diff cannot see ('' to 0) is an update", () => {
    const result = reviewOf(template({ A: alarm({ Unit: '' }) }), template({ A: alarm({ Unit: 0 }) }));
    expect(result.stacks[0]?.resources).toMatchObject([{ logicalId: 'A', action: 'update', properties: [{ path: ['Properties', 'Unit'], before: '', after: 0 }] }]);
  });
});

describe('review', () => {
  test('takes section, path and construct path from Metadata, of the removed resource too', () => {
    const { stacks } = reviewOf(template({ Old: alarm({}, 'alarms.old') }), template({ Plain: resource('AWS::SNS::Topic') }));
    expect(stacks[0]?.resources).toMatchObject([
      { logicalId: 'Old', section: 'alarms', path: 'alarms.old', constructPath: 'Stack/alarms.old/Resource' },
      { logicalId: 'Plain', section: 'other' },
    ]);
  });

  test('lists outputs, parameters, conditions and the rest of the template', () => {
    const before = template({}, { Outputs: { Gone: { Value: 1 }, Url: { Value: 'a' } }, Parameters: { P: { Default: 1 } }, Description: 'old', Metadata: { x: 1 } });
    const after = template({}, { Outputs: { Url: { Value: 'b' }, New: { Value: 2 } }, Parameters: { P: { Default: 1 } }, Conditions: { C: true }, Description: 'new' });
    expect(reviewOf(before, after).stacks[0]?.templateChanges).toEqual([
      { section: 'Conditions', name: 'C', action: 'add', after: true },
      { section: 'Description', name: '', action: 'update', before: 'old', after: 'new' },
      { section: 'Outputs', name: 'Gone', action: 'remove', before: { Value: 1 } },
      { section: 'Outputs', name: 'New', action: 'add', after: { Value: 2 } },
      { section: 'Outputs', name: 'Url', action: 'update', before: { Value: 'a' }, after: { Value: 'b' } },
    ]);
  });

  test.each<[string, Template | undefined, Template | undefined, string]>([
    ['no-changes', template({ A: alarm() }), template({ A: alarm() }), 'no-changes'],
    ['safe', template({}), template({ A: alarm() }), 'safe'],
    ['safe for an output alone', template({}), template({}, { Outputs: { A: { Value: 1 } } }), 'safe'],
    ['attention', template({ A: alarm() }), template({ A: alarm({ Unit: 'Seconds' }) }), 'attention'],
    ['blocked', template({ A: alarm() }), template({}), 'blocked'],
    ['blocked for a stack that goes', template({ A: resource('AWS::XRay::Group') }), undefined, 'blocked'],
    ['no-changes for a stack that is on neither side', undefined, undefined, 'no-changes'],
  ])('verdict %s', (_case, before, after, expected) => {
    expect(reviewOf(before, after).verdict).toBe(expected);
  });

  test('a note makes a safe review one to look at, and leaves no-changes alone', () => {
    const notes = [{ title: 'Key', text: 'lacks a grant' }];
    expect(review(input([stack(template({}), template({ A: alarm() }))], { notes })).verdict).toBe('attention');
    expect(review(input([stack(template({}), template({}))], { notes })).verdict).toBe('no-changes');
  });

  test('is JSON, and the same for templates in another key order', () => {
    const before = template({ A: alarm(), L: logGroup(), Z: resource('AWS::SNS::Topic') }, { Outputs: { B: { Value: 1 }, A: { Value: 2 } } });
    const after = template({ L: logGroup({ LogGroupName: '/x' }), A: alarm({ Threshold: 900, Period: 120 }) }, { Outputs: { A: { Value: 3 } } });
    const result = reviewOf(before, after);
    expect(JSON.parse(JSON.stringify(result))).toEqual(result);
    expect(JSON.stringify(reviewOf(reordered(before) as Template, reordered(after) as Template))).toBe(JSON.stringify(result));
  });

  test('does not change what it is given', () => {
    const before = template({ A: { ...alarm(), DependsOn: ['Z', 'B'] } });
    const copy = structuredClone(before);
    reviewOf(before, template({ A: { ...alarm({ Threshold: 1 }), DependsOn: ['Z', 'B'] } }));
    expect(before).toEqual(copy);
  });
});

describe('non-ASCII text of a deployed template', () => {
  const [mangled, true_] = [template({ A: alarm({ AlarmDescription: 'Verz?gerung ?' }) }), template({ A: alarm({ AlarmDescription: 'Verzögerung 🐢' }) })];

  test('is taken as unchanged, and told', () => {
    const result = reviewOf(mangled, true_);
    expect(result.verdict).toBe('no-changes');
    expect(result.findings).toMatchObject([{ id: 'non-ascii-restored', severity: 'info', title: '1 text with non-ASCII characters taken as unchanged' }]);
  });

  test('is a change where the template did not come from CloudFormation', () => {
    const result = review(input([stack(mangled, true_, { baselineKind: 'base-file' })]));
    expect(actionsOf(result)).toEqual({ A: 'update' });
  });

  test('is a change where more differs than those characters', () => {
    expect(actionsOf(reviewOf(mangled, template({ A: alarm({ AlarmDescription: 'Verzögerungen 🐢' }) })))).toEqual({ A: 'update' });
  });
});
