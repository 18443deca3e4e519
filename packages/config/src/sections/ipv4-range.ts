import { z } from 'zod';

/** First and last address of an IPv4 range, as numbers. */
interface Ipv4Range {
  readonly first: number;
  readonly last: number;
}

/** The addresses of a range such as 10.0.10.0/24; undefined when it is none. */
export function ipv4Range(cidr: string): Ipv4Range | undefined {
  const numbers = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(cidr)?.slice(1).map(Number);
  if (!numbers) return undefined;
  const [a = 0, b = 0, c = 0, d = 0, bits = 0] = numbers;
  if ([a, b, c, d].some((octet) => octet > 255) || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  const address = ((a * 256 + b) * 256 + c) * 256 + d;
  return address % size === 0 ? { first: address, last: address + size - 1 } : undefined;
}

/** Whether `outer` holds every address of `inner`. */
export const holds = (outer: Ipv4Range, inner: Ipv4Range): boolean => outer.first <= inner.first && inner.last <= outer.last;

/** Whether the two have an address in common. */
export const overlap = (one: Ipv4Range, other: Ipv4Range): boolean => one.first <= other.last && other.first <= one.last;

/** A range that a VPC or a subnet may have: 16 to 65,536 addresses (Amazon VPC quotas). */
export const cidr = z
  .string()
  .refine((text) => ipv4Range(text) !== undefined && /\/(1[6-9]|2[0-8])$/.test(text), { error: 'an IPv4 range of /16 to /28 that begins at its first address, such as 10.0.10.0/24' });
