import { COST_VOLUMES, type CostVolume, PRICES_AS_OF, PRICES_REGION } from '@payment-observability/catalog';
import { type Config, formatProblem, loadConfig } from '@payment-observability/config';
import { monthlyCost, type PricedLine, totalUsd } from '@payment-observability/review';
import { stacksOf } from '@payment-observability/template-testing';
import { TEMPLATES } from '../src/templates';
import type { Files } from './systems-matrix';

/** The estimate of an app's example: its last environment, which is the most productive one. */
export function costPart(files: Files, app: string): string {
  const loaded = loadConfig({ text: files.read(`apps/${app}/observability.yml`), file: `apps/${app}/observability.yml`, templates: TEMPLATES });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const config = loaded.configs.at(-1);
  if (!config) throw new Error(`apps/${app}/observability.yml has no environment`);
  const stacks = Object.values(stacksOf(config)).map((template) => template.toJSON() as Readonly<Record<string, unknown>>);
  return costTable(monthlyCost(stacks, config.cost), config.cost, config.environment.name);
}

/** The lines of an estimate as a table, with what they rest on. */
export function costTable(lines: readonly PricedLine[], assumptions: Config['cost'], environment: string): string {
  const priced = lines.flatMap(({ usd, unitPriceUsd, ...line }) => (usd === null || unitPriceUsd === null || line.quantity === null ? [] : [{ ...line, usd, unitPriceUsd, quantity: line.quantity }]));
  const unpriced = lines.filter(({ usd }) => usd === null);
  const rows = priced.map(({ what, quantity, unit, unitPriceUsd, usd }) => `| ${what} | ${amount(quantity)} × ${unit} | ${unitPriceUsd} | ${usd.toFixed(2)} |`);
  const volumes = (Object.keys(COST_VOLUMES) as CostVolume[]).filter((volume) => lines.some(({ assumes }) => assumes.includes(volume)));
  return [
    `The environment \`${environment}\` of [observability.yml](observability.yml) costs about **${totalUsd(lines).toFixed(2)} USD a month**, without free tiers, which an account has once,`,
    `at the prices of ${PRICES_REGION} of ${PRICES_AS_OF} ([prices.json](../../packages/catalog/src/prices.json)) and the volumes of its [cost](src/template.ts) section.`,
    '',
    '| what | quantity | USD each | USD a month |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    ...(unpriced.length === 0 ? [] : ['', `Not in the sum, since no price is known: ${unpriced.map(({ what, quantity }) => `${what}${quantity === null ? '' : ` (${amount(quantity)})`}`).join(', ')}.`]),
    '',
    'Assumed for a month:',
    '',
    ...volumes.map((volume) => `- \`${volume}\` ${amount(assumptions[volume])}: ${COST_VOLUMES[volume].meaning}`),
    ...Object.entries(assumptions.dimensionValues).map(([dimension, count]) => `- \`dimensionValues.${dimension}\` ${amount(count)}: distinct values of the dimension`),
    ...Object.entries(assumptions.functions).map(([path, { calls, ms }]) => `- \`functions.${path}\` ${amount(calls)} calls of ${amount(ms)} ms`),
  ].join('\n');
}

/** A number with a comma between thousands, whatever the locale. */
function amount(number: number): string {
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 }).format(number);
}
