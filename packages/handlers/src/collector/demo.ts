import { type ServiceHealth, type Totals } from './records';

/** Lowest and highest made-up value. */
const DEMO_RANGES = {
  requests: [100, 1000],
  errors: [0, 50],
  processingMs: [50, 500],
  volume: [5000, 20_000],
  serviceLatencyMs: [10, 200],
  /** In hundredths of a percent. */
  availability: [9900, 9999],
} as const;

/** A number from 0 up to 1. */
type Random = () => number;

export function demoTotals(random: Random): Totals {
  return { requests: within('requests', random), errors: within('errors', random), volume: within('volume', random), latencyMs: within('processingMs', random) };
}

export function demoHealth(service: string, random: Random): ServiceHealth {
  return { service, latencyMs: within('serviceLatencyMs', random), availabilityPercent: within('availability', random) / 100 };
}

function within(range: keyof typeof DEMO_RANGES, random: Random): number {
  const [lowest, highest] = DEMO_RANGES[range];
  return lowest + Math.floor(random() * (highest - lowest + 1));
}
