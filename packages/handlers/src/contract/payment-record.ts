import { type DeclineClass, PAYMENT_METRICS, type PaymentMetricName, type TelemetryMetricName } from '@payment-observability/catalog/payments-metrics';
import { type MetricGroup } from '../emf';
import { type Publication } from '../metric-publisher';
import { logFields } from './log-fields';
import { type Contract } from './settings';

/** Values of one event by metric; a metric that is not named is not published. */
export type Values = Partial<Readonly<Record<PaymentMetricName, number>>>;

/** An event of any kind, of which nothing is certain: the caller may not have been compiled. */
export type UncheckedEvent = Readonly<Record<string, unknown>>;

/** What is not listed, or not given where a set needs it. */
export const OTHER = 'other';

/** Beyond these a value is no measurement; they keep a card number from being one, too. */
const HIGHEST = { Count: 1, Milliseconds: 86_400_000, Seconds: 315_360_000 } as const;

const BY_NAME = new Map(PAYMENT_METRICS.map((metric) => [metric.name, metric]));

/** What is published for `values`: each metric in the dimension sets of the contract, `service` in all of them. @throws on a value that is none */
export function paymentRecord(name: string, event: UncheckedEvent, values: Values, contract: Contract): Publication {
  const entries = Object.entries(values) as [PaymentMetricName, unknown][];
  const metrics = entries.map(([metric, value]) => groupOf(metric, value));
  const used = new Set(metrics.flatMap(({ dimensionSets }) => dimensionSets.flat()));
  const { dimensions, unlisted } = dimensionsOf(event, used, contract);
  const code = decline(event, contract);
  // a decline has a code; what is tried again may have failed without one
  const needsClass = used.has('declineClass') || ('hardDeclineRetries' in values && code.text !== undefined);
  const { properties, problems } = logFields(event['fields']);
  return {
    dimensions: { ...dimensions, ...(used.has('declineClass') && { declineClass: code.class }) },
    groups: [...metrics, ...telemetry({ unlistedDimensionValues: unlisted, unknownDeclineCodes: needsClass && !code.known ? 1 : 0 })],
    properties: { ...logFields({ declineCode: code.text }).properties, ...properties, environment: contract.environment, event: name },
    problems,
  };
}

/** The class of a decline code; one that is not known is technical. */
export function decline(event: UncheckedEvent, { declineClasses }: Contract): { readonly class: DeclineClass; readonly known: boolean; readonly text: string | undefined } {
  const code = event['declineCode'];
  const text = typeof code === 'string' ? code : undefined;
  const found = text === undefined ? undefined : declineClasses.get(text);
  return { class: found ?? 'technical', known: found !== undefined, text };
}

function groupOf(name: PaymentMetricName, value: unknown): MetricGroup {
  const metric = BY_NAME.get(name);
  if (metric === undefined) throw new Error(`${name}: not a metric of the contract`);
  const highest = HIGHEST[metric.unit];
  if (typeof value !== 'number' || !(value >= 0 && value <= highest)) throw new Error(`${name}: expected a number from 0 to ${highest}`);
  // a longer fraction says nothing, and 13 digits may read as a card number
  const rounded = Math.round(value * 1000) / 1000;
  return { dimensionSets: metric.dimensionSets.map((set) => ['service', ...set]), measurements: [{ name, unit: metric.unit, value: rounded }] };
}

function dimensionsOf(event: UncheckedEvent, used: ReadonlySet<string>, { psps, networks, operations }: Contract) {
  const dimensions: Record<string, string> = {};
  let unlisted = 0;
  for (const [dimension, listed] of Object.entries({ psp: psps, network: networks, operation: operations })) {
    if (!used.has(dimension)) continue;
    const value = event[dimension];
    const found = typeof value === 'string' ? listed.find((one) => one.toLowerCase() === value.toLowerCase()) : undefined;
    dimensions[dimension] = found ?? OTHER;
    if (found === undefined && value !== undefined) unlisted += 1;
  }
  return { dimensions, unlisted };
}

function telemetry(counts: Partial<Record<TelemetryMetricName, number>>): readonly MetricGroup[] {
  const measurements = Object.entries(counts).flatMap(([name, value]) => (value > 0 ? [{ name, unit: 'Count' as const, value }] : []));
  return measurements.length === 0 ? [] : [{ dimensionSets: [['service']], measurements }];
}
