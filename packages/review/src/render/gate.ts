import { code, join, md, text, type Markdown } from '../markdown/markdown';
import { cut, plural } from './values';

/** Whether the check stops the merge, and what a person did or has to do about it. */
export interface Gate {
  /** `open`: nothing blocks; `approved`: something would, and a person with the right has lifted it. */
  readonly state: 'open' | 'blocked' | 'approved';
  /** How many findings block, or would. */
  readonly blocking: number;
  /** Login of the person. */
  readonly approvedBy?: string;
  /** ISO 8601. */
  readonly approvedAt?: string;
  /** What a person has to do, in plain text; lines are kept. */
  readonly how?: string;
}

const HOW_CHARACTERS = 1_000;

/** The gate's state as an alert box; nothing while it is open. */
export function gateText({ state, blocking, approvedBy, approvedAt, how }: Gate): Markdown | undefined {
  if (state === 'open') return undefined;
  const by = approvedBy === undefined ? md`` : md` by ${code(cut(approvedBy, 100))}`;
  const at = approvedAt === undefined ? md`` : md` on ${cut(approvedAt, 100)}`;
  const findings = plural(blocking, 'blocking finding');
  const first = state === 'blocked' ? md`**This check fails: ${findings}, and nobody has approved.**` : md`**${findings}, approved${by}${at}.** A push voids the approval.`;
  const lines = how === undefined ? [] : cut(how, HOW_CHARACTERS).split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
  const quoted = [first, ...lines.map((line) => text(line.trim()))].map((line) => md`> ${line}`);
  return md`${state === 'blocked' ? md`> [!CAUTION]` : md`> [!NOTE]`}\n${join(quoted, '<br>\n')}\n\n`;
}
