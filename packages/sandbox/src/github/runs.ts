import { repositoryUrl } from './repositories';
import { list, type Route } from './route';
import { type Shape } from './schemas';
import { type RepositoryRecord, type RunApprovalRecord } from './state';
import { type Store } from './store';
import { userJson } from './users';

/** What can be asked of a workflow run. */
export const runRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/actions/runs/:run/approvals',
    permissions: 'actions=read',
    docs: 'actions/workflow-runs#get-the-review-history-for-a-workflow-run',
    handle: ({ store, repository, param }) => list(repository.runApprovals.filter(({ runId }) => String(runId) === param('run')).map((approval) => approvalJson(store, repository, approval))),
  },
];

function approvalJson(store: Store, repository: RepositoryRecord, { environment, state, user, comment }: RunApprovalRecord) {
  const url = `${repositoryUrl(store, repository)}/environments/${encodeURIComponent(environment)}`;
  return { state, comment, user: userJson(store, user), environments: [{ name: environment, url }] } satisfies Shape<'environment-approvals'>;
}
