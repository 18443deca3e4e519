import { homeTemplate, propertiesOf } from '../home-stack';

type Values = Readonly<Record<string, unknown>>;
interface Rendered extends Values {
  readonly type: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly properties: Values & { readonly metrics: unknown[] };
}
interface Body {
  readonly start: string;
  readonly periodOverride: string;
  readonly widgets: readonly Rendered[];
}

const PLACE = { x: 0, y: 0, width: 8, height: 6 };
const SECTIONS = { metrics: { namespace: 'Acme/dev' }, resources: { dashboard: { enabled: false, reason: 'not of this test' }, functions: { processor: { functionName: 'acme-dev-processor', timeoutSeconds: 30 } } } };

const templateOf = (widgets: Values, more: Values = {}, sections: Values = {}) =>
  homeTemplate({ ...SECTIONS, ...sections, dashboards: { main: { dashboardName: 'acme-dev-main', widgets, ...more } } });

/** The dashboard's body with `<Ref>` and `<Id.Att>` in place of tokens. */
function bodyOf(...parameters: Parameters<typeof templateOf>): Body {
  const body = propertiesOf(templateOf(...parameters), 'AWS::CloudWatch::Dashboard')['DashboardBody'] as { 'Fn::Join': [string, unknown[]] };
  const parts = body['Fn::Join'][1].map((part) => {
    if (typeof part === 'string') return part;
    const token = part as { Ref?: string; 'Fn::GetAtt'?: string[] };
    return `<${token.Ref ?? token['Fn::GetAtt']?.join('.')}>`;
  });
  return JSON.parse(parts.join('')) as Body;
}

function widgetOf(widget: Values, sections: Values = {}): Rendered {
  const [rendered] = bodyOf({ w: { ...PLACE, ...widget } }, {}, sections).widgets;
  if (!rendered) throw new Error('no widget');
  return rendered;
}

test('a dashboard shows the last three hours, each widget with its own period', () => {
  expect(bodyOf({ w: { ...PLACE, type: 'text', markdown: 'x' }, v: { ...PLACE, y: 6, series: { a: { name: 'A' } } } })).toMatchObject({ start: '-PT3H', periodOverride: 'inherit' });
});

test('start and name are those of the config', () => {
  templateOf({ w: { ...PLACE, type: 'text', markdown: 'x' } }, { start: '-P1D' }).hasResourceProperties('AWS::CloudWatch::Dashboard', {
    DashboardName: 'acme-dev-main',
    DashboardBody: JSON.stringify({
      start: '-P1D',
      periodOverride: 'inherit',
      widgets: [{ type: 'text', width: 8, height: 6, x: 0, y: 0, properties: { markdown: 'x', background: 'transparent' } }],
    }),
  });
});

test('widgets stand where the config places them, in reading order', () => {
  const text = (x: number, y: number, width: number, height: number) => ({ type: 'text', markdown: 'x', x, y, width, height });
  const line = { x: 8, y: 0, width: 16, height: 6, series: { a: { name: 'A' } } };
  const { widgets } = bodyOf({ c: text(0, 9, 24, 2), b: line, a: text(0, 0, 8, 3) });
  expect(widgets.map(({ x, y, width, height }) => [x, y, width, height])).toEqual([
    [0, 0, 8, 3],
    [8, 0, 16, 6],
    [0, 9, 24, 2],
  ]);
});

