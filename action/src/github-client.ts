import Bottleneck from 'bottleneck/light.js';
import { Octokit } from 'octokit';
import { parseHeader, type ReviewHeader } from './review-header';

/** A review comment that we wrote. */
export interface ReviewComment {
  readonly id: number;
  readonly url: string;
  readonly body: string;
  readonly header: ReviewHeader;
}

export interface Repository {
  readonly owner: string;
  readonly name: string;
}

export type DeploymentState = 'in_progress' | 'success' | 'failure';

/** What the action asks of GitHub. */
export interface GitHubClient {
  /** Text of a file at a commit or branch; undefined when it is not there. */
  fileAt(path: string, ref: string): Promise<string | undefined>;
  /** Our own review comments on a pull request, looked for on all pages. */
  findReviews(pullRequest: number): Promise<readonly ReviewComment[]>;
  /** Creates the comment, or updates the given one. Returns its address. */
  writeComment(pullRequest: number, existing: ReviewComment | undefined, body: string): Promise<string>;
  /** Numbers of the merged pull requests that brought a commit to the default branch. */
  mergedPullRequestsOf(sha: string): Promise<readonly number[]>;
  createDeployment(ref: string, environment: string): Promise<number>;
  setDeploymentState(deployment: number, state: DeploymentState, description: string, logUrl: string): Promise<void>;
}

/** GitHub refused or did not answer; `status` is the HTTP status, 0 without an answer. */
export class GitHubError extends Error {
  public override readonly name = 'GitHubError';

  /** The token lacks a permission: a 403 that is not a rate limit. */
  public get isPermission(): boolean {
    return this.status === 403 && /resource not accessible/i.test(this.message);
  }

  constructor(
    message: string,
    public readonly status: number,
    options: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Longest wait that a rate limit may ask for before the run fails with its message. */
const MAX_RATE_LIMIT_WAIT_SECONDS = 60;
const MAX_RATE_LIMIT_RETRIES = 3;

/**
 * A client of one repository. Throttled requests are retried as long as GitHub asks for a bearable wait; server errors
 * three times.
 */
export function createGitHubClient({ token, apiUrl, repository, onWait }: {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: Repository;
  readonly onWait: (message: string) => void;
}): GitHubClient {
  const wait = (limit: string) => (retryAfterSeconds: number, _options: unknown, _octokit: unknown, retryCount: number) => {
    const again = retryAfterSeconds <= MAX_RATE_LIMIT_WAIT_SECONDS && retryCount < MAX_RATE_LIMIT_RETRIES;
    onWait(`GitHub API: ${limit}; ${again ? `trying again in ${retryAfterSeconds} s` : 'giving up'}`);
    return again;
  };
  const octokit = new Octokit({
    auth: token,
    baseUrl: apiUrl,
    userAgent: 'payment-observability',
    throttle: {
      onRateLimit: wait('rate limit reached'),
      onSecondaryRateLimit: wait('secondary rate limit reached'),
      // the plugin waits a second before every second write or GraphQL query, and a run makes a handful of them at most
      write: new Bottleneck.Group({ maxConcurrent: 1 }),
    },
  });
  const repo = { owner: repository.owner, repo: repository.name };
  let viewer: Promise<string> | undefined;

  /** Runs one request and names it when it fails. */
  async function ask<T>(what: string, request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      const status = statusOf(error);
      const answer = status === 0 ? 'no answer' : `HTTP ${status}`;
      throw new GitHubError(`GitHub refused to ${what} (${answer}): ${error instanceof Error ? error.message : String(error)}`, status, { cause: error });
    }
  }

  return {
    fileAt: (path, ref) =>
      ask(`read ${path} at ${ref}`, async () => {
        try {
          const { data } = await octokit.rest.repos.getContent({ ...repo, path, ref, mediaType: { format: 'raw' } });
          return data as unknown as string;
        } catch (error) {
          if (statusOf(error) === 404) return undefined;
          throw error;
        }
      }),

    findReviews: (pullRequest) =>
      ask(`list the comments of pull request ${pullRequest}`, async () => {
        viewer ??= octokit.graphql<{ viewer: { login: string } }>('query { viewer { login } }').then((answer) => answer.viewer.login);
        const [login, comments] = await Promise.all([viewer, octokit.paginate(octokit.rest.issues.listComments, { ...repo, issue_number: pullRequest, per_page: 100 })]);
        return comments.flatMap((comment): ReviewComment[] => {
          const body = comment.body ?? '';
          const header = isWrittenBy(comment.user?.login, login) ? parseHeader(body) : undefined;
          return header ? [{ id: comment.id, url: comment.html_url, body, header }] : [];
        });
      }),

    writeComment: (pullRequest, existing, body) =>
      ask(`write the comment on pull request ${pullRequest}`, async () => {
        if (existing?.body === body) return existing.url;
        const { data } = existing
          ? await octokit.rest.issues.updateComment({ ...repo, comment_id: existing.id, body })
          : await octokit.rest.issues.createComment({ ...repo, issue_number: pullRequest, body });
        return data.html_url;
      }),

    mergedPullRequestsOf: (sha) =>
      ask(`list the pull requests of commit ${sha}`, async () => {
        const pulls = await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, { ...repo, commit_sha: sha, per_page: 100 });
        return pulls.filter((pull) => pull.merged_at !== null).map((pull) => pull.number);
      }),

    createDeployment: (ref, environment) =>
      ask(`create a deployment of ${environment}`, async () => {
        const { data } = await octokit.rest.repos.createDeployment({ ...repo, ref, environment, auto_merge: false, required_contexts: [], description: 'payment-observability' });
        if (!('id' in data)) throw new Error(data.message ?? 'no deployment was created');
        return data.id;
      }),

    setDeploymentState: (deployment, state, description, logUrl) =>
      ask(`set the state of deployment ${deployment}`, async () => {
        await octokit.rest.repos.createDeploymentStatus({ ...repo, deployment_id: deployment, state, description: description.slice(0, 140), log_url: logUrl });
      }),
  };
}

/** GraphQL names a bot without the suffix that REST shows, or with it, by kind of token. */
function isWrittenBy(author: string | undefined, login: string): boolean {
  const plain = (name: string) => name.replace(/\[bot\]$/, '');
  return author !== undefined && plain(author) === plain(login) && author.endsWith('[bot]') === (login.endsWith('[bot]') || login === 'github-actions');
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 0;
}
