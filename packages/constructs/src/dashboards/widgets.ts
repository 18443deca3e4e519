import type { Config, Series, Widget } from '@payment-observability/config';
import {
  AlarmStatusWidget,
  GaugeWidget,
  GraphWidget,
  LogQueryWidget,
  SingleValueWidget,
  TextWidget,
  type HorizontalAnnotation,
  type IWidget,
  type YAxisProps,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { AlarmSet } from '../alarms/alarm-set';
import { LimitError } from '../limit-error';
import type { InRegion } from './each-region';
import { toWidgetSeries } from './widget-series';

/** A widget as it stands on the dashboard. */
export interface PlacedWidget extends InRegion<Widget> {
  readonly series: ReadonlyMap<string, InRegion<Series>>;
  /** Path of the widget in the config. */
  readonly path: string;
}

export interface WidgetContext {
  /** Undefined where no alarm of the stack can be shown. */
  readonly alarms: AlarmSet | undefined;
  /** Of the dashboard, for widgets without a period. */
  readonly periodSeconds: number;
}

type Create = (placed: PlacedWidget, context: WidgetContext) => IWidget;

const CREATE: Readonly<Record<Widget['type'], Create>> = {
  line: (placed, context) =>
    new GraphWidget({
      ...frameOf(placed),
      ...seriesOf(placed, context),
      period: periodOf(placed, context),
      stacked: placed.shown.stacked,
      ...yAxisOf(placed),
      leftAnnotations: horizontalLines(placed),
    }),
  gauge: (placed, context) =>
    new GaugeWidget({ ...frameOf(placed), metrics: metricsOf(placed, context), period: periodOf(placed, context), ...yAxisOf(placed), annotations: horizontalLines(placed) }),
  singleValue: (placed, context) => new SingleValueWidget({ ...frameOf(placed), metrics: metricsOf(placed, context), period: periodOf(placed, context) }),
  log: (placed) => {
    const { config, shown, path } = placed;
    const logGroupNames = (shown.groups ?? []).map((id) => logGroupName(config, id, path));
    return new LogQueryWidget({ ...frameOf(placed), logGroupNames, queryString: shown.query ?? '' });
  },
  text: ({ shown: { width, height, markdown } }) => new TextWidget({ width, height, markdown: markdown ?? '' }),
  alarmStatus: (placed, { alarms }) => {
    const { shown, path } = placed;
    if (!alarms) throw new LimitError(`${path}.alarms`, 'alarms of one Region cannot stand on a dashboard over all Regions');
    return new AlarmStatusWidget({ ...frameOf(placed), alarms: (shown.alarms ?? alarms.alarmIds).map((id) => alarms.alarm(id)) });
  },
};

/** The CDK widget for a widget of the config, at its place on the grid. */
export function toWidget(placed: PlacedWidget, context: WidgetContext): IWidget {
  const created = CREATE[placed.shown.type](placed, context);
  created.position(placed.shown.x, placed.shown.y);
  return created;
}

function frameOf({ shown: { title, width, height }, region }: PlacedWidget) {
  return { width, height, ...(title !== undefined && { title }), ...(region !== undefined && { region }) };
}

function periodOf({ shown }: PlacedWidget, { periodSeconds }: WidgetContext): Duration {
  return Duration.seconds(shown.periodSeconds ?? periodSeconds);
}

function seriesOf(placed: PlacedWidget, context: WidgetContext) {
  return toWidgetSeries(placed.series, { path: placed.path, period: periodOf(placed, context) });
}

function metricsOf(placed: PlacedWidget, context: WidgetContext) {
  const { left, right } = seriesOf(placed, context);
  return [...left, ...right];
}

function yAxisOf({ shown: { yMin, yMax } }: PlacedWidget): { leftYAxis?: YAxisProps } {
  const bounds = { ...(yMin !== undefined && { min: yMin }), ...(yMax !== undefined && { max: yMax }) };
  return Object.keys(bounds).length > 0 ? { leftYAxis: bounds } : {};
}

function horizontalLines({ shown: { lines } }: PlacedWidget): HorizontalAnnotation[] {
  return Object.values(lines).map(({ value, label, color }) => ({ value, ...(label !== undefined && { label }), ...(color !== undefined && { color }) }));
}

/** By name: the log groups of a cross-Region dashboard are in other stacks. */
function logGroupName({ logs }: Config, id: string, path: string): string {
  const group = logs?.groups[id];
  const name = group?.existing ?? group?.logGroupName;
  if (name === undefined) throw new Error(`${path}.groups: no log group ${id}; the loader should have refused the config`);
  return name;
}
