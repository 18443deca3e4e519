import { distance } from 'fastest-levenshtein';

/** The candidate that `written` is probably a misspelling or the beginning of; case does not count. */
export function nearest(written: string, candidates: readonly string[]): string | undefined {
  if (written.length > 100) return undefined;
  const [best] = candidates
    .map((candidate) => ({ candidate, edits: distance(written.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ candidate, edits }) => edits <= allowedEdits(written, candidate))
    .sort((a, b) => a.edits - b.edits || (a.candidate < b.candidate ? -1 : 1));
  return best?.candidate;
}

/** Two letters swapped are two edits; a third of a long name may differ; a name may be cut short. */
function allowedEdits(written: string, candidate: string): number {
  if (written.length >= 3 && candidate.toLowerCase().startsWith(written.toLowerCase())) return Infinity;
  const length = Math.max(written.length, candidate.length);
  return length <= 3 ? 1 : Math.max(2, Math.floor(length / 3));
}

/** The way out for a name that is not known: the nearest candidate, and the list of all. */
export function namesInstead(written: string, candidates: readonly string[]): { suggestion?: string; allowed?: string } {
  const near = nearest(written, candidates);
  return {
    ...(near === undefined ? {} : { suggestion: `did you mean "${near}"?` }),
    ...(candidates.length === 0 ? {} : { allowed: [...candidates].sort().join(', ') }),
  };
}
