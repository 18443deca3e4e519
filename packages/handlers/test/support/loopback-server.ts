import { type IncomingHttpHeaders, type ServerResponse, createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo } from 'node:net';

/** One request that reached the server. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Answer {
  readonly status: number;
  readonly body?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Waits before it answers. */
  readonly delayMs?: number;
  /** Drops the connection when so many bytes of the body have gone out. */
  readonly cutAfterBytes?: number;
}

/** What a broken service does instead of answering: says nothing, drops the connection, or speaks another protocol. */
export type Fault = 'hang' | 'drop' | 'malformed';

/** A server on 127.0.0.1 that keeps what it was sent and answers as `answer` says. */
export interface LoopbackServer {
  readonly url: string;
  readonly received: Received[];
  answer: (request: Received) => Answer | Fault;
  /** Whether all requests are kept without an answer. */
  hold?: boolean;
  readonly close: () => Promise<void>;
}

/** Starts a server on a free port; with a certificate it speaks https. */
export async function loopbackServer(certificate?: { readonly key: string; readonly cert: string }): Promise<LoopbackServer> {
  const received: Received[] = [];
  const server = certificate === undefined ? createHttpServer() : createHttpsServer(certificate);
  const running: LoopbackServer = {
    url: '',
    received,
    answer: () => ({ status: 200 }),
    close: () =>
      new Promise((resolve, reject) => {
        server.closeAllConnections();
        server.close((error) => (error === undefined ? resolve() : reject(error)));
      }),
  };
  server.on('request', (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const one = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') };
      received.push(one);
      if (running.hold === true) return;
      respond(response, running.answer(one));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(running, { url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}` });
}

function respond(response: ServerResponse, answer: Answer | Fault): void {
  if (typeof answer === 'string') return FAULTS[answer](response);
  const { status, body = '', headers, delayMs, cutAfterBytes } = answer;
  const send = () => {
    if (cutAfterBytes === undefined) return void response.writeHead(status, headers).end(body);
    const bytes = Buffer.from(body);
    response.writeHead(status, { ...headers, 'content-length': String(bytes.length) });
    response.write(bytes.subarray(0, cutAfterBytes), () => response.destroy());
  };
  if (delayMs === undefined) return send();
  const timer = setTimeout(send, delayMs);
  response.on('close', () => clearTimeout(timer));
}

const FAULTS: Readonly<Record<Fault, (response: ServerResponse) => void>> = {
  hang: () => undefined,
  drop: (response) => void response.destroy(),
  malformed: (response) => void response.socket?.end('SSH-2.0-OpenSSH_9.7\r\n'),
};
