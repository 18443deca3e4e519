import type { Group, Piece } from '../markdown/budget';
import { code, codeBlock, join, md, text, type Markdown } from '../markdown/markdown';
import type { Finding, FindingGroup, Note, ResourceChange, Review, Severity, StackReview } from '../types';
import { isBroadened } from './permission-pieces';
import { leaf, moreLine, RANKS, row, visibleGroup, visibleTable } from './pieces';
import { ACTION_ICONS } from './stack-pieces';
import { changesByPlace, isTaken, takenOf } from './taken';
import { toldOnce } from './told-once';
import { cut, type Detail } from './values';

/** Headings of the groups of findings, in the order in which they are shown. */
export const GROUP_HEADINGS: Readonly<Record<FindingGroup, string>> = {
  data: 'Data at risk',
  alerting: 'Alerting lost or changed',
  protection: 'Protection weakened',
  permissions: 'Permissions broadened',
  policy: 'Policy packs',
  information: 'Good to know',
};

export const SEVERITY_ICONS: Readonly<Record<Severity, string>> = { blocking: '🛑', attention: '⚠️', info: 'ℹ️' };

/** One list for each group of findings, never folded: lines break on a phone where a table would not. */
export function findingPieces(review: Review, detail: Detail): Piece[] {
  const changeOf = changesByPlace(review.stacks);
  const findings = toldOnce(review.findings).map((finding) => (areStatementsInTable(finding, review.stacks) ? { ...finding, title: finding.title.split(': ')[0] ?? finding.title } : finding));
  return Object.entries(GROUP_HEADINGS).flatMap(([group, heading]) => {
    const members = findings.filter((finding) => finding.group === group);
    const items = members.map((finding) => leaf(findingItem(finding, changeOf(finding), review.stacks.length > 1, detail), RANKS[finding.severity]));
    return items.length === 0 ? [] : [visibleGroup(md`#### ${heading} (${items.length})`, items, 'finding', detail)];
  });
}

// the statements that make the title long have a table of their own, with resource and condition
function areStatementsInTable({ id, stackId, logicalId }: Finding, stacks: readonly StackReview[]): boolean {
  const isOfStatements = id === 'public-access' || id === 'cross-account-access' || id === 'permission-broadened';
  return isOfStatements && stacks.some((stack) => stack.stackId === stackId && stack.permissions.some((change) => change.logicalId === logicalId && isBroadened(change)));
}

function findingItem({ severity, title, why, path, logicalId, stackId }: Finding, change: ResourceChange | undefined, isOneOfSeveral: boolean, { titleCharacters }: Detail): Markdown {
  const place = path ?? logicalId;
  const short = (value: string) => code(cut(value, titleCharacters));
  // a resource that is taken away is named by its logical id too: that is what CloudFormation and the folds below call it
  const taken = change && isTaken(change) ? [md`${ACTION_ICONS[change.action]} ${change.action} ${short(change.logicalId)}`] : [];
  const where = [...(place === undefined || isOneOfSeveral ? [short(stackId)] : []), ...(place === undefined ? [] : [short(place)]), ...taken];
  return md`- ${SEVERITY_ICONS[severity]} **${text(cut(title, titleCharacters).trim())}**<br>${text(cut(why, titleCharacters).trim())} · ${join(where, ' · ')}\n`;
}

/** Removals and replacements that no finding names. */
export function takenPieces({ stacks, findings }: Review, detail: Detail): Piece[] {
  const told = new Set(toldOnce(findings).map(({ stackId, logicalId }) => JSON.stringify([stackId, logicalId])));
  const untold = takenOf(stacks).filter(({ stack, change }) => !told.has(JSON.stringify([stack.stackId, change.logicalId])));
  if (untold.length === 0) return [];
  const rows = untold.map(({ stack, change: { action, logicalId, type, path } }) => {
    const short = (value: string) => code(cut(value, detail.titleCharacters));
    const place = join([...(stacks.length > 1 ? [short(stack.stackId)] : []), ...(path === undefined ? [] : [short(path)])], '<br>');
    return row([md`${ACTION_ICONS[action]} ${action}`, md`${short(logicalId)}<br>${short(type)}`, place], RANKS.loss);
  });
  return [visibleTable(md`#### Also removed or replaced (${rows.length})`, ['Action', 'Resource', 'Config'], rows, 'such change', detail)];
}

/** What a person has to know or do besides. */
export function notesPiece(notes: readonly Note[], detail: Detail): Group {
  const leaves = notes.map(({ title, text: body, code: block }) => {
    const shown = block === undefined ? md`` : md`${codeBlock(cut(block, detail.noteCharacters), 'json')}\n`;
    return leaf(md`**${cut(title, detail.titleCharacters)}** ${cut(body, detail.noteCharacters)}\n\n${shown}`, RANKS.notes);
  });
  return { kind: 'group', open: '#### To do or to know\n\n', close: '\n', children: leaves, more: moreLine('note', detail) };
}
