import { price, type Price } from '@payment-observability/catalog';
import type { CostAssumptions, Volume } from './cost/assumptions';
import { FREE_TYPES } from './cost/free-types';
import { METERS } from './cost/meters';
import type { Resource, StackJson } from './stack-json';

export { PRICES_AS_OF, PRICES_REGION } from '@payment-observability/catalog';

/** One line of the estimate; without prices where none is known, which is not the same as free. */
export interface CostLine {
  readonly what: string;
  /** In a month of 730 hours or 30 days. */
  readonly quantity: number;
  readonly unit: string;
  /** Of the first tier where the price has tiers. */
  readonly unitPriceUsd: number | null;
  /** Rounded to cents. */
  readonly usd: number | null;
  /** Where the price comes from, and its date. */
  readonly source: string;
  /** Assumed volumes the quantity rests on. */
  readonly assumes: readonly Volume[];
}

/**
 * What the stacks of an environment cost a month, without free tiers, which an account has once: a line for each price that is met,
 * and one without price for each resource type that is billed or not known to be free.
 */
export function monthlyCost(stacks: readonly StackJson[], assumptions: CostAssumptions): readonly CostLine[] {
  const byStack = stacks.map(({ Resources }) => Object.values(Resources));
  const resources = byStack.flat();
  const metered = METERS.flatMap(({ what, price: id, types, perStack, quantity, assumes }) => {
    const single = sum((perStack === true ? byStack : [resources]).map((among) => quantity(ofTypes(among, types), assumptions)));
    return single > 0 ? [line(what, id, single, assumes)] : [];
  });
  const known = new Set([...METERS.flatMap(({ types }) => types), ...FREE_TYPES]);
  const unknown = [...new Set(resources.map(({ Type }) => Type))].filter((type) => !known.has(type) && !type.startsWith('Custom::')).sort();
  return [...metered, ...unknown.map((type) => unpriced(type, ofTypes(resources, [type]).length))];
}

/** The sum of the lines that have a price, in cents. */
export function totalUsd(lines: readonly CostLine[]): number {
  return cents(sum(lines.map(({ usd }) => usd ?? 0)));
}

/** Units that prices are for many of. */
const MANY: readonly [RegExp, number][] = [
  [/^million /, 1_000_000],
  [/^100,000 /, 100_000],
  [/^10,000 /, 10_000],
  [/^1,000 /, 1000],
];

function line(what: string, priceId: string, single: number, assumes: readonly Volume[]): CostLine {
  const item = price(priceId);
  const quantity = single / (MANY.find(([begin]) => begin.test(item.unit))?.[1] ?? 1);
  return {
    what,
    quantity: Number(quantity.toPrecision(6)),
    unit: item.unit.replace(/ \/ month$/, ''),
    unitPriceUsd: item.price,
    usd: item.price === null ? null : cents(tiered(quantity, item)),
    source: item.asOf === null ? item.source : `${item.source}, ${item.asOf}`,
    assumes,
  };
}

function unpriced(type: string, quantity: number): CostLine {
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

const ofTypes = (resources: readonly Resource[], types: readonly string[]) => resources.filter(({ Type }) => types.includes(Type));
const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const cents = (usd: number) => Math.round(usd * 100) / 100;
