import { setTimeout as sleep } from 'node:timers/promises';
import { ConnectionDropped } from '../loopback-server';
import { ApiError, badCredentials, errorResponse } from './api-error';
import { rateLimitHeaders } from './rate-limit';

const DEFAULT_RETRY_AFTER_SECONDS = 60;
const LIMIT = 1000;
const RATE_LIMIT_DOCS = 'https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api';
const SECONDARY_DOCS = 'https://docs.github.com/free-pro-team@latest/rest/overview/rate-limits-for-the-rest-api#about-secondary-rate-limits';

export interface Fault {
  readonly kind: 'rateLimit' | 'secondaryRateLimit' | 'error5xx' | 'slow' | 'drop' | 'unauthorized';
  /** @default every method */
  readonly method?: string;
  /** Tested against the path as api.github.com has it: `/repos/…`, `/graphql`, `/oidc/token`. @default every path */
  readonly path?: RegExp;
  /** How many requests it hits. @default all until `clear()` */
  readonly times?: number;
  /** @default 60 */
  readonly retryAfterSeconds?: number;
  /** How long a slow answer waits. @default 0 */
  readonly delayMs?: number;
}

/** Failures on request: each matching request uses up one of the first matching fault's times. */
export class Faults {
  #active: { fault: Fault; left: number }[] = [];

  add(fault: Fault): void {
    this.#active.push({ fault, left: fault.times ?? Infinity });
  }

  clear(): void {
    this.#active = [];
  }

  take(method: string, path: string): Fault | undefined {
    const hit = this.#active.find(({ fault, left }) => left > 0 && (fault.method ?? method).toUpperCase() === method && (fault.path === undefined || path.search(fault.path) >= 0));
    if (hit !== undefined) hit.left -= 1;
    return hit?.fault;
  }
}

/** The answer a fault gives in place of the real one; undefined when the real one shall follow. */
export async function faultResponse(fault: Fault, now: Date): Promise<Response | undefined> {
  const retryAfterSeconds = fault.retryAfterSeconds ?? DEFAULT_RETRY_AFTER_SECONDS;
  const nowSeconds = Math.floor(now.getTime() / 1000);
  const limits = (used: number) => rateLimitHeaders({ limit: LIMIT, used, resetSeconds: nowSeconds + retryAfterSeconds });
  switch (fault.kind) {
    case 'slow':
      await sleep(fault.delayMs ?? 0);
      return undefined;
    case 'drop':
      throw new ConnectionDropped();
    case 'unauthorized':
      return errorResponse(badCredentials());
    case 'error5xx':
      return errorResponse(new ApiError(502, 'Server Error', { headers: limits(1) }));
    case 'rateLimit':
      return errorResponse(new ApiError(403, 'API rate limit exceeded for installation ID 1.', { headers: limits(LIMIT), documentationUrl: RATE_LIMIT_DOCS }));
    case 'secondaryRateLimit':
      return errorResponse(new ApiError(403, 'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.', {
        headers: { ...limits(1), 'retry-after': String(retryAfterSeconds) },
        documentationUrl: SECONDARY_DOCS,
      }));
  }
}
