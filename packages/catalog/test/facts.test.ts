import { DECLINE_CLASSES, LIMITS, PAYMENT_METRICS, price, PRICES, THRESHOLD_KEYS, THRESHOLD_KINDS } from '../src';

test('a price by id, with tiers', () => {
  expect(price('metric-custom')).toMatchObject({ price: 0.3, unit: 'metric / month', asOf: '2025-10-28', tiers: [{ upTo: 10_000, price: 0.3 }, { upTo: 250_000 }, { upTo: 1_000_000 }, { upTo: null, price: 0.02 }] });
  expect(price('alarm-standard').price).toBe(0.1);
});

test('what has no price is unpriced, not free', () => {
  expect(price('alarm-log').price).toBeNull();
  expect([...PRICES.values()].filter((item) => item.price === null).every(({ status }) => status !== 'confirmed')).toBe(true);
});

test('an unknown price is a defect', () => {
  expect(() => price('nope')).toThrow(new Error('no price "nope" in prices.json'));
});

test('tiers end with the rest and grow', () => {
  const tiered = [...PRICES.values()].filter(({ tiers }) => tiers !== undefined);
  expect(tiered.length).toBeGreaterThan(3);
  for (const { tiers = [] } of tiered) {
    const bounds = tiers.map(({ upTo }) => upTo ?? Infinity);
    expect(bounds.at(-1)).toBe(Infinity);
    expect([...bounds].sort((a, b) => a - b)).toEqual(bounds);
  }
});

test.each([
  ['alarmName', 255, 'validator'],
  ['alarmActions', 5, 'nobody'],
  ['alarmRangeSeconds', 86_400, 'nobody'],
  ['mathAlarmMetrics', 10, 'construct'],
  ['metricFiltersPerGroup', 100, 'nobody'],
  ['logsResourcePolicies', 10, 'nobody'],
  ['samplingRuleName', 32, 'validator'],
  ['stackResources', 500, 'construct'],
  ['inlineTemplateBytes', 51_200, 'nobody'],
] as const)('limit %s is %d, caught by %s', (id, limit, caughtBy) => {
  expect(LIMITS[id]).toMatchObject({ limit, caughtBy });
});

test('the metric contract: names once, dimensions small, nothing personal among them', () => {
  const names = PAYMENT_METRICS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const dimensions = new Set(PAYMENT_METRICS.flatMap(({ dimensionSets }) => dimensionSets.flat()));
  expect([...dimensions].sort()).toEqual(['declineClass', 'network', 'operation', 'psp']);
  expect(PAYMENT_METRICS.every(({ dimensionSets }) => dimensionSets.every((set) => set.length <= 2))).toBe(true);
});

test('5 PSPs, 4 networks, 5 operations and 4 decline classes make 194 metrics', () => {
  const sizes: Readonly<Record<string, number>> = { psp: 5, network: 4, operation: 5, declineClass: 4 };
  const count = (set: readonly string[]) => set.reduce((product, dimension) => product * (sizes[dimension] ?? NaN), 1);
  expect(PAYMENT_METRICS.flatMap(({ dimensionSets }) => dimensionSets.map(count)).reduce((sum, size) => sum + size, 0)).toBe(194);
});

test.each([
  ['51', 'soft'],
  ['05', 'soft'],
  ['54', 'hard'],
  ['59', 'fraud'],
  ['96', 'technical'],
])('decline code %s is %s', (code, expected) => {
  expect(DECLINE_CLASSES[code]).toBe(expected);
});

test('every threshold key says its unit and begins at a minimum that makes sense', () => {
  expect(THRESHOLD_KEYS).toContain('latencyP99Ms');
  expect(THRESHOLD_KINDS.latencyP99Ms).toEqual({ statistic: 'p99', comparison: 'GreaterThanThreshold', unit: 'milliseconds', minimum: 1 });
  expect(THRESHOLD_KINDS.fractionAbove).toMatchObject({ minimum: 0, maximum: 1 });
});
