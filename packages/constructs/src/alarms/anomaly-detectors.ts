import { CfnAnomalyDetector } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { identityKey } from '../metric-identity';
import type { Signal } from './alarm-spec';

/** The models behind the bands of anomaly alarms: CloudWatch keeps one for each metric and statistic. */
export class AnomalyDetectors {
  readonly #models = new Set<string>();

  /** Creates the model of an anomaly alarm below `scope`, unless another alarm has it already. */
  public add(scope: Construct, { metric, statistic }: Extract<Signal, { kind: 'anomaly' }>): void {
    const model = `${identityKey(metric)} ${statistic}`;
    if (this.#models.has(model)) return;
    this.#models.add(model);
    const { namespace, metricName } = metric;
    const dimensions = Object.entries(metric.dimensions).map(([name, value]) => ({ name, value }));
    new CfnAnomalyDetector(scope, 'Detector', {
      singleMetricAnomalyDetector: { namespace, metricName, stat: statistic, ...(dimensions.length > 0 && { dimensions }) },
    });
  }
}
