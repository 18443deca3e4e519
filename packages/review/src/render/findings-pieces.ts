import type { Group, Piece } from '../markdown/budget';
import { code, codeBlock, md, text } from '../markdown/markdown';
import type { Finding, FindingGroup, Note, Review, Severity } from '../types';
import { leaf, moreLine, RANKS, row, tableGroup } from './pieces';
import { cut, type Detail } from './values';

const HEADINGS: Readonly<Record<FindingGroup, string>> = {
  data: 'Data at risk',
  alerting: 'Alerting lost or changed',
  protection: 'Protection weakened',
  permissions: 'Permissions broadened',
  information: 'Good to know',
};

export const SEVERITY_ICONS: Readonly<Record<Severity, string>> = { blocking: '🛑', attention: '⚠️', info: 'ℹ️' };

/** One table for each group of findings, never folded. */
export function findingPieces({ findings, stacks }: Review, detail: Detail): Piece[] {
  return Object.entries(HEADINGS).flatMap(([group, heading]) => {
    const members = findings.filter((finding) => finding.group === group);
    const rows = members.map((finding) =>
      row([md`${SEVERITY_ICONS[finding.severity]}`, text(cut(finding.title, detail.titleCharacters)), text(cut(finding.why, detail.titleCharacters)), whereCell(finding, stacks.length > 1, detail)], RANKS[finding.severity]),
    );
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
  const leaves = notes.map(({ title, text: body, code: block }) =>
    leaf(md`**${cut(title, detail.titleCharacters)}** ${cut(body, detail.valueCharacters * 10)}\n\n${block === undefined ? '' : md`${codeBlock(cut(block, detail.valueCharacters * 20), 'json')}\n`}`, RANKS.notes),
  );
  return { kind: 'group', open: '#### To do or to know\n\n', close: '\n', children: leaves, more: moreLine('note', detail) };
}
