import { randomBytes } from 'node:crypto';
import { type Permission, type Permissions, type TokenRecord } from './state';
import { type Store } from './store';

/** A job's token ends with the job, after 24 hours at the latest: https://docs.github.com/actions/concepts/security/github_token */
const TOKEN_LIFETIME_MS = 24 * 60 * 60 * 1000;
const LEVELS: readonly Permission[] = ['read', 'write'];
const WORKFLOW_PERMISSIONS = [
  'actions', 'attestations', 'checks', 'contents', 'deployments', 'discussions', 'id-token', 'issues', 'models', 'packages', 'pages', 'pull-requests', 'repository-projects', 'security-events', 'statuses',
];

/** Permissions from a workflow file's `permissions:`, refused as GitHub refuses the file. */
export function parsePermissions(permissions: Readonly<Record<string, string>>): Permissions {
  for (const [name, level] of Object.entries(permissions)) {
    if (!WORKFLOW_PERMISSIONS.includes(name)) throw new Error(`permissions: unexpected value '${name}'; a workflow can ask for ${WORKFLOW_PERMISSIONS.join(', ')}`);
    if (!LEVELS.some((one) => one === level) || (name === 'id-token' && level === 'read')) throw new Error(`permissions.${name}: unexpected value '${level}'; leave it out for none`);
  }
  return Object.fromEntries(Object.entries(permissions).map(([name, level]) => [name.replaceAll('-', '_'), level as Permission]));
}

/** What a run from a fork gets: reading at most, and so no OIDC token, for which it would have to write. */
export function readOnly(permissions: Permissions): Permissions {
  return Object.fromEntries(Object.keys(permissions).map((name) => [name, 'read' as const]));
}

/** Whether a token's permissions meet an endpoint's, given as in the x-accepted-github-permissions header. */
export function permits(permissions: Permissions, required: string): boolean {
  return required.split(';').some((alternative) => alternative.split(',').every((one) => {
    const [name = '', level] = one.trim().split('=');
    const held = name === 'metadata' ? 'read' : permissions[name];
    return held === 'write' || held === level;
  }));
}

type NewToken = TokenRecord extends infer T ? (T extends TokenRecord ? Omit<T, 'expiresAt'> : never) : never;

const PREFIX: Readonly<Record<TokenRecord['kind'], string>> = { installation: 'ghs_', user: 'github_pat_', oidcRequest: 'oidc_' };

export function issueToken(store: Store, token: NewToken): string {
  const value = `${PREFIX[token.kind]}${randomBytes(18).toString('hex')}`;
  store.state.tokens[value] = { ...token, expiresAt: new Date(store.clock().getTime() + TOKEN_LIFETIME_MS).toISOString() };
  return value;
}

/** The token an Authorization header carries; undefined when it is unknown or has expired. */
export function findToken(store: Store, authorization: string): { value: string; record: TokenRecord } | undefined {
  const value = /^(?:bearer|token) (\S+)$/i.exec(authorization)?.[1];
  const record = value === undefined ? undefined : store.state.tokens[value];
  return value !== undefined && record !== undefined && record.expiresAt > store.clock().toISOString() ? { value, record } : undefined;
}
