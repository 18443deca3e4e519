import { ApiError } from './api-error';
import { type Shape } from './schemas';
import { json, list, type Route, type RouteContext } from './route';
import { REPOSITORY_ROLES, type RepositoryRecord, type RepositoryRole } from './state';
import { fullName, type Store } from './store';
import { nodeId, userJson } from './users';

export interface NewRepository {
  readonly owner: string;
  readonly name: string;
  readonly id?: number;
  readonly ownerId?: number;
  /** @default main */
  readonly defaultBranch?: string;
  /** OIDC subjects carry the ids of owner and repository, as those of repositories made since July 2026 do. @default false */
  readonly immutableSubject?: boolean;
}

export function createRepository(store: Store, input: NewRepository): RepositoryRecord {
  if (store.findRepository(input.owner, input.name) !== undefined) throw new Error(`${fullName(input)} exists already`);
  if (input.id !== undefined && store.state.repositories.some((one) => one.id === input.id)) throw new Error(`repository id ${input.id} is taken`);
  if (input.ownerId !== undefined) claimOwnerId(store, input.owner, input.ownerId);
  return add(store, {
    id: input.id ?? store.nextId(),
    owner: input.owner,
    name: input.name,
    defaultBranch: input.defaultBranch ?? 'main',
    immutableSubject: input.immutableSubject ?? false,
    branches: {},
  });
}

/** The fork an account has of a repository; made, with all branches, when there is none. */
export function forkRepository(store: Store, repository: RepositoryRecord, owner: string): RepositoryRecord {
  const { name, defaultBranch, immutableSubject, branches } = repository;
  if (repository.owner === owner) throw new Error(`${owner} cannot fork its own repository ${fullName(repository)}`);
  return store.findRepository(owner, name) ?? add(store, { id: store.nextId(), owner, name, defaultBranch, immutableSubject, branches: { ...branches }, forkOf: repository.forkOf ?? repository.id });
}

export function repositoryUrl(store: Store, repository: RepositoryRecord): string {
  return `${store.baseUrl()}/api/v3/repos/${fullName(repository)}`;
}

export function repositoryHtmlUrl(store: Store, repository: RepositoryRecord): string {
  return `${store.baseUrl()}/${fullName(repository)}`;
}

export function repositoryJson(store: Store, repository: RepositoryRecord) {
  const [url, htmlUrl] = [repositoryUrl(store, repository), repositoryHtmlUrl(store, repository)];
  return {
    id: repository.id,
    node_id: nodeId('Repository', repository.id),
    name: repository.name,
    full_name: fullName(repository),
    owner: userJson(store, repository.owner),
    private: true,
    visibility: 'private',
    html_url: htmlUrl,
    description: null,
    fork: repository.forkOf !== undefined,
    url,
    commits_url: `${url}/commits{/sha}`,
    contents_url: `${url}/contents/{+path}`,
    issues_url: `${url}/issues{/number}`,
    pulls_url: `${url}/pulls{/number}`,
    clone_url: `${htmlUrl}.git`,
    default_branch: repository.defaultBranch,
    archived: false,
    disabled: false,
  } satisfies Shape<'full-repository'>;
}

/** What a person may do in a repository: its owner everything, others what was set. */
export function roleOf(repository: RepositoryRecord, login: string): RepositoryRole {
  return login === repository.owner ? 'admin' : (repository.collaborators[login] ?? 'none');
}

export const repositoryRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '',
    permissions: 'metadata=read',
    docs: 'repos/repos#get-a-repository',
    handle: ({ store, repository }) => json(repositoryJson(store, repository)),
  },
  {
    method: 'GET',
    path: '/branches/:branch{.+}',
    permissions: 'contents=read',
    docs: 'branches/branches#get-a-branch',
    handle: (context) => {
      const sha = requireBranch(context, context.param('branch'), 'Branch not found');
      return json({ name: context.param('branch'), commit: { sha, url: `${repositoryUrl(context.store, context.repository)}/commits/${sha}` }, protected: false });
    },
  },
  {
    method: 'GET',
    path: '/git/ref/:ref{.+}',
    permissions: 'contents=read',
    docs: 'git/refs#get-a-reference',
    handle: (context) => {
      const ref = context.param('ref');
      const sha = requireBranch(context, ref.replace(/^heads\//, ''), 'Not Found');
      const url = repositoryUrl(context.store, context.repository);
      return json({ ref: `refs/${ref}`, node_id: '', url: `${url}/git/refs/${ref}`, object: { type: 'commit', sha, url: `${url}/git/commits/${sha}` } } satisfies Shape<'git-ref'>);
    },
  },
  {
    method: 'GET',
    path: '/git/matching-refs/:ref{.+}',
    permissions: 'contents=read',
    docs: 'git/refs#list-matching-references',
    handle: ({ store, repository, param }) => {
      const url = repositoryUrl(store, repository);
      const found = Object.entries(repository.branches).filter(([branch]) => `heads/${branch}`.startsWith(param('ref')));
      return list(found.map(([branch, sha]) => ({ ref: `refs/heads/${branch}`, node_id: '', url: `${url}/git/refs/heads/${branch}`, object: { type: 'commit', sha, url: `${url}/git/commits/${sha}` } } satisfies Shape<'git-ref'>)));
    },
  },
  {
    method: 'GET',
    path: '/collaborators/:username/permission',
    permissions: 'metadata=read',
    docs: 'collaborators/collaborators#get-repository-permissions-for-a-user',
    handle: ({ store, repository, param }) => {
      const role = roleOf(repository, param('username'));
      // the older field knows no maintain
      return json({ permission: role === 'maintain' ? 'write' : role, role_name: role, user: { ...userJson(store, param('username')), permissions: permissionsOf(role) } });
    },
  },
];

function permissionsOf(role: RepositoryRole) {
  const rank = REPOSITORY_ROLES.indexOf(role);
  return { admin: rank === 0, maintain: rank <= 1, push: rank <= 2, triage: rank <= 2, pull: rank <= 3 };
}

function requireBranch({ repository }: RouteContext, branch: string, message: string): string {
  const sha = repository.branches[branch];
  if (sha === undefined) throw new ApiError(404, message);
  return sha;
}

function claimOwnerId(store: Store, owner: string, id: number): void {
  const known = store.state.users[owner];
  if (known !== undefined && known !== id) throw new Error(`${owner} already has id ${known}, not ${id}`);
  store.state.users[owner] = id;
}

type Identity = Pick<RepositoryRecord, 'id' | 'owner' | 'name' | 'defaultBranch' | 'immutableSubject' | 'branches' | 'forkOf'>;

function add(store: Store, identity: Identity): RepositoryRecord {
  store.userId(identity.owner);
  const repository: RepositoryRecord = { ...identity, collaborators: {}, pullRequests: [], comments: [], runApprovals: [], events: [], deployments: [], checkRuns: [], statuses: [], lastRunNumber: 0 };
  store.state.repositories.push(repository);
  return repository;
}
