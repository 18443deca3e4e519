/**
 * The shard of a resource: a hash of its id alone, so that adding one changes one stack. When the count doubles, a resource stays
 * or moves to the new shard `old + count`.
 */
export function shardOf(kind: string, id: string, count: number): number {
  // FNV-1a over UTF-16 code units, 32 bits: ids are ASCII
  let hash = 0x811c9dc5;
  for (const character of `${kind}.${id}`) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  // the low bits of FNV mix poorly
  return ((hash ^ (hash >>> 16)) >>> 0) % count;
}
