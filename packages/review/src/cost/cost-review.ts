import { COST_VOLUMES, type CostVolume, PRICES_AS_OF } from '@payment-observability/catalog';
import type { Cost } from '@payment-observability/config';
import { compareText } from '../canonical-json';
import type { CostAssumption, CostLine, CostReview, Template } from '../types';
import { type Billed, billedIn, sourceOf } from './billed-resource';
import { cardinalityWarnings } from './cardinality';
import { type Meter, METERS } from './meters';
import { monthlyCost, type PricedLine, quantityOf, cents, totalUsd } from './monthly-cost';

/** The stacks on both sides of a change. */
export interface Sides {
  readonly before: readonly Template[];
  readonly after: readonly Template[];
}

/** Shares of a price by section. */
type Shares = ReadonlyMap<string, number>;

/** What the stacks cost a month before and after, at the same volumes, by section and price. */
export function costReview({ before, after }: Sides, assumptions: Cost): CostReview {
  const [old, young] = [monthlyCost(before, assumptions), monthlyCost(after, assumptions)];
  const [beforeUsd, afterUsd] = [totalUsd(old), totalUsd(young)];
  const all = [...young, ...old];
  return {
    beforeUsd,
    afterUsd,
    lines: METERS.flatMap((meter) => bySection(meter, sideOf(meter, before, old, assumptions), sideOf(meter, after, young, assumptions))),
    assumptions: assumptionsOf(all, assumptions),
    notPriced: young.filter(({ usd }) => usd === null).map(({ what, quantity }) => (quantity === null ? what : `${what} (${quantity})`)),
    warnings: [...capWarning(beforeUsd, afterUsd, assumptions), ...newIn(cardinalityWarnings(after, assumptions), cardinalityWarnings(before, assumptions))],
    pricesAt: PRICES_AS_OF,
  };
}

interface Side {
  readonly usd: number;
  readonly shares: Shares;
}

function sideOf(meter: Meter, stacks: readonly Template[], lines: readonly PricedLine[], assumptions: Cost): Side {
  const usd = lines.find(({ what }) => what === meter.what)?.usd ?? 0;
  return { usd, shares: usd === 0 ? new Map<string, number>() : sharesOf(meter, stacks.map(billedIn), assumptions) };
}

/** How a price is shared: by what each section uses of it, or by its resources where sections use a volume together. */
function sharesOf(meter: Meter, byStack: readonly (readonly Billed[])[], assumptions: Cost): Shares {
  const ofSection = (section: string) => byStack.map((resources) => resources.filter((resource) => sectionOf(resource) === section));
  const billed = byStack.flat().filter(({ type }) => meter.types.includes(type));
  const sections = [...new Set(billed.map(sectionOf))].sort(compareText);
  const quantities = sections.map((section) => quantityOf(meter, ofSection(section), assumptions));
  const total = quantityOf(meter, byStack, assumptions);
  const isSum = Math.abs(quantities.reduce((sum, quantity) => sum + quantity, 0) - total) < 1e-9 * total;
  const weights = isSum ? quantities : sections.map((section) => billed.filter((resource) => sectionOf(resource) === section).length);
  const weight = weights.reduce((sum, each) => sum + each, 0);
  return new Map(sections.map((section, index) => [section, (weights[index] ?? 0) / weight]));
}

const sectionOf = (resource: Billed): string => {
  const { section } = sourceOf(resource);
  return typeof section === 'string' ? section : 'other';
};

function bySection({ what }: Meter, before: Side, after: Side): CostLine[] {
  const [old, young] = [splitCents(before), splitCents(after)];
  const sections = [...new Set([...old.keys(), ...young.keys()])].sort(compareText);
  return sections.flatMap((section): CostLine[] => {
    const [beforeUsd, afterUsd] = [old.get(section) ?? 0, young.get(section) ?? 0];
    return beforeUsd === 0 && afterUsd === 0 ? [] : [{ section, what, beforeUsd, afterUsd }];
  });
}

/** Cents by section that add up to the price: what rounding leaves goes to the last. */
function splitCents({ usd, shares }: Side): ReadonlyMap<string, number> {
  let cumulative = 0;
  let given = 0;
  return new Map(
    [...shares].map(([section, share]) => {
      cumulative += share;
      const part = cents(usd * cumulative) - given;
      given = cents(given + part);
      return [section, cents(part)] as const;
    }),
  );
}

function assumptionsOf(lines: readonly PricedLine[], assumptions: Cost): CostAssumption[] {
  const used = (Object.keys(COST_VOLUMES) as CostVolume[]).filter((volume) => lines.some(({ assumes }) => assumes.includes(volume)));
  const given = (path: string, value: number, unit: string): CostAssumption => ({ path: `cost.${path}`, value, unit, isDefault: false });
  return [
    ...used.map((volume): CostAssumption => ({ path: `cost.${volume}`, value: assumptions[volume], unit: COST_VOLUMES[volume].meaning.replaceAll('`', ''), isDefault: assumptions[volume] === COST_VOLUMES[volume].value })),
    ...Object.entries(assumptions.dimensionValues).map(([dimension, value]) => given(`dimensionValues.${dimension}`, value, 'distinct values of the dimension')),
    ...Object.entries(assumptions.functions).flatMap(([path, { calls, ms }]) => [given(`functions.${path}.calls`, calls, 'calls a month'), given(`functions.${path}.ms`, ms, 'milliseconds a call')]),
  ];
}

const newIn = (now: readonly string[], known: readonly string[]): string[] => now.filter((warning) => !known.includes(warning));

function capWarning(beforeUsd: number, afterUsd: number, { maxMonthlyUsd }: Cost): string[] {
  if (maxMonthlyUsd === undefined || afterUsd <= maxMonthlyUsd || afterUsd <= beforeUsd) return [];
  return [`The estimate of ${afterUsd.toFixed(2)} USD a month is above cost.maxMonthlyUsd, ${maxMonthlyUsd} USD.`];
}
