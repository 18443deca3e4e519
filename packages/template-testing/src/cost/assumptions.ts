/** What a template cannot tell: volumes of a month, with their defaults and meanings. */
export const VOLUMES = {
  logGiB: { value: 10, meaning: 'GiB of logs, all log groups together' },
  storedShare: { value: 0.15, meaning: 'compressed size of stored logs, as a share of what came in' },
  logsInsightsGiB: { value: 20, meaning: 'GiB that Logs Insights queries and log widgets scan' },
  emfMetrics: { value: 0, meaning: 'metrics that functions publish in the embedded metric format, each set of dimension values counted' },
  valuesPerDimension: { value: 5, meaning: 'distinct values of a dimension of a metric filter that `dimensionValues` does not name' },
  streamedMetrics: { value: 100, meaning: 'metrics that the metric stream sends every minute' },
  streamedBytes: { value: 500, meaning: 'bytes of one metric in the stream' },
  metricsAnalysed: { value: 10, meaning: 'metrics that one Metrics Insights alarm analyses' },
  alerts: { value: 200, meaning: 'notifications of alarms and rules, each to every address' },
  queueRequests: { value: 10_000, meaning: 'requests to queues' },
  keyRequests: { value: 100_000, meaning: 'requests to customer keys' },
  objectGiB: { value: 5, meaning: 'GiB kept in buckets' },
  objectPuts: { value: 50_000, meaning: 'objects written into buckets' },
  traces: { value: 1_000_000, meaning: 'traces recorded, after sampling' },
  tracesRead: { value: 100_000, meaning: 'traces retrieved or scanned' },
  canarySeconds: { value: 5, meaning: 'seconds that one run of a canary takes' },
  contributorEvents: { value: 1_000_000, meaning: 'log events that one Contributor Insights rule matches' },
  managementEvents: { value: 500_000, meaning: 'management events in the trail, the first copy of them in the account' },
  dataEvents: { value: 100_000, meaning: 'data events in the trail' },
  records: { value: 10_000_000, meaning: 'records in the Kinesis stream' },
  recordKiB: { value: 1, meaning: 'KiB of one record' },
  busEvents: { value: 1_000_000, meaning: 'events published to an own event bus' },
  tableReads: { value: 1_000_000, meaning: 'read request units of on-demand tables' },
  tableWrites: { value: 1_000_000, meaning: 'write request units of on-demand tables' },
  tableGiB: { value: 1, meaning: 'GiB kept in tables' },
  functionCalls: { value: 1000, meaning: 'calls of a function that `functions` does not name' },
  functionMs: { value: 500, meaning: 'milliseconds of one such call' },
} as const satisfies Readonly<Record<string, { readonly value: number; readonly meaning: string }>>;

export type Volume = keyof typeof VOLUMES;

/** Calls of one function in a month. */
export interface FunctionVolume {
  readonly calls: number;
  /** Average duration of a call, in milliseconds. */
  readonly ms: number;
}

export interface CostAssumptions extends Readonly<Record<Volume, number>> {
  /** Distinct values of a dimension of metric filters, by its name. */
  readonly dimensionValues: Readonly<Record<string, number>>;
  /** By the path of the function in observability.yml, for example `metrics.collector`. */
  readonly functions: Readonly<Record<string, FunctionVolume>>;
}

const isVolume = (key: string): key is Volume => key in VOLUMES;

/**
 * The assumptions of an app's cost.json, over the defaults.
 *
 * @throws naming the key that is unknown or no number of at least 0.
 */
export function costAssumptions(written: Readonly<Record<string, unknown>> = {}): CostAssumptions {
  const defaults = Object.fromEntries(Object.entries(VOLUMES).map(([key, { value }]) => [key, value])) as Readonly<Record<Volume, number>>;
  const { dimensionValues = {}, functions = {}, ...volumes } = written;
  const given = Object.fromEntries(
    Object.entries(volumes).map(([key, value]) => {
      if (!isVolume(key)) throw new Error(`cost.json: ${key} is not known; known are ${[...Object.keys(VOLUMES), 'dimensionValues', 'functions'].join(', ')}`);
      return [key, amount(key, value)];
    }),
  );
  return {
    ...defaults,
    ...given,
    dimensionValues: Object.fromEntries(Object.entries(dimensionValues as object).map(([name, value]) => [name, amount(`dimensionValues.${name}`, value)])),
    functions: Object.fromEntries(
      Object.entries(functions as Record<string, Partial<Record<keyof FunctionVolume, unknown>>>).map(([path, { calls, ms }]) => [
        path,
        { calls: amount(`functions.${path}.calls`, calls), ms: amount(`functions.${path}.ms`, ms) },
      ]),
    ),
  };
}

function amount(key: string, value: unknown): number {
  if (typeof value !== 'number' || !(value >= 0)) throw new Error(`cost.json: ${key} must be a number of at least 0, found ${JSON.stringify(value)}`);
  return value;
}
