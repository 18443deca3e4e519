import type { Config } from '@payment-observability/config';
import { type PieceOfChange, renderUnseen, stackCoverage, type StackInput } from '@payment-observability/review';
import { FailedRun } from './failed-run';
import { type MergedReview, mergedReviews, type MergedReviews } from './merged-reviews';
import type { RunContext } from './run-context';
import { ACTION_VERSION } from './version';

/** What is left to do that no merged review has shown. */
export interface Uncovered {
  /** Sentences. */
  readonly reasons: readonly string[];
  readonly unseen: readonly { readonly stackName: string; readonly changes: readonly PieceOfChange[] }[];
}

/** What is left to do in the stacks that merged reviews do not cover; undefined when they cover all of it. */
export function uncovered(stacks: readonly StackInput[], { reviews, missing, isOutdated }: MergedReviews): Uncovered | undefined {
  const answers = stacks.map((stack) => ({ stack, coverage: stackCoverage(stack, ACTION_VERSION, shownOf(stack.stackId, reviews)) }));
  const gaps = answers.flatMap(({ stack: { stackName }, coverage }) => (coverage.covered ? [] : [{ stackName, ...coverage }]));
  if (gaps.length === 0 && !isOutdated) return undefined;
  const none = reviews.length === 0 && missing.length === 0 && !isOutdated ? ['No pull request merged since the last deployment carries a review of this environment.'] : [];
  const outdated = isOutdated ? ['A later commit than this one is deployed already, so this run would take back what came after.'] : [];
  return {
    reasons: [...outdated, ...none, ...missing, ...gaps.flatMap(({ stackName, reasons }) => (reasons.length === 0 ? [] : [`Stack ${stackName}: ${reasons.join('; ')}.`]))],
    unseen: gaps.map(({ stackName, unseen }) => ({ stackName, changes: unseen })),
  };
}

const shownOf = (stackId: string, reviews: readonly MergedReview[]) =>
  reviews.flatMap(({ comment, isStale }) => {
    const stack = comment.header.stacks[stackId];
    return stack ? [{ stack, isStale }] : [];
  });

const SHOWN_CHANGES = 10;

/** What is not covered, in a message: the reasons and the first changes; all of them are in the job summary. */
export function uncoveredText({ reasons, unseen }: Uncovered): string {
  const names = unseen.flatMap(({ changes }) => changes.map(({ name, action, path }) => (path === undefined ? `${name} (${action})` : `${name}.${path}`)));
  const more = names.length - SHOWN_CHANGES;
  const shown = names.length > 0 ? [`No review has shown: ${names.slice(0, SHOWN_CHANGES).join(', ')}${more > 0 ? ` and ${more} more` : ''}.`] : [];
  return [...reasons, ...shown].join(' ');
}

/**
 * Checks a merge group: what deploying it would do has to be covered by the reviews of what was merged since the last
 * deployment and of what is in the queue, and none of the latter may be blocked.
 *
 * @throws FailedRun
 */
export async function requireReviewed(context: RunContext, config: Config, stacks: readonly StackInput[], what: string): Promise<void> {
  const merged = await mergedReviews(context, config);
  const blocked = merged.reviews.filter(({ comment, isQueued }) => isQueued && comment.header.gate === 'blocked');
  if (blocked.length > 0) throw new FailedRun('blocked', `${blocked.map(({ pullRequest }) => `#${pullRequest}`).join(', ')} may not be merged: its review shows findings that block, and nobody with the right has approved them.`);
  const gap = uncovered(stacks, merged);
  if (!gap) return;
  await context.runner.writeSummary(renderUnseen(gap.unseen));
  throw new FailedRun('not-reviewed', `${what}. ${uncoveredText(gap)} Update the branch, so that its review shows what is left to do.`);
}
