import { Template } from 'aws-cdk-lib/assertions';
import type { Stack } from 'aws-cdk-lib/core';
import { buildApp } from '../../src/build-app';
import { planStacks } from '../../src/stack-plan';
import { configOf } from '../config-of';

type Values = Readonly<Record<string, unknown>>;
interface Rendered {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly properties: Values & { readonly metrics: unknown[] };
}
interface Body {
  readonly widgets: readonly Rendered[];
  readonly variables?: readonly Values[];
}

const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-1'];
const PLACE = { x: 0, y: 0, width: 24, height: 6 };
const TEXT = { ...PLACE, type: 'text', markdown: 'x' };

/** Dashboard bodies by the id of their stack and the name of the dashboard. */
function dashboardsOf(dashboards: Values, regions: readonly string[] = REGIONS, sections: Values = {}): Record<string, Body> {
  const config = configOf({ metrics: { namespace: 'Acme/{env}' }, ...sections, dashboards, environments: { dev: { account: '111111111111', regions } } });
  const app = buildApp([config], { validation: false });
  return Object.fromEntries(
    planStacks(config).flatMap(({ id, stackName }) => {
      const found = Object.values(Template.fromStack(app.node.findChild(stackName) as Stack).findResources('AWS::CloudWatch::Dashboard'));
      return (found as { Properties: { DashboardName: string; DashboardBody: unknown } }[]).map(({ Properties }) => [`${id}/${Properties.DashboardName}`, parse(Properties.DashboardBody)]);
    }),
  );
}

function parse(body: unknown): Body {
  if (typeof body === 'string') return JSON.parse(body) as Body;
  const [, parts] = (body as { 'Fn::Join': [string, unknown[]] })['Fn::Join'];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : 'HERE')).join('')) as Body;
}

const crossRegion = (widgets: Values, more: Values = {}) => ({ main: { dashboardName: 'acme-{env}-main', crossRegion: true, periodSeconds: 300, widgets, ...more } });
function bodyOf(widgets: Values, more: Values = {}, regions = REGIONS, sections: Values = {}): Body {
  const body = dashboardsOf(crossRegion(widgets, more), regions, sections)[regions.length > 1 ? 'dashboards/acme-dev-main' : 'home/acme-dev-main'];
  if (!body) throw new Error('no dashboard');
  return body;
}
const metricsOf = (series: Values, more: Values = {}) => bodyOf({ w: { ...PLACE, series, ...more } }).widgets.map(({ properties }) => properties.metrics);

describe('where a dashboard is made', () => {
  const both = { ...crossRegion({ t: TEXT }), local: { dashboardName: 'acme-{env}-local', widgets: { t: TEXT } }, named: { dashboardName: 'acme-{region}', widgets: { t: TEXT } } };

  test('once for all Regions, or in each with a name of its own, since names are unique in an account', () => {
    expect(Object.keys(dashboardsOf(both)).sort()).toEqual([
      'ap-southeast-1/acme-ap-southeast-1',
      'ap-southeast-1/acme-dev-local-ap-southeast-1',
      'dashboards/acme-dev-main',
      'eu-west-1/acme-dev-local-eu-west-1',
      'eu-west-1/acme-eu-west-1',
      'home/acme-dev-local',
      'home/acme-us-east-1',
    ]);
  });

  test('in the one stack there is, when the environment has one Region', () => {
    expect(Object.keys(dashboardsOf(both, ['eu-west-1'])).sort()).toEqual(['home/acme-dev-local', 'home/acme-dev-main', 'home/acme-eu-west-1']);
  });

  test('a name that is too long with its Region', () => {
    const long = (length: number) => ({ main: { dashboardName: 'a'.repeat(length), widgets: { t: TEXT } } });
    expect(Object.keys(dashboardsOf(long(240)))).toHaveLength(3);
    expect(() => dashboardsOf(long(246))).toThrow(/^dashboards\.main\.dashboardName: a+-eu-west-1 has 256 characters, the name of a dashboard at most 255$/);
  });
});

