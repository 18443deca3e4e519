import type { Config } from '@payment-observability/config';
import { GitHubError } from './github/api';
import type { ReviewComment } from './github/comments';
import type { CommitRange } from './github/commits';
import type { MergedPullRequest } from './github/pull-requests';
import { reviewOf } from './review-comment';
import { reviewKey } from './review-header';
import type { RunContext } from './run-context';

/** The review that a merged pull request carries. */
export interface MergedReview {
  readonly pullRequest: number;
  readonly comment: ReviewComment;
  /** It shows an earlier commit than the one that was merged. */
  readonly isStale: boolean;
  /** Still in the merge queue. */
  readonly isQueued: boolean;
}

/** What was merged since the last deployment. */
export interface MergedReviews {
  readonly reviews: readonly MergedReview[];
  /** Pull requests among them whose review of this environment is missing, or not ours any more. */
  readonly missing: readonly string[];
  /** A newer commit than this one is deployed. */
  readonly isOutdated: boolean;
}

/**
 * The reviews of the pull requests that were merged since the last deployment that succeeded, up to the commit of this
 * run; for a merge group, also of those in the queue before it.
 */
export async function mergedReviews(context: RunContext, config: Config): Promise<MergedReviews> {
  const { github, event, inputs } = context;
  const key = reviewKey(inputs.configFile, config.environment.name);
  const range = await undeployedCommits(context, config.environment.name, key);
  const branch = event.mergeGroup?.baseRef ?? event.defaultBranch;
  const [merged, queued] = await Promise.all([
    github.mergedPullRequests(branch, range.shas, range.since),
    event.mergeGroup === undefined ? [] : github.queuedPullRequests(branch, range.shas),
  ]);
  const pulls = [...merged.map((pull) => ({ pull, isQueued: false })), ...queued.map((pull) => ({ pull, isQueued: true }))];
  const found = await Promise.all(pulls.map(async ({ pull, isQueued }) => ({ pull, isQueued, comment: reviewOf(key, await github.findReviews(pull.number)) })));
  return {
    reviews: found.flatMap(({ pull: { number, headSha }, comment, isQueued }) => (comment && comment.editedBy === undefined ? [{ pullRequest: number, comment, isQueued, isStale: comment.header.headSha !== headSha }] : [])),
    missing: found.flatMap(({ pull, comment }) => missingReason(pull, comment)),
    isOutdated: range.isBehind,
  };
}

function missingReason({ number }: MergedPullRequest, comment: ReviewComment | undefined): string[] {
  if (!comment) return [`#${number} carries no review of this environment.`];
  return comment.editedBy === undefined ? [] : [`The review of #${number} does not count, because ${comment.editedBy} edited the comment.`];
}

/** Commits since the last deployment; where none is known, those of this push. */
async function undeployedCommits({ github, event, runner }: RunContext, environment: string, key: string): Promise<CommitRange> {
  const from = (await lastDeployed()) ?? event.before;
  const range = from === undefined ? undefined : await github.commitsBetween(from, event.sha);
  // a re-run of the deployed commit has itself to look at
  if (!range || range.shas.size === 0) return { shas: new Set([event.sha]), since: '', isBehind: range?.isBehind === true && from !== event.sha };
  return range;

  async function lastDeployed(): Promise<string | undefined> {
    try {
      return await github.lastDeployed(environment, key);
    } catch (error) {
      if (!(error instanceof GitHubError) || !error.isPermission) throw error;
      runner.annotate('notice', 'Only reviews of this push count, because earlier deployments could not be read: add `permissions: deployments: write` to the job.');
      return undefined;
    }
  }
}
