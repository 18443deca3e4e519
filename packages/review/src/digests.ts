import { type ChangePiece, changePieces, type PieceOfChange } from './change-pieces';
import { changeList, compareStack, type Comparison } from './comparison';
import { digest } from './canonical-json';
import { withoutMetadata } from './template';
import type { Digests, StackInput, Template } from './types';

const NOTHING_TO_DO = digest([]);

/** Whether a deploy does what reviews showed, and if not, why. */
export type Coverage = { readonly covered: true } | { readonly covered: false; readonly reason: string };

/** What the review of a stack showed, as its comment keeps it. */
export interface ReviewedStack extends Digests {
  /** Digests of the single changes; absent where there are too many to keep, so that only the whole can be compared. */
  readonly pieces?: readonly string[];
}

/** A review of a stack whose pull request was merged. */
export interface MergedStackReview {
  readonly stack: ReviewedStack;
  /** It shows an earlier commit of its pull request than the one that was merged. */
  readonly isStale: boolean;
}

/** Whether merged reviews showed all that is left to do, and if not, why and which changes nobody saw. */
export type StackCoverage = { readonly covered: true } | { readonly covered: false; readonly reasons: readonly string[]; readonly unseen: readonly PieceOfChange[] };

/** More changes than this would leave no room in a comment for the review itself. */
const MAX_PIECES = 1_200;

/** What a review of the stack stands for; the order of keys and Metadata change nothing. */
export function stackDigests(stack: StackInput, actionVersion: string): Digests {
  return digestsOf(compareStack(stack), actionVersion);
}

/** `stackDigests` of a comparison that is made already. */
export function digestsOf(comparison: Comparison, actionVersion: string): Digests {
  const { before, after, baselineKind } = comparison.stack;
  return { actionVersion, desiredDigest: templateDigest(after), baselineKind, baselineDigest: templateDigest(before), changeDigest: digest(changeList(comparison)) };
}

/** `stackDigests` with the digests of the single changes. */
export function reviewedStack(stack: StackInput, actionVersion: string): ReviewedStack {
  const comparison = compareStack(stack);
  const pieces = changePieces(comparison);
  return { ...digestsOf(comparison, actionVersion), ...(pieces.length <= MAX_PIECES && { pieces: pieces.map((piece) => piece.digest) }) };
}

/**
 * Whether what is left to do is covered: by one merged review as a whole, or each change by some merged review of the
 * commit that was merged. A change is its path with both of its values.
 */
export function stackCoverage(stack: StackInput, actionVersion: string, reviews: readonly MergedStackReview[]): StackCoverage {
  const comparison = compareStack(stack);
  const now = digestsOf(comparison, actionVersion);
  const pieces = changePieces(comparison);
  const answers = reviews.map((review) => compareReviewed(review.stack, now));
  if (pieces.length === 0 || answers.some(({ covered }) => covered)) return { covered: true };
  const seen = new Set(reviews.flatMap(({ isStale, stack: { pieces: shown = [] } }) => (isStale ? [] : shown)));
  const unseen = pieces.filter(({ digest: piece }) => !seen.has(piece));
  if (unseen.length === 0) return { covered: true };
  const stale = reviews.some(({ isStale }) => isStale) ? [STALE] : [];
  return { covered: false, reasons: [...new Set([...answers.flatMap((answer) => (answer.covered ? [] : [answer.reason])), ...stale])], unseen: unseen.map(withoutDigest) };
}

const STALE = 'the review is of an earlier commit than the one that was merged';

const withoutDigest = ({ name, type, action, path }: ChangePiece): PieceOfChange => ({ name, ...(type !== undefined && { type }), action, ...(path !== undefined && { path }) });

/** Whether what is left to do now is what was reviewed, as a whole. */
export function compareReviewed(reviewed: Digests, now: Digests): Coverage {
  if (reviewed.desiredDigest !== now.desiredDigest) return { covered: false, reason: `the template to deploy is not the one that was reviewed${versionNote(reviewed, now)}` };
  if (now.changeDigest === NOTHING_TO_DO || now.changeDigest === reviewed.changeDigest) return { covered: true };
  if (reviewed.baselineDigest === now.baselineDigest) return { covered: false, reason: `the same templates give another change than the review showed${versionNote(reviewed, now)}` };
  return { covered: false, reason: MOVED_BASELINE[reviewed.baselineKind] };
}

const MOVED_BASELINE: Readonly<Record<Digests['baselineKind'], string>> = {
  deployed: 'the stack was changed since the review, so deploying does something the review did not show',
  'base-file': "the review compared with the base branch's file, and the deployed stack is not what that file predicted, so deploying does something the review did not show",
  none: 'the review showed a stack that did not exist, and now there is one, so deploying does something the review did not show',
};

function versionNote(reviewed: Digests, now: Digests): string {
  return reviewed.actionVersion === now.actionVersion ? '' : ` (the action moved from ${reviewed.actionVersion} to ${now.actionVersion} since the review)`;
}

function templateDigest(template: Template | undefined): string {
  return digest(template === undefined ? null : withoutMetadata(template));
}
