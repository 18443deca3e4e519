import { type CostVolume, price, type Price } from '@payment-observability/catalog';
import type { Cost } from '@payment-observability/config';
import type { Template } from '../types';
import { type Billed, billedIn } from './billed-resource';
import { FREE_TYPES } from './free-types';
import { type Meter, METERS } from './meters';

/** One line of the estimate; without prices where none is known, which is not the same as free. */
export interface PricedLine {
  readonly what: string;
  /** In a month of 730 hours or 30 days; null where the template does not tell it. */
  readonly quantity: number | null;
  readonly unit: string;
  /** Of the first tier where the price has tiers. */
  readonly unitPriceUsd: number | null;
  /** Rounded to cents. */
  readonly usd: number | null;
  /** Where the price comes from, and its date. */
  readonly source: string;
  /** Assumed volumes the quantity rests on. */
  readonly assumes: readonly CostVolume[];
}

/**
 * What the stacks of an environment cost a month, without free tiers, which an account has once: a line for each price that is met,
 * and one without price for each resource type that is billed or not known to be free.
 */
export function monthlyCost(stacks: readonly Template[], assumptions: Cost): readonly PricedLine[] {
  const byStack = stacks.map(billedIn);
  const resources = byStack.flat();
  const metered = METERS.flatMap((meter) => {
    const single = quantityOf(meter, byStack, assumptions);
    return single === 0 ? [] : [line(meter, single)];
  });
  const known = new Set([...METERS.flatMap(({ types }) => types), ...FREE_TYPES]);
  const unknown = [...new Set(resources.map(({ type }) => type))].filter((type) => !known.has(type) && !type.startsWith('Custom::')).sort();
  return [...metered, ...unknown.map((type) => unpriced(type, resources.filter((resource) => resource.type === type).length))];
}

/** How much of a price the resources use, in single units; NaN where a template does not tell it. */
export function quantityOf({ types, perStack, quantity }: Meter, byStack: readonly (readonly Billed[])[], assumptions: Cost): number {
  const among = perStack === true ? byStack : [byStack.flat()];
  return sum(among.map((resources) => quantity(resources.filter(({ type }) => types.includes(type)), assumptions)));
}

/** The sum of the lines that have a price, in cents. */
export function totalUsd(lines: readonly PricedLine[]): number {
  return cents(sum(lines.map(({ usd }) => usd ?? 0)));
}

/** Units that prices are for many of. */
const MANY: readonly [RegExp, number][] = [
  [/^million /, 1_000_000],
  [/^100,000 /, 100_000],
  [/^10,000 /, 10_000],
  [/^1,000 /, 1000],
];

function line({ what, price: priceId, assumes }: Meter, single: number): PricedLine {
  const item = price(priceId);
  const quantity = single / (MANY.find(([begin]) => begin.test(item.unit))?.[1] ?? 1);
  const isKnown = item.price !== null && !Number.isNaN(quantity);
  return {
    what,
    quantity: Number.isNaN(quantity) ? null : Number(quantity.toPrecision(6)),
    unit: item.unit.replace(/ \/ month$/, ''),
    unitPriceUsd: item.price,
    usd: isKnown ? cents(tiered(quantity, item)) : null,
    source: item.asOf === null ? item.source : `${item.source}, ${item.asOf}`,
    assumes,
  };
}

function unpriced(type: string, quantity: number): PricedLine {
  return { what: type, quantity, unit: 'resource', unitPriceUsd: null, usd: null, source: 'no price in prices.json', assumes: [] };
}

function tiered(quantity: number, { price: single, tiers = [{ upTo: null, price: single ?? 0 }] }: Price): number {
  let from = 0;
  let usd = 0;
  for (const { upTo, price: each } of tiers) {
    const until = Math.min(quantity, upTo ?? Infinity);
    if (until > from) usd += (until - from) * each;
    from = Math.max(from, until);
  }
  return usd;
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
/** USD rounded to cents. */
export const cents = (usd: number): number => Math.round(usd * 100) / 100;
