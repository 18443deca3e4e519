import { CfnAnomalyDetector } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import type { ExcludedTimes } from '../maintenance/excluded-times';
import { identityKey } from '../metric-identity';
import type { Signal } from './alarm-spec';

interface Model {
  readonly detector: CfnAnomalyDetector;
  excluded: ExcludedTimes | undefined;
}

/** The models behind the bands of anomaly alarms: CloudWatch keeps one for each metric and statistic. */
export class AnomalyDetectors {
  readonly #models = new Map<string, Model>();

  /** Creates the model of an anomaly alarm below `scope`, unless another alarm has it already. It learns from none of the excluded times. */
  public add(scope: Construct, signal: Extract<Signal, { kind: 'anomaly' }>, excluded: ExcludedTimes | undefined): void {
    const key = `${identityKey(signal.metric)} ${signal.statistic}`;
    const model = this.#models.get(key) ?? { detector: createDetector(scope, signal), excluded: undefined };
    this.#models.set(key, model);
    model.excluded = joined(model.excluded, excluded);
    if (model.excluded) model.detector.configuration = { metricTimeZone: model.excluded.timezone, excludedTimeRanges: [...model.excluded.ranges] };
  }
}

function createDetector(scope: Construct, { metric, statistic }: Extract<Signal, { kind: 'anomaly' }>): CfnAnomalyDetector {
  const { namespace, metricName } = metric;
  const dimensions = Object.entries(metric.dimensions).map(([name, value]) => ({ name, value }));
  return new CfnAnomalyDetector(scope, 'Detector', {
    singleMetricAnomalyDetector: { namespace, metricName, stat: statistic, ...(dimensions.length > 0 && { dimensions }) },
  });
}

/** The times of alarms that share a model, each once and from the earliest on. */
function joined(one: ExcludedTimes | undefined, other: ExcludedTimes | undefined): ExcludedTimes | undefined {
  if (!one || !other) return one ?? other;
  const ranges = new Map([...one.ranges, ...other.ranges].map((range) => [`${range.startTime} ${range.endTime}`, range]));
  return { timezone: one.timezone, ranges: [...ranges].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, range]) => range) };
}
