/** One request of a handler to the outside world. */
export interface HttpRequest {
  readonly method: 'POST' | 'PUT';
  readonly url: string;
  readonly contentType: string;
  /** Beside the content type. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: string;
}

/** One thing to send, to whom, and how to read the answer. */
export interface Sending {
  /** Names the receiver in errors. */
  readonly receiver: string;
  /** Called for each attempt, so that a timestamp in the request is as young as the request. */
  readonly request: () => HttpRequest;
  /** What an answer of 2xx says of a failure, of receivers that answer 2xx all the same; undefined when it is a success. */
  readonly refusalIn?: (answer: string) => Refusal | undefined;
  /** @default 5 */
  readonly maxAttempts?: number;
}

/** Why a receiver that answered 2xx did not take what it was sent. */
export interface Refusal {
  /** A short code in the receiver's own words. */
  readonly code: string;
  /** Whether the same request may be taken later. */
  readonly retry: boolean;
}

/** What became of a sending. */
export interface Delivery {
  readonly attempts: number;
  readonly answer: string;
}

/** What a delivery needs from its surroundings; tests give their own. */
export interface Surroundings {
  readonly fetch: typeof fetch;
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** A number from 0 up to 1. */
  readonly random: () => number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export const lambdaSurroundings: Surroundings = {
  fetch: (input, init) => fetch(input, init),
  sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
  random: Math.random,
  now: Date.now,
};

/** A request that failed. Its message names the receiver and the failure, never the URL, which may hold a secret. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /** The HTTP status, absent when there was no answer. */
  readonly status: number | undefined;
  /** The receiver's own code for the failure, such as `invalid_auth`. */
  readonly code: string | undefined;

  constructor(message: string, options: { readonly status?: number | undefined; readonly code?: string | undefined; readonly cause?: unknown } = {}) {
    super(message, options.cause === undefined ? {} : { cause: options.cause });
    this.status = options.status;
    this.code = options.code;
  }
}

type Attempt =
  | { readonly kind: 'delivered'; readonly answer: string }
  | { readonly kind: 'failed'; readonly error: DeliveryError; readonly retry: false | 'back off' | { readonly afterMs: number } };

const MAX_ATTEMPTS = 5;
const ATTEMPT_TIMEOUT_MS = 5000;
const BACKOFF_MS = 500;
/** Left untouched so that the function can still report before Lambda stops it. */
const RESERVE_MS = 1000;

/**
 * Sends one request and resolves once the answer is 2xx and no refusal. Retries 429 (after `Retry-After`), 5xx and network failures with back-off
 * and full jitter, as long as `remainingMs` (the invocation's time left) allows.
 * @throws DeliveryError on any other answer, after the last attempt, or when no time is left
 */
export async function deliver(sending: Sending, remainingMs: () => number, surroundings: Surroundings): Promise<Delivery> {
  const { receiver, maxAttempts = MAX_ATTEMPTS } = sending;
  let last: DeliveryError | undefined;
  for (let attempt = 1; ; attempt += 1) {
    const timeoutMs = Math.min(ATTEMPT_TIMEOUT_MS, remainingMs() - RESERVE_MS);
    if (timeoutMs <= 0) throw last === undefined ? new DeliveryError(`${receiver}: no time left to send`) : withNote(last, `no time left for attempt ${attempt}`);
    const outcome = await send(sending, timeoutMs, surroundings);
    if (outcome.kind === 'delivered') return { attempts: attempt, answer: outcome.answer };
    const { error, retry } = outcome;
    if (retry === false) throw error;
    if (attempt >= maxAttempts) throw withNote(error, `gave up at attempt ${attempt}`);
    last = error;
    const waitMs = retry === 'back off' ? Math.floor(surroundings.random() * BACKOFF_MS * 2 ** attempt) : retry.afterMs;
    const leftMs = remainingMs() - RESERVE_MS;
    if (waitMs >= leftMs) throw withNote(error, `gave up at attempt ${attempt}: the next is due in ${waitMs} ms, ${Math.max(0, leftMs)} ms are left`);
    await surroundings.sleep(waitMs);
  }
}

async function send(sending: Sending, timeoutMs: number, surroundings: Surroundings): Promise<Attempt> {
  const { method, url, contentType, headers, body } = sending.request();
  try {
    const response = await surroundings.fetch(url, {
      method,
      headers: { 'content-type': contentType, ...headers },
      body,
      // a redirect would carry the message, or the secret in the path, to another host
      redirect: 'manual',
      signal: AbortSignal.timeout(timeoutMs),
    });
    return attemptOf(sending, response, await response.text(), surroundings.now());
  } catch (cause) {
    return { kind: 'failed', error: new DeliveryError(`${sending.receiver}: ${connectionProblem(cause, timeoutMs)}`, { cause }), retry: 'back off' };
  }
}

function attemptOf({ receiver, refusalIn }: Sending, response: Response, answer: string, nowMs: number): Attempt {
  if (!response.ok) {
    return { kind: 'failed', error: new DeliveryError(`${receiver}: HTTP ${response.status}${errorCode(answer)}`, { status: response.status }), retry: retryOf(response, nowMs) };
  }
  const refusal = refusalIn?.(answer);
  if (refusal === undefined) return { kind: 'delivered', answer };
  const error = new DeliveryError(`${receiver}: refused (${refusal.code})`, { status: response.status, code: refusal.code });
  return { kind: 'failed', error, retry: refusal.retry && afterOf(response, nowMs) };
}

function retryOf(response: Response, nowMs: number): false | 'back off' | { readonly afterMs: number } {
  return (response.status === 429 || response.status >= 500) && afterOf(response, nowMs);
}

function afterOf(response: Response, nowMs: number): 'back off' | { readonly afterMs: number } {
  const afterMs = retryAfterMs(response.headers.get('retry-after'), nowMs);
  return afterMs === undefined ? 'back off' : { afterMs };
}

/** RFC 9110: a number of seconds, or a date. */
function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/u.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs);
}

/** Slack and others answer with a short code such as `no_service`; a longer body could repeat what we sent. */
function errorCode(body: string): string {
  return /^[a-z_]{1,40}$/u.test(body.trim()) ? ` (${body.trim()})` : '';
}

function connectionProblem(cause: unknown, timeoutMs: number): string {
  // fetch puts the system's error, which has the code, into the cause of its own
  const failure = cause as { readonly name?: unknown; readonly cause?: { readonly code?: unknown } } | undefined;
  if (failure?.name === 'TimeoutError') return `no answer within ${timeoutMs} ms`;
  const code = failure?.cause?.code;
  return `connection failed${typeof code === 'string' ? ` (${code})` : ''}`;
}

function withNote(error: DeliveryError, note: string): DeliveryError {
  return new DeliveryError(`${error.message}; ${note}`, { status: error.status, code: error.code, cause: error.cause });
}
