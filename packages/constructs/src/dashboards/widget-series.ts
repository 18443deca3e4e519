import type { Series } from '@payment-observability/config';
import { MathExpression, SearchExpression, type IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import type { Duration } from 'aws-cdk-lib/core';
import { LimitError } from '../limit-error';
import { identify, toMetric } from '../metric-identity';
import { type InRegion, variablesOf } from './each-region';

export interface WidgetSeries {
  readonly left: IMetric[];
  readonly right: IMetric[];
}

interface SeriesContext {
  /** Path of the widget. */
  readonly path: string;
  readonly period: Duration;
}

/** The series of a widget by axis; in metric math the id of a series is its variable name. */
export function toWidgetSeries(series: ReadonlyMap<string, InRegion<Series>>, context: SeriesContext): WidgetSeries {
  const metrics = new Map<string, IMetric>();
  const metricOf = (id: string, waiting: readonly string[] = []): IMetric => {
    const known = metrics.get(id);
    if (known) return known;
    const path = `${context.path}.series.${id}`;
    const one = series.get(id);
    if (!one) throw new Error(`${path}: no such series; the loader should have refused the config`);
    const trail = [...waiting, id];
    if (waiting.includes(id)) throw new LimitError(`${path}.expression`, `waits for itself: ${trail.join(' → ')}`);
    const metric = toSeriesMetric(one, path, context.period, (expression) => Object.fromEntries(variablesOf(expression).map((other) => [other, metricOf(other, trail)])));
    metrics.set(id, metric);
    return metric;
  };
  const onAxis = (axis: Series['axis']) => [...series].filter(([, { shown }]) => shown.axis === axis).map(([id]) => metricOf(id));
  return { left: onAxis('left'), right: onAxis('right') };
}

function toSeriesMetric({ shown, config, region }: InRegion<Series>, path: string, period: Duration, variables: (expression: string) => Record<string, IMetric>): IMetric {
  const options = { period, ...(!shown.visible && { visible: false }), ...(shown.label !== undefined && { label: shown.label }) };
  const searchRegion = region === undefined ? {} : { searchRegion: region };
  if (shown.search !== undefined) return new SearchExpression({ expression: shown.search, ...options, ...searchRegion });
  if (shown.expression !== undefined) return new MathExpression({ expression: shown.expression, usingMetrics: variables(shown.expression), ...options, ...searchRegion });
  const { name } = shown;
  if (name === undefined) throw new LimitError(path, 'a metric name, an expression or a search is required');
  return toMetric(identify(config, { ...shown, name }, path), { statistic: shown.statistic ?? 'Average', ...options, ...(region !== undefined && { region }) });
}
