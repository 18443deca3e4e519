import { branchTip, commitFiles, moveBranch } from './branches';
import { addComment, commentUrl, editComment } from './comments';
import { readBlob } from './git';
import { addLabel, removeLabel } from './labels';
import { mergePullRequest, type MergeMethod } from './merge';
import { closePullRequest, openPullRequest, reopenPullRequest, pullSummaryJson, type NewPullRequest } from './pulls';
import { resolveRef } from './refs';
import { createRepository, forkRepository, type NewRepository } from './repositories';
import { type CheckRunRecord, type CommentRecord, type CommitStatusRecord, type DeploymentRecord, type PullRequestRecord, type RepositoryRecord, type RepositoryRole } from './state';
import { fullName, type Store } from './store';
import { issueToken, parsePermissions } from './tokens';

export interface Repository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly fullName: string;
  readonly defaultBranch: string;
}

export interface PullRequest {
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly state: 'open' | 'closed';
  readonly merged: boolean;
  readonly mergeCommitSha: string | undefined;
  readonly labels: readonly string[];
  readonly url: string;
  /** Where its branch is: the repository itself, or a fork. */
  readonly head: { readonly repository: Repository; readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string; readonly sha: string };
}

export interface Comment {
  readonly id: number;
  readonly author: string;
  readonly body: string;
  readonly url: string;
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** What people do in a repository, and see of it. */
export interface People {
  createRepository(input: NewRepository): Repository;
  findRepository(owner: string, name: string): Repository | undefined;
  forkRepository(repository: Repository, owner: string): Repository;
  setCollaborator(repository: Repository, login: string, role: RepositoryRole): void;
  /** Commits files (null deletes one) and returns the sha. A new branch starts at the default branch. */
  commit(repository: Repository, branch: string, files: Record<string, string | null>, message: string, author?: string): string;
  openPullRequest(repository: Repository, input: NewPullRequest): PullRequest;
  pullRequest(repository: Repository, number: number): PullRequest;
  closePullRequest(repository: Repository, number: number, by?: string): void;
  reopenPullRequest(repository: Repository, number: number, by?: string): void;
  /** Points a branch at another commit, as a force-push does. */
  resetBranch(repository: Repository, branch: string, sha: string): void;
  /** Merges, `merge` unless told otherwise, and returns the sha of the merge commit. */
  mergePullRequest(repository: Repository, number: number, method?: MergeMethod, by?: string): string;
  /** A machine user's fine-grained token for one repository. */
  userToken(repository: Repository, login: string, permissions: Readonly<Record<string, 'read' | 'write'>>): string;
  issueComment(repository: Repository, number: number, body: string, author: string): Comment;
  comments(repository: Repository, number: number): readonly Comment[];
  editComment(repository: Repository, id: number, body: string, by: string): void;
  /** Says as a reviewer of an environment that the jobs of a run may go on. */
  reviewRun(repository: Repository, run: { readonly id: number; readonly environment: string; readonly state?: 'approved' | 'rejected' }, by: string): void;
  addLabel(repository: Repository, number: number, label: string, by: string): void;
  removeLabel(repository: Repository, number: number, label: string, by: string): void;
  deployments(repository: Repository): readonly Readonly<DeploymentRecord>[];
  checkRuns(repository: Repository, sha?: string): readonly Readonly<CheckRunRecord>[];
  commitStatuses(repository: Repository, sha?: string): readonly Readonly<CommitStatusRecord>[];
  /** Text of a file at a branch, ref or commit; undefined when it is not there. */
  readFile(repository: Repository, ref: string, path: string): string | undefined;
  /** Tip of a branch. */
  tip(repository: Repository, branch: string): string;
}

export function peopleActions(store: Store): People {
  const record = (repository: Repository) => store.repository(repository.id);
  const pullOf = (repository: Repository, number: number) => requirePull(record(repository), number);
  return {
    createRepository: (input) => saved(store, () => repositoryView(createRepository(store, input))),
    findRepository: (owner, name) => {
      const found = store.findRepository(owner, name);
      return found && repositoryView(found);
    },
    forkRepository: (repository, owner) => saved(store, () => repositoryView(forkRepository(store, record(repository), owner))),
    setCollaborator: (repository, login, role) => saved(store, () => {
      record(repository).collaborators[login] = role;
    }),
    commit: (repository, branch, files, message, author = repository.owner) => saved(store, () => commitFiles(store, record(repository), { branch, files, message, author })),
    readFile: (repository, ref, path) => {
      const blob = resolveRef(store, record(repository), ref)?.tree[path];
      return blob === undefined ? undefined : readBlob(store.state, blob);
    },
    tip: (repository, branch) => branchTip(record(repository), branch),
    openPullRequest: (repository, input) => saved(store, () => pullView(store, record(repository), openPullRequest(store, record(repository), input))),
    pullRequest: (repository, number) => pullView(store, record(repository), pullOf(repository, number)),
    closePullRequest: (repository, number, by = repository.owner) => saved(store, () => closePullRequest(store, record(repository), pullOf(repository, number), by)),
    reopenPullRequest: (repository, number, by = repository.owner) => saved(store, () => reopenPullRequest(store, record(repository), pullOf(repository, number), by)),
    resetBranch: (repository, branch, sha) => saved(store, () => moveBranch(store, record(repository), branch, sha)),
    mergePullRequest: (repository, number, method = 'merge', by = repository.owner) => saved(store, () => mergePullRequest(store, record(repository), pullOf(repository, number), method, by)),
    userToken: (repository, login, permissions) => saved(store, () => issueToken(store, { kind: 'user', login, repositoryId: repository.id, permissions: parsePermissions(permissions) })),
    issueComment: (repository, number, body, author) => saved(store, () => {
      pullOf(repository, number);
      return commentView(store, record(repository), addComment(store, record(repository), { issueNumber: number, body, author }));
    }),
    comments: (repository, number) => record(repository).comments.filter((comment) => comment.issueNumber === number).map((comment) => commentView(store, record(repository), comment)),
    editComment: (repository, id, body, by) => saved(store, () => editComment(store, requireComment(record(repository), id), body, by)),
    reviewRun: (repository, { id, environment, state = 'approved' }, by) => saved(store, () => {
      record(repository).runApprovals.push({ runId: id, environment, state, user: by, comment: '' });
    }),
    addLabel: (repository, number, label, by) => saved(store, () => addLabel(store, record(repository), pullOf(repository, number), label, by)),
    removeLabel: (repository, number, label, by) => saved(store, () => removeLabel(store, record(repository), pullOf(repository, number), label, by)),
    deployments: (repository) => structuredClone(record(repository).deployments),
    checkRuns: (repository, sha) => structuredClone(record(repository).checkRuns.filter((run) => sha === undefined || run.headSha === sha)),
    commitStatuses: (repository, sha) => structuredClone(record(repository).statuses.filter((status) => sha === undefined || status.sha === sha)),
  };
}

/** Does something and writes the state to disk. */
export function saved<T>(store: Store, action: () => T): T {
  const result = action();
  store.save();
  return result;
}

function requirePull(repository: RepositoryRecord, number: number): PullRequestRecord {
  const pull = repository.pullRequests.find((one) => one.number === number);
  if (pull === undefined) throw new Error(`${fullName(repository)} has no pull request #${number}`);
  return pull;
}

function requireComment(repository: RepositoryRecord, id: number): CommentRecord {
  const comment = repository.comments.find((one) => one.id === id);
  if (comment === undefined) throw new Error(`${fullName(repository)} has no comment ${id}`);
  return comment;
}

function repositoryView(repository: RepositoryRecord): Repository {
  const { id, owner, name, defaultBranch } = repository;
  return { id, owner, name, fullName: fullName(repository), defaultBranch };
}

function pullView(store: Store, repository: RepositoryRecord, pull: PullRequestRecord): PullRequest {
  const { number, title, user, state, html_url: url } = pullSummaryJson(store, repository, pull);
  return {
    number,
    title,
    author: user.login,
    state,
    merged: pull.merged !== undefined,
    mergeCommitSha: pull.merged?.commits.at(-1),
    labels: [...pull.labels],
    url,
    head: { repository: repositoryView(store.repository(pull.headRepositoryId)), ref: pull.headRef, sha: pull.headSha },
    base: { ref: pull.baseRef, sha: pull.baseSha },
  };
}

function commentView(store: Store, repository: RepositoryRecord, comment: CommentRecord): Comment {
  const { id, author, body, createdAt, updatedAt } = comment;
  return { id, author, body, url: commentUrl(store, repository, comment), createdAt, updatedAt };
}
