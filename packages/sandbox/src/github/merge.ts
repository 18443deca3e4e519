import { branchTip, moveBranch, networkOf } from './branches';
import { commitsBetween, mergeBase, mergeTrees, readBlob, readCommit, type Tree, writeBlob, writeCommit } from './git';
import { mergeText } from './merge-text';
import { type CommitRecord, type PullRequestRecord, type RepositoryRecord } from './state';
import { fullName, type Store } from './store';

export type MergeMethod = 'merge' | 'squash' | 'rebase';

/** Where the pull request would be merged now, or was. */
export function baseTipOf(repository: RepositoryRecord, pull: PullRequestRecord): string {
  return pull.closedAt === undefined ? branchTip(repository, pull.baseRef) : pull.baseSha;
}

/** Commits of the pull request, oldest first. */
export function pullRequestCommits(store: Store, repository: RepositoryRecord, pull: PullRequestRecord): CommitRecord[] {
  return commitsBetween(store.state, baseTipOf(repository, pull), pull.headSha).reverse();
}

/** The commit behind `refs/pull/N/merge`; undefined when base and head conflict. */
export function testMergeCommit(store: Store, repository: RepositoryRecord, pull: PullRequestRecord): CommitRecord | undefined {
  const base = readCommit(store.state, baseTipOf(repository, pull));
  const head = readCommit(store.state, pull.headSha);
  const tree = mergedTree(store, base.sha, head.sha);
  return tree && writeCommit(store.state, {
    network: networkOf(repository),
    parents: [base.sha, head.sha],
    tree,
    message: `Merge ${head.sha} into ${base.sha}`,
    author: pull.author,
    date: base.date > head.date ? base.date : head.date,
  });
}

/** Merges an open pull request and returns the sha of the merge commit (the last commit, for a rebase). */
export function mergePullRequest(store: Store, repository: RepositoryRecord, pull: PullRequestRecord, method: MergeMethod, by: string): string {
  if (pull.closedAt !== undefined) throw new Error(`${fullName(repository)}#${pull.number} is closed`);
  const baseTip = branchTip(repository, pull.baseRef);
  const commits = MERGE[method](store, repository, pull, baseTip);
  const sha = commits.at(-1) ?? baseTip;
  pull.closedAt = pull.updatedAt = store.now();
  pull.baseSha = baseTip;
  pull.merged = { at: pull.closedAt, by, commits };
  moveBranch(store, repository, pull.baseRef, sha);
  for (const event of ['merged', 'closed'] as const) {
    repository.events.push({ id: store.nextId(), issueNumber: pull.number, actor: by, event, commitSha: sha, createdAt: pull.closedAt });
  }
  return sha;
}

type Merge = (store: Store, repository: RepositoryRecord, pull: PullRequestRecord, baseTip: string) => readonly string[];

const MERGE: Readonly<Record<MergeMethod, Merge>> = {
  merge: (store, repository, pull, baseTip) => {
    const owner = store.repository(pull.headRepositoryId).owner;
    return [add(store, repository, pull, { parents: [baseTip, pull.headSha], tree: requireTree(store, repository, pull, baseTip), message: `Merge pull request #${pull.number} from ${owner}/${pull.headRef}\n\n${pull.title}` })];
  },
  squash: (store, repository, pull, baseTip) => [
    add(store, repository, pull, { parents: [baseTip], tree: requireTree(store, repository, pull, baseTip), message: `${pull.title} (#${pull.number})` }),
  ],
  rebase: (store, repository, pull, baseTip) => {
    const rebased: string[] = [];
    for (const commit of pullRequestCommits(store, repository, pull).filter((one) => one.parents.length < 2)) {
      const onto = rebased.at(-1) ?? baseTip;
      const before = commit.parents[0] === undefined ? {} : readCommit(store.state, commit.parents[0]).tree;
      const tree = mergeTrees(before, readCommit(store.state, onto).tree, commit.tree, (...shas) => mergedBlob(store, shas)) ?? refuse(repository, pull);
      rebased.push(add(store, repository, pull, { parents: [onto], tree, message: commit.message }));
    }
    return rebased;
  },
};

function add(store: Store, repository: RepositoryRecord, pull: PullRequestRecord, commit: { parents: readonly string[]; tree: Tree; message: string }): string {
  return writeCommit(store.state, { network: networkOf(repository), author: pull.author, date: store.now(), ...commit }).sha;
}

function requireTree(store: Store, repository: RepositoryRecord, pull: PullRequestRecord, baseTip: string): Tree {
  return mergedTree(store, baseTip, pull.headSha) ?? refuse(repository, pull);
}

function mergedTree(store: Store, base: string, head: string): Tree | undefined {
  const common = mergeBase(store.state, base, head)?.tree ?? {};
  return mergeTrees(common, readCommit(store.state, base).tree, readCommit(store.state, head).tree, (...shas) => mergedBlob(store, shas));
}

function mergedBlob(store: Store, [base, ours, theirs]: readonly [string, string, string]): string | undefined {
  const text = mergeText(readBlob(store.state, base), readBlob(store.state, ours), readBlob(store.state, theirs));
  return text === undefined ? undefined : writeBlob(store.state, text);
}

function refuse(repository: RepositoryRecord, pull: PullRequestRecord): never {
  throw new Error(`${fullName(repository)}#${pull.number} conflicts with ${pull.baseRef}: both changed the same lines`);
}
