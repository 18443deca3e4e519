import { type DeclineClass } from '@payment-observability/catalog/payments-metrics';

/** Who publishes, and what its dimensions may hold: what is not listed here counts as `other`, so that no input makes metrics without end. */
export interface PaymentMetricsSettings {
  /** CloudWatch namespace, as in `metrics.namespace` of observability.yml. */
  readonly namespace: string;
  /** Value of the dimension service. */
  readonly service: string;
  /** Field of the log lines, for example `production`. */
  readonly environment: string;
  /** Payment service providers, values of the dimension psp. */
  readonly psps: readonly string[];
  /** Values of the dimension network. @default visa, mastercard, amex, discover */
  readonly networks?: readonly string[];
  /** What is asked of a provider, values of the dimension operation. @default authorize, capture, refund, void, lookup */
  readonly operations?: readonly string[];
  /** Classes of decline codes, beside those of ISO 8583 or in their place: networks differ, and providers have codes of their own. */
  readonly declineClasses?: Readonly<Record<string, DeclineClass>>;
}

/** The settings with every default. */
export interface Contract extends Required<Omit<PaymentMetricsSettings, 'declineClasses'>> {
  readonly declineClasses: ReadonlyMap<string, DeclineClass>;
}

const NETWORKS = ['visa', 'mastercard', 'amex', 'discover'];
const OPERATIONS = ['authorize', 'capture', 'refund', 'void', 'lookup'];
const CLASSES: readonly unknown[] = ['soft', 'hard', 'fraud', 'technical'] satisfies DeclineClass[];

/** Each value is up to 4 metrics for each other dimension of its set. */
const MOST_VALUES = 20;
const NAME = /^[A-Za-z][A-Za-z0-9_.-]{0,62}$/u;
/** CloudWatch keeps what begins with AWS/ for itself. */
const NAMESPACE = /^(?!AWS\/)[A-Za-z0-9][A-Za-z0-9_./#:-]{0,254}$/u;
/** A BIN has six digits at least, and so have most ids of merchants. */
const LONG_NUMBER = /\d{6}/u;

/**
 * The settings, checked.
 * @throws with every problem at once, so that a wrong setting fails the start of the process and no payment
 */
export function contractOf(settings: PaymentMetricsSettings, isoClasses: Readonly<Record<string, DeclineClass>>): Contract {
  const { namespace, service, environment, psps, networks = NETWORKS, operations = OPERATIONS, declineClasses = {} } = settings;
  const classes = { ...isoClasses, ...declineClasses };
  const problems = [
    ...(matches(namespace, NAMESPACE) ? [] : ['namespace: expected 1 to 255 letters, digits and _ . / # : -, not beginning with AWS/']),
    ...(isName(service) ? [] : [`service: expected ${A_NAME}`]),
    ...(isName(environment) ? [] : [`environment: expected ${A_NAME}`]),
    ...Object.entries({ psps, networks, operations }).flatMap(([list, values]) => (isList(values) ? [] : [`${list}: expected 1 to ${MOST_VALUES} values, each ${A_NAME}`])),
    ...Object.entries(classes).flatMap(([code, value]) => (CLASSES.includes(value) ? [] : [`declineClasses.${code}: expected one of ${CLASSES.join(', ')}`])),
  ];
  if (problems.length > 0) throw new Error(`paymentMetrics: ${problems.join('; ')}`);
  return { namespace, service, environment, psps, networks, operations, declineClasses: new Map(Object.entries(classes)) };
}

const A_NAME = 'a letter and up to 62 letters, digits and _ . -, without six digits in a row';
const matches = (value: unknown, pattern: RegExp): boolean => typeof value === 'string' && pattern.test(value);
const isName = (value: unknown): boolean => matches(value, NAME) && !matches(value, LONG_NUMBER);
const isList = (values: unknown): boolean => Array.isArray(values) && values.length > 0 && values.length <= MOST_VALUES && values.every(isName);
