import { asList, asObject, flatText, type Resource } from '../stack-json';
import type { CostAssumptions } from './assumptions';

/** Custom metrics that metric filters make: one for each combination of the values of their dimensions, filters of the same metric counted once. */
export function filterMetrics(filters: readonly Resource[], assumptions: Pick<CostAssumptions, 'dimensionValues' | 'valuesPerDimension'>): number {
  const metrics = new Map<string, number>();
  for (const transformation of filters.flatMap(({ Properties }) => asList(Properties?.['MetricTransformations']).map(asObject))) {
    const names = asList(transformation['Dimensions']).map((dimension) => flatText(asObject(dimension)['Key'])).sort();
    const identity = [transformation['MetricNamespace'], transformation['MetricName'], ...names].map(flatText).join('\n');
    metrics.set(identity, names.reduce((product, name) => product * (assumptions.dimensionValues[name] ?? assumptions.valuesPerDimension), 1));
  }
  return [...metrics.values()].reduce((sum, count) => sum + count, 0);
}
