import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { Hono } from 'hono';
import { calculateJwkThumbprint, importJWK, SignJWT, type JSONWebKeySet, type JWK } from 'jose';
import { type Store } from './store';
import { findToken } from './tokens';

/** The `iss` of GitHub's tokens, which a role's trust policy names. */
export const GITHUB_ISSUER = 'https://token.actions.githubusercontent.com';
const TOKEN_LIFETIME_SECONDS = 300;
const NOT_BEFORE_SECONDS = 600;

/** The OIDC token endpoint of a job, and the issuer's discovery document and keys. */
export class OidcIssuer {
  readonly url = GITHUB_ISSUER;
  readonly #keyFile: string;
  readonly #store: Store;
  #key: Promise<JWK> | undefined;

  constructor(store: Store, keyFile: string) {
    this.#store = store;
    this.#keyFile = keyFile;
  }

  /** Where a job asks for its token; clients append `&audience=…`. */
  requestUrl(): string {
    return `${this.#store.baseUrl()}/oidc/token?api-version=2.0`;
  }

  async jwks(): Promise<JSONWebKeySet> {
    const { kty, n, e, kid, alg, use } = await this.#signingKey();
    return { keys: [{ kty, n, e, kid, alg, use } as JWK] };
  }

  /** Signs a run's claims for one audience. */
  async sign(claims: Readonly<Record<string, string>>, audience: string): Promise<string> {
    const key = await this.#signingKey();
    const now = Math.floor(this.#store.clock().getTime() / 1000);
    return new SignJWT({ ...claims })
      .setProtectedHeader({ typ: 'JWT', alg: 'RS256', kid: key.kid ?? '' })
      .setJti(crypto.randomUUID())
      .setIssuer(this.url)
      .setAudience(audience)
      .setNotBefore(now - NOT_BEFORE_SECONDS)
      .setIssuedAt(now)
      .setExpirationTime(now + TOKEN_LIFETIME_SECONDS)
      .sign(await importJWK(key, 'RS256'));
  }

  routes(): Hono {
    const app = new Hono();
    app.get('/oidc/token', async (context) => {
      const token = findToken(this.#store, context.req.header('authorization') ?? '')?.record;
      if (token?.kind !== 'oidcRequest') return Response.json({ message: 'the request token is missing, unknown or expired' }, { status: 401 });
      const audience = context.req.query('audience') ?? `https://github.com/${token.claims['repository_owner']}`;
      return Response.json({ count: 1, value: await this.sign(token.claims, audience) });
    });
    app.get('/oidc/.well-known/openid-configuration', () => Response.json(this.#discovery()));
    app.get('/oidc/.well-known/jwks', async () => Response.json(await this.jwks()));
    return app;
  }

  #discovery() {
    return {
      issuer: this.url,
      jwks_uri: `${this.#store.baseUrl()}/oidc/.well-known/jwks`,
      subject_types_supported: ['public', 'pairwise'],
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      scopes_supported: ['openid'],
    };
  }

  #signingKey(): Promise<JWK> {
    return (this.#key ??= loadKey(this.#keyFile));
  }
}

async function loadKey(file: string): Promise<JWK> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as JWK;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw new Error(`cannot read the signing key in ${file}; delete it to make a new one`, { cause: error });
  }
  const jwk = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ format: 'jwk' }) as JWK;
  const key = { ...jwk, alg: 'RS256', use: 'sig', kid: await calculateJwkThumbprint(jwk) };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.next`, JSON.stringify(key), { mode: 0o600 });
  renameSync(`${file}.next`, file);
  return key;
}
