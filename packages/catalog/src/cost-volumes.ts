/** What a template cannot tell of its cost: volumes of a month, with their defaults and meanings. */
export const COST_VOLUMES = {
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


export type CostVolume = keyof typeof COST_VOLUMES;
