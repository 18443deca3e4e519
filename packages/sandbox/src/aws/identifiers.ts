import { createHash } from 'node:crypto';

const CAPITALS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

const digest = (seed: string): Buffer => createHash('sha256').update(seed).digest();

/** A UUID that depends on the seed alone. */
export function uuidOf(seed: string): string {
  const hex = digest(seed).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}

/** Capital letters and digits, as AWS puts them behind generated names and in access keys; they depend on the seed alone. */
export function suffixOf(seed: string, length = 12): string {
  return [...digest(seed)]
    .slice(0, length)
    .map((byte) => CAPITALS[byte % CAPITALS.length])
    .join('');
}
