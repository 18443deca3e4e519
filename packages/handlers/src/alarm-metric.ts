import { type Json, number, object, objects, present, text } from './json-value';
import { type AlarmMetric, type AlarmNotice } from './notice';

type Measured = Pick<AlarmNotice, 'metrics' | 'formula'>;

/** What an alarm reads, from the `Trigger` of an SNS message. */
export function triggerMetrics(trigger: Json): Measured {
  if (Array.isArray(trigger.Metrics)) return fromQueries(objects(trigger.Metrics).map(lowerCased));
  const name = text(trigger.MetricName);
  if (name === undefined) return { metrics: [] };
  const statistic = text(trigger.Statistic) ?? text(trigger.ExtendedStatistic);
  return { metrics: [{ name, dimensions: listedDimensions(trigger.Dimensions), ...present({ namespace: text(trigger.Namespace), statistic, periodSeconds: number(trigger.Period) }) }] };
}

/** What an alarm reads, from the `configuration` of an EventBridge event. */
export function configurationMetrics(configuration: Json): Measured {
  return fromQueries(objects(configuration.metrics));
}

/** SNS messages capitalize the fields that EventBridge events write small. */
function lowerCased(query: Json): Json {
  const stat = object(query.MetricStat);
  const metric = object(stat.Metric);
  return {
    expression: query.Expression,
    label: query.Label,
    returnData: query.ReturnData,
    metricStat: { period: stat.Period, stat: stat.Stat, metric: { name: metric.MetricName, namespace: metric.Namespace, dimensions: listedDimensions(metric.Dimensions) } },
  };
}

function fromQueries(queries: readonly Json[]): Measured {
  const formula = queries.map(formulaOf).find((found) => found !== undefined);
  return { metrics: queries.flatMap(metricOf), ...present({ formula }) };
}

function metricOf({ metricStat, period }: Json): AlarmMetric[] {
  const stat = object(metricStat);
  const metric = object(stat.metric);
  const name = text(metric.name);
  if (name === undefined) return [];
  return [
    {
      name,
      dimensions: textsOf(object(metric.dimensions)),
      ...present({ namespace: text(metric.namespace), statistic: text(stat.stat), periodSeconds: number(stat.period) ?? number(period) }),
    },
  ];
}

function formulaOf({ expression, label, returnData }: Json): AlarmNotice['formula'] {
  const formula = text(expression);
  // the band of an anomaly alarm is its threshold
  if (formula === undefined || returnData === false || formula.startsWith('ANOMALY_DETECTION_BAND')) return undefined;
  return { expression: formula, ...present({ label: text(label) }) };
}

function listedDimensions(list: unknown): Readonly<Record<string, string>> {
  return textsOf(Object.fromEntries(objects(list).map(({ name, value }) => [text(name) ?? '', value])));
}

function textsOf(values: Json): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (name !== '' && text(value) !== undefined ? [[name, String(value)]] : [])));
}