describe('a line widget', () => {
  test('has the Region of the stack as a token, title, axis bounds and horizontal lines', () => {
    const { type, properties } = widgetOf({ title: 'Rate', yMin: 0, yMax: 5, lines: { limit: { value: 1, label: 'Limit', color: '#ff0000' } }, series: { a: { name: 'A' } } });
    expect(type).toBe('metric');
    expect(properties).toEqual({
      view: 'timeSeries',
      title: 'Rate',
      region: '<AWS::Region>',
      stacked: false,
      metrics: [['Acme/dev', 'A', { period: 60 }]],
      annotations: { horizontal: [{ value: 1, label: 'Limit', color: '#ff0000', yAxis: 'left' }] },
      yAxis: { left: { min: 0, max: 5 } },
      period: 60,
    });
  });

  test('a bound of zero is a bound, a missing one is not', () => {
    expect(widgetOf({ yMin: 0, series: { a: { name: 'A' } } }).properties['yAxis']).toEqual({ left: { min: 0 } });
    expect(widgetOf({ series: { a: { name: 'A' } } }).properties['yAxis']).toEqual({});
  });

  test('has statistic, label, axis and its own period', () => {
    const { properties } = widgetOf({ periodSeconds: 120, stacked: true, series: { a: { name: 'A', statistic: 'Sum', label: 'All', axis: 'right' } } });
    expect(properties).toMatchObject({ period: 120, stacked: true, metrics: [['Acme/dev', 'A', { label: 'All', period: 120, stat: 'Sum', yAxis: 'right' }]] });
  });

  test('takes the dimensions of a listed resource from the catalog', () => {
    expect(widgetOf({ series: { a: { resource: 'functions.processor', name: 'Errors', statistic: 'Sum' } } }).properties.metrics).toEqual([
      ['AWS/Lambda', 'Errors', 'FunctionName', 'acme-dev-processor', { period: 60, stat: 'Sum' }],
    ]);
  });

  test('in metric math the ids of the series are the variables, also of hidden and nested ones', () => {
    const series = {
      bad: { name: 'Bad', statistic: 'Sum', visible: false },
      total: { name: 'Total', statistic: 'Sum', visible: false },
      ratio: { expression: 'bad / total', visible: false },
      percent: { expression: 'IF(total >= 20, 100 * ratio, 0)', label: 'Percent' },
    };
    expect(widgetOf({ series }).properties.metrics).toEqual([
      ['Acme/dev', 'Bad', { id: 'bad', visible: false, period: 60, stat: 'Sum' }],
      [{ expression: 'IF(total >= 20, 100 * ratio, 0)', label: 'Percent', period: 60 }],
      ['Acme/dev', 'Total', { id: 'total', visible: false, period: 60, stat: 'Sum' }],
      [{ id: 'ratio', expression: 'bad / total', visible: false, period: 60 }],
    ]);
  });

  test('expressions that wait for each other', () => {
    expect(() => widgetOf({ series: { a: { expression: 'b + 1' }, b: { expression: 'a + 1' } } })).toThrow(
      'dashboards.main.widgets.w.series.a.expression: waits for itself: a → b → a',
    );
  });

  test('a search finds a line for each metric', () => {
    const search = `SEARCH('{Acme/dev,Currency} MetricName="Amount"', 'Sum')`;
    expect(widgetOf({ series: { amounts: { search, label: 'Amount' } } }).properties.metrics).toEqual([[{ expression: search, label: 'Amount', period: 60 }]]);
  });
});

test('a gauge has bounds and lines', () => {
  const { properties } = widgetOf({ type: 'gauge', yMin: 0, yMax: 10, lines: { limit: { value: 5 } }, series: { a: { name: 'A' }, b: { name: 'B', axis: 'right' } } });
  expect(properties).toMatchObject({ view: 'gauge', yAxis: { left: { min: 0, max: 10 } }, annotations: { horizontal: [{ value: 5 }] }, period: 60 });
  expect(properties.metrics).toHaveLength(2);
});

test('a single value', () => {
  expect(widgetOf({ type: 'singleValue', title: 'Now', series: { a: { name: 'A', statistic: 'Sum' } } }).properties).toMatchObject({
    view: 'singleValue',
    title: 'Now',
    period: 60,
    metrics: [['Acme/dev', 'A', { period: 60, stat: 'Sum' }]],
  });
});

test('a log widget reads the groups of the config, created or existing', () => {
  const logs = { encryption: { keys: { logs: {} } }, logs: { encryptionKey: 'logs', groups: { app: { logGroupName: '/acme/{env}/app' }, api: { existing: '/aws/apigateway/acme' } } } };
  expect(widgetOf({ type: 'log', title: 'Failures', groups: ['app', 'api'], query: 'fields @message\n| limit 20' }, logs)).toMatchObject({
    type: 'log',
    properties: { title: 'Failures', region: '<AWS::Region>', query: "SOURCE '/acme/dev/app' | SOURCE '/aws/apigateway/acme' | fields @message\n| limit 20" },
  });
});

describe('an alarm status widget', () => {
  const alarm = (alarmName: string) => ({ alarmName, severity: 'critical', metric: { name: 'A' }, countAbove: 5, missingData: 'notBreaching' });
  const sections = { alarms: { a: alarm('a'), b: alarm('b'), c: { alarmName: 'c', severity: 'critical', when: { all: ['a', 'b'] } } } };

  test('shows the alarms it names, composite ones too', () => {
    expect(widgetOf({ type: 'alarmStatus', title: 'State', alarms: ['c', 'a'] }, sections)).toMatchObject({
      type: 'alarm',
      properties: { title: 'State', alarms: [expect.stringMatching(/^<AlarmscAlarm\w+\.Arn>$/), expect.stringMatching(/^<AlarmsaAlarm\w+\.Arn>$/)] },
    });
  });

  test('shows all of the section alarms when it names none', () => {
    expect(widgetOf({ type: 'alarmStatus' }, sections).properties['alarms']).toHaveLength(3);
  });
});

test('another widget elsewhere, or another order in the file, leaves the logical id alone', () => {
  const a = { ...PLACE, type: 'text', markdown: 'a' };
  const b = { ...a, y: 6 };
  const json = (widgets: Values) => templateOf(widgets).toJSON() as { Resources: Values };
  expect(JSON.stringify(json({ a, b }))).toBe(JSON.stringify(json({ b, a })));
  expect(Object.keys(json({ a }).Resources)).toEqual(Object.keys(json({ a, b }).Resources));
});

test('a dashboard says where it comes from', () => {
  templateOf({ a: { ...PLACE, type: 'text', markdown: 'a' } }).hasResource('AWS::CloudWatch::Dashboard', { Metadata: { 'payment-observability': { section: 'dashboards', path: 'dashboards.main' } } });
});
