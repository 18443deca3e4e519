import { templateWorld } from '@payment-observability/template-testing';
import type { Template } from 'aws-cdk-lib/assertions';
import { template } from '../src/index';

export const world = templateWorld(template);

/** Sections that switch on what the template leaves to the user: routes to people and to teams. */
export const EVERYTHING = `notifications:
  critical: { emails: { oncall: oncall@example.com }, pagerduty: { secret: "payments/{env}/pagerduty" } }
  warning:
    emails: { team: team@example.com }
    slack: { secret: "payments/{env}/slack" }
    webhooks: { risk: { url: "https://risk.example.com/hooks/alerts" }, billing: { secret: "payments/{env}/billing-hook" }, fraud: { url: "https://fraud.example.com/hooks/alerts", signingSecret: "payments/{env}/fraud-hook" } }
  info: { emails: { team: team@example.com } }`;

export type Properties = Readonly<Record<string, unknown>>;
interface Resource {
  readonly Type: string;
  readonly Properties: Properties;
}

export const home = world.home(EVERYTHING);

export const resourcesIn = (template: Template): [id: string, resource: Resource][] => Object.entries((template.toJSON() as { Resources: Record<string, Resource> }).Resources);

/** Properties of all resources of a type. */
export const all = (type: string, template = home): Properties[] => resourcesIn(template).flatMap(([, { Type, Properties }]) => (Type === type ? [Properties] : []));

/** Properties of the one resource of a type with the given value of a property. */
export function named(type: string, property: string, value: string, template = home): Properties {
  const [found, ...others] = all(type, template).filter((properties) => properties[property] === value);
  if (!found || others.length > 0) throw new Error(`${others.length + (found ? 1 : 0)} of ${type} with ${property} ${value}`);
  return found;
}

/** Name of the topic that a reference stands for. */
export function topicName(reference: unknown): string {
  const { Ref } = reference as { Ref: string };
  return String(resourcesIn(home).find(([id]) => id === Ref)?.[1].Properties['TopicName']);
}

interface Widget {
  readonly type: string;
  readonly properties: Readonly<Record<string, unknown>> & { readonly title?: string; readonly metrics?: unknown[][]; readonly markdown?: string };
}

/** The widgets of a dashboard, with {env} as dev. */
export function widgets(dashboardName: string): Widget[] {
  const body = named('AWS::CloudWatch::Dashboard', 'DashboardName', dashboardName)['DashboardBody'];
  const text = typeof body === 'string' ? body : (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : 'TOKEN')).join('');
  return (JSON.parse(text) as { widgets: Widget[] }).widgets;
}

export function widget(dashboardName: string, title: string): Widget['properties'] {
  const found = widgets(dashboardName).find(({ properties }) => properties.title === title);
  if (!found) throw new Error(`no widget ${title} on ${dashboardName}`);
  return found.properties;
}

/** The metric alarm on a metric, whoever defined it. */
export function alarmOn(metricName: string, dimensions: Readonly<Record<string, string>>): Properties {
  const wanted = JSON.stringify(Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })));
  const found = all('AWS::CloudWatch::Alarm').filter((alarm) => alarm['MetricName'] === metricName && JSON.stringify(alarm['Dimensions']) === wanted);
  const [alarm, ...others] = found;
  if (!alarm || others.length > 0) throw new Error(`${found.length} alarms on ${metricName} ${wanted}`);
  return alarm;
}

export const alarm = (name: string) => named('AWS::CloudWatch::Alarm', 'AlarmName', name);
export const rule = (name: string) => named('AWS::Events::Rule', 'Name', name);
