import { LIMITS } from '@payment-observability/catalog';
import type { Config, Series, Widget } from '@payment-observability/config';
import { MathExpression, SearchExpression, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { LimitError } from '../limit-error';
import { identify, toMetric } from '../metric-identity';

export interface WidgetSeries {
  readonly left: IMetric[];
  readonly right: IMetric[];
}

interface SeriesContext {
  readonly config: Config;
  /** Path of the widget. */
  readonly path: string;
  readonly period: Duration;
}

/** The series of a widget by axis; in metric math the id of a series is its variable name. */
export function toWidgetSeries(series: Widget['series'], context: SeriesContext): WidgetSeries {
  const { limit } = LIMITS.widgetMetrics;
  const count = Object.keys(series).length;
  if (count > limit) throw new LimitError(`${context.path}.series`, `${count} series, a widget has at most ${limit}`);
  const metrics = new Map<string, IMetric>();
  const metricOf = (id: string, waiting: readonly string[] = []): IMetric => {
    const known = metrics.get(id);
    if (known) return known;
    const path = `${context.path}.series.${id}`;
    const one = series[id];
    if (!one) throw new Error(`${path}: no such series; the loader should have refused the config`);
    const trail = [...waiting, id];
    if (waiting.includes(id)) throw new LimitError(`${path}.expression`, `waits for itself: ${trail.join(' → ')}`);
    const metric = toSeriesMetric(one, path, context, (expression) => Object.fromEntries(variablesOf(expression).map((other) => [other, metricOf(other, trail)])));
    metrics.set(id, metric);
    return metric;
  };
  const onAxis = (axis: Series['axis']) => Object.keys(series).filter((id) => series[id]?.axis === axis).map((id) => metricOf(id));
  return { left: onAxis('left'), right: onAxis('right') };
}

function toSeriesMetric(series: Series, path: string, { config, period }: SeriesContext, variables: (expression: string) => Record<string, IMetric>): IMetric {
  const options = { period, ...(!series.visible && { visible: false }), ...(series.label !== undefined && { label: series.label }) };
  if (series.search !== undefined) return new SearchExpression({ expression: series.search, ...options });
  if (series.expression !== undefined) return new MathExpression({ expression: series.expression, usingMetrics: variables(series.expression), ...options });
  const { name } = series;
  if (name === undefined) throw new LimitError(path, 'a metric name, an expression or a search is required');
  return toMetric(identify(config, { ...series, name }, path), { statistic: series.statistic ?? 'Average', ...options });
}

/** The variables of metric math: lower-case words outside of quotes. Functions and keywords are upper-case. */
function variablesOf(expression: string): string[] {
  return [...new Set(expression.replaceAll(/"[^"]*"|'[^']*'/g, '').match(/\b[a-z]\w*\b/g) ?? [])];
}
