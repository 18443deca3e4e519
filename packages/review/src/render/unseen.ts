import type { PieceOfChange } from '../change-pieces';
import { code, md, table } from '../markdown/markdown';
import { plural } from './values';

/** The changes of one stack that no merged review has shown. */
export interface UnseenChanges {
  readonly stackName: string;
  readonly changes: readonly PieceOfChange[];
}

/** Rows that a reader still looks at, far below the limit of a job summary. */
const MAX_ROWS = 500;

/** Markdown that lists what a deployment would do and no merged review has shown, for the job summary. */
export function renderUnseen(stacks: readonly UnseenChanges[]): string {
  const all = stacks.flatMap(({ stackName, changes }) => changes.map((change) => ({ stackName, ...change })));
  const rows = all.slice(0, MAX_ROWS).map(({ stackName, name, type = '', action, path = '' }) => [code(stackName), code(name), md`${type}`, md`${action}`, path === '' ? md`` : code(path)]);
  const more = all.length > rows.length ? md`… and ${plural(all.length - rows.length, 'more change')}\n\n` : md``;
  return md`## 🛑 ${plural(all.length, 'change')} that no review has shown\n\n${table(['Stack', 'Resource', 'Type', 'Change', 'Property'], rows)}${more}`.source;
}
