import { join } from 'node:path';
import { type JSONWebKeySet } from 'jose';
import { githubApi } from './api';
import { errorResponse, notFound } from './api-error';
import { faultResponse, Faults, type Fault } from './faults';
import { OidcIssuer } from './oidc';
import { peopleActions, saved, type People, type Repository } from './people';
import { Store } from './store';
import { startWorkflowRun, type WorkflowRun, type WorkflowRunInput } from './workflow-run';

export interface Call {
  readonly method: string;
  /** Path as api.github.com has it: `/repos/…`, `/graphql`, `/oidc/token`. */
  readonly path: string;
  readonly query: string;
  /** 0 while it is under way, and for a connection that was dropped. */
  readonly status: number;
}

/** A stand-in for GitHub: what people do there, what a workflow run gets, and the HTTP face its clients talk to. */
export interface GitHub extends People {
  /** Serves `/api/v3/*` (REST), `/api/graphql` and `/oidc/*`. Throws ConnectionDropped where a fault asks for that. */
  fetch(request: Request): Promise<Response>;
  /** Who signs the OIDC tokens; `url` is their `iss`. */
  readonly issuer: { readonly url: string; jwks(): Promise<JSONWebKeySet> };
  workflowRun(input: WorkflowRunInput & { readonly repo: Pick<Repository, 'id'> }): WorkflowRun;
  readonly faults: { add(fault: Fault): void; clear(): void };
  /** Every request so far, in order, those that met a fault too. */
  calls(): readonly Call[];
}

export interface GitHubOptions {
  /** Folder for the state and the signing key; a second GitHub on it goes on where the first stopped. */
  readonly stateFolder: string;
  /** Where `fetch` can be reached, for example http://127.0.0.1:1234. */
  readonly baseUrl: () => string;
  /** @default the real time */
  readonly clock?: () => Date;
}

export function createGitHub(options: GitHubOptions): GitHub {
  const store = new Store({ file: join(options.stateFolder, 'github.json'), baseUrl: options.baseUrl, clock: options.clock ?? (() => new Date()) });
  const issuer = new OidcIssuer(store, join(options.stateFolder, 'oidc-key.json'));
  const faults = new Faults();
  const calls: Call[] = [];
  const [api, oidc] = [githubApi(store), issuer.routes()];
  return {
    ...peopleActions(store),
    fetch: (request) => answer(request),
    issuer,
    workflowRun: ({ repo, ...input }) => saved(store, () => startWorkflowRun(store, issuer, store.repository(repo.id), input)),
    faults,
    calls: () => calls.map((call) => ({ ...call })),
  };

  async function answer(request: Request): Promise<Response> {
    const url = new URL(request.url);
    const path = url.pathname.replace(/^\/api(?:\/v3)?(?=\/)/, '');
    const call = { method: request.method, path, query: url.search, status: 0 };
    calls.push(call);
    const fault = faults.take(request.method, path);
    const response = (fault && (await faultResponse(fault, store.clock()))) ?? (await serve(request, url));
    call.status = response.status;
    return response;
  }

  async function serve(request: Request, url: URL): Promise<Response> {
    const before = store.state.lastId;
    const response = url.pathname.startsWith('/api/') ? await api.fetch(request) : url.pathname.startsWith('/oidc/') ? await oidc.fetch(request) : errorResponse(notFound());
    if (request.method !== 'GET' || store.state.lastId !== before) store.save();
    return response;
  }
}
