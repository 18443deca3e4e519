import { branchTip, moveBranch, networkOf } from './branches';
import { changedFiles, commitsBetween, readCommit, writeCommit } from './git';
import { baseTipOf, testMergeCommit } from './merge';
import { isFromFork, pullJson } from './pulls';
import { labelJson } from './labels';
import { repositoryHtmlUrl, repositoryJson } from './repositories';
import { type CommitRecord, type PullRequestRecord, type RepositoryRecord } from './state';
import { fullName, type Store } from './store';
import { userJson } from './users';

export const NO_COMMIT = '0'.repeat(40);

/** What started a workflow. */
export interface EventInput {
  readonly event: 'pull_request' | 'push' | 'workflow_dispatch' | 'workflow_run' | 'merge_group' | 'schedule';
  /** Activity of a pull_request event. @default opened */
  readonly action?: string;
  /** Number of the pull request, for pull_request and merge_group, and for the run of a pull_request that workflow_run follows. */
  readonly pullRequest?: number;
  /** Branch, with or without `refs/heads/`. @default the default branch */
  readonly ref?: string;
  /** Commit of a push when the branch has moved on since, or head of the run that workflow_run follows. @default the tip of the branch */
  readonly sha?: string;
  /** Tip before a push, or head before a synchronize. @default the first parent of the commit */
  readonly before?: string;
  /** Label of a labeled or unlabeled activity. */
  readonly label?: string;
  readonly inputs?: Readonly<Record<string, string>>;
  /** Who did it. @default the author of the pull request, else the owner */
  readonly actor?: string;
}

/** The part of a workflow run that the event decides. */
export interface Trigger {
  readonly ref: string;
  readonly refName: string;
  readonly sha: string;
  readonly headRef: string;
  readonly baseRef: string;
  readonly actor: string;
  readonly fromFork: boolean;
  readonly payload: Readonly<Record<string, unknown>>;
}

export function triggerOf(store: Store, repository: RepositoryRecord, input: EventInput): Trigger {
  const { payload, ...trigger } = TRIGGERS[input.event](store, repository, input);
  return { ...trigger, payload: { ...payload, repository: repositoryJson(store, repository), sender: userJson(store, trigger.actor) } };
}

