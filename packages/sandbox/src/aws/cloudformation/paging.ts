import { validationError } from '../errors';

/** One page of a list, and the token of the next; the token holds where to go on. */
export function pageOf<T>(items: readonly T[], size: number, token: string | undefined): { items: T[]; nextToken: string | undefined } {
  const start = token === undefined ? 0 : Number(Buffer.from(token, 'base64url').toString());
  if (!Number.isInteger(start) || start < 0) throw validationError('Invalid NextToken');
  const end = start + size;
  return { items: items.slice(start, end), nextToken: end < items.length ? Buffer.from(String(end)).toString('base64url') : undefined };
}
