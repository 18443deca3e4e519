import { price } from '@payment-observability/catalog';
import type { Cost } from '@payment-observability/config';
import { readableText } from '../intrinsics';
import { listOf } from '../json';
import type { Template } from '../types';
import { billedIn, objectOf } from './billed-resource';

/** A warning for each metric whose filter makes more custom metrics than `cost.maxMetricsPerFilter`: one for each combination of values. */
export function cardinalityWarnings(stacks: readonly Template[], assumptions: Cost): string[] {
  const transformations = stacks
    .flatMap(billedIn)
    .filter(({ type }) => type === 'AWS::Logs::MetricFilter')
    .flatMap(({ properties }) => listOf(properties['MetricTransformations']).map(objectOf));
  const each = price('metric-custom').price ?? 0;
  const warnings = transformations.flatMap(({ MetricName, Dimensions }) => {
    const names = listOf(Dimensions).map((dimension) => readableText(objectOf(dimension)['Key']));
    const values = names.map((name) => assumptions.dimensionValues[name] ?? assumptions.valuesPerDimension);
    const metrics = values.reduce((product, count) => product * count, 1);
    if (metrics <= assumptions.maxMetricsPerFilter) return [];
    const product = names.map((name, index) => `${values[index]} ${name}`).join(' × ');
    return [`Metric ${readableText(MetricName)}: ${product} = ${metrics} custom metrics, ${(metrics * each).toFixed(2)} USD a month. Drop a dimension, or state its real number of values in cost.dimensionValues.`];
  });
  return [...new Set(warnings)];
}
