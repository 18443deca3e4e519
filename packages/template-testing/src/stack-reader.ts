import type { Template } from 'aws-cdk-lib/assertions';
import { asList, asObject, flatText, type Properties, referencedId, resourcesOf, type StackJson } from './stack-json';

/** A widget of a dashboard's body. */
export interface DashboardWidget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Properties;
}

/** Reads what a test of a reference system's row asserts off one stack; every look-up throws when it finds none, or several. */
export interface StackReader {
  /** Properties of the one resource of a type with these values. */
  one(type: string, values?: Properties): Properties;
  /** Properties of every resource of a type with these values. */
  all(type: string, values?: Properties): readonly Properties[];
  /** The metric alarm of a name. */
  alarm(name: string): Properties;
  /** The composite alarm of a name. */
  composite(name: string): Properties;
  /** The rule of a composite alarm, with alarm names in place of references. */
  ruleOf(name: string): string;
  /** Names of the topics that hear an alarm's ALARM and OK. */
  heardBy(alarm: Properties): { readonly alarm: readonly string[]; readonly ok: readonly string[] };
  /** The physical name of what a `Ref` or `Fn::GetAtt` names; a text stays as it is. */
  nameOf(reference: unknown): string;
  tag(properties: Properties, key: string): string | undefined;
  /** The body of the dashboard of a name. */
  dashboard(name: string): Properties & { readonly widgets: readonly DashboardWidget[] };
  /** The widget with a title, of the dashboard of a name. */
  widget(dashboard: string, title: string): DashboardWidget;
  /** The value of an output, by its id. */
  output(id: string): string;
}

const NAME_PROPERTIES = ['TopicName', 'AlarmName', 'LogGroupName', 'QueueName', 'FunctionName', 'Name', 'BucketName', 'TableName', 'RuleName'];

export function readStack(template: Template): StackReader {
  const json = template.toJSON() as StackJson & { readonly Outputs?: Readonly<Record<string, Properties>> };
  const all = (type: string, values: Properties = {}) =>
    resourcesOf(json, type).flatMap(([, properties]) => (Object.entries(values).every(([key, value]) => flatText(properties[key]) === flatText(value)) ? [properties] : []));
  const one = (type: string, values: Properties = {}) => {
    const [found, ...others] = all(type, values);
    if (!found || others.length > 0) throw new Error(`${found ? others.length + 1 : 0} resources of ${type} with ${JSON.stringify(values)}, expected one`);
    return found;
  };
  const nameOf = (reference: unknown): string => {
    if (typeof reference === 'string') return reference;
    const properties = json.Resources[referencedId(reference) ?? '']?.Properties ?? {};
    return flatText(NAME_PROPERTIES.map((key) => properties[key]).find((name) => name !== undefined) ?? reference);
  };
  const composite = (name: string) => one('AWS::CloudWatch::CompositeAlarm', { AlarmName: name });
  const dashboard: StackReader['dashboard'] = (name) => JSON.parse(flatText(one('AWS::CloudWatch::Dashboard', { DashboardName: name })['DashboardBody'])) as ReturnType<StackReader['dashboard']>;
  return {
    one,
    all,
    nameOf,
    composite,
    dashboard,
    alarm: (name) => one('AWS::CloudWatch::Alarm', { AlarmName: name }),
    ruleOf: (name) => {
      const { 'Fn::Join': join } = asObject(composite(name)['AlarmRule']);
      return Array.isArray(join) ? (join[1] as unknown[]).map(nameOf).join('') : flatText(composite(name)['AlarmRule']);
    },
    heardBy: ({ AlarmActions, OKActions }) => ({ alarm: asList(AlarmActions).map(nameOf), ok: asList(OKActions).map(nameOf) }),
    tag: ({ Tags }, key) => {
      const found = asList(Tags).map(asObject).find((tag) => tag['Key'] === key);
      return found && flatText(found['Value']);
    },
    widget: (name, title) => {
      const found = dashboard(name).widgets.find(({ properties }) => properties['title'] === title);
      if (!found) throw new Error(`no widget "${title}" on ${name}`);
      return found;
    },
    output: (id) => {
      const found = json.Outputs?.[id];
      if (!found) throw new Error(`no output ${id}; there are ${Object.keys(json.Outputs ?? {}).join(', ')}`);
      return flatText(found['Value']);
    },
  };
}
