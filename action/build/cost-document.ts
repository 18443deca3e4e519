import { formatProblem, loadConfig } from '@payment-observability/config';
import { type CostAssumptions, costAssumptions, type CostLine, monthlyCost, PRICES_AS_OF, PRICES_REGION, stacksOf, type StackJson, totalUsd, VOLUMES } from '@payment-observability/template-testing';
import { TEMPLATES } from '../src/templates';
import type { Files } from './systems-matrix';

/** The estimate of an app's example: its last environment, which is the most productive one. */
export function costPart(files: Files, app: string): string {
  const loaded = loadConfig({ text: files.read(`apps/${app}/observability.yml`), file: `apps/${app}/observability.yml`, templates: TEMPLATES });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const config = loaded.configs.at(-1);
  if (!config) throw new Error(`apps/${app}/observability.yml has no environment`);
  const assumptions = costAssumptions(JSON.parse(files.read(`apps/${app}/cost.json`)) as Readonly<Record<string, unknown>>);
  const stacks = Object.values(stacksOf(config)).map((template) => template.toJSON() as StackJson);
  return costTable(monthlyCost(stacks, assumptions), assumptions, config.environment.name);
}

/** The lines of an estimate as a table, with what they rest on. */
export function costTable(lines: readonly CostLine[], assumptions: CostAssumptions, environment: string): string {
  const priced = lines.flatMap(({ usd, unitPriceUsd, ...line }) => (usd === null || unitPriceUsd === null ? [] : [{ usd, unitPriceUsd, ...line }]));
  const unpriced = lines.filter(({ usd }) => usd === null);
  const rows = priced.map(({ what, quantity, unit, unitPriceUsd, usd }) => `| ${what} | ${amount(quantity)} × ${unit} | ${unitPriceUsd} | ${usd.toFixed(2)} |`);
  const volumes = (Object.keys(VOLUMES) as (keyof typeof VOLUMES)[]).filter((volume) => lines.some(({ assumes }) => assumes.includes(volume)));
  return [
    `The environment \`${environment}\` of [observability.yml](observability.yml) costs about **${totalUsd(lines).toFixed(2)} USD a month**, without free tiers, which an account has once,`,
    `at the prices of ${PRICES_REGION} of ${PRICES_AS_OF} ([prices.json](../../packages/catalog/src/prices.json)) and the volumes of [cost.json](cost.json).`,
    '',
    '| what | quantity | USD each | USD a month |',
    '| --- | ---: | ---: | ---: |',
    ...rows,
    ...(unpriced.length === 0 ? [] : ['', `Not in the sum, since no price is known: ${unpriced.map(({ what, quantity }) => `${what} (${amount(quantity)})`).join(', ')}.`]),
    '',
    'Assumed for a month:',
    '',
    ...volumes.map((volume) => `- \`${volume}\` ${amount(assumptions[volume])}: ${VOLUMES[volume].meaning}`),
    ...Object.entries(assumptions.dimensionValues).map(([dimension, count]) => `- \`dimensionValues.${dimension}\` ${amount(count)}: distinct values of the dimension`),
    ...Object.entries(assumptions.functions).map(([path, { calls, ms }]) => `- \`functions.${path}\` ${amount(calls)} calls of ${amount(ms)} ms`),
  ].join('\n');
}

/** A number with a comma between thousands, whatever the locale. */
function amount(number: number): string {
  return new Intl.NumberFormat('en-US', { maximumSignificantDigits: 6 }).format(number);
}
