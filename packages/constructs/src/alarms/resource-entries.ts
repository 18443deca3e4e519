import { RESOURCE_KINDS, type ResourceKind, type ResourceTypes } from '@payment-observability/catalog';
import type { Config, RecommendedAlarmOverride, SectionName } from '@payment-observability/config';
import { shardOf } from './shard';

/** A resource as the config lists it. */
export type ListedResource<K extends ResourceKind> = ResourceTypes[K] & {
  readonly owner?: string | undefined;
  readonly alarms: Readonly<Record<string, RecommendedAlarmOverride>>;
};

/** One resource and where it stands in the config. */
export interface ResourceEntry<K extends ResourceKind = ResourceKind> {
  readonly kind: K;
  readonly id: string;
  readonly resource: ListedResource<K>;
  readonly section: SectionName;
  /** For example `resources.functions.processor`. */
  readonly path: string;
}

/**
 * The resources of a config, and its canaries, which are resources of the team too: by kind in the order of the catalog, then as the config lists them.
 * With a shard only those of it; without, none when resources are spread over stacks.
 */
export function resourceEntries(config: Config, shard: number | undefined): readonly ResourceEntry[] {
  const shards = config.resources?.shards ?? 1;
  if (shard === undefined && shards > 1) return [];
  // before anything is made of them: a config of thousands of resources is gone through once for each shard
  const isHere = (kind: ResourceKind, id: string) => shard === undefined || shardOf(kind, id, shards) === shard;
  return RESOURCE_KINDS.flatMap((kind) => entriesOf(config, kind, isHere));
}

function entriesOf(config: Config, kind: ResourceKind, isHere: (kind: ResourceKind, id: string) => boolean): ResourceEntry[] {
  const section = kind === 'canaries' ? 'canaries' : 'resources';
  const collection = kind === 'canaries' ? 'canaries.checks' : `resources.${kind}`;
  const listed: Readonly<Record<string, unknown>> = (kind === 'canaries' ? config.canaries?.checks : config.resources?.[kind]) ?? {};
  return Object.keys(listed)
    .filter((id) => isHere(kind, id))
    .map((id) => ({ kind, id, resource: listed[id] as ListedResource<ResourceKind>, section, path: `${collection}.${id}` }));
}
