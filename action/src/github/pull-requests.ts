import { type GitHubApi, orAbsent } from './api';

/** A pull request as it is now, whatever the event of the run says. */
export interface PullRequestNow {
  readonly number: number;
  readonly isOpen: boolean;
  readonly headSha: string;
  readonly baseRef: string;
  readonly baseSha: string;
  readonly author: string;
  readonly labels: readonly string[];
  /** Commit of its test merge, where GitHub has made one. */
  readonly mergeSha?: string;
}

/** A label that was put on a pull request or taken off. */
export interface LabelEvent {
  readonly label: string;
  readonly isAdded: boolean;
  readonly actor: string;
  /** A person, not a bot. */
  readonly isPerson: boolean;
  readonly at: string;
}

/** A merged pull request, or one of a merge group, with the last commit of its own. */
export interface MergedPullRequest {
  readonly number: number;
  readonly headSha: string;
}

export interface PullRequestCalls {
  pullRequest(number: number): Promise<PullRequestNow>;
  /** Logins of authors and committers of its commits, as far as GitHub knows them. */
  commitAuthors(number: number): Promise<readonly string[]>;
  /** Labels added and removed, the earliest first. */
  labelEvents(number: number): Promise<readonly LabelEvent[]>;
  /** Role of a person in the repository, such as `maintain`; undefined for a stranger. */
  roleOf(login: string): Promise<string | undefined>;
  /** The open pull request whose branch of that repository is at the commit. */
  openPullRequestOf(head: { readonly repository: string; readonly branch: string; readonly sha: string }): Promise<PullRequestNow | undefined>;
  /** Pull requests whose merge made one of the commits of a branch. `since`: nothing merged into the range changed before. */
  mergedPullRequests(branch: string, shas: ReadonlySet<string>, since: string): Promise<readonly MergedPullRequest[]>;
  /** Pull requests in the merge queue of a branch, whose group ends with one of the commits. */
  queuedPullRequests(branch: string, shas: ReadonlySet<string>): Promise<readonly MergedPullRequest[]>;
}

interface PullJson {
  readonly number: number;
  readonly state: string;
  readonly head: { readonly sha: string };
  readonly base: { readonly ref: string; readonly sha: string };
  readonly user: { readonly login: string } | null;
  readonly labels: readonly { readonly name?: string }[];
  readonly merge_commit_sha: string | null;
}

const toNow = ({ number, state, head, base, user, labels, merge_commit_sha: mergeSha }: PullJson): PullRequestNow => ({
  number,
  isOpen: state === 'open',
  headSha: head.sha,
  baseRef: base.ref,
  baseSha: base.sha,
  author: user?.login ?? '',
  labels: labels.map(({ name }) => name ?? ''),
  ...(mergeSha !== null && { mergeSha }),
});

export function pullRequestCalls({ octokit, repo, ask }: GitHubApi): PullRequestCalls {
  const { rest } = octokit;
  return {
    pullRequest: (number) =>
      ask(`read pull request ${number}`, async () => toNow((await rest.pulls.get({ ...repo, pull_number: number })).data)),

    commitAuthors: (number) =>
      ask(`list the commits of pull request ${number}`, async () => {
        const commits = await octokit.paginate(rest.pulls.listCommits, { ...repo, pull_number: number, per_page: 100 });
        // web-flow commits what someone does on github.com, and signs for nobody
        return [...new Set(commits.flatMap(({ author, committer }) => [loginOf(author), loginOf(committer)]))].filter((login) => login !== '' && login !== 'web-flow');
      }),

    labelEvents: (number) =>
      ask(`list the events of pull request ${number}`, async () => {
        const events = await octokit.paginate(rest.issues.listEvents, { ...repo, issue_number: number, per_page: 100 });
        return events.flatMap((event): LabelEvent[] => {
          if (event.event !== 'labeled' && event.event !== 'unlabeled') return [];
          const label = 'label' in event && event.label ? event.label.name : '';
          return [{ label, isAdded: event.event === 'labeled', actor: event.actor?.login ?? '', isPerson: event.actor?.type === 'User', at: event.created_at }];
        });
      }),

    roleOf: (login) =>
      ask(`read the role of ${login}`, async () => (await orAbsent(rest.repos.getCollaboratorPermissionLevel({ ...repo, username: login })))?.data.role_name),

    openPullRequestOf: ({ repository, branch, sha }) =>
      ask(`find the pull request of ${sha}`, async () => {
        const [owner = ''] = repository.split('/');
        const pulls = await octokit.paginate(rest.pulls.list, { ...repo, state: 'open', head: `${owner}:${branch}`, per_page: 100 });
        // `head` filters by account and branch only, and an account can have several forks
        const found = pulls.find((pull) => pull.head.sha === sha && pull.head.repo?.full_name === repository);
        return found && toNow(found);
      }),

    mergedPullRequests: (branch, shas, since) =>
      ask(`list the pull requests merged into ${branch}`, async () => {
        const pulls = await octokit.paginate(rest.pulls.list, { ...repo, state: 'closed', base: branch, sort: 'updated', direction: 'desc', per_page: 100 }, ({ data }, done) => {
          if (data.some((pull) => pull.updated_at < since)) done();
          return data;
        });
        return pulls.flatMap(({ number, head, merged_at: mergedAt, merge_commit_sha: mergeSha }) => (mergedAt !== null && mergeSha !== null && shas.has(mergeSha) ? [{ number, headSha: head.sha }] : []));
      }),

    queuedPullRequests: (branch, shas) =>
      ask(`read the merge queue of ${branch}`, async () => {
        const refs = await octokit.paginate(rest.git.listMatchingRefs, { ...repo, ref: `heads/gh-readonly-queue/${branch}/`, per_page: 100 });
        const numbers = refs.flatMap(({ ref, object }) => {
          const number = /\/pr-(\d+)-[0-9a-f]+$/.exec(ref)?.[1];
          return number !== undefined && shas.has(object.sha) ? [Number(number)] : [];
        });
        return Promise.all([...new Set(numbers)].map(async (number) => ({ number, headSha: (await rest.pulls.get({ ...repo, pull_number: number })).data.head.sha })));
      }),
  };
}

// the types let an account be an empty object
function loginOf(account: unknown): string {
  return typeof account === 'object' && account !== null && 'login' in account && typeof account.login === 'string' ? account.login : '';
}