const TRIGGERS: Readonly<Record<EventInput['event'], (store: Store, repository: RepositoryRecord, input: EventInput) => Trigger>> = {
  pull_request: (store, repository, input) => {
    const pull = requirePull(repository, input);
    const action = input.action ?? 'opened';
    if ((action === 'closed') !== (pull.closedAt !== undefined) && action !== 'labeled' && action !== 'unlabeled') {
      throw new Error(`${fullName(repository)}#${pull.number} is ${pull.closedAt === undefined ? 'open' : 'closed'}: a pull_request event cannot be "${action}"`);
    }
    return {
      ref: `refs/pull/${pull.number}/merge`,
      refName: `${pull.number}/merge`,
      sha: pull.merged?.commits.at(-1) ?? requireTestMerge(store, repository, pull).sha,
      headRef: pull.headRef,
      baseRef: pull.baseRef,
      actor: input.actor ?? pull.author,
      fromFork: isFromFork(repository, pull),
      payload: {
        action,
        number: pull.number,
        pull_request: pullJson(store, repository, pull),
        ...(action === 'synchronize' && { before: input.before ?? readCommit(store.state, pull.headSha).parents[0], after: pull.headSha }),
        ...(input.label !== undefined && { label: labelJson(store, repository, input.label) }),
      },
    };
  },
  push: (store, repository, input) => {
    const branch = branchOf(repository, input);
    const after = readCommit(store.state, input.sha ?? branchTip(repository, branch));
    const before = input.before ?? after.parents[0] ?? NO_COMMIT;
    const pushed = (before === NO_COMMIT ? [after] : commitsBetween(store.state, before, after.sha).reverse()).map((commit) => pushedCommit(store, repository, commit));
    return {
      ...onBranch(repository, branch, after.sha, input),
      payload: {
        ref: `refs/heads/${branch}`,
        before,
        after: after.sha,
        base_ref: null,
        created: before === NO_COMMIT,
        deleted: false,
        forced: false,
        compare: `${repositoryHtmlUrl(store, repository)}/compare/${before.slice(0, 12)}...${after.sha.slice(0, 12)}`,
        commits: pushed,
        head_commit: pushedCommit(store, repository, after),
        pusher: { name: input.actor ?? repository.owner },
      },
    };
  },
  workflow_dispatch: (_store, repository, input) => {
    const branch = branchOf(repository, input);
    return { ...onBranch(repository, branch, branchTip(repository, branch), input), payload: { ref: `refs/heads/${branch}`, inputs: Object.keys(input.inputs ?? {}).length > 0 ? input.inputs : null } };
  },
  schedule: (_store, repository, input) => {
    const branch = repository.defaultBranch;
    return { ...onBranch(repository, branch, branchTip(repository, branch), input), payload: { schedule: '0 6 * * *' } };
  },
  workflow_run: (store, repository, input) => {
    const pull = requirePull(repository, input);
    const branch = repository.defaultBranch;
    const head = store.repository(pull.headRepositoryId);
    const { id, full_name, fork, owner } = repositoryJson(store, head);
    return {
      ...onBranch(repository, branch, branchTip(repository, branch), input),
      payload: {
        action: 'completed',
        workflow: { name: 'observability', path: '.github/workflows/observability.yml' },
        workflow_run: {
          name: 'observability',
          event: 'pull_request',
          status: 'completed',
          conclusion: 'success',
          head_branch: pull.headRef,
          head_sha: input.sha ?? pull.headSha,
          head_repository: { id, full_name, fork, owner },
          // empty for forks, whose pull request is of another repository than the head: https://github.com/orgs/community/discussions/25220
          pull_requests: isFromFork(repository, pull) ? [] : [{ number: pull.number }],
        },
      },
    };
  },
  merge_group: (store, repository, input) => {
    const pull = requirePull(repository, input);
    const base = readCommit(store.state, baseTipOf(repository, pull));
    const { parents, tree, author, date } = requireTestMerge(store, repository, pull);
    const head = writeCommit(store.state, { network: networkOf(repository), parents, tree, author, date, message: `Merge pull request #${pull.number} from ${pull.headRef}\n\n${pull.title}` });
    const branch = `gh-readonly-queue/${pull.baseRef}/pr-${pull.number}-${base.sha}`;
    moveBranch(store, repository, branch, head.sha);
    return {
      ...onBranch(repository, branch, head.sha, { ...input, actor: input.actor ?? pull.author }),
      payload: {
        action: 'checks_requested',
        merge_group: { head_sha: head.sha, head_ref: `refs/heads/${branch}`, base_sha: base.sha, base_ref: `refs/heads/${pull.baseRef}`, head_commit: eventCommit(head) },
      },
    };
  },
};

function onBranch(repository: RepositoryRecord, branch: string, sha: string, input: EventInput) {
  return { ref: `refs/heads/${branch}`, refName: branch, sha, headRef: '', baseRef: '', actor: input.actor ?? repository.owner, fromFork: false };
}

function branchOf(repository: RepositoryRecord, input: EventInput): string {
  return (input.ref ?? repository.defaultBranch).replace(/^refs\/heads\//, '');
}

function requirePull(repository: RepositoryRecord, { event, pullRequest }: EventInput): PullRequestRecord {
  if (pullRequest === undefined) throw new Error(`a ${event} event needs the number of its pull request`);
  const pull = repository.pullRequests.find((one) => one.number === pullRequest);
  if (pull === undefined) throw new Error(`${fullName(repository)} has no pull request #${pullRequest}`);
  return pull;
}

function requireTestMerge(store: Store, repository: RepositoryRecord, pull: PullRequestRecord): CommitRecord {
  const merge = testMergeCommit(store, repository, pull);
  if (merge === undefined) throw new Error(`${fullName(repository)}#${pull.number} conflicts with ${pull.baseRef}: GitHub starts no run for it`);
  return merge;
}

function eventCommit(commit: CommitRecord) {
  const person = { name: commit.author, email: `${commit.author}@users.noreply.github.com`, username: commit.author };
  return { id: commit.sha, tree_id: commit.sha, message: commit.message, timestamp: commit.date, author: person, committer: person };
}

function pushedCommit(store: Store, repository: RepositoryRecord, commit: CommitRecord) {
  const before = commit.parents[0] === undefined ? {} : readCommit(store.state, commit.parents[0]).tree;
  const files = changedFiles(store.state, before, commit.tree);
  const named = (status: string) => files.filter((file) => file.status === status).map((file) => file.filename);
  return { ...eventCommit(commit), distinct: true, url: `${repositoryHtmlUrl(store, repository)}/commit/${commit.sha}`, added: named('added'), removed: named('removed'), modified: named('modified') };
}
