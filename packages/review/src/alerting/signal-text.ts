import { isRecord, listOf, valueAt, type Json } from '../json';
import { textOf, type Scope } from './scope';
import type { Located } from './world';

/** What an alarm measures, as a reader says it, and the metrics it reads as `namespace name`. */
export interface Measured {
  readonly text: string;
  readonly metrics: readonly string[];
}

/** Reads what an alarm measures: one metric, metric math, an anomaly band, other alarms, or a query. */
export function measured({ resource: { type, properties }, scope, logicalId }: Located): Measured {
  if (type === 'AWS::CloudWatch::CompositeAlarm') return { text: `composite alarm ${textOf(properties['AlarmName'] ?? logicalId, scope)}`, metrics: [] };
  if (type === 'AWS::CloudWatch::LogAlarm') return { text: `log query of ${textOf(properties['AlarmName'] ?? logicalId, scope)}`, metrics: [] };
  const queries = listOf(properties['Metrics']).filter(isRecord);
  if (queries.length === 0) return { text: metricText(properties, scope), metrics: [metricKey(properties, scope)] };
  const metrics = queries.map((query) => valueAt(query, ['MetricStat', 'Metric'])).filter(isRecord);
  const expression = queries.map((query) => query['Expression']).find((text) => typeof text === 'string');
  const names = [...new Set(metrics.map((metric) => metricText(metric, scope)))].join(', ');
  const isAnomaly = typeof expression === 'string' && expression.includes('ANOMALY_DETECTION_BAND');
  const text = isAnomaly ? `${names} outside its usual band` : expression === undefined ? names : `${names === '' ? 'metrics' : names} as ${textOf(expression, scope)}`;
  return { text, metrics: metrics.map((metric) => metricKey(metric, scope)) };
}

function metricKey(metric: Json, scope: Scope): string {
  return `${textOf(metric['Namespace'], scope)} ${textOf(metric['MetricName'], scope)}`;
}

function metricText(metric: Json, scope: Scope): string {
  const dimensions = listOf(metric['Dimensions']).filter(isRecord).map((dimension) => textOf(dimension['Value'], scope));
  return dimensions.length === 0 ? metricKey(metric, scope) : `${metricKey(metric, scope)} of ${dimensions.join(' ')}`;
}
