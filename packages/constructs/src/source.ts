import { Aspects, CfnResource, type IAspect } from 'aws-cdk-lib/core';
import type { SectionName } from '@payment-observability/config';
import type { IConstruct } from 'constructs';

/** Metadata key under which a resource says which part of observability.yml it comes from. */
export const SOURCE_METADATA = 'payment-observability';

/** Where a resource comes from: its section and its path in the config, never a line number. */
export interface Source {
  readonly section: SectionName;
  /** For example `alarms.apiLatencyHigh`. */
  readonly path: string;
}

const sources = new WeakMap<IConstruct, Source>();

/** Says that everything below `scope`, unless marked itself, comes from `path` of observability.yml. */
export function markSource(scope: IConstruct, section: SectionName, path: string): void {
  sources.set(scope, { section, path });
}

/** The source of the nearest marked ancestor. */
export function sourceOf(node: IConstruct): Source | undefined {
  for (const scope of [...node.node.scopes].reverse()) {
    const source = sources.get(scope);
    if (source) return source;
  }
  return undefined;
}

const writeSource: IAspect = {
  visit(node) {
    const source = CfnResource.isCfnResource(node) ? sourceOf(node) : undefined;
    if (source) (node as CfnResource).addMetadata(SOURCE_METADATA, source);
  },
};

/** Writes the source of every resource below `scope` into its Metadata at synthesis. */
export function writeSources(scope: IConstruct): void {
  Aspects.of(scope).add(writeSource);
}
