import { AwsError } from './errors';
import { suffixOf } from './identifiers';
import { type State, type Session } from './state';

/** Credentials of a person with console access: they may do everything in the account and do not expire. */
export function administratorSession(state: State, accountId: string): Session {
  const seed = `${accountId}/administrator`;
  return remember(state, {
    ...credentials(seed, 'AKIA'),
    accountId,
    arn: `arn:aws:iam::${accountId}:user/administrator`,
    userId: `AIDA${suffixOf(seed, 16)}`,
  });
}

/** Credentials of an assumed role. */
export function roleSession(
  state: State,
  role: { arn: string; name: string; roleId: string },
  sessionName: string,
  expiration: Date,
): Session & { readonly expiration: string } {
  const accountId = role.arn.split(':')[4] ?? '';
  return remember(state, {
    ...credentials(`${role.arn}/${sessionName}/${state.next('session')}`, 'ASIA'),
    accountId,
    arn: `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`,
    userId: `${role.roleId}:${sessionName}`,
    roleArn: role.arn,
    expiration: expiration.toISOString(),
  });
}

/** The session a request was signed with; throws what AWS answers to unknown or expired credentials. */
export function sessionOf(state: State, accessKeyId: string | undefined, sessionToken: string | undefined, now: Date): Session {
  if (accessKeyId === undefined) throw new AwsError('MissingAuthenticationToken', 'Request is missing Authentication Token', 403);
  const session = state.parts.sessions[accessKeyId];
  if (session === undefined || session.sessionToken !== sessionToken) {
    throw new AwsError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403);
  }
  if (session.expiration !== undefined && Date.parse(session.expiration) <= now.getTime()) throw expiredToken();
  return session;
}

export const expiredToken = (): AwsError => new AwsError('ExpiredToken', 'The security token included in the request is expired', 403);

function remember<T extends Session>(state: State, session: T): T {
  state.parts.sessions[session.accessKeyId] = session;
  state.save('sessions');
  return session;
}

const credentials = (seed: string, prefix: string) => ({
  accessKeyId: prefix + suffixOf(`${seed}/id`, 16),
  secretAccessKey: suffixOf(`${seed}/secret`, 32),
  sessionToken: `sandbox-${suffixOf(`${seed}/token`, 32)}`,
});
