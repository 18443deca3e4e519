import type { Cost } from '@payment-observability/config';
import { readableText } from '../intrinsics';
import { listOf } from '../json';
import { type Billed, objectOf } from './billed-resource';

/** Custom metrics that metric filters make: one for each combination of the values of their dimensions, filters of the same metric counted once. */
export function filterMetrics(filters: readonly Billed[], assumptions: Pick<Cost, 'dimensionValues' | 'valuesPerDimension'>): number {
  const metrics = new Map<string, number>();
  for (const transformation of filters.flatMap(({ properties }) => listOf(properties['MetricTransformations']).map(objectOf))) {
    const names = listOf(transformation['Dimensions']).map((dimension) => readableText(objectOf(dimension)['Key'])).sort();
    const identity = [transformation['MetricNamespace'], transformation['MetricName'], ...names].map(readableText).join('\n');
    metrics.set(identity, names.reduce((product, name) => product * (assumptions.dimensionValues[name] ?? assumptions.valuesPerDimension), 1));
  }
  return [...metrics.values()].reduce((sum, count) => sum + count, 0);
}
