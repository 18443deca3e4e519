import { validationError } from './errors';
import { type Param, type Params } from './query-protocol';

/** The text of a parameter, or undefined when it was not sent. */
export function text(params: Params, name: string): string | undefined {
  const value = params[name];
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** The text of a parameter the action cannot do without. */
export function requireText(params: Params, name: string): string {
  const value = text(params, name);
  if (value === undefined || value === '') {
    const member = name.charAt(0).toLowerCase() + name.slice(1);
    throw validationError(`1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`);
  }
  return value;
}

export const isSet = (params: Params, name: string): boolean => text(params, name) === 'true';

/** A list parameter; the SDK sends an empty one as empty text. */
export function list(params: Params, name: string): Param[] | undefined {
  const value = params[name];
  if (Array.isArray(value)) return value;
  return value === '' ? [] : undefined;
}

export const texts = (params: Params, name: string): string[] | undefined => list(params, name)?.map(String);

/** A list of structures. */
export const structures = (params: Params, name: string): Params[] | undefined =>
  list(params, name)?.filter((item): item is Params => typeof item === 'object' && item !== null && !Array.isArray(item));
