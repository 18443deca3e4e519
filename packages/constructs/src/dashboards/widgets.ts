import type { Config, Widget } from '@payment-observability/config';
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
import type { LogGroups } from '../logs/log-groups';
import { toWidgetSeries } from './widget-series';

export interface WidgetContext {
  readonly config: Config;
  readonly logs: LogGroups | undefined;
  readonly alarms: AlarmSet | undefined;
  /** Path of the widget in the config. */
  readonly path: string;
  /** Of the dashboard, for widgets without a period. */
  readonly periodSeconds: number;
}

type Create = (widget: Widget, context: WidgetContext) => IWidget;

const CREATE: Readonly<Record<Widget['type'], Create>> = {
  line: (widget, context) =>
    new GraphWidget({
      ...frameOf(widget),
      ...toWidgetSeries(widget.series, { ...context, period: periodOf(widget, context) }),
      period: periodOf(widget, context),
      stacked: widget.stacked,
      ...yAxisOf(widget),
      leftAnnotations: horizontalLines(widget),
    }),
  gauge: (widget, context) =>
    new GaugeWidget({ ...frameOf(widget), metrics: metricsOf(widget, context), period: periodOf(widget, context), ...yAxisOf(widget), annotations: horizontalLines(widget) }),
  singleValue: (widget, context) => new SingleValueWidget({ ...frameOf(widget), metrics: metricsOf(widget, context), period: periodOf(widget, context) }),
  log: (widget, { logs, path }) => {
    if (!logs) throw new Error(`${path}.groups: a log widget without the section logs; the loader should have refused the config`);
    return new LogQueryWidget({ ...frameOf(widget), logGroupNames: (widget.groups ?? []).map((id) => logs.logGroupName(id)), queryString: widget.query ?? '' });
  },
  text: (widget) => new TextWidget({ ...frameOf(widget), markdown: widget.markdown ?? '' }),
  alarmStatus: (widget, { alarms, path }) => {
    if (!alarms) throw new LimitError(`${path}.alarms`, 'alarms of one Region cannot stand on a dashboard over all Regions');
    return new AlarmStatusWidget({ ...frameOf(widget), alarms: (widget.alarms ?? alarms.alarmIds).map((id) => alarms.alarm(id)) });
  },
};

/** The CDK widget for a widget of the config, at its place on the grid. */
export function toWidget(widget: Widget, context: WidgetContext): IWidget {
  const created = CREATE[widget.type](widget, context);
  created.position(widget.x, widget.y);
  return created;
}

function frameOf({ title, width, height }: Widget) {
  return { width, height, ...(title !== undefined && { title }) };
}

function periodOf(widget: Widget, { periodSeconds }: WidgetContext): Duration {
  return Duration.seconds(widget.periodSeconds ?? periodSeconds);
}

function metricsOf(widget: Widget, context: WidgetContext) {
  const { left, right } = toWidgetSeries(widget.series, { ...context, period: periodOf(widget, context) });
  return [...left, ...right];
}

function yAxisOf({ yMin, yMax }: Widget): { leftYAxis?: YAxisProps } {
  const bounds = { ...(yMin !== undefined && { min: yMin }), ...(yMax !== undefined && { max: yMax }) };
  return Object.keys(bounds).length > 0 ? { leftYAxis: bounds } : {};
}

function horizontalLines({ lines }: Widget): HorizontalAnnotation[] {
  return Object.values(lines).map(({ value, label, color }) => ({ value, ...(label !== undefined && { label }), ...(color !== undefined && { color }) }));
}
