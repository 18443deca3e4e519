import { COST_VOLUMES } from '@payment-observability/catalog';
import { cost } from '../src/sections/cost';

test('every volume has the default of the catalog', () => {
  const parsed = cost.parse(undefined);
  expect(parsed).toEqual({ ...Object.fromEntries(Object.entries(COST_VOLUMES).map(([volume, { value }]) => [volume, value])), dimensionValues: {}, functions: {}, maxMetricsPerFilter: 100 });
});

test.each([
  [{ logGB: 1 }, ['Unrecognized key: "logGB"']],
  [{ logGiB: -1 }, ['Too small: expected number to be >=0']],
  [{ functions: { 'metrics.collector': { calls: 1 } } }, ['Invalid input: expected number, received undefined']],
  [{ functions: { 'Metrics collector': { calls: 1, ms: 1 } } }, ['Invalid key in record']],
  [{ maxMetricsPerFilter: 0 }, ['Too small: expected number to be >0']],
])('%j is refused', (written, messages) => {
  expect(cost.safeParse(written).error?.issues.map(({ message }) => message)).toEqual(messages);
});
