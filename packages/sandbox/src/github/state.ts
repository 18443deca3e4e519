export type Permission = 'read' | 'write';
/** Permissions of a token by their name in the API, `pull_requests` and not `pull-requests`; what is not listed is none. */
export type Permissions = Readonly<Record<string, Permission>>;

export interface CommitRecord {
  readonly sha: string;
  readonly parents: readonly string[];
  /** Blob sha by path. */
  readonly tree: Readonly<Record<string, string>>;
  readonly message: string;
  readonly author: string;
  readonly date: string;
}

export interface PullRequestRecord {
  readonly id: number;
  readonly number: number;
  readonly title: string;
  readonly author: string;
  readonly draft: boolean;
  readonly createdAt: string;
  readonly baseRef: string;
  readonly headRef: string;
  readonly headRepositoryId: number;
  headSha: string;
  /** Tip of the base branch when the head was last pushed; after the merge or close, the tip it was merged into. */
  baseSha: string;
  updatedAt: string;
  labels: string[];
  closedAt?: string | undefined;
  /** Commits that the merge put on the base branch, oldest first; the last one is the merge commit. */
  merged?: { readonly at: string; readonly by: string; readonly commits: readonly string[] };
}

export interface CommentRecord {
  readonly id: number;
  readonly issueNumber: number;
  readonly author: string;
  readonly createdAt: string;
  body: string;
  updatedAt: string;
  /** Who edited it last; undefined while nobody has. */
  editor?: string;
}

/** What a reviewer of an environment said to the jobs of a run that wait for it. */
export interface RunApprovalRecord {
  readonly runId: number;
  readonly environment: string;
  readonly state: 'approved' | 'rejected';
  readonly user: string;
  readonly comment: string;
}

export interface IssueEventRecord {
  readonly id: number;
  readonly issueNumber: number;
  readonly actor: string;
  readonly event: 'labeled' | 'unlabeled' | 'closed' | 'merged' | 'reopened';
  readonly label?: string;
  readonly commitSha?: string;
  readonly createdAt: string;
}

export const DEPLOYMENT_STATES = ['error', 'failure', 'inactive', 'in_progress', 'queued', 'pending', 'success'] as const;

export interface DeploymentStatusRecord {
  readonly id: number;
  readonly state: (typeof DEPLOYMENT_STATES)[number];
  readonly creator: string;
  readonly description: string;
  readonly environmentUrl: string;
  readonly logUrl: string;
  readonly createdAt: string;
}

export interface DeploymentRecord {
  readonly id: number;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: unknown;
  readonly transient: boolean;
  readonly production: boolean;
  readonly creator: string;
  readonly createdAt: string;
  updatedAt: string;
  statuses: DeploymentStatusRecord[];
}

export const CHECK_CONCLUSIONS = ['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'] as const;
export const CHECK_STATUSES = ['queued', 'in_progress', 'completed'] as const;
export const ANNOTATION_LEVELS = ['notice', 'warning', 'failure'] as const;

export interface CheckAnnotationRecord {
  readonly path: string;
  readonly startLine: number;
  readonly endLine: number;
  readonly level: (typeof ANNOTATION_LEVELS)[number];
  readonly message: string;
  readonly title: string | null;
}

export interface CheckRunRecord {
  readonly id: number;
  readonly headSha: string;
  name: string;
  status: (typeof CHECK_STATUSES)[number];
  conclusion: (typeof CHECK_CONCLUSIONS)[number] | null;
  externalId: string;
  detailsUrl: string | null;
  startedAt: string;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: CheckAnnotationRecord[];
}

export const COMMIT_STATES = ['error', 'failure', 'pending', 'success'] as const;

export interface CommitStatusRecord {
  readonly id: number;
  readonly sha: string;
  readonly state: (typeof COMMIT_STATES)[number];
  readonly context: string;
  readonly description: string | null;
  readonly targetUrl: string | null;
  readonly creator: string;
  readonly createdAt: string;
}

export const REPOSITORY_ROLES = ['admin', 'maintain', 'write', 'read', 'none'] as const;
export type RepositoryRole = (typeof REPOSITORY_ROLES)[number];

export interface RepositoryRecord {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly defaultBranch: string;
  readonly immutableSubject: boolean;
  /** The repository this one is a fork of; the two share their commits. */
  readonly forkOf?: number;
  readonly collaborators: Record<string, RepositoryRole>;
  readonly branches: Record<string, string>;
  readonly pullRequests: PullRequestRecord[];
  readonly events: IssueEventRecord[];
  readonly deployments: DeploymentRecord[];
  readonly checkRuns: CheckRunRecord[];
  readonly statuses: CommitStatusRecord[];
  readonly runApprovals: RunApprovalRecord[];
  comments: CommentRecord[];
  lastRunNumber: number;
}

interface Credential {
  readonly login: string;
  readonly repositoryId: number;
  readonly permissions: Permissions;
  readonly expiresAt: string;
}

export type TokenRecord = (Credential & { readonly kind: 'installation' | 'user' }) | OidcRequestToken;

/** What a job presents to the OIDC endpoint, and the claims it gets back. */
export interface OidcRequestToken {
  readonly kind: 'oidcRequest';
  readonly claims: Readonly<Record<string, string>>;
  readonly expiresAt: string;
}

export interface State {
  lastId: number;
  readonly users: Record<string, number>;
  readonly repositories: RepositoryRecord[];
  readonly commits: Record<string, CommitRecord>;
  readonly blobs: Record<string, string>;
  readonly tokens: Record<string, TokenRecord>;
}
