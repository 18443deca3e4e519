import type { Severity } from '@payment-observability/config';

/** Value of the tag Severity: `Critical` for `critical`. */
export function severityTag(severity: Severity): string {
  return severity.charAt(0).toUpperCase() + severity.slice(1);
}
