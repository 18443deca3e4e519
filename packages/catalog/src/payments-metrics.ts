/** How a decline is to be read: soft may pass later, hard must never be retried, technical counts against us and not the issuer. */
export type DeclineClass = 'soft' | 'hard' | 'fraud' | 'technical';

/**
 * Usual classes of ISO 8583 field 39. Networks differ; 05 is issuer-specific and read as soft (retry once). A code that is not
 * listed is technical and is counted.
 */
export const DECLINE_CLASSES: Readonly<Record<string, DeclineClass>> = {
  '05': 'soft',
  '51': 'soft',
  '61': 'soft',
  '65': 'soft',
  '91': 'soft',
  '14': 'hard',
  '41': 'hard',
  '43': 'hard',
  '54': 'hard',
  '57': 'hard',
  '59': 'fraud',
  '63': 'fraud',
  '30': 'technical',
  '96': 'technical',
};

/** One metric a payment service emits. Every dimension set also carries `service`. */
export interface PaymentMetric {
  readonly name: string;
  readonly unit: 'Count' | 'Milliseconds' | 'Seconds';
  /** Emitted as 0 or 1 with every request, so that it exists wherever the total does. */
  readonly zeroOrOne?: true;
  /** Sets that may be alarmed on; [] is the total over all. */
  readonly dimensionSets: readonly (readonly string[])[];
  /** What an alarm on it looks like. */
  readonly alarmForm: string;
  /** What belongs into the log line instead of a dimension. */
  readonly logFields: readonly string[];
}

const CONTRACT = [
  {
    name: 'authorizationAttempts',
    unit: 'Count',
    dimensionSets: [[], ['psp'], ['psp', 'network']],
    alarmForm: 'anomaly below the band and below a floor; no traffic (missing data breaching)',
    logFields: ['issuerCountry', 'method', 'currency', 'merchantId'],
  },
  {
    name: 'authorizationApprovals',
    unit: 'Count',
    zeroOrOne: true,
    dimensionSets: [['psp'], ['psp', 'network']],
    alarmForm: 'approvals ÷ attempts under a floor, with a sample guard; one PSP against the others',
    logFields: [],
  },
  {
    name: 'authorizationDeclines',
    unit: 'Count',
    dimensionSets: [['psp', 'declineClass']],
    alarmForm: 'share of one class against its baseline',
    logFields: ['declineCode', 'declineReason'],
  },
  {
    name: 'authorizationErrors',
    unit: 'Count',
    zeroOrOne: true,
    dimensionSets: [[], ['psp']],
    alarmForm: 'rate over attempts',
    logFields: ['errorType', 'httpStatus'],
  },
  {
    name: 'providerLatencyMs',
    unit: 'Milliseconds',
    dimensionSets: [['psp', 'operation']],
    alarmForm: 'p95, p99',
    logFields: ['attempt', 'endpoint'],
  },
  { name: 'providerTimeouts', unit: 'Count', zeroOrOne: true, dimensionSets: [['psp', 'operation']], alarmForm: 'share', logFields: [] },
  { name: 'idempotencyReplays', unit: 'Count', dimensionSets: [['psp']], alarmForm: 'rate', logFields: ['idempotencyKeyHash'] },
  { name: 'doubleCaptures', unit: 'Count', dimensionSets: [['psp']], alarmForm: 'above 0, critical', logFields: ['idempotencyKeyHash'] },
  { name: 'threeDsChallenges', unit: 'Count', dimensionSets: [['network']], alarmForm: 'jump or drop', logFields: ['acsId', 'version'] },
  { name: 'threeDsFrictionless', unit: 'Count', dimensionSets: [['network']], alarmForm: 'jump or drop', logFields: ['acsId', 'version'] },
  { name: 'threeDsAbandoned', unit: 'Count', dimensionSets: [['network']], alarmForm: 'jump or drop', logFields: ['acsId', 'version'] },
  { name: 'retries', unit: 'Count', dimensionSets: [['network']], alarmForm: 'rate', logFields: ['declineCode'] },
  {
    name: 'hardDeclineRetries',
    unit: 'Count',
    zeroOrOne: true,
    dimensionSets: [['network']],
    alarmForm: 'above 0: networks charge for excess retries',
    logFields: ['declineCode'],
  },
  { name: 'captureLagSeconds', unit: 'Seconds', dimensionSets: [['psp']], alarmForm: 'age of the oldest; missing data breaching', logFields: ['batchId'] },
  { name: 'settlementFileAgeSeconds', unit: 'Seconds', dimensionSets: [['psp']], alarmForm: 'age of the oldest; missing data breaching', logFields: ['batchId'] },
  { name: 'reconciliationMismatches', unit: 'Count', dimensionSets: [['psp']], alarmForm: 'above 0', logFields: ['amountMinor', 'currency'] },
  { name: 'webhookFailures', unit: 'Count', zeroOrOne: true, dimensionSets: [['psp']], alarmForm: 'rate', logFields: ['eventType'] },
  { name: 'webhookOldestSeconds', unit: 'Seconds', dimensionSets: [['psp']], alarmForm: 'age; dead-letter queue above 0', logFields: ['eventType'] },
  { name: 'refunds', unit: 'Count', dimensionSets: [['network']], alarmForm: 'ratio', logFields: ['reasonCode'] },
  { name: 'disputes', unit: 'Count', dimensionSets: [['network']], alarmForm: 'ratio (VAMP)', logFields: ['reasonCode'] },
  { name: 'fraudReports', unit: 'Count', dimensionSets: [['network']], alarmForm: 'ratio (VAMP)', logFields: ['reasonCode'] },
] as const satisfies readonly PaymentMetric[];

export type PaymentMetricName = (typeof CONTRACT)[number]['name'];

/** A field of the log line, never a dimension. */
export type PaymentLogField = (typeof CONTRACT)[number]['logFields'][number];

/**
 * The contract between a payment service and its observability. Never a dimension: BIN, merchant, customer, issuer, decline code,
 * amount, ids. Never anywhere: card number, CVV, track data.
 */
export const PAYMENT_METRICS: readonly (PaymentMetric & { readonly name: PaymentMetricName })[] = CONTRACT;

/** What the emitter of the contract says of itself: emitted only when it happens, in total. */
export const TELEMETRY_METRICS = {
  telemetryErrors: 'what could not be published as it was given: an event, a field, a line',
  unknownDeclineCodes: 'declines whose code has no class and which count as technical',
  unlistedDimensionValues: 'values of a dimension that are not listed and count as other',
} as const;

export type TelemetryMetricName = keyof typeof TELEMETRY_METRICS;
