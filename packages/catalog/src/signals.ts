export type Dimensions = Readonly<Record<string, string>>;

/** Metrics that one resource publishes with one set of dimensions. */
export interface SignalSet {
  readonly namespace: string;
  readonly dimensions: Dimensions;
  readonly names: readonly string[];
}

/** A metric as far as its name is known: dimensions narrow it down where a resource publishes it several times. */
export interface WantedSignal {
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly dimensions?: Dimensions | undefined;
}

export type FoundSignal =
  | { readonly namespace: string; readonly dimensions: Dimensions; readonly problem?: undefined }
  /** The part of the wish that nothing published fits: its namespace, its name, or its dimensions. */
  | { readonly problem: 'namespace' | 'name' | 'dimensions'; readonly message: string };

/**
 * The set of dimensions that receives a metric: of several the one with the fewest dimensions. Dimensions that no set has are added,
 * since some are published on request only (Resource and Method of an API).
 */
export function findSignal(sets: readonly SignalSet[], { name, namespace, dimensions = {} }: WantedSignal): FoundSignal {
  const inNamespace = sets.filter((set) => namespace === undefined || set.namespace === namespace);
  if (inNamespace.length === 0) return { problem: 'namespace', message: unknown(sets, name, namespace) };
  const named = inNamespace.filter(({ names }) => names.includes(name));
  if (named.length === 0) return { problem: 'name', message: unknown(sets, name, namespace) };
  const wanted = Object.entries(dimensions);
  const fitting = named.filter((set) => wanted.every(([dimension, value]) => (set.dimensions[dimension] ?? value) === value));
  const [best, next] = [...fitting].sort((a, b) => size(a) - size(b));
  if (!best || (next && size(next) === size(best))) return { problem: 'dimensions', message: `"${name}" is published for each ${choices(named)}; say which by dimensions` };
  return { namespace: best.namespace, dimensions: { ...best.dimensions, ...dimensions } };
}

const size = ({ dimensions }: SignalSet) => Object.keys(dimensions).length;

/** The dimensions in which sets differ, with their values: `Operation (GetItem, PutItem)`. */
function choices(sets: readonly SignalSet[]): string {
  const names = [...new Set(sets.flatMap((set) => Object.keys(set.dimensions)))];
  const values = names.map((name) => [name, [...new Set(sets.flatMap((set) => set.dimensions[name] ?? []))]] as const);
  return values.filter(([, all]) => all.length > 1).map(([name, all]) => `${name} (${all.join(', ')})`).join(' and ');
}

function unknown(sets: readonly SignalSet[], name: string, namespace: string | undefined): string {
  const known = new Map<string, Set<string>>();
  for (const set of sets) known.set(set.namespace, new Set([...(known.get(set.namespace) ?? []), ...set.names]));
  const listed = [...known].map(([of, names]) => `${of}: ${[...names].join(', ')}`).join('; ');
  return `no metric "${name}"${namespace === undefined ? '' : ` in ${namespace}`}; known are ${listed}`;
}