describe('series', () => {
  test('a line for each Region, with the Region after its label', () => {
    expect(metricsOf({ volume: { name: 'Volume', statistic: 'Sum', label: 'Payments', eachRegion: true } })).toEqual([
      [
        ['Acme/dev', 'Volume', { label: 'Payments (us-east-1)', region: 'us-east-1', stat: 'Sum' }],
        ['Acme/dev', 'Volume', { label: 'Payments (eu-west-1)', region: 'eu-west-1', stat: 'Sum' }],
        ['Acme/dev', 'Volume', { label: 'Payments (ap-southeast-1)', region: 'ap-southeast-1', stat: 'Sum' }],
      ],
    ]);
  });

  test('names are those of the Region', () => {
    const [metrics] = metricsOf({ errors: { name: 'Errors', dimensions: { Cell: 'cell-{region}' }, eachRegion: true } });
    expect(metrics?.map((metric) => (metric as string[]).slice(2, 4))).toEqual(REGIONS.map((region) => ['Cell', `cell-${region}`]));
  });

  test('metric math for each Region reads the series of that Region, and those of one Region as they are', () => {
    const series = {
      bad: { name: 'Bad', statistic: 'Sum', visible: false, eachRegion: true },
      limit: { name: 'Limit', visible: false, region: 'eu-west-1' },
      rate: { expression: 'IF(limit > 0, 100 * bad / limit, 0) + METRICS("bad")', label: 'Rate', eachRegion: true },
    };
    const [metrics = []] = metricsOf(series);
    const expressions = metrics.flatMap((metric) => (metric as unknown[]).filter((part): part is Values => typeof part === 'object' && part !== null && 'expression' in part));
    expect(expressions).toEqual([
      { expression: 'IF(limit > 0, 100 * badUsEast1 / limit, 0) + METRICS("bad")', label: 'Rate (us-east-1)' },
      { expression: 'IF(limit > 0, 100 * badEuWest1 / limit, 0) + METRICS("bad")', label: 'Rate (eu-west-1)', region: 'eu-west-1' },
      { expression: 'IF(limit > 0, 100 * badApSoutheast1 / limit, 0) + METRICS("bad")', label: 'Rate (ap-southeast-1)', region: 'ap-southeast-1' },
    ]);
    expect(metrics).toContainEqual(['Acme/dev', 'Bad', { id: 'badEuWest1', label: 'Bad (eu-west-1)', region: 'eu-west-1', visible: false, stat: 'Sum' }]);
    expect(metrics).toContainEqual(['Acme/dev', 'Limit', { id: 'limit', region: 'eu-west-1', visible: false }]);
  });

  test('one expression over several Regions', () => {
    const [metrics] = metricsOf({
      us: { name: 'Volume', statistic: 'Sum', region: 'us-east-1', visible: false },
      eu: { name: 'Volume', statistic: 'Sum', region: 'eu-west-1', visible: false },
      all: { expression: 'us + eu', label: 'All' },
    });
    expect(metrics).toContainEqual([{ expression: 'us + eu', label: 'All' }]);
    expect(metrics).toContainEqual(['Acme/dev', 'Volume', { id: 'eu', region: 'eu-west-1', visible: false, stat: 'Sum' }]);
  });

  test('an expression over a series that is a line for each Region', () => {
    expect(() => metricsOf({ bad: { name: 'Bad', eachRegion: true }, rate: { expression: '2 * bad' } })).toThrow(
      'dashboards.main.widgets.w.series.rate.expression: bad is one line for each Region; set eachRegion: true here too, or list a series with region for each one that is meant',
    );
  });

  test('an id that a line of another series has', () => {
    expect(() => metricsOf({ bad: { name: 'Bad', eachRegion: true }, badEuWest1: { name: 'Bad' } })).toThrow(
      'dashboards.main.widgets.w.series.badEuWest1: the id is that of a series shown for each Region; choose another',
    );
  });

  test('what is usual, as a band around the visible metric', () => {
    const [metrics] = metricsOf({ m1: { name: 'Volume', statistic: 'Sum' }, band: { expression: 'ANOMALY_DETECTION_BAND(m1, 2)', label: 'Expected' } });
    expect(metrics).toEqual([
      [{ expression: 'ANOMALY_DETECTION_BAND(m1, 2)', label: 'Expected' }],
      ['Acme/dev', 'Volume', { id: 'm1', stat: 'Sum' }],
    ]);
  });
});

