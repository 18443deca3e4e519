/** A piece of text that is shown whole or not at all. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly source: string;
  /** Smaller ranks are placed first; `MANDATORY` ones always. */
  readonly rank: number;
  /** How many entries are counted as missing when it is left out. */
  readonly weight: number;
}

/** Pieces that stand in one frame, such as a table or a fold; it is shown when one of them is. */
export interface Group {
  readonly kind: 'group';
  readonly open: string;
  readonly close: string;
  readonly children: readonly Piece[];
  /** The line that counts what is left out, put before the end of the frame. */
  readonly more: (count: number) => string;
  /** Whether its own line counts its entries even when none of them is shown, and the frame around it does not. @default false */
  readonly countsItself?: boolean;
}

export type Piece = Leaf | Group;

export const MANDATORY = 0;

/**
 * Places the most important pieces that fit into the byte budget, in the order in which they are given. Once a piece is left out, no less important one
 * takes its room. Throws when the mandatory ones do not fit.
 */
export function fit(root: Group, budgetBytes: number): string {
  const placed = new Set<Piece>([root]);
  const full = new Set<Group>();
  let leftBytes = budgetBytes - frameBytes(root);
  let leftOutRank = Infinity;
  for (const { leaf, frames } of leavesOf(root).toSorted((a, b) => a.leaf.rank - b.leaf.rank)) {
    const frame = frames.at(-1) ?? root;
    // once a piece is left out, so are those after it: a list is cut at its end, not pierced
    if ((full.has(frame) || leaf.rank > leftOutRank) && leaf.rank !== MANDATORY) continue;
    const opened = frames.filter((group) => !placed.has(group));
    const bytes = byteLength(leaf.source) + opened.reduce((total, group) => total + frameBytes(group), 0);
    if (bytes > leftBytes) {
      if (leaf.rank === MANDATORY) {
        throw new RangeError(`a budget of ${budgetBytes} bytes does not hold the parts that are always shown; give at least ${budgetBytes + bytes - leftBytes}`);
      }
      full.add(frame);
      leftOutRank = leaf.rank;
      continue;
    }
    leftBytes -= bytes;
    for (const piece of [leaf, ...opened]) placed.add(piece);
  }
  return render(root, placed);
}

/** How many bytes a text takes in UTF-8. */
export function byteLength(source: string): number {
  return Buffer.byteLength(source, 'utf8');
}

function leavesOf(group: Group, frames: readonly Group[] = []): { leaf: Leaf; frames: readonly Group[] }[] {
  const around = [...frames, group];
  return group.children.flatMap((child) => (child.kind === 'leaf' ? [{ leaf: child, frames: around }] : leavesOf(child, around)));
}

// room for the line that counts is kept from the start, so that it fits whatever happens
function frameBytes(group: Group): number {
  const own = byteLength(group.open) + byteLength(group.close) + byteLength(group.more(weightOf(group)));
  return group.children.filter(countsItself).reduce((total, child) => total + byteLength(child.more(weightOf(child))), own);
}

function countsItself(piece: Piece): piece is Group {
  return piece.kind === 'group' && piece.countsItself === true;
}

function weightOf(piece: Piece): number {
  return piece.kind === 'leaf' ? piece.weight : sumOfWeights(piece.children.filter((child) => !countsItself(child)));
}

function sumOfWeights(pieces: readonly Piece[]): number {
  return pieces.reduce((total, piece) => total + weightOf(piece), 0);
}

function render(group: Group, placed: ReadonlySet<Piece>): string {
  const body = group.children.map((child) => {
    if (placed.has(child)) return child.kind === 'leaf' ? child.source : render(child, placed);
    return countsItself(child) ? countLine(child, weightOf(child)) : '';
  });
  const missing = group.children.filter((child) => !placed.has(child) && !countsItself(child));
  return `${group.open}${body.join('')}${countLine(group, sumOfWeights(missing))}${group.close}`;
}

function countLine(group: Group, count: number): string {
  return count > 0 ? group.more(count) : '';
}
