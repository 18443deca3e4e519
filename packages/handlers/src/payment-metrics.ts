import { DECLINE_CLASSES } from '@payment-observability/catalog/payments-metrics';
import { type Age, type Authorization, type NetworkEvent, type PaymentEvent, type ProviderCall, type ProviderEvent, type Retry, type ThreeDs, type Webhook } from './contract/payment-events';
import { decline, paymentRecord, type UncheckedEvent, type Values } from './contract/payment-record';
import { contractOf, type PaymentMetricsSettings } from './contract/settings';
import { metricPublisher, type Published, type TelemetryEdges } from './metric-publisher';
import { processEdges } from './process-edges';

export { type Age, type Authorization, type NetworkEvent, type PaymentEvent, type PaymentMetricsSettings, type ProviderCall, type ProviderEvent, type Published, type Retry, type TelemetryEdges, type ThreeDs, type Webhook };
export { SYNTHETIC_FIELD, SYNTHETIC_HEADER } from './synthetic-mark';

/** One method for each event of the metric contract. None throws, waits or calls anything: each writes a line of the log, or says why not. */
export interface PaymentMetrics {
  readonly authorization: (event: Authorization) => Published;
  readonly providerCall: (event: ProviderCall) => Published;
  /** A request that came again with the same idempotency key, and was answered from the first. */
  readonly idempotencyReplay: (event: ProviderEvent) => Published;
  /** A payment that was captured twice. */
  readonly doubleCapture: (event: ProviderEvent) => Published;
  readonly threeDs: (event: ThreeDs) => Published;
  readonly retry: (event: Retry) => Published;
  /** Age of the oldest authorization that waits for its capture; report it regularly, since its absence alarms. */
  readonly captureLag: (event: Age) => Published;
  /** Age of the newest settlement file; report it regularly, since its absence alarms. */
  readonly settlementFileAge: (event: Age) => Published;
  readonly reconciliationMismatch: (event: ProviderEvent) => Published;
  readonly webhook: (event: Webhook) => Published;
  /** Age of the oldest webhook that waits to be processed. */
  readonly webhookOldest: (event: Age) => Published;
  readonly refund: (event: NetworkEvent) => Published;
  readonly dispute: (event: NetworkEvent) => Published;
  readonly fraudReport: (event: NetworkEvent) => Published;
}

const THREE_DS = { challenge: 'threeDsChallenges', frictionless: 'threeDsFrictionless', abandoned: 'threeDsAbandoned' } as const;
const OUTCOMES = ['approved', 'declined', 'error'] as const;

/**
 * The metrics of a payment service, by the metric contract, as lines in CloudWatch's embedded metric format. Make it once, when the process
 * starts.
 * @throws with every wrong setting, when it is made; no method of what it returns ever throws
 */
export function paymentMetrics(settings: PaymentMetricsSettings, edges: TelemetryEdges = processEdges): PaymentMetrics {
  const contract = contractOf(settings, DECLINE_CLASSES);
  const publish = metricPublisher(contract.namespace, { service: contract.service }, edges);
  const on =
    <E extends PaymentEvent>(name: string, valuesOf: (event: E) => Values) =>
    (event: E): Published =>
      publish(() => (isSynthetic(event) ? undefined : paymentRecord(name, event as UncheckedEvent, valuesOf(event), contract)));
  return {
    authorization: on('authorization', ({ outcome }: Authorization) => {
      oneOf('outcome', outcome, OUTCOMES);
      return {
        authorizationAttempts: 1,
        authorizationApprovals: outcome === 'approved' ? 1 : 0,
        authorizationErrors: outcome === 'error' ? 1 : 0,
        ...(outcome === 'declined' && { authorizationDeclines: 1 }),
      };
    }),
    providerCall: on('providerCall', ({ latencyMs, timedOut }: ProviderCall) => ({ providerLatencyMs: latencyMs, providerTimeouts: timedOut === true ? 1 : 0 })),
    idempotencyReplay: on('idempotencyReplay', () => ({ idempotencyReplays: 1 })),
    doubleCapture: on('doubleCapture', () => ({ doubleCaptures: 1 })),
    threeDs: on('threeDs', ({ outcome }: ThreeDs) => ({ [THREE_DS[oneOf('outcome', outcome, ['challenge', 'frictionless', 'abandoned'])]]: 1 })),
    retry: on('retry', (event: Retry) => ({ retries: 1, hardDeclineRetries: decline({ ...event }, contract).class === 'hard' ? 1 : 0 })),
    captureLag: on('captureLag', ({ seconds }: Age) => ({ captureLagSeconds: seconds })),
    settlementFileAge: on('settlementFileAge', ({ seconds }: Age) => ({ settlementFileAgeSeconds: seconds })),
    reconciliationMismatch: on('reconciliationMismatch', () => ({ reconciliationMismatches: 1 })),
    webhook: on('webhook', ({ failed }: Webhook) => ({ webhookFailures: failed === true ? 1 : 0 })),
    webhookOldest: on('webhookOldest', ({ seconds }: Age) => ({ webhookOldestSeconds: seconds })),
    refund: on('refund', () => ({ refunds: 1 })),
    dispute: on('dispute', () => ({ disputes: 1 })),
    fraudReport: on('fraudReport', () => ({ fraudReports: 1 })),
  };
}

/** Whatever else than false stands there, for example the header's text, may be a canary's. */
const isSynthetic = ({ synthetic }: PaymentEvent): boolean => synthetic !== undefined && synthetic !== false;

function oneOf<T extends string>(field: string, value: T, allowed: readonly T[]): T {
  if (!allowed.includes(value)) throw new Error(`${field}: expected one of ${allowed.join(', ')}`);
  return value;
}
