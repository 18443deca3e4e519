import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';

/** Where the metrics go. */
export interface PaymentMetricsSettings {
  readonly namespace: string;
  /** Value of the dimension Environment. */
  readonly environment: string;
  /** Value of the dimension Region. */
  readonly region: string;
}

/** One payment that was tried, measured. */
export interface MeasuredPayment {
  /** Value of the dimension PaymentType: one of few. */
  readonly paymentType: string;
  /** ISO 4217; amounts of different currencies are never added up. */
  readonly currency: string;
  /** In units of the currency. */
  readonly amount: number;
  readonly processingTimeMs: number;
  readonly succeeded: boolean;
  /** A canary's payment: nothing is published. */
  readonly synthetic: boolean;
}

/** Whether the metrics of a payment left the function: not for a synthetic payment, and not when `error` went wrong. */
export interface Published {
  readonly sent: boolean;
  readonly error?: string;
}

export type PublishPayment = (payment: MeasuredPayment) => Published;

/**
 * Publishes payments in CloudWatch's embedded metric format, without a call: `PaymentSuccess` and `PaymentFailure` (0 or 1 with every
 * payment) and `PaymentProcessingTime` (milliseconds), each in total and by Environment and PaymentType; `PaymentAmount` of what
 * succeeded, by Currency, and by PaymentType, Region and Environment with it. Never throws: a metric must not fail a payment.
 */
export function paymentMetrics({ namespace, environment, region }: PaymentMetricsSettings): PublishPayment {
  // one blob has one list of dimension sets, and an amount has a currency in each of its sets
  const [outcomes, amounts] = [newMetrics(namespace), newMetrics(namespace)];
  return ({ paymentType, currency, amount, processingTimeMs, succeeded, synthetic }) => {
    if (synthetic) return { sent: false };
    try {
      outcomes.addDimensions({}).addDimensions({ Environment: environment, PaymentType: paymentType });
      outcomes.addMetric('PaymentSuccess', MetricUnit.Count, succeeded ? 1 : 0);
      outcomes.addMetric('PaymentFailure', MetricUnit.Count, succeeded ? 0 : 1);
      outcomes.addMetric('PaymentProcessingTime', MetricUnit.Milliseconds, processingTimeMs);
      outcomes.publishStoredMetrics();
      if (succeeded) {
        // a default dimension is one of every set
        amounts.clearDefaultDimensions();
        amounts.setDefaultDimensions({ Currency: currency });
        amounts.addDimensions({}).addDimensions({ PaymentType: paymentType, Region: region, Environment: environment });
        amounts.addMetric('PaymentAmount', MetricUnit.NoUnit, amount);
        amounts.publishStoredMetrics();
      }
      return { sent: true };
    } catch (error) {
      // what is left of this payment must not be published with the next
      for (const metrics of [outcomes, amounts]) clear(metrics);
      return { sent: false, error: error instanceof Error ? error.message : 'unknown error' };
    }
  };
}

function newMetrics(namespace: string): Metrics {
  const metrics = new Metrics({ namespace });
  // Powertools would add the dimension service to every set, and there would be no total
  metrics.clearDefaultDimensions();
  return metrics;
}

function clear(metrics: Metrics): void {
  metrics.clearMetrics();
  metrics.clearDimensions();
}
