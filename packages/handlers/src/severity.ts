/** How much an alert matters: the severity of the topic it came through. */
export type Severity = 'critical' | 'warning' | 'info';

export const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/** The value if it is a severity. */
export function severityOf(value: unknown): Severity | undefined {
  return SEVERITIES.find((name) => name === value);
}
