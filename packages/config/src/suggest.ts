import { distance } from 'fastest-levenshtein';

/** The candidate that `written` is probably a misspelling of: at most a third of the characters differ; case does not count. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  if (written.length > 100) return undefined;
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: distance(written.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= Math.max(1, Math.floor(Math.max(written.length, candidate.length) / 3)))
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return best?.candidate;
}

/** The way out for a name that is not known: the nearest candidate, and the list of all. */
export function namesInstead(written: string, candidates: readonly string[]): { suggestion?: string; allowed?: string } {
  const near = nearest(written, candidates);
  return {
    ...(near === undefined ? {} : { suggestion: `did you mean "${near}"?` }),
    ...(candidates.length === 0 ? {} : { allowed: [...candidates].sort().join(', ') }),
  };
}
