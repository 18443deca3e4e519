/** Units of CloudWatch that the handlers use. */
export type Unit = 'Count' | 'Milliseconds' | 'Seconds' | 'Percent' | 'None';

export interface Measurement {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
}

/** Measurements that share their dimension sets. */
export interface MetricGroup {
  /** Each set is a metric of its own; [] is the total over all. */
  readonly dimensionSets: readonly (readonly string[])[];
  readonly measurements: readonly Measurement[];
}

export interface EmfRecord {
  readonly namespace: string;
  readonly timestampMs: number;
  /** Values of the dimensions; each set of a group names some of them. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly groups: readonly MetricGroup[];
  /** Searchable in the logs, never a dimension. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One log line in CloudWatch's embedded metric format, without its end. */
export function emfLine({ namespace, timestampMs, dimensions, groups, properties }: EmfRecord): string {
  return JSON.stringify({
    ...properties,
    ...dimensions,
    ...Object.fromEntries(groups.flatMap(({ measurements }) => measurements.map(({ name, value }) => [name, value]))),
    _aws: {
      Timestamp: timestampMs,
      CloudWatchMetrics: groups.map(({ dimensionSets, measurements }) => ({
        Namespace: namespace,
        Dimensions: dimensionSets,
        Metrics: measurements.map(({ name, unit }) => ({ Name: name, Unit: unit })),
      })),
    },
  });
}
