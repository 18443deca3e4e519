import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** What Lambda tells an invoker of one event. */
export type Outcome = { readonly kind: 'answered'; readonly result: unknown } | { readonly kind: 'failed'; readonly error: InvocationError };

/** An error as the runtime reports it, with what X-Ray is told of it. */
export interface InvocationError {
  readonly errorType: string;
  readonly errorMessage: string;
  readonly trace?: readonly string[];
  readonly xrayCause?: string;
}

export interface RuntimeApiOptions {
  readonly events: readonly unknown[];
  /** The timeout of the function. */
  readonly timeoutMs: number;
  /** Added to the timeout before a process is stopped, and not said to it. */
  readonly patienceMs: number;
  readonly traceId: string;
}

/** Ends the process that runs the function, as Lambda does. */
type Stop = () => void;

/** Lambda's Runtime API on loopback, for one process after another. */
export interface RuntimeApi {
  /** Host and port. */
  readonly address: string;
  /** One for each event so far. */
  readonly outcomes: readonly Outcome[];
  /** Whether the last process has asked for an event. */
  readonly started: () => boolean;
  /** Whether every event has its outcome. */
  readonly finished: () => boolean;
  /** Gives the next process a way to be stopped: when its time is over, or when no event is left. */
  readonly attach: (stop: Stop) => void;
  /** Says that the process is gone; the event it worked on has failed then. */
  readonly processEnded: (exitCode: number | null) => void;
  readonly close: () => Promise<void>;
}

const ACCEPTED = JSON.stringify({ status: 'OK' });
/** Lambda takes an error cause of a megabyte in a header. */
const MAX_HEADER_BYTES = 1024 * 1024;

/** Starts it on a free port; https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html */
export async function runtimeApiServer({ events, timeoutMs, patienceMs, traceId }: RuntimeApiOptions): Promise<RuntimeApi> {
  const outcomes: Outcome[] = [];
  let stop: Stop = () => undefined;
  let started = false;
  let working: { readonly requestId: string; readonly timer: NodeJS.Timeout; timedOut: boolean } | undefined;

  const end = (outcome: Outcome) => {
    clearTimeout(working?.timer);
    working = undefined;
    outcomes.push(outcome);
  };
  const next = (response: ServerResponse) => {
    started = true;
    const event = events[outcomes.length];
    // Lambda freezes a process that waits for an event; here none will come
    if (outcomes.length >= events.length) return stop();
    const requestId = `request-${outcomes.length + 1}`;
    const timer = setTimeout(() => {
      if (working) working.timedOut = true;
      stop();
    }, timeoutMs + patienceMs);
    working = { requestId, timer, timedOut: false };
    response.writeHead(200, {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': requestId,
      'lambda-runtime-deadline-ms': String(Date.now() + timeoutMs),
      'lambda-runtime-invoked-function-arn': 'arn:aws:lambda:eu-west-1:111122223333:function:under-test',
      'lambda-runtime-trace-id': traceId,
    });
    response.end(JSON.stringify(event ?? null));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const body = await text(request);
    const path = (request.url ?? '').replace('/2018-06-01/runtime/', '');
    if (path === 'invocation/next') return next(response);
    if (path === `invocation/${working?.requestId ?? ''}/response`) end({ kind: 'answered', result: JSON.parse(body) as unknown });
    else if (path === `invocation/${working?.requestId ?? ''}/error`) end({ kind: 'failed', error: { ...(JSON.parse(body) as InvocationError), xrayCause: utf8Header(request, 'lambda-runtime-function-xray-error-cause') } });
    else if (path !== 'init/error') return void response.writeHead(403).end(`{"errorMessage":"no such invocation","errorType":"InvalidRequestID"}`);
    response.writeHead(202).end(ACCEPTED);
  };

  const server = createServer({ maxHeaderSize: MAX_HEADER_BYTES }, (request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    outcomes,
    started: () => started,
    finished: () => outcomes.length >= events.length,
    attach(how) {
      started = false;
      stop = how;
    },
    processEnded(exitCode) {
      if (working) end({ kind: 'failed', error: working.timedOut ? timedOut(working.requestId, timeoutMs) : exited(working.requestId, exitCode) });
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function utf8Header(request: IncomingMessage, name: string): string {
  return Buffer.from(String(request.headers[name] ?? ''), 'latin1').toString('utf8');
}

function timedOut(requestId: string, timeoutMs: number): InvocationError {
  return { errorType: 'Sandbox.Timedout', errorMessage: `RequestId: ${requestId} Error: Task timed out after ${(timeoutMs / 1000).toFixed(2)} seconds` };
}

function exited(requestId: string, exitCode: number | null): InvocationError {
  return { errorType: 'Runtime.ExitError', errorMessage: `RequestId: ${requestId} Error: Runtime exited with ${exitCode === null ? 'a signal' : `error: exit status ${exitCode}`}` };
}
