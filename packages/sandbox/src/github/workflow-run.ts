import { triggerOf, type EventInput, type Trigger } from './events';
import { type OidcIssuer } from './oidc';
import { type RepositoryRecord } from './state';
import { fullName, type Store } from './store';
import { issueToken, parsePermissions, readOnly } from './tokens';

export interface WorkflowRunInput extends EventInput {
  /** The job's `permissions:`; what is not listed is none. */
  readonly permissions: Readonly<Record<string, 'read' | 'write'>>;
  /** The environment the job names. @default none */
  readonly environment?: string;
  /** @default observability, .github/workflows/observability.yml */
  readonly workflow?: { readonly name: string; readonly path: string };
  /** @default observability */
  readonly job?: string;
  /** Another job of a run that has begun. @default a new run */
  readonly runId?: number;
}

/** What the runner hands to a job. */
export interface WorkflowRun {
  readonly id: number;
  /** `github.token` */
  readonly token: string;
  readonly eventName: string;
  /** The webhook payload, which the runner writes to GITHUB_EVENT_PATH. */
  readonly event: Readonly<Record<string, unknown>>;
  /** The variables that do not depend on the machine; the runner adds those that do. */
  readonly env: Readonly<Record<string, string>>;
  /** Values the runner masks from the start. */
  readonly secrets: readonly string[];
}

interface RunIdentity {
  readonly id: number;
  readonly number: number;
  readonly workflow: { readonly name: string; readonly path: string };
  readonly job: string;
  readonly environment: string | undefined;
}

export function startWorkflowRun(store: Store, issuer: OidcIssuer, repository: RepositoryRecord, input: WorkflowRunInput): WorkflowRun {
  const trigger = triggerOf(store, repository, input);
  const asked = parsePermissions(input.permissions);
  const permissions = trigger.fromFork ? readOnly(asked) : asked;
  repository.lastRunNumber += 1;
  const run: RunIdentity = {
    id: input.runId ?? store.nextId(),
    number: repository.lastRunNumber,
    workflow: input.workflow ?? { name: 'observability', path: '.github/workflows/observability.yml' },
    job: input.job ?? 'observability',
    environment: input.environment,
  };
  const token = issueToken(store, { kind: 'installation', login: 'github-actions[bot]', repositoryId: repository.id, permissions });
  const requestToken = permissions['id_token'] === 'write' ? issueToken(store, { kind: 'oidcRequest', claims: oidcClaims(store, repository, input.event, trigger, run) }) : undefined;
  return {
    id: run.id,
    token,
    eventName: input.event,
    event: trigger.payload,
    secrets: requestToken === undefined ? [token] : [token, requestToken],
    env: {
      ...environmentVariables(store, repository, input.event, trigger, run),
      ...(requestToken !== undefined && { ACTIONS_ID_TOKEN_REQUEST_URL: issuer.requestUrl(), ACTIONS_ID_TOKEN_REQUEST_TOKEN: requestToken }),
    },
  };
}

/** https://docs.github.com/actions/reference/workflows-and-actions/variables#default-environment-variables */
function environmentVariables(store: Store, repository: RepositoryRecord, eventName: string, trigger: Trigger, run: RunIdentity): Record<string, string> {
  return {
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTOR: trigger.actor,
    GITHUB_ACTOR_ID: String(store.userId(trigger.actor)),
    GITHUB_API_URL: `${store.baseUrl()}/api/v3`,
    GITHUB_BASE_REF: trigger.baseRef,
    GITHUB_EVENT_NAME: eventName,
    GITHUB_GRAPHQL_URL: `${store.baseUrl()}/api/graphql`,
    GITHUB_HEAD_REF: trigger.headRef,
    GITHUB_JOB: run.job,
    GITHUB_REF: trigger.ref,
    GITHUB_REF_NAME: trigger.refName,
    GITHUB_REF_PROTECTED: 'false',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REPOSITORY: fullName(repository),
    GITHUB_REPOSITORY_ID: String(repository.id),
    GITHUB_REPOSITORY_OWNER: repository.owner,
    GITHUB_REPOSITORY_OWNER_ID: String(store.userId(repository.owner)),
    GITHUB_RETENTION_DAYS: '90',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: String(run.id),
    GITHUB_RUN_NUMBER: String(run.number),
    GITHUB_SERVER_URL: store.baseUrl(),
    GITHUB_SHA: trigger.sha,
    GITHUB_TRIGGERING_ACTOR: trigger.actor,
    GITHUB_WORKFLOW: run.workflow.name,
    GITHUB_WORKFLOW_REF: workflowRef(repository, trigger, run),
    GITHUB_WORKFLOW_SHA: trigger.sha,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'GitHub Actions 1',
    RUNNER_OS: 'Linux',
  };
}

/** https://docs.github.com/actions/reference/security/oidc#oidc-token-claims */
function oidcClaims(store: Store, repository: RepositoryRecord, eventName: string, trigger: Trigger, run: RunIdentity): Record<string, string> {
  return {
    sub: subject(store, repository, eventName, trigger, run.environment),
    actor: trigger.actor,
    actor_id: String(store.userId(trigger.actor)),
    base_ref: trigger.baseRef,
    event_name: eventName,
    head_ref: trigger.headRef,
    job_workflow_ref: workflowRef(repository, trigger, run),
    job_workflow_sha: trigger.sha,
    ref: trigger.ref,
    ref_protected: 'false',
    ref_type: 'branch',
    repository: fullName(repository),
    repository_id: String(repository.id),
    repository_owner: repository.owner,
    repository_owner_id: String(store.userId(repository.owner)),
    repository_visibility: 'private',
    run_attempt: '1',
    run_id: String(run.id),
    run_number: String(run.number),
    runner_environment: 'github-hosted',
    sha: trigger.sha,
    workflow: run.workflow.name,
    workflow_ref: workflowRef(repository, trigger, run),
    workflow_sha: trigger.sha,
    ...(run.environment !== undefined && { environment: run.environment }),
  };
}

function subject(store: Store, repository: RepositoryRecord, eventName: string, trigger: Trigger, environment: string | undefined): string {
  const { owner, name, id, immutableSubject } = repository;
  const prefix = immutableSubject ? `repo:${owner}@${store.userId(owner)}/${name}@${id}` : `repo:${owner}/${name}`;
  if (environment !== undefined) return `${prefix}:environment:${environment.replaceAll(':', '%3A')}`;
  return eventName === 'pull_request' ? `${prefix}:pull_request` : `${prefix}:ref:${trigger.ref}`;
}

function workflowRef(repository: RepositoryRecord, trigger: Trigger, run: RunIdentity): string {
  return `${fullName(repository)}/${run.workflow.path}@${trigger.ref}`;
}
