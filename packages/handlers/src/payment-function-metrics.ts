import { type MetricGroup } from './emf';
import { metricPublisher, type Published, type TelemetryEdges } from './metric-publisher';
import { processEdges } from './process-edges';

/** Where the metrics go. */
export interface PaymentFunctionMetricsSettings {
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

export type PublishPayment = (payment: MeasuredPayment) => Published;

/**
 * Publishes payments as log lines: `PaymentSuccess` and `PaymentFailure` (0 or 1 with every payment) and `PaymentProcessingTime`
 * (milliseconds), each in total and by Environment and PaymentType; `PaymentAmount` of what succeeded, by Currency, and by PaymentType,
 * Region and Environment with it. Never throws: a metric must not fail a payment.
 */
export function paymentFunctionMetrics({ namespace, environment, region }: PaymentFunctionMetricsSettings, edges: TelemetryEdges = processEdges): PublishPayment {
  const publish = metricPublisher(namespace, {}, edges);
  return (payment) =>
    publish(() => {
      if (payment.synthetic) return undefined;
      const { paymentType, currency, succeeded } = payment;
      return {
        dimensions: { Environment: environment, PaymentType: paymentType, ...(succeeded && { Currency: currency, Region: region }) },
        groups: [outcomes(payment), ...(succeeded ? [amounts(payment)] : [])],
        properties: {},
      };
    });
}

const outcomes = ({ succeeded, processingTimeMs }: MeasuredPayment): MetricGroup => ({
  dimensionSets: [[], ['Environment', 'PaymentType']],
  measurements: [
    { name: 'PaymentSuccess', unit: 'Count', value: succeeded ? 1 : 0 },
    { name: 'PaymentFailure', unit: 'Count', value: succeeded ? 0 : 1 },
    { name: 'PaymentProcessingTime', unit: 'Milliseconds', value: processingTimeMs },
  ],
});

/** An amount has a currency in each of its sets. */
const amounts = ({ amount }: MeasuredPayment): MetricGroup => ({
  dimensionSets: [['Currency'], ['Currency', 'PaymentType', 'Region', 'Environment']],
  measurements: [{ name: 'PaymentAmount', unit: 'None', value: amount }],
});
