/** Units of CloudWatch that the collector uses. */
export type Unit = 'Count' | 'Milliseconds' | 'Percent';

export interface Measurement {
  readonly name: string;
  readonly unit: Unit;
  readonly value: number;
}

export interface EmfRecord {
  readonly namespace: string;
  readonly timestampMs: number;
  /** Values of the dimensions; each set below names some of them. */
  readonly dimensions: Readonly<Record<string, string>>;
  readonly dimensionSets: readonly (readonly string[])[];
  readonly measurements: readonly Measurement[];
  /** Searchable in the logs, never a dimension. */
  readonly properties: Readonly<Record<string, unknown>>;
}

/** One log line in CloudWatch's embedded metric format. */
export function emfLine({ namespace, timestampMs, dimensions, dimensionSets, measurements, properties }: EmfRecord): string {
  return JSON.stringify({
    ...properties,
    ...dimensions,
    ...Object.fromEntries(measurements.map(({ name, value }) => [name, value])),
    _aws: {
      Timestamp: timestampMs,
      CloudWatchMetrics: [{ Namespace: namespace, Dimensions: dimensionSets, Metrics: measurements.map(({ name, unit }) => ({ Name: name, Unit: unit })) }],
    },
  });
}
