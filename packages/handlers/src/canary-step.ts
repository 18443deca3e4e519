import { type IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { synthetics } from './synthetics';

/** One request of a canary. */
export interface StepRequest {
  /** As it stands in the canary's report. */
  readonly name: string;
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly timeoutMs: number;
}

/** What came back. */
export interface StepAnswer {
  readonly status: number;
  readonly body: string;
  /** From the request to the end of the answer. */
  readonly latencyMs: number;
  /** Milliseconds since the epoch; undefined without TLS. */
  readonly certificateEndsMs: number | undefined;
}

/** More of an answer is not read: a canary looks at small documents. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Neither headers nor bodies are kept in the artifacts: a token stands in the one, payments stand in the other. */
const KEEP_NOTHING = {
  includeRequestHeaders: false,
  includeResponseHeaders: false,
  includeRequestBody: false,
  includeResponseBody: false,
  restrictedHeaders: ['Authorization', 'authorization'],
  continueOnHttpStepFailure: false,
};

/**
 * Sends one request as a step of the canary. The step fails, and this rejects, when no answer comes in time or `validate` throws.
 */
export async function httpStep(request: StepRequest, validate: (answer: StepAnswer) => void): Promise<void> {
  const startedMs = Date.now();
  const { url, method, body, headers = {} } = request;
  const options = {
    protocol: url.protocol,
    hostname: url.hostname,
    port: url.port === '' ? 443 : Number(url.port),
    path: `${url.pathname}${url.search}`,
    method,
    headers: { 'User-Agent': synthetics.getCanaryUserAgentString(), ...headers, ...(body !== undefined && { 'Content-Length': String(Buffer.byteLength(body)) }) },
    ...(body !== undefined && { body }),
  };
  const read = async (response: IncomingMessage): Promise<void> => {
    // a connection that has ended has no certificate any more
    const certificateEndsMs = certificateEndOf(response);
    const text = await bodyOf(response);
    validate({ status: response.statusCode ?? 0, body: text, latencyMs: Date.now() - startedMs, certificateEndsMs });
  };
  await inTime(synthetics.executeHttpStep(request.name, options, read, KEEP_NOTHING), request);
}

async function bodyOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error(`answer: expected at most ${MAX_BODY_BYTES} bytes, found more`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function certificateEndOf({ socket }: IncomingMessage): number | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const ends = Date.parse(socket.getPeerCertificate().valid_to);
  return Number.isNaN(ends) ? undefined : ends;
}

/** Synthetics has no timeout for a step, and a run that Lambda stops reports nothing at all. */
async function inTime(step: Promise<unknown>, { name, timeoutMs }: StepRequest): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${name}: no answer within ${timeoutMs} ms`)), timeoutMs);
  });
  try {
    await Promise.race([step, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
