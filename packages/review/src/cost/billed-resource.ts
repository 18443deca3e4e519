import { isRecord, type Json } from '../json';
import { resourcesOf, type Resource } from '../template';
import type { Template } from '../types';

/** A resource as far as its price goes. */
export type Billed = Pick<Resource, 'type' | 'properties' | 'metadata'>;

/** The resources of a template that are billed or may be. */
export const billedIn = (template: Template): readonly Billed[] => [...resourcesOf(template).values()];

/** Section and path in the config that a resource comes from. */
export function sourceOf({ metadata }: Billed): Json {
  return objectOf(metadata['payment-observability']);
}

/** The value, or an empty object where it is none. */
export const objectOf = (value: unknown): Json => (isRecord(value) ? value : {});