describe('a widget for each Region', () => {
  const frames = (widget: Values, regions = REGIONS) =>
    bodyOf({ w: { ...PLACE, eachRegion: true, title: 'Volume', series: { a: { name: 'A' } }, ...widget } }, {}, regions).widgets.map(({ x, y, width, properties }) => [x, y, width, properties['title'], properties['region']]);

  test('stands beside the others in the width of the one', () => {
    expect(frames({ y: 3 })).toEqual([
      [0, 3, 8, 'Volume – US East (us-east-1)', 'us-east-1'],
      [8, 3, 8, 'Volume – EU West (eu-west-1)', 'eu-west-1'],
      [16, 3, 8, 'Volume – AP Southeast (ap-southeast-1)', 'ap-southeast-1'],
    ]);
    expect(frames({ x: 4, width: 20 }).map((frame) => frame.slice(0, 3))).toEqual([[4, 0, 6], [10, 0, 6], [16, 0, 6]]);
    expect(frames({ title: undefined }).map(([, , , title]) => title)).toEqual(['US East (us-east-1)', 'EU West (eu-west-1)', 'AP Southeast (ap-southeast-1)']);
  });

  test('keeps the width where there is one Region', () => {
    expect(frames({}, ['eu-west-1'])).toEqual([[0, 0, 24, 'Volume – EU West (eu-west-1)', 'eu-west-1']]);
  });

  test('is refused when it becomes too narrow', () => {
    expect(frames({ width: 9 }).map(([, , width]) => width)).toEqual([3, 3, 3]);
    expect(() => frames({ width: 8 })).toThrow('dashboards.main.widgets.w.width: 8 columns shared by 3 Regions leave 2 for each, at least 3 are needed; make it wider, or put eachRegion on its series');
  });

  test('reads the log groups of its Region', () => {
    const logs = { encryption: { keys: { logs: {} } }, logs: { encryptionKey: 'logs', groups: { app: { logGroupName: '/acme/{region}/app' } } } };
    const widgets = { each: { ...PLACE, type: 'log', eachRegion: true, groups: ['app'], query: 'fields @message' }, one: { ...PLACE, y: 6, type: 'log', region: 'eu-west-1', groups: ['app'], query: 'fields @message' } };
    expect(bodyOf(widgets, {}, REGIONS, logs).widgets.map(({ properties }) => [properties['region'], properties['query']])).toEqual([
      ...REGIONS.map((region) => [region, `SOURCE '/acme/${region}/app' | fields @message`]),
      ['eu-west-1', "SOURCE '/acme/eu-west-1/app' | fields @message"],
    ]);
  });
});

test('alarms of one Region do not stand on a dashboard over all', () => {
  expect(() => bodyOf({ w: { ...PLACE, type: 'alarmStatus' } })).toThrow('dashboards.main.widgets.w.alarms: alarms of one Region cannot stand on a dashboard over all Regions');
});

