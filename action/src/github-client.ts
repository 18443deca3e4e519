import { createGitHubApi, type GitHubOptions } from './github/api';
import { type CommentCalls, commentCalls } from './github/comments';
import { type CommitCalls, commitCalls } from './github/commits';
import { type DeploymentCalls, deploymentCalls } from './github/deployments';
import { type PullRequestCalls, pullRequestCalls } from './github/pull-requests';

/** What the action asks of GitHub, of one repository. */
export interface GitHubClient extends CommentCalls, CommitCalls, DeploymentCalls, PullRequestCalls {}

export function createGitHubClient(options: GitHubOptions): GitHubClient {
  const api = createGitHubApi(options);
  return { ...commentCalls(api), ...commitCalls(api), ...deploymentCalls(api), ...pullRequestCalls(api) };
}
