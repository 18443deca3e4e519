import type { Config } from '@payment-observability/config';
import { objectOf, resourcesOf, type SynthesizedStack } from './synthesized';

/** The most shards that the schema of `resources.shards` knows. */
const MAX_SHARDS = 128;

/** Which section makes a stack, or a dashboard of it, too large, and the way out. */
export function overflowOf(config: Config, stack: SynthesizedStack): { readonly path: string; readonly suggestion: string } {
  const counts = new Map<string, number>();
  for (const { source } of resourcesOf(stack)) if (source) counts.set(source.section, (counts.get(source.section) ?? 0) + 1);
  const [largest = 'environments'] = [...counts].sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1)).map(([section]) => section);
  return largest === 'resources' ? { path: 'resources.shards', suggestion: moreShards(config) } : { path: largest, suggestion: `move a part of ${largest} into a file with another name, which has a stack of its own` };
}

/** How the resources of an environment are spread over more stacks. */
export function moreShards({ resources }: Config): string {
  const shards = resources?.shards ?? 1;
  const listed = Object.values<unknown>(resources ?? {}).flatMap((kind) => Object.values(objectOf(kind)).filter((entry) => typeof entry === 'object' && entry !== null));
  const now = `${listed.length} resources are spread over ${shards} ${shards === 1 ? 'stack' : 'stacks'}`;
  if (shards >= MAX_SHARDS) return `${now}, the most there can be: move a part of them into a file with another name`;
  return (
    `${now}: set resources.shards to ${shards * 2}. Always double it: then a resource stays in its stack or moves to one that is deployed later, after the old one has given up its alarm names`
  );
}
