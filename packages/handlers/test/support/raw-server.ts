import { type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo } from 'node:net';

/** An https server on 127.0.0.1 whose answers are as broken as `answer` makes them; a request is answered once. */
export async function rawServer(certificate: { readonly key: string; readonly cert: string }, answer: (request: IncomingMessage, response: ServerResponse) => void): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer(certificate, answer);
  // a handshake that the client breaks off is what some tests are about
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
