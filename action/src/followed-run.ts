import { UserError } from './inputs';
import type { RunContext } from './run-context';

/** A run that has no pull request to review any more, or never had one. */
export class NothingToReview extends Error {
  public override readonly name = 'NothingToReview';
}

/**
 * The context of a workflow_run for the pull request whose run it follows: as if it came from a fork, without AWS
 * credentials, its file read from GitHub as data. The workflow file and this action are those of the default branch.
 *
 * @throws NothingToReview when no open pull request has the commit any more
 */
export async function followRun(context: RunContext): Promise<RunContext> {
  const { event, github } = context;
  const { followedRun } = event;
  if (!followedRun) throw new UserError(`event ${event.name} names no run to follow`);
  const { headRepository: repository, headBranch: branch, headSha: sha } = followedRun;
  const now = await github.openPullRequestOf({ repository, branch, sha });
  if (!now) throw new NothingToReview(`No open pull request has commit ${sha.slice(0, 7)} of ${repository} at its head: there is nothing to review.`);
  // what a merge would make, unless the branch has moved since GitHub made the test merge
  const isMergeOfHead = now.mergeSha !== undefined && (await github.parentsOf(now.mergeSha)).includes(sha);
  const ref = isMergeOfHead && now.mergeSha !== undefined ? now.mergeSha : sha;
  const pullRequest = { number: now.number, headSha: sha, baseRef: now.baseRef, baseSha: now.baseSha, merged: false, fromFork: true };
  return { ...context, configRef: ref, event: { ...event, sha: ref, pullRequest } };
}
