import type { Group, Piece } from '../markdown/budget';
import { code, codeBlock, md, text, type Markdown } from '../markdown/markdown';
import type { Finding, FindingGroup, Note, Review, Severity } from '../types';
import { leaf, moreLine, RANKS, row, tableGroup } from './pieces';
import { cut, type Detail } from './values';

const HEADINGS: Readonly<Record<FindingGroup, string>> = {
  data: 'Data at risk',
  alerting: 'Alerting lost or changed',
  protection: 'Protection weakened',
  permissions: 'Permissions broadened',
  policy: 'Policy packs',
  information: 'Good to know',
};

export const SEVERITY_ICONS: Readonly<Record<Severity, string>> = { blocking: '🛑', attention: '⚠️', info: 'ℹ️' };

/** One table for each group of findings, never folded. */
export function findingPieces({ findings, stacks }: Review, detail: Detail): Piece[] {
  return Object.entries(HEADINGS).flatMap(([group, heading]) => {
    const members = findings.filter((finding) => finding.group === group);
    const rows = members.map((finding) => {
      const [title, why] = [finding.title, finding.why].map((line) => text(cut(line, detail.titleCharacters))) as [Markdown, Markdown];
      return row([md`${SEVERITY_ICONS[finding.severity]}`, title, why, whereCell(finding, stacks.length > 1, detail)], RANKS[finding.severity]);
    });
    return rows.length === 0 ? [] : [tableGroup(md`#### ${heading}`, ['', 'What', 'Why it matters', 'Where'], rows, 'finding', detail)];
  });
}

function whereCell({ path, logicalId, stackId }: Finding, isOneOfSeveral: boolean, { titleCharacters }: Detail) {
  const place = path ?? logicalId;
  const stack = code(cut(stackId, titleCharacters));
  if (place === undefined) return stack;
  return isOneOfSeveral ? md`${code(cut(place, titleCharacters))} in ${stack}` : code(cut(place, titleCharacters));
}

/** What a person has to know or do besides. */
export function notesPiece(notes: readonly Note[], detail: Detail): Group {
  const leaves = notes.map(({ title, text: body, code: block }) => {
    const shown = block === undefined ? md`` : md`${codeBlock(cut(block, detail.noteCharacters), 'json')}\n`;
    return leaf(md`**${cut(title, detail.titleCharacters)}** ${cut(body, detail.noteCharacters)}\n\n${shown}`, RANKS.notes);
  });
  return { kind: 'group', open: '#### To do or to know\n\n', close: '\n', children: leaves, more: moreLine('note', detail) };
}
