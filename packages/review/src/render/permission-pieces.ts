import type { Leaf, Piece } from '../markdown/budget';
import { code, md, text, type Markdown } from '../markdown/markdown';
import type { PermissionChange, Review } from '../types';
import { foldGroup, RANKS, row, tableGroup, visibleTable } from './pieces';
import { cut, plural, valueCell, type Detail } from './values';

/** Who may do more than before, not folded: the statements of the findings about permissions. */
export function broadenedPieces({ stacks }: Review, detail: Detail): Piece[] {
  const broadened = stacks.flatMap(({ permissions }) => permissions.filter(isBroadened));
  if (broadened.length === 0) return [];
  const rows = broadened.map(({ change, effect, isPublic, principals, actions, resources, conditions, logicalId }) => {
    const who = md`${isPublic ? md`**everyone** ` : md``}${list(principals, detail)}`;
    const may = change === 'removed' ? md`no more ${effect}: ${list(actions, detail)}` : list(actions, detail);
    const when = conditions === undefined ? md`` : md`<br>if ${valueCell(conditions, detail)}`;
    return row([who, may, md`${list(resources, detail)}<br>in ${code(cut(logicalId, detail.titleCharacters))}${when}`], RANKS.loss);
  });
  return [visibleTable(md`#### Who may do more (${rows.length})`, ['Who', 'May now do', 'On'], rows, 'statement', detail)];
}

/** Every statement that differs, broadened ones first, in a fold. */
export function permissionFold(permissions: readonly PermissionChange[], detail: Detail): Piece[] {
  if (permissions.length === 0) return [];
  const broadened = permissions.filter(isBroadened);
  const sorted = [...broadened, ...permissions.filter((change) => !isBroadened(change))];
  const rows = sorted.map((change) => permissionRow(change, detail));
  const statements = tableGroup(undefined, ['Change', 'Effect', 'Who', 'May do', 'On', 'If', 'Resource'], rows, 'statement', detail);
  const summary = `permissions · ${plural(permissions.length, 'statement')}${broadened.length > 0 ? `, ${broadened.length} broadened` : ''}`;
  return [foldGroup(summary, [statements], 'statement', detail)];
}

/** Whether a statement is one of those that stand in sight. */
export const isBroadened = ({ meaning, isPublic }: PermissionChange): boolean => meaning === 'broadened' || isPublic;

function permissionRow(permission: PermissionChange, detail: Detail): Leaf {
  const { change, meaning, isPublic, effect, principals, actions, resources, conditions, logicalId } = permission;
  const label = meaning === 'broadened' ? md`**broadened**: ${change}` : meaning === 'new' ? md`new` : md`${change}`;
  const cells = [
    isPublic ? md`**public** ${label}` : label,
    text(cut(effect, detail.titleCharacters)),
    list(principals, detail),
    list(actions, detail),
    list(resources, detail),
    conditions === undefined ? md`` : valueCell(conditions, detail),
    code(cut(logicalId, detail.titleCharacters)),
  ];
  return row(cells, isBroadened(permission) ? RANKS.overview : RANKS.detail);
}

function list(values: readonly string[], { valueCharacters }: Detail): Markdown {
  return values.length === 0 ? md`` : code(cut(values.join(', '), valueCharacters));
}
