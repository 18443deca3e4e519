import type { GitHubClient } from './github-client';
import type { ReviewComment } from './github/comments';

/** Our comment of a review among all of ours; of several the oldest, which every run picks alike. */
export const reviewOf = (key: string, comments: readonly ReviewComment[]): ReviewComment | undefined => comments.find(({ header }) => header.key === key);

/**
 * Writes the one comment of a review, and returns its address. Of comments that two runs created at the same time the
 * oldest stays, with what the later run wrote.
 */
export async function writeReview(github: GitHubClient, pullRequest: number, key: string, comments: readonly ReviewComment[], body: string): Promise<string> {
  const [kept, ...duplicates] = comments.filter(({ header }) => header.key === key);
  for (const { id } of duplicates) await github.deleteComment(id);
  if (kept) {
    if (kept.body !== body) await github.updateComment(kept, body);
    return kept.url;
  }
  const created = await github.createComment(pullRequest, body);
  const first = reviewOf(key, await github.findReviews(pullRequest));
  if (!first || first.id === created.id) return created.url;
  await github.updateComment(first, body);
  await github.deleteComment(created.id);
  return first.url;
}
