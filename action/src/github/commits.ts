import { type GitHubApi, orAbsent } from './api';

/** Commits that a branch has and an earlier commit has not. */
export interface CommitRange {
  readonly shas: ReadonlySet<string>;
  /** The earlier commit is newer than the later one, or the same. */
  readonly isBehind: boolean;
  /** When the earlier commit was made. */
  readonly since: string;
}

export interface CommitCalls {
  /** Text of a file at a commit or branch; undefined when it is not there. */
  fileAt(path: string, ref: string): Promise<string | undefined>;
  /** Parents of a commit; none for one that GitHub has let go, such as an old test merge. */
  parentsOf(sha: string): Promise<readonly string[]>;
  /** Commits after one up to another; undefined when the first is not in the repository any more. */
  commitsBetween(from: string, to: string): Promise<CommitRange | undefined>;
}

const PAGE_COMMITS = 100;

export function commitCalls({ octokit, repo, ask }: GitHubApi): CommitCalls {
  const { rest } = octokit;
  return {
    fileAt: (path, ref) =>
      ask(`read ${path} at ${ref}`, async () => {
        const answer = await orAbsent(rest.repos.getContent({ ...repo, path, ref, mediaType: { format: 'raw' } }));
        return answer?.data as string | undefined;
      }),

    parentsOf: (sha) =>
      ask(`read commit ${sha}`, async () => {
        const answer = await orAbsent(rest.repos.getCommit({ ...repo, ref: sha, per_page: 1 }), [404, 422]);
        return answer?.data.parents.map((parent) => parent.sha) ?? [];
      }),

    commitsBetween: (from, to) =>
      ask(`compare ${from} with ${to}`, async () => {
        const shas = new Set<string>();
        for (let page = 1; ; page += 1) {
          const answer = await orAbsent(rest.repos.compareCommitsWithBasehead({ ...repo, basehead: `${from}...${to}`, per_page: PAGE_COMMITS, page }));
          if (!answer) return undefined;
          const { commits, status, base_commit: base } = answer.data;
          for (const { sha } of commits) shas.add(sha);
          if (commits.length < PAGE_COMMITS) return { shas, isBehind: status === 'behind' || status === 'identical', since: base.commit.committer?.date ?? '' };
        }
      }),
  };
}
