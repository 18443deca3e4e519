import { readCommit, type Tree, writeBlob, writeCommit } from './git';
import { type RepositoryRecord } from './state';
import { fullName, type Store } from './store';

export function branchTip(repository: RepositoryRecord, branch: string): string {
  const sha = repository.branches[branch];
  if (sha === undefined) throw new Error(`${fullName(repository)} has no branch ${branch}; it has: ${Object.keys(repository.branches).join(', ') || 'none'}`);
  return sha;
}

/** Points a branch at a commit, and with it the open pull requests it is the head of. */
export function moveBranch(store: Store, repository: RepositoryRecord, branch: string, sha: string): void {
  repository.branches[branch] = sha;
  for (const base of store.state.repositories) {
    for (const pull of base.pullRequests) {
      if (pull.closedAt !== undefined || pull.headRepositoryId !== repository.id || pull.headRef !== branch) continue;
      pull.headSha = sha;
      pull.baseSha = branchTip(base, pull.baseRef);
      pull.updatedAt = store.now();
    }
  }
}

/** Commits files (null deletes one) to a branch, which is made from the default branch when it is new. */
export function commitFiles(store: Store, repository: RepositoryRecord, change: { branch: string; files: Record<string, string | null>; message: string; author: string }): string {
  const parent = repository.branches[change.branch] ?? repository.branches[repository.defaultBranch];
  if (parent === undefined && change.branch !== repository.defaultBranch) throw new Error(`${fullName(repository)} is empty: commit to ${repository.defaultBranch} first`);
  const commit = writeCommit(store.state, {
    network: networkOf(repository),
    parents: parent === undefined ? [] : [parent],
    tree: withFiles(store, parent === undefined ? {} : readCommit(store.state, parent).tree, change.files),
    message: change.message,
    author: change.author,
    date: store.now(),
  });
  store.userId(change.author);
  moveBranch(store, repository, change.branch, commit.sha);
  return commit.sha;
}

/** A repository and its forks are one network. */
export function networkOf(repository: RepositoryRecord): number {
  return repository.forkOf ?? repository.id;
}

function withFiles(store: Store, tree: Tree, files: Record<string, string | null>): Tree {
  const next = { ...tree };
  for (const [path, text] of Object.entries(files)) {
    if (text !== null) next[path] = writeBlob(store.state, text);
    else if (path in next) delete next[path];
    else throw new Error(`cannot delete ${path}: there is no such file`);
  }
  return next;
}
