/** How CloudWatch compares a datapoint with the threshold. */
export type Comparison =
  | 'GreaterThanThreshold'
  | 'GreaterThanOrEqualToThreshold'
  | 'LessThanThreshold'
  | 'LessThanOrEqualToThreshold';

export interface ThresholdKind {
  /** CloudWatch statistic the threshold is compared with. */
  readonly statistic: string;
  readonly comparison: Comparison;
  /** What the number means, for descriptions and the reference table. */
  readonly unit: string;
  readonly minimum: number;
  readonly maximum?: number;
}

const latency = (statistic: string): ThresholdKind => ({
  statistic,
  comparison: 'GreaterThanThreshold',
  unit: 'milliseconds',
  minimum: 1,
});

/**
 * The threshold keys of an alarm on one metric: the key carries the unit, and says which statistic and comparison
 * the alarm uses. An alarm has exactly one threshold key, or one of the other kinds (`errorRatePercent`,
 * `anomalyBandWidth`, `when`).
 */
export const THRESHOLD_KINDS = {
  latencyP50Ms: latency('p50'),
  latencyP90Ms: latency('p90'),
  latencyP95Ms: latency('p95'),
  latencyP99Ms: latency('p99'),
  countAbove: { statistic: 'Sum', comparison: 'GreaterThanThreshold', unit: 'count', minimum: 0 },
  countAtLeast: { statistic: 'Sum', comparison: 'GreaterThanOrEqualToThreshold', unit: 'count', minimum: 1 },
  countBelow: { statistic: 'Sum', comparison: 'LessThanThreshold', unit: 'count', minimum: 1 },
  averageAbove: { statistic: 'Average', comparison: 'GreaterThanThreshold', unit: 'unit of the metric', minimum: 0 },
  averageBelow: { statistic: 'Average', comparison: 'LessThanThreshold', unit: 'unit of the metric', minimum: 0 },
  minimumBelow: { statistic: 'Minimum', comparison: 'LessThanThreshold', unit: 'unit of the metric', minimum: 0 },
  maximumAbove: { statistic: 'Maximum', comparison: 'GreaterThanThreshold', unit: 'unit of the metric', minimum: 0 },
  p90Above: { statistic: 'p90', comparison: 'GreaterThanThreshold', unit: 'unit of the metric', minimum: 0 },
  usagePercent: { statistic: 'Average', comparison: 'GreaterThanThreshold', unit: 'percent', minimum: 0, maximum: 100 },
  fractionAbove: { statistic: 'Average', comparison: 'GreaterThanThreshold', unit: 'fraction 0-1', minimum: 0, maximum: 1 },
} as const satisfies Record<string, ThresholdKind>;

export type ThresholdKey = keyof typeof THRESHOLD_KINDS;
export const THRESHOLD_KEYS = Object.keys(THRESHOLD_KINDS) as readonly ThresholdKey[];
