import { COST_VOLUMES } from '@payment-observability/catalog';
import type { Config } from '@payment-observability/config';
import type { PricedLine } from '@payment-observability/review';
import { costTable } from '../../build/cost-document';

const DEFAULTS = Object.fromEntries(Object.entries(COST_VOLUMES).map(([volume, { value }]) => [volume, value])) as { [Volume in keyof typeof COST_VOLUMES]: number };
const costOf = (written: Partial<Config['cost']> = {}): Config['cost'] => ({ ...DEFAULTS, dimensionValues: {}, functions: {}, maxMetricsPerFilter: 100, ...written });
const line = (change: Partial<PricedLine>): PricedLine => ({ what: 'Dashboards', quantity: 2, unit: 'dashboard', unitPriceUsd: 3, usd: 6, source: 'list', assumes: [], ...change });

test('the lines, the sum, what has no price, and the assumptions they rest on', () => {
  const lines = [
    line({}),
    line({ what: 'Logs', quantity: 1234.5678, unit: 'GB', unitPriceUsd: 0.5, usd: 617.28, assumes: ['logGiB'] }),
    line({ what: 'Mute rules', quantity: 3, unitPriceUsd: null, usd: null }),
  ];
  const text = costTable(lines, costOf({ logGiB: 1234.5678, functions: { 'metrics.collector': { calls: 8640, ms: 250 } }, dimensionValues: { Currency: 3 } }), 'production');
  expect(text).toBe(`The environment \`production\` of [observability.yml](observability.yml) costs about **623.28 USD a month**, without free tiers, which an account has once,
at the prices of us-east-1 of 2025-10-28 ([prices.json](../../packages/catalog/src/prices.json)) and the volumes of its [cost](src/template.ts) section.

| what | quantity | USD each | USD a month |
| --- | ---: | ---: | ---: |
| Dashboards | 2 × dashboard | 3 | 6.00 |
| Logs | 1,234.57 × GB | 0.5 | 617.28 |

Not in the sum, since no price is known: Mute rules (3).

Assumed for a month:

- \`logGiB\` 1,234.57: GiB of logs, all log groups together
- \`dimensionValues.Currency\` 3: distinct values of the dimension
- \`functions.metrics.collector\` 8,640 calls of 250 ms`);
});

test('no sentence about unpriced lines when there are none', () => {
  expect(costTable([line({})], costOf(), 'dev')).not.toContain('Not in the sum');
});
