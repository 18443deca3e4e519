import { createLocalJWKSet, decodeJwt, errors as joseErrors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { AwsError, validationError } from './errors';
import { authorize, type Caller } from './iam/authorize';
import { iamOf, roleOfArn, type Role } from './iam/roles';
import { trustsCaller, trustsWebIdentity } from './iam/trust';
import { requireText, text } from './params';
import { type Answer, type Params } from './query-protocol';
import { roleSession } from './sessions';
import { type Session, type State } from './state';

/** An OIDC issuer whose keys can be fetched. */
export type TrustedIssuer = {
  /** The `iss` of its tokens. */
  readonly url: string;
  /** URL of the IAM OIDC provider that its tokens belong to. @default url */
  readonly standsFor?: string;
  readonly jwks: () => Promise<JSONWebKeySet>;
};

export type StsContext = { readonly state: State; readonly issuers: readonly TrustedIssuer[]; readonly now: () => Date };

const DEFAULT_SECONDS = 3600;
const MIN_SECONDS = 900;
const MAX_SECONDS = 43_200;
const CHAINED_SECONDS = 3600;

/** sts:AssumeRoleWithWebIdentity; it needs no credentials. */
export async function assumeRoleWithWebIdentity({ state, issuers, now }: StsContext, params: Params): Promise<Answer> {
  const roleArn = requireText(params, 'RoleArn');
  const sessionName = roleSessionName(params);
  const { issuer, claims } = await verifiedClaims(requireText(params, 'WebIdentityToken'), issuers, now());
  const providerUrl = (issuer.standsFor ?? issuer.url).replace(/\/$/, '');
  const accountId = roleArn.split(':')[4] ?? '';
  const provider = iamOf(state, accountId).providers.find(({ url }) => url.replace(/\/$/, '') === providerUrl);
  if (provider === undefined) throw invalidToken(`No OpenIDConnect provider found in your account for ${providerUrl}`);
  const audiences = [claims.aud ?? []].flat();
  if (!audiences.some((audience) => provider.clientIds.includes(audience))) throw invalidToken('Incorrect token audience');
  const role = roleOfArn(state, roleArn);
  if (role === undefined || !trustsWebIdentity(role, provider.arn, providerUrl.replace(/^https?:\/\//, ''), claims)) {
    throw new AwsError('AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity', 403);
  }
  const session = roleSession(state, role, sessionName, expirationOf(params, role, now()));
  return {
    SubjectFromWebIdentityToken: claims.sub,
    Audience: audiences[0],
    Provider: provider.arn,
    ...assumed(session),
  };
}

/** sts:AssumeRole. */
export async function assumeRole({ state, now }: StsContext, params: Params, caller: Caller, region: string): Promise<Answer> {
  const roleArn = requireText(params, 'RoleArn');
  const sessionName = roleSessionName(params);
  const role = roleOfArn(state, roleArn);
  const callerRole = caller.roleArn === undefined ? undefined : roleOfArn(state, caller.roleArn);
  if (role === undefined || !(await trustsCaller(role, caller, callerRole))) {
    throw new AwsError('AccessDenied', `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`, 403);
  }
  // a permissions boundary limits the caller also where the trust policy names it
  await authorize(state, caller, { action: 'sts:AssumeRole', resource: roleArn, region, resourcePolicy: role.trustPolicy });
  if (caller.roleArn !== undefined && Number(text(params, 'DurationSeconds') ?? 0) > CHAINED_SECONDS) {
    throw validationError('The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining');
  }
  return assumed(roleSession(state, role, sessionName, expirationOf(params, role, now())));
}

export const getCallerIdentity = (session: Session): Answer => ({ UserId: session.userId, Account: session.accountId, Arn: session.arn });

function assumed(session: Session & { readonly expiration: string }): Answer {
  return {
    AssumedRoleUser: { AssumedRoleId: session.userId, Arn: session.arn },
    Credentials: {
      AccessKeyId: session.accessKeyId,
      SecretAccessKey: session.secretAccessKey,
      SessionToken: session.sessionToken,
      Expiration: new Date(session.expiration),
    },
  };
}

function roleSessionName(params: Params): string {
  const name = requireText(params, 'RoleSessionName');
  if (/^[\w+=,.@-]{2,64}$/.test(name)) return name;
  throw validationError(`1 validation error detected: Value '${name}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`);
}

function expirationOf(params: Params, role: Role, now: Date): Date {
  const seconds = Number(text(params, 'DurationSeconds') ?? Math.min(DEFAULT_SECONDS, role.maxSessionSeconds));
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) {
    const [bound, limit] = seconds < MIN_SECONDS ? ['greater', MIN_SECONDS] : ['less', MAX_SECONDS];
    throw validationError(`1 validation error detected: Value '${seconds}' at 'durationSeconds' failed to satisfy constraint: Member must have value ${bound} than or equal to ${limit}`);
  }
  if (seconds > role.maxSessionSeconds) throw validationError('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  return new Date(now.getTime() + seconds * 1000);
}

const invalidToken = (message: string) => new AwsError('InvalidIdentityToken', message);

async function verifiedClaims(token: string, issuers: readonly TrustedIssuer[], now: Date): Promise<{ issuer: TrustedIssuer; claims: JWTPayload }> {
  const issuer = issuers.find(({ url }) => url === unverifiedIssuer(token));
  if (issuer === undefined) throw invalidToken(`No OpenIDConnect provider found in your account for ${unverifiedIssuer(token)}`);
  try {
    const keys = createLocalJWKSet(await issuer.jwks());
    const { payload } = await jwtVerify(token, keys, { algorithms: ['RS256'], issuer: issuer.url, currentDate: now, requiredClaims: ['exp', 'aud', 'sub', 'iat'] });
    return { issuer, claims: payload };
  } catch (error) {
    if (error instanceof joseErrors.JWTExpired) {
      const seconds = Math.floor(now.getTime() / 1000);
      throw new AwsError('ExpiredTokenException', `Token expired: current date/time ${seconds} must be before the expiration date/time ${String(error.payload.exp)}`);
    }
    if (error instanceof joseErrors.JWTClaimValidationFailed) throw invalidToken(`The ID Token provided is not a valid JWT: ${error.message}`);
    if (error instanceof joseErrors.JOSEError) {
      throw invalidToken("Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements");
    }
    throw error;
  }
}

function unverifiedIssuer(token: string): string {
  try {
    return decodeJwt(token).iss ?? '';
  } catch {
    throw invalidToken('The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)');
  }
}
