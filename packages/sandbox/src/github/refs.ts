import { testMergeCommit } from './merge';
import { networkOf } from './branches';
import { type CommitRecord, type RepositoryRecord } from './state';
import { type Store } from './store';

/** The commit a branch, `refs/heads/…`, `refs/pull/N/head`, `refs/pull/N/merge` or sha (7 digits or more) names. */
export function resolveRef(store: Store, repository: RepositoryRecord, ref: string): CommitRecord | undefined {
  const name = ref.replace(/^refs\//, '');
  const branch = repository.branches[name.replace(/^heads\//, '')];
  if (branch !== undefined) return store.state.commits[branch];
  const [, number, side] = /^pull\/(\d+)\/(head|merge)$/.exec(name) ?? [];
  if (number !== undefined) return resolvePullRef(store, repository, Number(number), side === 'merge');
  return /^[0-9a-f]{7,40}$/.test(ref) ? findCommit(store, repository, ref) : undefined;
}

function resolvePullRef(store: Store, repository: RepositoryRecord, number: number, merge: boolean): CommitRecord | undefined {
  const pull = repository.pullRequests.find((one) => one.number === number);
  if (pull === undefined) return undefined;
  return merge ? testMergeCommit(store, repository, pull) : store.state.commits[pull.headSha];
}

/** Commits of other repositories are out of reach, except those of the same fork network, as on GitHub. */
function findCommit(store: Store, repository: RepositoryRecord, prefix: string): CommitRecord | undefined {
  const network = store.state.repositories.filter((one) => networkOf(one) === networkOf(repository));
  const reachable = new Set<string>();
  const pending = network.flatMap((one) => [...Object.values(one.branches), ...one.pullRequests.flatMap((pull) => [pull.headSha, testMergeCommit(store, one, pull)?.sha ?? pull.headSha])]);
  for (let sha = pending.pop(); sha !== undefined; sha = pending.pop()) {
    if (reachable.has(sha)) continue;
    reachable.add(sha);
    pending.push(...(store.state.commits[sha]?.parents ?? []));
  }
  const found = [...reachable].filter((sha) => sha.startsWith(prefix));
  return found.length === 1 && found[0] !== undefined ? store.state.commits[found[0]] : undefined;
}
