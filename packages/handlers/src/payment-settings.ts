/** What the payment function reads from its environment. */
export interface PaymentSettings {
  readonly environment: string;
  readonly namespace: string;
  readonly tableName: string;
  readonly region: string;
}

const NAMES = { environment: 'ENVIRONMENT', namespace: 'METRICS_NAMESPACE', tableName: 'PAYMENTS_TABLE', region: 'AWS_REGION' } as const;

/** @throws with the name of every variable that is missing, so that a misconfigured function fails its first call */
export function paymentSettings(environment: Readonly<Record<string, string | undefined>>): PaymentSettings {
  const valueOf = (name: string) => environment[name] ?? '';
  const missing = Object.values(NAMES).filter((name) => valueOf(name) === '');
  if (missing.length > 0) throw new Error(`environment of the payment function: ${missing.join(', ')}: expected a value, found nothing`);
  return { environment: valueOf(NAMES.environment), namespace: valueOf(NAMES.namespace), tableName: valueOf(NAMES.tableName), region: valueOf(NAMES.region) };
}
