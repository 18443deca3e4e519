import { fit, MANDATORY, type Group, type Piece } from '../markdown/budget';
import { code, link, md, type Markdown } from '../markdown/markdown';
import type { Review, Verdict } from '../types';
import { findingPieces, notesPiece } from './findings-pieces';
import { leaf, moreLine, RANKS } from './pieces';
import { countsText, stackPiece } from './stack-pieces';
import { cut, type Detail } from './values';

/** GitHub takes 65,536 characters; the rest is left for what the caller adds. */
const COMMENT_BYTES = 60_000;
/** GitHub takes 1 MiB for each step. */
const SUMMARY_BYTES = 1_000_000;

const COMMENT_DETAIL: Detail = { valueCharacters: 160, titleCharacters: 300, noteCharacters: 3_200, propertyRows: 15, areFoldsOpen: false, rest: 'see the job summary' };
const SUMMARY_DETAIL: Detail = { valueCharacters: 2_000, titleCharacters: 2_000, noteCharacters: 40_000, propertyRows: 1_000, areFoldsOpen: true, rest: 'left out: the job summary is full' };

export interface CommentOptions {
  /** Most bytes (UTF-8) the comment may take. @default 60000 */
  readonly budgetBytes?: number;
  /** Hidden line or lines by which the caller finds its comment again; shown first, as they are. */
  readonly header: string;
  /** Where the whole review is. */
  readonly summaryUrl?: string;
  /** Commit that was reviewed. */
  readonly headSha?: string;
  /** Markdown of the caller, shown last, as it is. */
  readonly footer?: string;
}

/** The review as a pull request comment: what matters most first, within the budget; what does not fit is counted. Throws RangeError when header, verdict and footer alone are too long. */
export function renderComment(review: Review, { budgetBytes = COMMENT_BYTES, header, summaryUrl, headSha, footer }: CommentOptions): string {
  const rest = summaryUrl === undefined ? undefined : md`Everything in full: ${link('job summary', summaryUrl)}\n`;
  const end = [rest?.source, footer === undefined ? undefined : `${footer}\n`].filter((part) => part !== undefined).join('\n');
  const pieces = documentPieces(review, headSha, COMMENT_DETAIL);
  return fit(frame(`${header}\n\n`, review.verdict === 'no-changes' ? '' : end, pieces, COMMENT_DETAIL), budgetBytes);
}

/** The whole review for the job summary, folds open. */
export function renderSummary(review: Review, { budgetBytes = SUMMARY_BYTES }: { readonly budgetBytes?: number } = {}): string {
  return fit(frame('', '', documentPieces(review, undefined, SUMMARY_DETAIL), SUMMARY_DETAIL), budgetBytes);
}

function frame(open: string, close: string, children: readonly Piece[], detail: Detail): Group {
  return { kind: 'group', open, close, children, more: moreLine('item', detail) };
}

function documentPieces(review: Review, headSha: string | undefined, detail: Detail): Piece[] {
  const notes = review.notes.length > 0 ? [notesPiece(review.notes, detail)] : [];
  // a no-change review is one line: what is good to know about nothing is not worth a table
  const verdict = leaf(verdictLine(review), MANDATORY, 0);
  if (review.verdict === 'no-changes') return [verdict, ...notes];
  const changed = review.stacks.filter(({ operation }) => operation !== 'none');
  const unchanged = review.stacks.filter(({ operation }) => operation === 'none');
  return [
    verdict,
    leaf(md`${factsLine(review, headSha)}\n\n`, MANDATORY, 0),
    ...findingPieces(review, detail),
    ...notes,
    leaf(md`_Replacements come from a template comparison, no change set: "may replace" is an estimate._\n\n`, MANDATORY, 0),
    ...changed.map((stack) => stackPiece(stack, detail)),
    ...unchanged.map(({ stackName }) => leaf(md`No changes in ${code(cut(stackName, detail.titleCharacters))}.\n\n`, RANKS.overview)),
  ];
}

const VERDICTS: Readonly<Record<Verdict, string>> = { 'no-changes': '✅ No changes', safe: '✅ Safe', attention: '⚠️ Needs a look', blocked: '🛑 Blocking findings' };

const NAME_CHARACTERS = 100;

function verdictLine({ verdict, name, environment, stacks }: Review): Markdown {
  const subject = md`${code(cut(name, NAME_CHARACTERS))} · ${code(cut(environment, NAME_CHARACTERS))}`;
  if (verdict !== 'no-changes') return md`## ${VERDICTS[verdict]} · ${subject}\n\n`;
  const isFromFile = stacks.some(({ baselineKind }) => baselineKind === 'base-file');
  return md`${VERDICTS[verdict]} · ${subject}${isFromFile ? " · compared with the base branch's file" : ''}\n`;
}

function factsLine({ counts, findings, template, actionVersion }: Review, headSha: string | undefined): Markdown {
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const [blocking, attention] = [count('blocking'), count('attention')];
  const commit = headSha === undefined ? md`` : md` · commit ${code(headSha.slice(0, 7))}`;
  const needs = [blocking > 0 ? `${blocking} blocking` : '', attention > 0 ? `${attention} to look at` : ''].filter((part) => part !== '').join(', ');
  const made = md`template ${code(cut(template, NAME_CHARACTERS))} · version ${code(cut(actionVersion, NAME_CHARACTERS))}${commit}`;
  return md`**${countsText(counts)}**${needs === '' ? '' : ` · ${needs}`} · ${made}`;
}

