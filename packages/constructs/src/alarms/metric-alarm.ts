import {
  Alarm,
  AnomalyDetectionAlarm,
  ComparisonOperator,
  MathExpression,
  TreatMissingData,
  type AlarmBase,
  type CreateAlarmOptions,
} from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import type { Construct } from 'constructs';
import { toMetric } from '../metric-identity';
import type { MetricAlarmSpec, Signal } from './alarm-spec';

const COMPARISONS = {
  GreaterThanThreshold: ComparisonOperator.GREATER_THAN_THRESHOLD,
  GreaterThanOrEqualToThreshold: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
  LessThanThreshold: ComparisonOperator.LESS_THAN_THRESHOLD,
  LessThanOrEqualToThreshold: ComparisonOperator.LESS_THAN_OR_EQUAL_TO_THRESHOLD,
} as const;

const MISSING_DATA = {
  breaching: TreatMissingData.BREACHING,
  notBreaching: TreatMissingData.NOT_BREACHING,
  ignore: TreatMissingData.IGNORE,
  missing: TreatMissingData.MISSING,
} as const;

const DIRECTIONS = {
  both: ComparisonOperator.LESS_THAN_LOWER_OR_GREATER_THAN_UPPER_THRESHOLD,
  above: ComparisonOperator.GREATER_THAN_UPPER_THRESHOLD,
  below: ComparisonOperator.LESS_THAN_LOWER_THRESHOLD,
} as const;

/** An alarm on one metric, on a guarded error rate, on metric math, or on an anomaly band; it has no action yet. */
export function createMetricAlarm(scope: Construct, id: string, spec: MetricAlarmSpec, alarmDescription: string): AlarmBase {
  const base = {
    alarmName: spec.notice.alarmName,
    alarmDescription,
    evaluationPeriods: spec.evaluationPeriods,
    datapointsToAlarm: spec.datapointsToAlarm,
    treatMissingData: MISSING_DATA[spec.missingData],
  };
  const { signal } = spec;
  if (signal.kind === 'anomaly') {
    const metric = toMetric(signal.metric, { statistic: signal.statistic, period: Duration.seconds(spec.periodSeconds) });
    return new AnomalyDetectionAlarm(scope, id, { ...base, metric, stdDevs: signal.bandWidth, comparisonOperator: DIRECTIONS[signal.direction] });
  }
  return new Alarm(scope, id, { ...base, ...fixedThreshold(signal, Duration.seconds(spec.periodSeconds)) });
}

type FixedThreshold = Pick<CreateAlarmOptions, 'threshold' | 'comparisonOperator' | 'evaluateLowSampleCountPercentile'> & { readonly metric: Alarm['metric'] };

function fixedThreshold(signal: Exclude<Signal, { kind: 'anomaly' }>, period: Duration): FixedThreshold {
  if (signal.kind === 'rate') {
    const count = (metric: typeof signal.errors) => toMetric(metric, { statistic: 'Sum', period });
    const metric = new MathExpression({
      expression: `IF(total >= ${signal.minimumSamples}, 100 * errors / total, 0)`,
      usingMetrics: { errors: count(signal.errors), total: count(signal.total) },
      period,
    });
    return { metric, threshold: signal.thresholdPercent, comparisonOperator: ComparisonOperator.GREATER_THAN_THRESHOLD };
  }
  if (signal.kind === 'math') {
    const usingMetrics = Object.fromEntries(Object.entries(signal.terms).map(([variable, { metric, statistic }]) => [variable, toMetric(metric, { statistic, period })]));
    return { metric: new MathExpression({ expression: signal.expression, usingMetrics, period }), threshold: signal.threshold, comparisonOperator: COMPARISONS[signal.comparison] };
  }
  return {
    metric: toMetric(signal.metric, { statistic: signal.statistic, period }),
    threshold: signal.threshold,
    comparisonOperator: COMPARISONS[signal.comparison],
    // with `ignore` an alarm on p99 would sleep below 1,000 samples a period, which means all night
    ...(signal.statistic.startsWith('p') && { evaluateLowSampleCountPercentile: 'evaluate' }),
  };
}
