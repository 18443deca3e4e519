import { fit, MANDATORY, type Group, type Piece } from '../markdown/budget';
import { code, link, md, type Markdown } from '../markdown/markdown';
import type { Finding, Review } from '../types';
import { costPieces } from './cost-pieces';
import { coveragePieces } from './coverage-pieces';
import { findingPieces, notesPiece, takenPieces } from './findings-pieces';
import { gateText, type Gate } from './gate';
import { limitPieces } from './limit-pieces';
import { broadenedPieces } from './permission-pieces';
import { leaf, moreLine, RANKS } from './pieces';
import { countsText, stackPiece } from './stack-pieces';
import { toldOnce } from './told-once';
import { cut, type Detail } from './values';
import { headlineOf, METHODS } from './verdict';

/** GitHub takes 65,536 characters; the rest is left for what the caller adds. */
const COMMENT_BYTES = 60_000;
/** GitHub takes 1 MiB for each step. */
const SUMMARY_BYTES = 1_000_000;

const COMMENT_DETAIL: Detail = { valueCharacters: 160, titleCharacters: 300, noteCharacters: 3_200, propertyRows: 15, graphNodes: 24, areFoldsOpen: false, rest: 'see the job summary' };
const SUMMARY_DETAIL: Detail = { valueCharacters: 2_000, titleCharacters: 2_000, noteCharacters: 40_000, propertyRows: 1_000, graphNodes: 60, areFoldsOpen: true, rest: 'left out: the job summary is full' };

export interface CommentOptions {
  /** Most bytes (UTF-8) the comment may take. @default 60000 */
  readonly budgetBytes?: number;
  /** Hidden line or lines by which the caller finds its comment again; shown first, as they are. */
  readonly header: string;
  /** Where the whole review is. */
  readonly summaryUrl?: string;
  /** Commit that was reviewed. */
  readonly headSha?: string;
  /** Whether the check stops the merge; shown right below the verdict. */
  readonly gate?: Gate;
  /** Markdown of the caller, shown last, as it is. */
  readonly footer?: string;
}

/** The review as a pull request comment: what matters most first, within the budget; what does not fit is counted. Throws RangeError when header, verdict and footer alone are too long. */
export function renderComment(review: Review, options: CommentOptions): string {
  const { budgetBytes = COMMENT_BYTES, header, summaryUrl, footer } = options;
  const rest = summaryUrl === undefined ? undefined : md`Everything in full: ${link('job summary', summaryUrl)}\n`;
  const end = [rest?.source, footer === undefined ? undefined : `${footer}\n`].filter((part) => part !== undefined).join('\n');
  const detail = summaryUrl === undefined ? COMMENT_DETAIL : { ...COMMENT_DETAIL, restLink: md`see the ${link('job summary', summaryUrl)}` };
  const isUnchanged = review.verdict === 'no-changes' && (options.gate === undefined || options.gate.state === 'open');
  return fit(frame(`${header}\n\n`, isUnchanged ? '' : end, documentPieces(review, options, detail), detail), budgetBytes);
}

/** The whole review for the job summary, folds open. */
export function renderSummary(review: Review, options: Pick<CommentOptions, 'budgetBytes' | 'headSha' | 'gate'> = {}): string {
  return fit(frame('', '', documentPieces(review, options, SUMMARY_DETAIL), SUMMARY_DETAIL), options.budgetBytes ?? SUMMARY_BYTES);
}

function blockingIn(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'blocking').length;
}

function frame(open: string, close: string, children: readonly Piece[], detail: Detail): Group {
  return { kind: 'group', open, close, children, more: moreLine('item', { rest: detail.restLink ?? detail.rest }) };
}

function documentPieces(review: Review, { headSha, gate }: Pick<CommentOptions, 'headSha' | 'gate'>, detail: Detail): Piece[] {
  const notes = review.notes.length > 0 ? [notesPiece(review.notes, detail)] : [];
  const box = gate && gateText({ ...gate, blocking: gate.blocking === blockingIn(review.findings) ? blockingIn(toldOnce(review.findings)) : gate.blocking });
  // a no-change review is one line: what is good to know about nothing is not worth a table
  if (review.verdict === 'no-changes' && box === undefined) return [leaf(unchangedLine(review), MANDATORY, 0), ...notes];
  const changed = review.stacks.filter(({ operation }) => operation !== 'none');
  const unchanged = review.stacks.filter(({ operation }) => operation === 'none');
  return [
    leaf(headline(review, gate), MANDATORY, 0),
    ...(box === undefined ? [] : [leaf(box, MANDATORY, 0)]),
    leaf(factsLine(review, headSha), MANDATORY, 0),
    ...findingPieces(review, detail),
    ...broadenedPieces(review, detail),
    ...takenPieces(review, detail),
    ...coveragePieces(review.coverage, detail),
    ...notes,
    ...costPieces(review.cost, detail),
    ...limitPieces(review.limits, detail),
    leaf(methodLine(review), MANDATORY, 0),
    ...changed.map((stack) => stackPiece(stack, detail)),
    ...unchanged.map(({ stackName }) => leaf(md`No changes in ${code(cut(stackName, detail.titleCharacters))}.\n\n`, RANKS.overview)),
  ];
}

const NAME_CHARACTERS = 100;

function headline(review: Review, gate: Gate | undefined): Markdown {
  const { icon, word, why } = headlineOf(review, gate);
  return md`## ${icon} ${word}${why === '' ? '' : `: ${cut(why, HEADLINE_CHARACTERS)}`}\n\n`;
}

const HEADLINE_CHARACTERS = 200;

function unchangedLine(review: Review): Markdown {
  const isFromFile = review.stacks.some(({ baselineKind }) => baselineKind === 'base-file');
  return md`✅ No changes · ${subjectOf(review)}${isFromFile ? " · compared with the base branch's file" : ''}\n`;
}

function subjectOf({ name, environment }: Review): Markdown {
  return md`${code(cut(name, NAME_CHARACTERS))} · ${code(cut(environment, NAME_CHARACTERS))}`;
}

function factsLine(review: Review, headSha: string | undefined): Markdown {
  const told = toldOnce(review.findings);
  const count = (severity: string): number => told.filter((finding) => finding.severity === severity).length;
  const [blocking, attention] = [count('blocking'), count('attention')];
  const commit = headSha === undefined ? md`` : md` · commit ${code(headSha.slice(0, 7))}`;
  const needs = [blocking > 0 ? ` · ${blocking} blocking` : '', attention > 0 ? ` · ${attention} to look at` : ''].join('');
  return md`${subjectOf(review)}${commit}<br>\n**${countsText(review.counts)}**${needs}\n\n`;
}

function methodLine({ template, actionVersion, method }: Review): Markdown {
  const made = md`Template ${code(cut(template, NAME_CHARACTERS))}, version ${code(cut(actionVersion, NAME_CHARACTERS))}.`;
  return md`_${made} ${METHODS[method]}_\n\n`;
}
