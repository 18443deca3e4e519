import data from './prices.json';

/** Price up to a cumulative quantity a month; `upTo` null is the rest. */
export interface PriceTier {
  readonly upTo: number | null;
  readonly price: number;
}

export interface Price {
  readonly id: string;
  readonly service: string;
  readonly what: string;
  readonly unit: string;
  /** USD for one unit; null: not known, to be shown as unpriced and never counted as 0. */
  readonly price: number | null;
  readonly region: string;
  /** Date of the source. */
  readonly asOf: string | null;
  readonly status: string;
  readonly source: string;
  readonly tiers?: readonly PriceTier[];
  /** Unit of the tiers' quantities, where it is not `unit`. */
  readonly tierUnit?: string;
  readonly note?: string;
}

/** Unit prices by id. */
export const PRICES: ReadonlyMap<string, Price> = new Map((data.items as readonly unknown[] as readonly Price[]).map((item) => [item.id, item]));

export const PRICES_AS_OF = data.asOf;
export const PRICES_REGION = data.region;
export const HOURS_PER_MONTH = data.hoursPerMonth;
export const DAYS_PER_MONTH = data.daysPerMonth;

/** The price with this id; throws when there is no such item. */
export function price(id: string): Price {
  const item = PRICES.get(id);
  if (!item) throw new Error(`no price "${id}" in prices.json`);
  return item;
}
