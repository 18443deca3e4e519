import { ApiError } from './api-error';
import { networkOf } from './branches';
import { changedFiles, commitsBetween, history, mergeBase, readCommit } from './git';
import { baseTipOf } from './merge';
import { commitJson } from './commit-json';
import { pullSummaryJson } from './pulls';
import { repositoryHtmlUrl, repositoryUrl } from './repositories';
import { resolveRef } from './refs';
import { json, list, requireCommit, type Route, type RouteContext } from './route';
import { type CommitRecord, type PullRequestRecord, type RepositoryRecord } from './state';
import { type Store } from './store';

export const commitRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/commits',
    permissions: 'contents=read',
    docs: 'commits/commits#list-commits',
    handle: (context) => {
      const { store, repository, query } = context;
      const from = requireRef(context, query('sha') ?? repository.defaultBranch);
      const path = query('path');
      const touched = (commit: CommitRecord) => path === undefined || commit.tree[path] !== (commit.parents[0] === undefined ? undefined : readCommit(store.state, commit.parents[0]).tree[path]);
      return list(history(store.state, from.sha).filter(touched).map((commit) => commitJson(store, repository, commit)));
    },
  },
  {
    method: 'GET',
    path: '/commits/:sha/pulls',
    permissions: 'pull_requests=read',
    docs: 'commits/commits#list-pull-requests-associated-with-a-commit',
    handle: (context) => {
      const { store, repository, param } = context;
      return list(pullsOfCommit(store, repository, requireCommit(context, param('sha')).sha).map((pull) => pullSummaryJson(store, repository, pull)));
    },
  },
  {
    method: 'GET',
    path: '/commits/:ref',
    permissions: 'contents=read',
    docs: 'commits/commits#get-a-commit',
    handle: (context) => {
      const { store, repository, param } = context;
      const commit = requireCommit(context, param('ref'));
      const before = commit.parents[0] === undefined ? {} : readCommit(store.state, commit.parents[0]).tree;
      return json({ ...commitJson(store, repository, commit), files: changedFiles(store.state, before, commit.tree) });
    },
  },
  {
    method: 'GET',
    path: '/compare/:basehead{.+}',
    permissions: 'contents=read',
    docs: 'commits/commits#compare-two-commits',
    handle: (context) => {
      const [base, head] = context.param('basehead').split('...');
      if (base === undefined || head === undefined) throw new ApiError(404, 'Not Found');
      return compare(context, requireRef(context, base), requireRef(context, head));
    },
  },
];

/** Pull requests a commit belongs to: on the default branch the merged one that brought it, elsewhere all that hold it. */
function pullsOfCommit(store: Store, repository: RepositoryRecord, sha: string): PullRequestRecord[] {
  const defaultTip = repository.branches[repository.defaultBranch];
  const onDefault = defaultTip !== undefined && history(store.state, defaultTip).some((commit) => commit.sha === sha);
  return repository.pullRequests.filter((pull) => {
    const own = commitsBetween(store.state, baseTipOf(repository, pull), pull.headSha).some((commit) => commit.sha === sha);
    return pull.merged?.commits.includes(sha) === true || (own && (pull.merged !== undefined || !onDefault));
  });
}

function compare({ store, repository }: RouteContext, base: CommitRecord, head: CommitRecord) {
  const common = mergeBase(store.state, base.sha, head.sha);
  if (common === undefined) throw new ApiError(404, `No common ancestor between ${base.sha} and ${head.sha}.`);
  const ahead = commitsBetween(store.state, base.sha, head.sha).reverse().map((commit) => commitJson(store, repository, commit));
  const behind = commitsBetween(store.state, head.sha, base.sha).length;
  const [api, html] = [`${repositoryUrl(store, repository)}/compare/${base.sha}...${head.sha}`, `${repositoryHtmlUrl(store, repository)}/compare/${base.sha}...${head.sha}`];
  return list(ahead, (commits) => ({
    url: api,
    html_url: html,
    permalink_url: html,
    diff_url: `${html}.diff`,
    patch_url: `${html}.patch`,
    base_commit: commitJson(store, repository, base),
    merge_base_commit: commitJson(store, repository, common),
    status: ahead.length > 0 ? (behind > 0 ? 'diverged' : 'ahead') : behind > 0 ? 'behind' : 'identical',
    ahead_by: ahead.length,
    behind_by: behind,
    total_commits: ahead.length,
    commits,
    files: changedFiles(store.state, common.tree, head.tree),
  }));
}

/** A ref, or `owner:branch` of a repository in the same fork network. */
function requireRef({ store, repository }: RouteContext, ref: string): CommitRecord {
  const [, owner, branch] = /^([^:]+):(.+)$/.exec(ref) ?? [];
  const holder = owner === undefined ? repository : store.findRepository(owner, repository.name);
  const found = holder && networkOf(holder) === networkOf(repository) && resolveRef(store, holder, branch ?? ref);
  if (!found) throw new ApiError(404, 'Not Found');
  return found;
}
