/** The entries of a collection by id, so that the order in the file never changes the template. */
export function sortedEntries<T>(collection: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(collection ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
}
