import { branchTip } from './branches';
import { commitJson } from './commit-json';
import { changedFiles, mergeBase, readCommit, type FileChange } from './git';
import { labelJson } from './labels';
import { baseTipOf, pullRequestCommits, testMergeCommit } from './merge';
import { forkRepository, repositoryHtmlUrl, repositoryJson, repositoryUrl } from './repositories';
import { json, list, requirePull, type Route } from './route';
import { type Shape } from './schemas';
import { type PullRequestRecord, type RepositoryRecord } from './state';
import { fullName, type Store } from './store';
import { nodeId, userJson } from './users';

export interface NewPullRequest {
  readonly head: string;
  /** @default the default branch */
  readonly base?: string;
  readonly title: string;
  /** Account whose fork holds the head branch; a branch that only the base repository has moves there. */
  readonly fromFork?: string;
  /** @default the owner of the repository that holds the head branch */
  readonly author?: string;
  /** @default false */
  readonly draft?: boolean;
}

export function openPullRequest(store: Store, repository: RepositoryRecord, input: NewPullRequest): PullRequestRecord {
  const headRepository = input.fromFork === undefined ? repository : forkWithBranch(store, repository, input.fromFork, input.head);
  const baseRef = input.base ?? repository.defaultBranch;
  const [headSha, baseSha] = [branchTip(headRepository, input.head), branchTip(repository, baseRef)];
  if (headSha === baseSha) throw new Error(`no commits between ${baseRef} and ${input.head}: nothing to open a pull request for`);
  const pull: PullRequestRecord = {
    id: store.nextId(),
    number: repository.pullRequests.length + 1,
    title: input.title,
    author: input.author ?? headRepository.owner,
    draft: input.draft ?? false,
    createdAt: store.now(),
    updatedAt: store.now(),
    baseRef,
    baseSha,
    headRef: input.head,
    headSha,
    headRepositoryId: headRepository.id,
    labels: [],
  };
  store.userId(pull.author);
  repository.pullRequests.push(pull);
  return pull;
}

export function closePullRequest(store: Store, repository: RepositoryRecord, pull: PullRequestRecord, by: string): void {
  if (pull.closedAt !== undefined) throw new Error(`${fullName(repository)}#${pull.number} is closed already`);
  pull.baseSha = branchTip(repository, pull.baseRef);
  pull.closedAt = pull.updatedAt = store.now();
  repository.events.push({ id: store.nextId(), issueNumber: pull.number, actor: by, event: 'closed', createdAt: pull.closedAt });
}

export function reopenPullRequest(store: Store, repository: RepositoryRecord, pull: PullRequestRecord, by: string): void {
  if (pull.closedAt === undefined || pull.merged !== undefined) throw new Error(`${fullName(repository)}#${pull.number} is ${pull.merged ? 'merged' : 'open'}: it cannot be reopened`);
  pull.closedAt = undefined;
  pull.updatedAt = store.now();
  repository.events.push({ id: store.nextId(), issueNumber: pull.number, actor: by, event: 'reopened', createdAt: pull.updatedAt });
}

export function isFromFork(repository: RepositoryRecord, pull: PullRequestRecord): boolean {
  return pull.headRepositoryId !== repository.id;
}

/** Files the pull request changes against where it branched off, as the Files tab shows them. */
export function pullRequestFiles(store: Store, repository: RepositoryRecord, pull: PullRequestRecord): FileChange[] {
  const from = mergeBase(store.state, baseTipOf(repository, pull), pull.headSha);
  return changedFiles(store.state, from?.tree ?? {}, readCommit(store.state, pull.headSha).tree);
}

