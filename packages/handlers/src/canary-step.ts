import { type IncomingMessage } from 'node:http';
import { TLSSocket } from 'node:tls';
import { inTime } from './in-time';
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

/** A step that fails ends the run; all else is the configuration of the run. */
const STEP = { continueOnHttpStepFailure: false };

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
  await inTime(synthetics.executeHttpStep(request.name, options, read, STEP), request);
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
