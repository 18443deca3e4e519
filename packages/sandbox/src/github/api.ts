import { Hono, type Context } from 'hono';
import { ApiError, badCredentials, errorResponse, notFound } from './api-error';
import { checkRoutes } from './checks';
import { commentRoutes } from './comments';
import { commitRoutes } from './commits';
import { contentRoutes } from './contents';
import { deploymentRoutes } from './deployments';
import { executeGraphql } from './graphql';
import { labelRoutes } from './labels';
import { paginate } from './paging';
import { pullRoutes } from './pulls';
import { runRoutes } from './runs';
import { RateLimits } from './rate-limit';
import { repositoryRoutes } from './repositories';
import { RequestBody } from './request-body';
import { type Reply, type Route } from './route';
import { type TokenRecord } from './state';
import { statusRoutes } from './statuses';
import { type Store } from './store';
import { findToken, permits } from './tokens';
import { userJson } from './users';

/** All endpoints under `/repos/{owner}/{repo}`; the first that matches a path answers. */
export const ROUTES: readonly Route[] = [
  ...repositoryRoutes,
  ...pullRoutes,
  ...statusRoutes,
  ...checkRoutes,
  ...commitRoutes,
  ...contentRoutes,
  ...commentRoutes,
  ...labelRoutes,
  ...deploymentRoutes,
  ...runRoutes,
];

const HOURLY_LIMIT = { installation: 1000, user: 5000, anonymous: 60 } as const;
const DENIED = { installation: 'Resource not accessible by integration', user: 'Resource not accessible by personal access token' } as const;

type Credential = Exclude<TokenRecord, { kind: 'oidcRequest' }>;
interface Env {
  Variables: { credential: Credential | undefined };
}

/** The REST API under `/api/v3` and GraphQL under `/api/graphql`, where GitHub Enterprise Server has them. */
export function githubApi(store: Store): Hono<Env> {
  const app = new Hono<Env>();
  const limits = new RateLimits();
  let requests = 0;
  app.onError((error) => errorResponse(error instanceof ApiError ? error : new ApiError(500, `the sandbox failed: ${error.stack ?? error.message}`)));
  app.notFound(() => errorResponse(notFound()));
  app.use('/api/*', async (context, next) => {
    const authorization = context.req.header('authorization');
    const token = authorization === undefined ? undefined : findToken(store, authorization);
    const credential = token?.record.kind === 'oidcRequest' ? undefined : token?.record;
    const budget = limits.take(credential === undefined ? '' : (token?.value ?? ''), HOURLY_LIMIT[credential?.kind ?? 'anonymous'], store.clock());
    context.set('credential', credential);
    if (authorization !== undefined && credential === undefined) context.res = errorResponse(badCredentials());
    else if (budget.exceeded) context.res = errorResponse(new ApiError(403, `API rate limit exceeded for installation ID ${credential?.repositoryId ?? 0}.`));
    else await next();
    requests += 1;
    const headers = { ...budget.headers, 'x-github-request-id': requests.toString(16).toUpperCase().padStart(8, '0'), 'x-github-media-type': 'github.v3; format=json' };
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
  });
  app.get('/api/v3/user', (context) => Response.json(currentUser(store, context.get('credential'))));
  app.post('/api/graphql', async (context) => {
    const credential = context.get('credential');
    if (credential === undefined) throw new ApiError(401, 'This endpoint requires you to be authenticated.');
    const body = RequestBody.parse(await context.req.text());
    const variables = body.value('variables') as Readonly<Record<string, unknown>> | undefined;
    return Response.json(executeGraphql(store, { query: body.requiredString('query'), ...(variables && { variables }), viewer: credential.login, repositoryId: credential.repositoryId }));
  });
  for (const route of ROUTES) app.on(route.method, `/api/v3/repos/:owner/:repo${route.path}`, (context) => serve(store, route, context));
  return app;
}

async function serve(store: Store, route: Route, context: Context<Env>): Promise<Response> {
  const documentationUrl = `https://docs.github.com/rest/${route.docs}`;
  try {
    const { credential, repository } = authorize(store, route, context);
    const reply = route.handle({
      store,
      repository,
      actor: credential.login,
      body: RequestBody.parse(route.method === 'GET' ? '' : await context.req.text()),
      accept: context.req.header('accept') ?? '',
      param: (name) => context.req.param(name) ?? '',
      query: (name) => context.req.query(name),
    });
    return toResponse(reply, publicUrl(store, context));
  } catch (error) {
    if (error instanceof ApiError) return errorResponse(error, documentationUrl);
    throw error;
  }
}

/** A private repository is "not found" for whoever has no token for it. */
function authorize(store: Store, route: Route, context: Context<Env>) {
  const credential = context.get('credential');
  const repository = store.findRepository(context.req.param('owner') ?? '', context.req.param('repo') ?? '');
  if (credential === undefined) throw route.method === 'GET' ? notFound() : new ApiError(401, 'Requires authentication');
  if (repository === undefined || credential.repositoryId !== repository.id) throw notFound();
  if (!permits(credential.permissions, route.permissions)) {
    throw new ApiError(403, DENIED[credential.kind], { headers: { 'x-accepted-github-permissions': route.permissions } });
  }
  return { credential, repository };
}

function toResponse(reply: Reply, url: URL): Response {
  switch (reply.kind) {
    case 'json':
      return Response.json(reply.body, { status: reply.status });
    case 'text':
      return new Response(reply.text, { headers: { 'content-type': `${reply.mediaType}; charset=utf-8` } });
    case 'empty':
      return new Response(null, { status: 204 });
    case 'list': {
      const { page, link } = paginate(reply.items, url);
      return Response.json(reply.wrap(page), { headers: link === undefined ? {} : { link } });
    }
  }
}

/** The request's URL as clients know it, whatever host header reached this process. */
function publicUrl(store: Store, context: Context<Env>): URL {
  const { pathname, search } = new URL(context.req.url);
  return new URL(`${pathname}${search}`, store.baseUrl());
}

function currentUser(store: Store, credential: Credential | undefined) {
  if (credential === undefined) throw new ApiError(401, 'Requires authentication');
  if (credential.kind === 'installation') throw new ApiError(403, DENIED.installation);
  return userJson(store, credential.login);
}