/** The pull request as a list shows it. */
export function pullSummaryJson(store: Store, repository: RepositoryRecord, pull: PullRequestRecord) {
  const [api, html] = [repositoryUrl(store, repository), `${repositoryHtmlUrl(store, repository)}/pull/${pull.number}`];
  const side = (holder: RepositoryRecord, ref: string, sha: string) => ({ label: `${holder.owner}:${ref}`, ref, sha, user: userJson(store, holder.owner), repo: repositoryJson(store, holder) });
  return {
    url: `${api}/pulls/${pull.number}`,
    id: pull.id,
    node_id: nodeId('PullRequest', pull.id),
    html_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    issue_url: `${api}/issues/${pull.number}`,
    commits_url: `${api}/pulls/${pull.number}/commits`,
    comments_url: `${api}/issues/${pull.number}/comments`,
    statuses_url: `${api}/statuses/${pull.headSha}`,
    number: pull.number,
    state: pull.closedAt === undefined ? 'open' as const : 'closed' as const,
    locked: false,
    title: pull.title,
    user: userJson(store, pull.author),
    body: null,
    labels: pull.labels.map((name) => labelJson(store, repository, name)),
    milestone: null,
    created_at: pull.createdAt,
    updated_at: pull.updatedAt,
    closed_at: pull.closedAt ?? null,
    merged_at: pull.merged?.at ?? null,
    merge_commit_sha: (pull.merged ? pull.merged.commits.at(-1) : testMergeCommit(store, repository, pull)?.sha) ?? null,
    assignee: null,
    assignees: [],
    draft: pull.draft,
    head: side(store.repository(pull.headRepositoryId), pull.headRef, pull.headSha),
    base: side(repository, pull.baseRef, pull.baseSha),
  };
}

/** The pull request as it is shown alone, and as events carry it. */
export function pullJson(store: Store, repository: RepositoryRecord, pull: PullRequestRecord) {
  const mergeable = pull.closedAt !== undefined ? null : testMergeCommit(store, repository, pull) !== undefined;
  const files = pullRequestFiles(store, repository, pull);
  const sum = (count: (file: FileChange) => number) => files.reduce((total, file) => total + count(file), 0);
  return {
    ...pullSummaryJson(store, repository, pull),
    merged: pull.merged !== undefined,
    mergeable,
    mergeable_state: mergeable === null ? 'unknown' : mergeable ? (pull.draft ? 'draft' : 'clean') : 'dirty',
    merged_by: pull.merged === undefined ? null : userJson(store, pull.merged.by),
    comments: repository.comments.filter((comment) => comment.issueNumber === pull.number).length,
    review_comments: 0,
    maintainer_can_modify: false,
    commits: pullRequestCommits(store, repository, pull).length,
    additions: sum((file) => file.additions),
    deletions: sum((file) => file.deletions),
    changed_files: files.length,
  } satisfies Omit<Shape<'pull-request'>, 'head' | 'base'> & { head: unknown; base: unknown };
}

export const pullRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/pulls',
    permissions: 'pull_requests=read',
    docs: 'pulls/pulls#list-pull-requests',
    handle: ({ store, repository, query }) => {
      const state = query('state') ?? 'open';
      const found = repository.pullRequests
        .map((pull) => pullSummaryJson(store, repository, pull))
        .filter((pull) => (state === 'all' || pull.state === state) && (query('base') ?? pull.base.ref) === pull.base.ref && (query('head') ?? pull.head.label) === pull.head.label);
      const sorted = query('sort') === 'updated' ? found.sort((a, b) => (a.updated_at < b.updated_at ? -1 : a.updated_at > b.updated_at ? 1 : a.number - b.number)) : found;
      return list(query('direction') === 'asc' ? sorted : sorted.reverse());
    },
  },
  {
    method: 'GET',
    path: '/pulls/:number',
    permissions: 'pull_requests=read',
    docs: 'pulls/pulls#get-a-pull-request',
    handle: (context) => json(pullJson(context.store, context.repository, requirePull(context))),
  },
  {
    method: 'GET',
    path: '/pulls/:number/files',
    permissions: 'pull_requests=read',
    docs: 'pulls/pulls#list-pull-requests-files',
    handle: (context) => list(pullRequestFiles(context.store, context.repository, requirePull(context)) satisfies Shape<'diff-entry'>[]),
  },
  {
    method: 'GET',
    path: '/pulls/:number/commits',
    permissions: 'pull_requests=read',
    docs: 'pulls/pulls#list-commits-on-a-pull-request',
    handle: (context) => list(pullRequestCommits(context.store, context.repository, requirePull(context)).map((commit) => commitJson(context.store, context.repository, commit))),
  },
];

function forkWithBranch(store: Store, repository: RepositoryRecord, owner: string, branch: string): RepositoryRecord {
  const existing = store.findRepository(owner, repository.name);
  const fork = existing ?? forkRepository(store, repository, owner);
  const sha = repository.branches[branch];
  if (sha !== undefined && (existing === undefined || fork.branches[branch] === undefined)) {
    fork.branches[branch] = sha;
    delete repository.branches[branch];
  }
  return fork;
}
