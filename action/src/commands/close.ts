import { GitHubError } from '../github/api';
import { hasResult, withResult } from '../review-header';
import type { RunContext } from '../run-context';

/** What the comment says when its pull request is closed. */
const CLOSED = {
  merged: '### Merged\n\nThe deployment starts with the push to the default branch, and its result is written here.\n',
  unmerged: '### Closed without a merge\n\nNothing of this was deployed.\n',
};

/**
 * Says on every review of a closed pull request whether it was merged. A result that is already there stays: the
 * deployment may be faster than this run.
 */
export async function close({ github, event, runner }: RunContext): Promise<void> {
  const { pullRequest } = event;
  if (!pullRequest) return;
  const text = pullRequest.merged ? CLOSED.merged : CLOSED.unmerged;
  try {
    for (const comment of await github.findReviews(pullRequest.number)) {
      // what someone else wrote into the comment must not become ours
      if (hasResult(comment.body) || comment.editedBy !== undefined) continue;
      await github.updateComment(comment, withResult(comment.body, text));
      runner.setOutput('comment-url', comment.url);
    }
  } catch (error) {
    if (!(error instanceof GitHubError) || !error.isPermission) throw error;
    runner.annotate('notice', 'The token may not write comments on this pull request, so its review does not say that it was closed.');
  }
}
