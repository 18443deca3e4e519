import Bottleneck from 'bottleneck/light.js';
import { Octokit } from 'octokit';

export interface Repository {
  readonly owner: string;
  readonly name: string;
}

/** One repository at GitHub, for the calls that are grouped by what they are about. */
export interface GitHubApi {
  readonly octokit: Octokit;
  /** Owner and name as octokit's parameters. */
  readonly repo: { readonly owner: string; readonly repo: string };
  /** Runs one request and names it when it fails: `GitHub refused to <what>`. */
  readonly ask: <T>(what: string, request: () => Promise<T>) => Promise<T>;
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

export interface GitHubOptions {
  readonly token: string;
  readonly apiUrl: string;
  readonly repository: Repository;
  readonly onWait: (message: string) => void;
}

/** Throttled requests are retried as long as GitHub asks for a bearable wait; server errors three times. */
export function createGitHubApi({ token, apiUrl, repository, onWait }: GitHubOptions): GitHubApi {
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
  return { octokit, repo: { owner: repository.owner, repo: repository.name }, ask };
}

async function ask<T>(what: string, request: () => Promise<T>): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const status = statusOf(error);
    const answer = status === 0 ? 'no answer' : `HTTP ${status}`;
    throw new GitHubError(`GitHub refused to ${what} (${answer}): ${error instanceof Error ? error.message : String(error)}`, status, { cause: error });
  }
}

/** The answer, or undefined where GitHub says that there is no such thing. `statuses`: how it says so. */
export async function orAbsent<T>(answer: Promise<T>, statuses: readonly number[] = [404]): Promise<T | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (statuses.includes(statusOf(error))) return undefined;
    throw error;
  }
}

function statusOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number' ? error.status : 0;
}
