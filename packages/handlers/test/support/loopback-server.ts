import { type IncomingHttpHeaders, createServer as createHttpServer } from 'node:http';
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
  /** Whether the connection is dropped in the middle of the body. @default false */
  readonly dropped?: boolean;
}

/** A server on 127.0.0.1 that keeps what it was sent and answers as `answer` says. */
export interface LoopbackServer {
  readonly url: string;
  readonly received: Received[];
  answer: (request: Received) => Answer;
  /** Whether requests are kept without an answer. */
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
      const { status, body, headers, dropped } = running.answer(one);
      if (dropped === true) response.writeHead(status, { ...headers, 'content-length': '1000' }).write('the beginning', () => response.destroy());
      else response.writeHead(status, headers).end(body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(running, { url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}` });
}
