import type { Group, Leaf, Piece } from '../markdown/budget';
import { detailsFrame, md, tableHead, tableRow, type Markdown } from '../markdown/markdown';
import { plural, type Detail } from './values';

/**
 * What is placed first when not everything fits: what a reader must not miss, then what is good to know, then the changes one by one; of those the
 * first row of each section before the others, so that no section is missing.
 */
export const RANKS = { blocking: 1, attention: 2, loss: 3, info: 4, notes: 4, extent: 5, firstRow: 6, overview: 7, detail: 8, properties: 9 } as const;

export type Rank = (typeof RANKS)[keyof typeof RANKS] | 0;

/** A piece that is shown whole; `weight` is how many entries it stands for. */
export function leaf(content: Markdown, rank: Rank, weight = 1): Leaf {
  return { kind: 'leaf', source: content.source, rank, weight };
}

/** One row of a table group. */
export function row(cells: readonly Markdown[], rank: Rank, weight = 1): Leaf {
  return leaf(tableRow(cells), rank, weight);
}

/** A table whose rows are cut at the end, and counted. */
export function tableGroup(heading: Markdown | undefined, head: readonly string[], rows: readonly Leaf[], noun: string, detail: Detail): Group {
  return { kind: 'group', open: `${heading ? `${heading.source}\n\n` : ''}${tableHead(head).source}`, close: '\n', children: rows, more: moreLine(noun, detail) };
}

/** Pieces below a heading, not folded; what is left out is counted with a link to the whole. */
export function visibleGroup(heading: Markdown, children: readonly Piece[], noun: string, detail: Detail): Group {
  return { kind: 'group', open: `${heading.source}\n\n`, close: '\n', children, more: moreLine(noun, { ...detail, rest: detail.restLink ?? detail.rest }) };
}

/** A table below a heading, not folded; rows that are left out are counted with a link to the whole. */
export function visibleTable(heading: Markdown, head: readonly string[], rows: readonly Leaf[], noun: string, detail: Detail): Group {
  const group = visibleGroup(heading, rows, noun, detail);
  return { ...group, open: `${group.open}${tableHead(head).source}` };
}

/** A fold around pieces. */
export function foldGroup(summary: string, children: readonly Piece[], noun: string, detail: Detail): Group {
  const { open, close } = detailsFrame(summary, detail.areFoldsOpen);
  return { kind: 'group', open: open.source, close: close.source, children, more: moreLine(noun, detail) };
}

/** `… and 37 more changes in alarms (see the job summary)`, on a line of its own. */
export function moreLine(noun: string, { rest }: Pick<Detail, 'rest'>): (count: number) => string {
  const [thing = noun, ...place] = noun.split(' in ');
  return (count) => `\n${md`… and ${plural(count, `more ${thing}`)}${place.length > 0 ? ` in ${place.join(' in ')}` : ''} (${rest})`.source}\n`;
}
