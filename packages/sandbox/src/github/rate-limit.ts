const WINDOW_SECONDS = 3600;

export interface Budget {
  readonly exceeded: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** Requests an hour by token: https://docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api */
export class RateLimits {
  readonly #windows = new Map<string, { used: number; resetSeconds: number }>();

  take(key: string, limit: number, now: Date): Budget {
    const nowSeconds = Math.floor(now.getTime() / 1000);
    let window = this.#windows.get(key);
    if (window === undefined || window.resetSeconds <= nowSeconds) {
      window = { used: 0, resetSeconds: nowSeconds + WINDOW_SECONDS };
      this.#windows.set(key, window);
    }
    const exceeded = window.used >= limit;
    if (!exceeded) window.used += 1;
    return { exceeded, headers: rateLimitHeaders({ limit, used: window.used, resetSeconds: window.resetSeconds }) };
  }
}

export function rateLimitHeaders({ limit, used, resetSeconds }: { limit: number; used: number; resetSeconds: number }): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(limit - used),
    'x-ratelimit-used': String(used),
    'x-ratelimit-reset': String(resetSeconds),
    'x-ratelimit-resource': 'core',
  };
}
