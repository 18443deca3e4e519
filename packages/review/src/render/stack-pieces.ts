import type { Group, Leaf, Piece } from '../markdown/budget';
import { code, md, table, text, type Markdown } from '../markdown/markdown';
import { pathText, propertyChanges } from '../property-changes';
import { ACTIONS, countActions } from '../counts';
import type { Action, Counts, PropertyChange, ResourceChange, StackReview, TemplateChange } from '../types';
import { permissionFold } from './permission-pieces';
import { foldGroup, leaf, moreLine, RANKS, row, tableGroup, type Rank } from './pieces';
import { bySection } from './sections';
import { cut, plural, valueCell, type Detail } from './values';

/** All changes of one stack: its permissions, its sections, its outputs and the like, each in a fold. */
export function stackPiece(stack: StackReview, detail: Detail): Group {
  const place = stack.account === undefined ? stack.region : `${stack.region}, ${stack.account}`;
  const heading = md`### ${code(cut(stack.stackName, detail.titleCharacters))} (${place})\n\n${stateOf(stack)}\n\n`;
  const sections = bySection(stack.resources).map(([section, changes]) => sectionFold(section, changes, stack.operation === 'update', detail));
  const children = [...permissionFold(stack.permissions, detail), ...sections, ...templateFold(stack.templateChanges, detail)];
  return { kind: 'group', open: heading.source, close: '', children, more: moreLine('item', detail) };
}

/** What a stack was compared with. */
export const COMPARISONS: Readonly<Record<StackReview['baselineKind'], string>> = {
  deployed: 'compared with what is deployed',
  'base-file': "compared with the base branch's file; what is deployed was not looked at",
  none: 'there is nothing to compare with',
};

function stateOf({ operation, baselineKind, counts }: StackReview): string {
  const what = { create: 'New stack: ', delete: 'The stack is removed: ', update: '', none: '' }[operation];
  return `${what}${countsText(counts)}; ${COMPARISONS[baselineKind]}.`;
}

/** `2 add, 1 remove`, or what else there is to change. */
export function countsText(counts: Counts): string {
  const parts = ACTIONS.filter((action) => counts[action] > 0).map((action) => `${counts[action]} ${action}`);
  return parts.length > 0 ? parts.join(', ') : 'no resource changes';
}

/** What an action does, at a glance. */
export const ACTION_ICONS: Readonly<Record<Action, string>> = { add: '🟢', update: '🟡', replace: '🔴', 'may replace': '🟠', remove: '🔴', orphan: '🟠' };

function sectionFold(section: string, changes: readonly ResourceChange[], arePropertiesShown: boolean, detail: Detail): Group {
  const name = cut(section, detail.titleCharacters);
  const rows = changes.map((change, index) => overviewRow(change, index === 0 ? RANKS.firstRow : RANKS.overview, detail));
  const overview = tableGroup(undefined, ['Action', 'Resource', 'Config', 'Construct'], rows, `change in ${name}`, detail);
  const told = changes.filter(({ action, properties: values }) => arePropertiesShown && values.length > 0 && action !== 'remove' && action !== 'orphan');
  const blocks = told.map((change) => propertyBlock(change, detail));
  const properties: Group = { kind: 'group', open: '', close: '', children: blocks, more: moreLine(`property table in ${name}`, detail), countsItself: true };
  return foldGroup(`${name} · ${countsText(countActions(changes))}`, [overview, properties], `change in ${name}`, detail);
}

function overviewRow({ action, logicalId, type, path, constructPath }: ResourceChange, rank: Rank, { titleCharacters }: Detail): Leaf {
  const optional = (value: string | undefined): Markdown => (value === undefined ? md`` : code(cut(value, titleCharacters)));
  const resource = md`${code(cut(logicalId, titleCharacters))}<br>${code(cut(type, titleCharacters))}`;
  return row([md`${ACTION_ICONS[action]} ${action}`, resource, optional(path), optional(constructPath)], rank);
}

function propertyBlock({ logicalId, action, properties }: ResourceChange, detail: Detail): Leaf {
  const rows = properties.slice(0, detail.propertyRows).map(({ path, before, after }) => {
    const property = code(cut(pathText(path) || 'resource', detail.titleCharacters));
    return [property, valueCell(before, detail), valueCell(after, detail)];
  });
  const more = properties.length - rows.length;
  const rest = more > 0 ? md`… and ${plural(more, 'more value')} (${detail.rest})\n\n` : md``;
  return leaf(md`\n${code(cut(logicalId, detail.titleCharacters))}: ${action}\n\n${table(['Property', 'Before', 'After'], rows)}${rest}`, RANKS.properties);
}

function templateFold(changes: readonly TemplateChange[], detail: Detail): Piece[] {
  if (changes.length === 0) return [];
  const rows = changes.flatMap((change) => leavesOf(change).map((changed) => templateRow(change, changed, detail)));
  const list = tableGroup(undefined, ['Change', 'Name', 'Before', 'After'], rows, 'change in outputs', detail);
  return [foldGroup(`outputs, parameters, conditions · ${plural(changes.length, 'change')}`, [list], 'change in outputs', detail)];
}

function leavesOf({ action, before, after }: TemplateChange): readonly PropertyChange[] {
  return action === 'update' ? propertyChanges(before, after) : [{ path: [], before, after }];
}

function templateRow({ section, name, action }: TemplateChange, { path, before, after }: PropertyChange, detail: Detail): Leaf {
  const place = pathText([section, ...(name === '' ? [] : [name]), ...path]);
  return row([text(action), code(cut(place, detail.titleCharacters)), valueCell(before, detail), valueCell(after, detail)], RANKS.detail);
}
