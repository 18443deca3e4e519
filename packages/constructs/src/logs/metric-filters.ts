import type { Logs } from '@payment-observability/config';
import type { Unit } from 'aws-cdk-lib/aws-cloudwatch';
import { FilterPattern, MetricFilter, type ILogGroup } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LimitError } from '../limit-error';
import { markSource } from '../source';
import { filterPattern } from './filter-pattern';

type FilterSettings = Logs['metricFilters'][string];

export interface MetricFiltersProps {
  /** Namespace of the metrics; without one there can be no filter. */
  readonly namespace: string | undefined;
  readonly metricFilters: Logs['metricFilters'];
  /** Log groups by id. */
  readonly groups: Readonly<Record<string, ILogGroup>>;
}

/** Adds the metric filters: one with the dimensions, and for `rollup` a second one that publishes the total without any. */
export function addMetricFilters(scope: Construct, { namespace, metricFilters, groups }: MetricFiltersProps): void {
  for (const [id, settings] of Object.entries(metricFilters)) {
    const path = `logs.metricFilters.${id}`;
    const logGroup = groups[settings.group];
    if (!logGroup) throw new Error(`${path}.group: no log group ${settings.group}; the loader should have refused the config`);
    if (namespace === undefined) throw new LimitError(path, 'a metric filter needs metrics.namespace; write it, or switch the filter off');
    const entry = new Construct(scope, id);
    markSource(entry, 'logs', path);
    addFilter(entry, 'Filter', { settings, namespace, logGroup });
    if (hasTotal(settings)) addFilter(entry, 'Total', { settings: totalOf(settings), namespace, logGroup });
  }
}

const hasTotal = ({ rollup, dimensions }: FilterSettings): boolean => rollup && Object.keys(dimensions).length > 0;

/** An event without a dimension's field still counts in the total. */
const totalOf = (settings: FilterSettings): FilterSettings => ({ ...settings, filterName: `${settings.filterName}-total`, dimensions: {} });

interface FilterProps {
  readonly settings: FilterSettings;
  readonly namespace: string;
  readonly logGroup: ILogGroup;
}

function addFilter(scope: Construct, id: string, { settings, namespace, logGroup }: FilterProps): void {
  const { filterName, metricName, value, unit } = settings;
  const dimensions = Object.fromEntries(Object.entries(settings.dimensions).map(([name, field]) => [name, `$.${field}`]));
  new MetricFilter(scope, id, {
    filterName,
    logGroup,
    filterPattern: FilterPattern.literal(filterPattern(settings)),
    metricNamespace: namespace,
    metricName,
    metricValue: typeof value === 'number' ? String(value) : `$.${value}`,
    unit: unit as Unit,
    // PutMetricFilter refuses a default beside dimensions, and a zero would drag the average of a measured value down
    ...(Object.keys(dimensions).length > 0 ? { dimensions } : isCounter(settings) && { defaultValue: 0 }),
  });
}

const isCounter = ({ value, unit }: FilterSettings): boolean => value === 1 && unit === 'Count';
