import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { loadConfig, type Config } from '@payment-observability/config';
import { buildApp } from '../../src/build-app';
import { configOf } from '../config-of';
import { homeTemplate, propertiesOf } from '../home-stack';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: { readonly title: string; readonly metrics?: readonly unknown[]; readonly alarms?: readonly unknown[]; readonly period?: number };
}

const FUNCTIONS = { settle: { functionName: 'settle', timeoutSeconds: 30 }, capture: { functionName: 'capture', timeoutSeconds: 30 } };

/** The parts of a joined text, references as the logical ids in them. */
function bodyOf(dashboard: Record<string, unknown>): { readonly start: string; readonly widgets: readonly Widget[] } {
  const body = dashboard['DashboardBody'] as string | { 'Fn::Join': [string, unknown[]] };
  const text = typeof body === 'string' ? body : body['Fn::Join'][1].map((part) => (typeof part === 'string' ? part : ((part as { 'Fn::GetAtt'?: string[] })['Fn::GetAtt']?.[0] ?? 'Region'))).join('');
  return JSON.parse(text) as never;
}
const dashboardIn = (template: Template) => propertiesOf(template, 'AWS::CloudWatch::Dashboard');
const rowsOf = (sections: Record<string, unknown>) => bodyOf(dashboardIn(homeTemplate(sections))).widgets;
const frames = (widgets: readonly Widget[]) => widgets.map(({ x, y, width, height, properties }) => [properties.title, x, y, width, height]);

/** Dashboards of every stack by name. */
function dashboardsOf(config: Config): Record<string, string[]> {
  const app = buildApp([config], { validation: false });
  const stacks = app.node.children.filter((child): child is Stack => 'stackName' in child);
  return Object.fromEntries(stacks.map((stack) => [stack.stackName, Object.values(Template.fromStack(stack).findResources('AWS::CloudWatch::Dashboard')).map(({ Properties }) => (Properties as { DashboardName: string }).DashboardName)]));
}

test('a row for each resource: its graph and the states of its alarms, by kind and id', () => {
  const widgets = rowsOf({ resources: { functions: FUNCTIONS, queues: { orders: { queueName: 'orders' } } } });
  expect(frames(widgets)).toEqual([
    ['Lambda capture', 0, 0, 18, 5],
    ['Alarms', 18, 0, 6, 5],
    ['Lambda settle', 0, 5, 18, 5],
    ['Alarms', 18, 5, 6, 5],
    ['SQS orders', 0, 10, 24, 5],
  ]);
});

test('the graph has what the catalog shows of the kind', () => {
  const [graph, states] = rowsOf({ resources: { functions: { settle: FUNCTIONS.settle } } });
  const series = (name: string, more: Record<string, unknown>) => ['AWS/Lambda', name, 'FunctionName', 'settle', { ...more, period: 60 }];
  expect(graph?.properties.metrics).toEqual([
    series('Invocations', { label: 'Invocations', stat: 'Sum' }),
    series('Errors', { label: 'Errors', stat: 'Sum' }),
    series('Throttles', { label: 'Throttles', stat: 'Sum' }),
    series('Duration', { label: 'Duration p99 (ms)', stat: 'p99', yAxis: 'right' }),
  ]);
  expect(states?.properties.alarms).toEqual([
    expect.stringMatching(/^AlarmsRecommendedfunctionssettleerrors/),
    expect.stringMatching(/^AlarmsRecommendedfunctionssettlethrottles/),
    expect.stringMatching(/^AlarmsRecommendedfunctionssettledurationNearTimeout/),
  ]);
});

test('a resource at the end of its kind changes no row before it', () => {
  const before = rowsOf({ resources: { functions: FUNCTIONS } });
  const after = rowsOf({ resources: { functions: { ...FUNCTIONS, zebra: { functionName: 'zebra', timeoutSeconds: 3 } } } });
  expect(after.slice(0, before.length)).toEqual(before);
  expect(frames(after.slice(before.length))).toEqual([['Lambda zebra', 0, 10, 18, 5], ['Alarms', 18, 10, 6, 5]]);
});

test('the order in the file changes nothing', () => {
  const reversed = Object.fromEntries(Object.entries(FUNCTIONS).reverse());
  expect(rowsOf({ resources: { functions: reversed } })).toEqual(rowsOf({ resources: { functions: FUNCTIONS } }));
});

test('name, range and period', () => {
  const named = (dashboard: Record<string, unknown>) => dashboardIn(homeTemplate({ resources: { dashboard, functions: FUNCTIONS } }));
  expect(named({})['DashboardName']).toBe('acme-dev-resources');
  const changed = named({ dashboardName: 'ours-{env}', start: '-P1D', periodSeconds: 300 });
  expect(changed['DashboardName']).toBe('ours-dev');
  expect(bodyOf(changed).start).toBe('-P1D');
  expect(bodyOf(changed).widgets[0]?.properties.period).toBe(300);
});

test('it says where it comes from', () => {
  homeTemplate({ resources: { functions: FUNCTIONS } }).hasResource('AWS::CloudWatch::Dashboard', { Metadata: { 'payment-observability': { section: 'resources', path: 'resources.dashboard' } } });
});

test.each([
  ['without the section', {}],
  ['without a resource', { resources: {} }],
  ['when it is switched off', { resources: { dashboard: { enabled: false, reason: 'one of our own' }, functions: FUNCTIONS } }],
])('there is none %s', (_, sections) => {
  homeTemplate(sections).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
});

test('with shards each has its own, of its resources', () => {
  const functions = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`f${index}`, { functionName: `f${index}`, timeoutSeconds: 3 }]));
  const config = configOf({ resources: { shards: 2, functions } });
  expect(dashboardsOf(config)).toEqual({ 'acme-dev': [], 'acme-dev-resources-00': ['acme-dev-resources-00'], 'acme-dev-resources-01': ['acme-dev-resources-01'] });
});

test('in a Region beside the primary one its name has the Region', () => {
  const file = {
    version: 1, name: 'acme', template: 'empty', owner: 'payments',
    environments: { dev: { account: '111111111111', regions: ['eu-west-1', 'eu-central-1'] } },
    resources: { functions: FUNCTIONS },
  };
  const loaded = loadConfig({ text: JSON.stringify(file), file: 'observability.yml', templates: { empty: { name: 'empty', title: 'Nothing', defaults: {} } } });
  const [config] = loaded.ok ? loaded.configs : [];
  expect(config && dashboardsOf(config)).toEqual({ 'acme-dev': ['acme-dev-resources'], 'acme-dev-eu-central-1': ['acme-dev-resources-eu-central-1'] });
});
