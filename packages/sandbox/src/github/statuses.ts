import { validationFailed } from './api-error';
import { repositoryJson, repositoryUrl } from './repositories';
import { json, list, requireCommit, type Route } from './route';
import { type Shape } from './schemas';
import { COMMIT_STATES, type CommitStatusRecord, type RepositoryRecord } from './state';
import { type Store } from './store';
import { nodeId, userJson } from './users';

const MAX_DESCRIPTION_CHARACTERS = 140;

/** State by context of a commit: its newest statuses, and its check runs by name. */
export function contextsOf(repository: RepositoryRecord, sha: string): Map<string, string> {
  const statuses = repository.statuses.filter((status) => status.sha === sha).map((status): [string, string] => [status.context, status.state]);
  const checks = repository.checkRuns.filter((run) => run.headSha === sha).map((run): [string, string] => [run.name, run.conclusion ?? 'pending']);
  return new Map([...statuses, ...checks]);
}

export const statusRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/statuses/:sha',
    permissions: 'statuses=write',
    docs: 'commits/statuses#create-a-commit-status',
    handle: (context) => {
      const { store, repository, body, actor, param } = context;
      const description = body.string('description') ?? null;
      if (description !== null && description.length > MAX_DESCRIPTION_CHARACTERS) {
        throw validationFailed({ resource: 'Status', code: 'custom', field: 'description', message: `description is too long (maximum is ${MAX_DESCRIPTION_CHARACTERS} characters)` });
      }
      const status: CommitStatusRecord = {
        id: store.nextId(),
        sha: requireCommit(context, param('sha')).sha,
        state: body.requiredOneOf('state', COMMIT_STATES),
        context: body.string('context') ?? 'default',
        description,
        targetUrl: body.string('target_url') ?? null,
        creator: actor,
        createdAt: store.now(),
      };
      repository.statuses.push(status);
      return json(statusJson(store, repository, status), 201);
    },
  },
  {
    method: 'GET',
    path: '/commits/:ref/statuses',
    permissions: 'statuses=read',
    docs: 'commits/statuses#list-commit-statuses-for-a-reference',
    handle: (context) => {
      const { store, repository, param } = context;
      const { sha } = requireCommit(context, param('ref'));
      return list(repository.statuses.filter((status) => status.sha === sha).reverse().map((status) => statusJson(store, repository, status)));
    },
  },
  {
    method: 'GET',
    path: '/commits/:ref/status',
    permissions: 'statuses=read',
    docs: 'commits/statuses#get-the-combined-status-for-a-specific-reference',
    handle: (context) => {
      const { store, repository, param } = context;
      const { sha } = requireCommit(context, param('ref'));
      const newest = [...new Map(repository.statuses.filter((status) => status.sha === sha).map((status) => [status.context, status])).values()];
      const api = repositoryUrl(store, repository);
      return list(newest.map((status) => statusJson(store, repository, status)), (statuses) => ({
        state: combine(newest.map((status) => status.state)),
        statuses,
        sha,
        total_count: newest.length,
        repository: repositoryJson(store, repository),
        commit_url: `${api}/commits/${sha}`,
        url: `${api}/commits/${sha}/status`,
      }));
    },
  },
];

function combine(states: readonly string[]): string {
  if (states.some((state) => state === 'error' || state === 'failure')) return 'failure';
  return states.length > 0 && states.every((state) => state === 'success') ? 'success' : 'pending';
}

function statusJson(store: Store, repository: RepositoryRecord, status: CommitStatusRecord) {
  return {
    url: `${repositoryUrl(store, repository)}/statuses/${status.sha}`,
    avatar_url: userJson(store, status.creator).avatar_url,
    id: status.id,
    node_id: nodeId('StatusContext', status.id),
    state: status.state,
    description: status.description,
    target_url: status.targetUrl,
    context: status.context,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    creator: userJson(store, status.creator),
  } satisfies Shape<'status'>;
}
