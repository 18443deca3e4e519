import { ApiError, validationFailed } from './api-error';
import { repositoryUrl } from './repositories';
import { json, list, matching, requireById, requireCommit, type Route, type RouteContext } from './route';
import { type Shape } from './schemas';
import { DEPLOYMENT_STATES, type DeploymentRecord, type DeploymentStatusRecord, type RepositoryRecord } from './state';
import { contextsOf } from './statuses';
import { type Store } from './store';
import { nodeId, userJson } from './users';

const MAX_DESCRIPTION_CHARACTERS = 140;

export const deploymentRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/deployments',
    permissions: 'deployments=read',
    docs: 'deployments/deployments#list-deployments',
    handle: ({ store, repository, query }) => {
      const wanted = { sha: query('sha'), ref: query('ref'), task: query('task'), environment: query('environment') };
      const found = matching(repository.deployments, wanted, { sha: (one) => one.sha, ref: (one) => one.ref, task: (one) => one.task, environment: (one) => one.environment });
      return list(found.reverse().map((deployment) => deploymentJson(store, repository, deployment)));
    },
  },
  {
    method: 'POST',
    path: '/deployments',
    permissions: 'deployments=write',
    docs: 'deployments/deployments#create-a-deployment',
    handle: (context) => json(deploymentJson(context.store, context.repository, createDeployment(context)), 201),
  },
  {
    method: 'GET',
    path: '/deployments/:id',
    permissions: 'deployments=read',
    docs: 'deployments/deployments#get-a-deployment',
    handle: ({ store, repository, param }) => json(deploymentJson(store, repository, requireById(repository.deployments, param('id')))),
  },
  {
    method: 'GET',
    path: '/deployments/:id/statuses',
    permissions: 'deployments=read',
    docs: 'deployments/statuses#list-deployment-statuses',
    handle: ({ store, repository, param }) => {
      const deployment = requireById(repository.deployments, param('id'));
      return list([...deployment.statuses].reverse().map((status) => statusJson(store, repository, deployment, status)));
    },
  },
  {
    method: 'POST',
    path: '/deployments/:id/statuses',
    permissions: 'deployments=write',
    docs: 'deployments/statuses#create-a-deployment-status',
    handle: (context) => {
      const deployment = requireById(context.repository.deployments, context.param('id'));
      return json(statusJson(context.store, context.repository, deployment, createStatus(context, deployment)), 201);
    },
  },
];

function createDeployment(context: RouteContext): DeploymentRecord {
  const { store, repository, body, actor } = context;
  const ref = body.requiredString('ref');
  const commit = requireCommit(context, ref, `No ref found for: ${ref}`);
  requireContexts(repository, commit.sha, ref, body.strings('required_contexts'));
  const environment = body.string('environment') ?? 'production';
  const deployment: DeploymentRecord = {
    id: store.nextId(),
    sha: commit.sha,
    ref,
    task: body.string('task') ?? 'deploy',
    environment,
    description: body.string('description') ?? null,
    payload: body.value('payload') ?? {},
    transient: body.boolean('transient_environment') ?? false,
    production: body.boolean('production_environment') ?? environment === 'production',
    creator: actor,
    createdAt: store.now(),
    updatedAt: store.now(),
    statuses: [],
  };
  repository.deployments.push(deployment);
  return deployment;
}

/** Without a list every status and check of the commit must have succeeded; an empty list asks for none. */
function requireContexts(repository: RepositoryRecord, sha: string, ref: string, required: readonly string[] | undefined): void {
  const contexts = contextsOf(repository, sha);
  const missing = (required ?? [...contexts.keys()]).filter((context) => contexts.get(context) !== 'success');
  if (missing.length === 0) return;
  throw new ApiError(409, `Conflict: Commit status checks failed for ${ref}.`, {
    errors: [{ contexts: missing.map((context) => ({ context, state: contexts.get(context) ?? 'missing' })), resource: 'Deployment', field: 'required_contexts', code: 'invalid' }],
  });
}

function createStatus({ store, repository, body, actor }: RouteContext, deployment: DeploymentRecord): DeploymentStatusRecord {
  const description = body.string('description') ?? '';
  if (description.length > MAX_DESCRIPTION_CHARACTERS) {
    throw validationFailed({ resource: 'DeploymentStatus', code: 'custom', field: 'description', message: `description is too long (maximum is ${MAX_DESCRIPTION_CHARACTERS} characters)` });
  }
  const status: DeploymentStatusRecord = {
    id: store.nextId(),
    state: body.requiredOneOf('state', DEPLOYMENT_STATES),
    creator: actor,
    description,
    environmentUrl: body.string('environment_url') ?? '',
    logUrl: body.string('log_url') ?? body.string('target_url') ?? '',
    createdAt: store.now(),
  };
  if (status.state === 'success' && body.boolean('auto_inactive') !== false) retireOthers(store, repository, deployment, actor);
  deployment.statuses.push(status);
  deployment.updatedAt = status.createdAt;
  return status;
}

/** A success makes earlier deployments to the same environment inactive, unless they are transient or production ones. */
function retireOthers(store: Store, repository: RepositoryRecord, current: DeploymentRecord, actor: string): void {
  for (const other of repository.deployments) {
    if (other === current || other.environment !== current.environment || other.transient || other.production || other.statuses.at(-1)?.state !== 'success') continue;
    other.statuses.push({ id: store.nextId(), state: 'inactive', creator: actor, description: '', environmentUrl: '', logUrl: '', createdAt: store.now() });
  }
}

function deploymentJson(store: Store, repository: RepositoryRecord, deployment: DeploymentRecord) {
  const api = repositoryUrl(store, repository);
  return {
    url: `${api}/deployments/${deployment.id}`,
    id: deployment.id,
    node_id: nodeId('Deployment', deployment.id),
    sha: deployment.sha,
    ref: deployment.ref,
    task: deployment.task,
    payload: deployment.payload as Record<string, unknown>,
    original_environment: deployment.environment,
    environment: deployment.environment,
    description: deployment.description,
    creator: userJson(store, deployment.creator),
    created_at: deployment.createdAt,
    updated_at: deployment.updatedAt,
    statuses_url: `${api}/deployments/${deployment.id}/statuses`,
    repository_url: api,
    transient_environment: deployment.transient,
    production_environment: deployment.production,
  } satisfies Shape<'deployment'>;
}

function statusJson(store: Store, repository: RepositoryRecord, deployment: DeploymentRecord, status: DeploymentStatusRecord) {
  const api = `${repositoryUrl(store, repository)}/deployments/${deployment.id}`;
  return {
    url: `${api}/statuses/${status.id}`,
    id: status.id,
    node_id: nodeId('DeploymentStatus', status.id),
    state: status.state,
    creator: userJson(store, status.creator),
    description: status.description,
    environment: deployment.environment,
    target_url: status.logUrl,
    created_at: status.createdAt,
    updated_at: status.createdAt,
    deployment_url: api,
    repository_url: repositoryUrl(store, repository),
    environment_url: status.environmentUrl,
    log_url: status.logUrl,
  } satisfies Shape<'deployment-status'>;
}
