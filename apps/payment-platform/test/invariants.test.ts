import { EVERYTHING, synthesize } from './payment-platform';

interface Resource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}
interface Json {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** Every stack there can be: as it comes, with everything in use, and what an other home Region leaves in us-east-1. */
const stacks: [string, Json][] = [
  ['as it comes', synthesize()],
  ['with everything in use', synthesize(EVERYTHING)],
  ['at home in eu-west-1', synthesize(EVERYTHING, 'eu-west-1')],
].flatMap(([name, platform]) => {
  const { home, usEast1 } = platform as ReturnType<typeof synthesize>;
  const stack = (label: string, template: typeof home): [string, Json] => [`${name as string}, ${label}`, template.toJSON() as Json];
  return [stack('home', home), ...(usEast1 ? [stack('us-east-1', usEast1)] : [])];
});

const all = ({ Resources }: Json, ...types: string[]) => Object.entries(Resources).filter(([, { Type }]) => types.length === 0 || types.includes(Type));
/** Logical ids of the resources that break a rule. */
const breaking = (resources: [string, Resource][], holds: (properties: Resource['Properties']) => boolean) => resources.filter(([, { Properties }]) => !holds(Properties)).map(([id]) => id);

const METRIC_ALARM = 'AWS::CloudWatch::Alarm';
const COMPOSITE_ALARM = 'AWS::CloudWatch::CompositeAlarm';
const NO_ACTION_REASON = / Notifies (nobody: \S.*|through \S+)\.( Runbook: \S+)?$/;

test('the stacks are those of the test: three at home, one in us-east-1', () => {
  expect(stacks.map(([name]) => name)).toEqual(['as it comes, home', 'with everything in use, home', 'at home in eu-west-1, home', 'at home in eu-west-1, us-east-1']);
});

describe.each(stacks)('%s', (_, stack) => {
  const text = JSON.stringify(stack);

  test('every alarm notifies when it is raised and when it recovers, or says why not', () => {
    const notifies = ({ AlarmActions, OKActions, AlarmDescription }: Resource['Properties']) =>
      (Array.isArray(AlarmActions) && Array.isArray(OKActions)) || NO_ACTION_REASON.test(String(AlarmDescription));
    expect(breaking(all(stack, METRIC_ALARM, COMPOSITE_ALARM), notifies)).toEqual([]);
  });

  test('an alarm that notifies through another names one that exists and notifies', () => {
    const alarms = all(stack, METRIC_ALARM, COMPOSITE_ALARM).map(([, { Properties }]) => Properties);
    const through = alarms.flatMap(({ AlarmDescription }) => / Notifies through (\S+?)\.( |$)/.exec(String(AlarmDescription))?.[1] ?? []);
    const notifying = alarms.filter(({ AlarmActions }) => AlarmActions !== undefined).map(({ AlarmName }) => AlarmName);
    expect(through.filter((name) => !notifying.includes(name))).toEqual([]);
  });

  test('every alarm has a description', () => {
    expect(breaking(all(stack, METRIC_ALARM, COMPOSITE_ALARM), ({ AlarmDescription }) => /^\S.* Severity: (critical|warning|info)\./.test(String(AlarmDescription)))).toEqual([]);
  });

  test('every metric alarm says how missing data count, and M of N', () => {
    expect(breaking(all(stack, METRIC_ALARM), ({ TreatMissingData, DatapointsToAlarm }) => TreatMissingData !== undefined && DatapointsToAlarm !== undefined)).toEqual([]);
  });

  test('no alarm has a unit', () => {
    expect(breaking(all(stack, METRIC_ALARM), ({ Unit }) => Unit === undefined)).toEqual([]);
  });

  test('every log group has a customer key, a retention and a name', () => {
    const groups = all(stack, 'AWS::Logs::LogGroup');
    expect(groups.length).toBeGreaterThan(0);
    expect(breaking(groups, ({ KmsKeyId, RetentionInDays, LogGroupName }) => KmsKeyId !== undefined && RetentionInDays !== undefined && LogGroupName !== undefined)).toEqual([]);
  });

  test('every consumer has a dead-letter queue', () => {
    expect(breaking(all(stack, 'AWS::SNS::Subscription'), ({ RedrivePolicy }) => RedrivePolicy !== undefined)).toEqual([]);
    const hasQueues = ({ Targets }: Resource['Properties']) => Array.isArray(Targets) && Targets.every((target: { DeadLetterConfig?: unknown }) => target.DeadLetterConfig !== undefined);
    expect(breaking(all(stack, 'AWS::Events::Rule'), hasQueues)).toEqual([]);
    expect(breaking(all(stack, 'AWS::Lambda::EventSourceMapping'), ({ DestinationConfig }) => DestinationConfig !== undefined)).toEqual([]);
    const invoked = all(stack, 'AWS::Lambda::Permission').map(([, { Properties }]) => (Properties['FunctionName'] as { 'Fn::GetAtt': [string] })['Fn::GetAtt'][0]);
    expect(breaking(all(stack, 'AWS::Lambda::Function').filter(([id]) => invoked.includes(id)), ({ DeadLetterConfig }) => DeadLetterConfig !== undefined)).toEqual([]);
  });

  test('no secret: no webhook, no access key, no resolved secret', () => {
    expect(text).not.toMatch(/hooks\.slack\.com|AKIA[0-9A-Z]{16}|\{\{resolve:|BEGIN [A-Z ]*PRIVATE KEY/);
  });

  test('no custom resource but the opt-in X-Ray encryption', () => {
    const custom = all(stack).filter(([, { Type }]) => Type.startsWith('Custom::') || Type === 'AWS::CloudFormation::CustomResource');
    expect(custom.map(([, { Type }]) => Type).filter((type) => type !== 'Custom::XRayEncryption')).toEqual([]);
  });

  test('every physical name carries the stage', () => {
    const names = all(stack).flatMap(([id, { Type, Properties }]) =>
      Object.entries(Properties)
        .filter(([key, value]) => isPhysicalName(Type, key) && typeof value === 'string')
        .map(([key, value]) => `${id}.${key}=${value as string}`),
    );
    expect(names.length).toBeGreaterThan(1);
    expect(names.filter((name) => !/(^|[^a-z])dev([^a-z]|$)/.test(name.slice(name.indexOf('='))))).toEqual([]);
  });

  test('every resource says which part of the file it comes from', () => {
    expect(all(stack).filter(([, { Metadata }]) => Metadata?.['payment-observability'] === undefined).map(([id]) => id)).toEqual([]);
  });
});

/** Properties that look like a physical name and are none: references to another resource. */
const NO_PHYSICAL_NAME: Readonly<Record<string, readonly string[]>> = {
  'AWS::Logs::MetricFilter': ['LogGroupName'],
  'AWS::Logs::LogStream': ['LogGroupName', 'LogStreamName'],
};

/** `TopicName` of a topic, `Name` of a rule, `AlarmName` of an alarm: what AWS knows the resource by. */
function isPhysicalName(type: string, key: string): boolean {
  const noun = type.split('::').at(-1) ?? '';
  return ['Name', 'AlarmName', `${noun}Name`].includes(key) && NO_PHYSICAL_NAME[type]?.includes(key) !== true;
}
