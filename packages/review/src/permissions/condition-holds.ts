import { BlockList, isIP } from 'node:net';
import { matchesArn } from './arn-pattern';
import { matchesGlob } from './glob';

/** Whether a value of the request fits one of the policy. */
type Comparison = (value: string, wanted: string) => boolean;

const isSameText: Comparison = (value, wanted) => value.toLowerCase() === wanted.toLowerCase();

/** Comparisons that need a number of both texts; a request may carry any text, and then nothing fits. */
function ordered(read: (text: string) => number, holds: (value: number, wanted: number) => boolean): Comparison {
  return (value, wanted) => {
    const limit = read(wanted);
    if (Number.isNaN(limit)) throw new RangeError(`${wanted} cannot be compared`);
    return holds(read(value), limit);
  };
}

const ORDERS: Readonly<Record<string, (value: number, wanted: number) => boolean>> = {
  Equals: (value, wanted) => value === wanted,
  LessThan: (value, wanted) => value < wanted,
  LessThanEquals: (value, wanted) => value <= wanted,
  GreaterThan: (value, wanted) => value > wanted,
  GreaterThanEquals: (value, wanted) => value >= wanted,
};

const orders = (name: string, read: (text: string) => number): [string, Comparison][] => Object.entries(ORDERS).map(([order, holds]) => [`${name}${order}`, ordered(read, holds)]);

// seconds since 1970, or ISO 8601
const timeOf = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

/** By what `isIP` says of an address. */
const FAMILIES: Readonly<Record<number, { readonly name: 'ipv4' | 'ipv6'; readonly bits: number }>> = { 4: { name: 'ipv4', bits: 32 }, 6: { name: 'ipv6', bits: 128 } };

function isInNetwork(value: string, wanted: string): boolean {
  const [address = '', length] = wanted.split('/');
  const family = FAMILIES[isIP(address)];
  const prefix = Number(length ?? family?.bits);
  if (!family || !(prefix >= 0 && prefix <= family.bits)) throw new RangeError(`${wanted} is no address and no range of them`);
  const network = new BlockList();
  network.addSubnet(address, prefix, family.name);
  const { [isIP(value)]: own } = FAMILIES;
  return own !== undefined && network.check(value, own.name);
}

/** Operators of the IAM reference that want a match; each but the orders has one with `Not` that wants none. */
const COMPARISONS: Readonly<Record<string, Comparison>> = {
  StringEquals: (value, wanted) => value === wanted,
  StringEqualsIgnoreCase: isSameText,
  StringLike: (value, wanted) => matchesGlob(wanted, value),
  ArnEquals: (value, wanted) => matchesArn(wanted, value),
  ArnLike: (value, wanted) => matchesArn(wanted, value),
  BinaryEquals: (value, wanted) => value === wanted,
  Bool: isSameText,
  IpAddress: isInNetwork,
  ...Object.fromEntries([...orders('Numeric', Number), ...orders('Date', timeOf)]),
};

const OPERATOR = /^(?:(?<set>ForAllValues|ForAnyValue):)?(?<name>[A-Za-z]+?)(?<ifExists>IfExists)?$/;

/**
 * Whether a condition holds for what a request says of its key; undefined: nothing.
 *
 * @throws RangeError for an operator that IAM does not have, and for a number, date or address of the policy that is none
 */
export function conditionHolds(operator: string, value: string | readonly string[] | undefined, wanted: readonly string[]): boolean {
  if (operator === 'Null') return wanted.some((text) => isSameText(text, String(value === undefined)));
  const { set, name = '', ifExists } = OPERATOR.exec(operator)?.groups ?? {};
  const isNegated = name.includes('Not');
  const compare = COMPARISONS[name.replace('Not', '')];
  if (!compare) throw new RangeError(`IAM has no operator ${operator}`);
  // to look at all of them first, so that a wrong one is not overlooked behind a right one
  const fits = (one: string): boolean => wanted.map((text) => compare(one, text)).includes(true) !== isNegated;
  if (value === undefined) return ifExists !== undefined || set === 'ForAllValues' || (isNegated && set === undefined);
  if (set === undefined) return typeof value === 'string' && fits(value);
  const values = typeof value === 'string' ? [value] : value;
  return set === 'ForAllValues' ? values.every(fits) : values.some(fits);
}