describe('variables', () => {
  const variablesOf = (variables: Values, regions = REGIONS) => bodyOf({ w: { ...PLACE, series: { a: { name: 'A' } } } }, { variables }, regions).variables;

  test('region offers those of the environment', () => {
    expect(variablesOf({ place: { label: 'Region', property: 'region' } }, ['us-east-1', 'eu-west-1'])).toEqual([
      {
        type: 'property', property: 'region', inputType: 'select', id: 'place', label: 'Region', defaultValue: 'us-east-1',
        values: [{ value: 'us-east-1', label: 'US East (us-east-1)' }, { value: 'eu-west-1', label: 'EU West (eu-west-1)' }],
      },
    ]);
  });

  test('a dimension offers a list, or what a search finds', () => {
    const search = '{AWS/Lambda,FunctionName} MetricName="Errors"';
    expect(variablesOf({ a: { label: 'Service', property: 'Service', values: ['x', 'y'], defaultValue: 'y' }, b: { label: 'Function', property: 'FunctionName', search } })).toEqual([
      { type: 'property', property: 'Service', inputType: 'select', id: 'a', label: 'Service', defaultValue: 'y', values: [{ value: 'x' }, { value: 'y' }] },
      { type: 'property', property: 'FunctionName', inputType: 'select', id: 'b', label: 'Function', defaultValue: '__FIRST', search, populateFrom: 'FunctionName' },
    ]);
  });
});

describe('the loader refuses', () => {
  const line = { ...PLACE, series: { a: { name: 'A', eachRegion: true } } };
  const gauge = { ...PLACE, type: 'gauge', series: { a: { name: 'A' } } };
  test.each<[string, Values, string]>([
    ['a line for each Region on the dashboard of one', { main: { dashboardName: 'a', widgets: { w: line } } }, 'needs crossRegion: true on the dashboard, which is made once for all Regions'],
    ['a Region to choose beside lines for each', crossRegion({ w: line }, { variables: { place: { label: 'Region', property: 'region' } } }), 'the variable place sets the Region of every widget, so that all would show the same one; put one of them on another dashboard'],
    ['a line for each Region in a widget for each', crossRegion({ w: { ...line, eachRegion: true } }), 'either a widget or a line for each Region: eachRegion is set on the widget already'],
    ['a text for each Region', crossRegion({ w: { ...TEXT, eachRegion: true } }), 'a widget of type text cannot be shown for each Region'],
    ['one Region and each', crossRegion({ w: { ...PLACE, eachRegion: true, region: 'eu-west-1', series: { a: { name: 'A' } } } }), 'either region or eachRegion'],
    ['percentiles in a stack', crossRegion({ w: { ...PLACE, stacked: true, series: { a: { name: 'A', statistic: 'p50' } } } }), 'percentiles cannot be stacked: their sum means nothing'],
    ['a gauge without an upper end', crossRegion({ w: { ...gauge, yMin: 0 } }), 'a gauge needs yMin and yMax, the ends of its scale'],
    ['a gauge without a lower end', crossRegion({ w: { ...gauge, yMax: 1 } }), 'a gauge needs yMin and yMax, the ends of its scale'],
    ['a widget beside the grid', crossRegion({ w: { ...TEXT, x: 1 } }), 'x + width is above 24, the width of a dashboard'],
    ['a Region that is none', crossRegion({ w: { ...PLACE, region: 'Ireland', series: { a: { name: 'A' } } } }), 'a Region such as eu-west-1'],
    ['values and a search', crossRegion({ t: TEXT }, { variables: { v: { label: 'L', property: 'P', values: ['x'], search: 'y' } } }), 'either values or search'],
    ['neither values nor a search', crossRegion({ t: TEXT }, { variables: { v: { label: 'L', property: 'P' } } }), 'values or search is required for the dimension P'],
    ['a search for Regions', crossRegion({ t: TEXT }, { variables: { v: { label: 'L', property: 'region', search: 'y' } } }), 'Regions are not found by a search; leave it out for the Regions of the environment'],
    ['a default that cannot be chosen', crossRegion({ t: TEXT }, { variables: { v: { label: 'L', property: 'P', values: ['x', 'y'], defaultValue: 'z' } } }), 'not one of the values: x, y'],
  ])('%s', (_, dashboards, message) => {
    expect(() => dashboardsOf(dashboards)).toThrow(message);
  });
});
