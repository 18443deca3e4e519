interface Hunk {
  /** First line of the base that is replaced. */
  readonly start: number;
  /** Line of the base after the last one that is replaced. */
  readonly end: number;
  readonly lines: readonly string[];
}

/**
 * Three-way merge of two sides that each changed one run of lines; undefined when the runs overlap or touch, where git
 * sees a conflict too. Git merges several runs as well.
 */
export function mergeText(base: string, ours: string, theirs: string): string | undefined {
  const lines = base.split('\n');
  const [first, second] = [hunkOf(lines, ours.split('\n')), hunkOf(lines, theirs.split('\n'))].sort((a, b) => a.start - b.start) as [Hunk, Hunk];
  if (first.end >= second.start) return undefined;
  return [...lines.slice(0, first.start), ...first.lines, ...lines.slice(first.end, second.start), ...second.lines, ...lines.slice(second.end)].join('\n');
}

/** What stands between the lines that both begin and end with. */
function hunkOf(base: readonly string[], side: readonly string[]): Hunk {
  const shorter = Math.min(base.length, side.length);
  let start = 0;
  while (start < shorter && base[start] === side[start]) start += 1;
  let tail = 0;
  while (tail < shorter - start && base.at(-1 - tail) === side.at(-1 - tail)) tail += 1;
  return { start, end: base.length - tail, lines: side.slice(start, side.length - tail) };
}
