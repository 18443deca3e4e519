import { COST_VOLUMES } from '@payment-observability/catalog';
import type { Cost } from '@payment-observability/config';

const DEFAULTS = Object.fromEntries(Object.entries(COST_VOLUMES).map(([volume, { value }]) => [volume, value])) as { [Volume in keyof typeof COST_VOLUMES]: number };

/** The section `cost` as the loader completes it. */
export function costOf(written: Partial<Cost> = {}): Cost {
  return { ...DEFAULTS, dimensionValues: {}, functions: {}, maxMetricsPerFilter: 100, ...written };
}
