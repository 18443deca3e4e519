import { ApiError, notFound } from './api-error';
import { type RequestBody } from './request-body';
import { resolveRef } from './refs';
import { type CommitRecord, type PullRequestRecord, type RepositoryRecord } from './state';
import { type Store } from './store';

/** One endpoint under `/repos/{owner}/{repo}`. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly path: string;
  /** What the token must hold, as the x-accepted-github-permissions header states it: `;` between alternatives, `,` between what is needed together. */
  readonly permissions: string;
  /** Page under https://docs.github.com/rest. */
  readonly docs: string;
  readonly handle: (context: RouteContext) => Reply;
}

export interface RouteContext {
  readonly store: Store;
  readonly repository: RepositoryRecord;
  /** Login the token acts as. */
  readonly actor: string;
  readonly body: RequestBody;
  readonly accept: string;
  readonly param: (name: string) => string;
  readonly query: (name: string) => string | undefined;
}

export type Reply =
  | { readonly kind: 'json'; readonly status: number; readonly body: unknown }
  | { readonly kind: 'list'; readonly items: readonly unknown[]; readonly wrap: (page: readonly unknown[]) => unknown }
  | { readonly kind: 'text'; readonly mediaType: string; readonly text: string }
  | { readonly kind: 'empty' };

export const json = (body: unknown, status = 200): Reply => ({ kind: 'json', status, body });
/** A list that is cut into pages; `wrap` puts the page in an object. */
export const list = (items: readonly unknown[], wrap: (page: readonly unknown[]) => unknown = (page) => page): Reply => ({ kind: 'list', items, wrap });
export const text = (mediaType: string, body: string): Reply => ({ kind: 'text', mediaType, text: body });
export const empty = (): Reply => ({ kind: 'empty' });

export function requirePull({ repository, param }: RouteContext, name = 'number'): PullRequestRecord {
  return repository.pullRequests.find((pull) => String(pull.number) === param(name)) ?? fail(notFound());
}

export function requireCommit({ store, repository }: RouteContext, ref: string, message = `No commit found for SHA: ${ref}`): CommitRecord {
  return resolveRef(store, repository, ref) ?? fail(new ApiError(422, message));
}

export function requireById<T extends { readonly id: number }>(records: readonly T[], id: string): T {
  return records.find((record) => String(record.id) === id) ?? fail(notFound());
}

/** Filters records by those query parameters that are given. */
export function matching<T>(records: readonly T[], wanted: Readonly<Record<string, string | undefined>>, fields: Readonly<Record<string, (record: T) => string>>): T[] {
  return records.filter((record) => Object.entries(fields).every(([name, field]) => wanted[name] === undefined || field(record) === wanted[name]));
}

function fail(error: ApiError): never {
  throw error;
}
