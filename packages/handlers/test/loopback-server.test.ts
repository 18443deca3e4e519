import { type Answer, type Fault, loopbackServer, type LoopbackServer } from './support/loopback-server';

let server: LoopbackServer;
beforeEach(async () => {
  server = await loopbackServer();
});
afterEach(() => server.close());

test.each<[string, Answer | Fault, RegExp]>([
  ['drops the connection', 'drop', /other side closed|ECONNRESET/u],
  ['drops the connection in the middle of its answer', { status: 200, body: 'half of it', cutAfterBytes: 4 }, /other side closed|terminated|ECONNRESET/u],
  ['speaks another protocol', 'malformed', /Expected HTTP\//u],
  ['says nothing', 'hang', /aborted due to timeout/u],
])('a service that %s', async (_, fault, problem) => {
  server.answer = () => fault;
  const said = await fetch(server.url, { signal: AbortSignal.timeout(300) })
    .then((response) => response.text())
    .catch((error: Error) => `${error.message} ${String(error.cause)}`);
  expect(said).toMatch(problem);
  expect(server.received).toHaveLength(1);
});

test('a service that is slow answers all the same', async () => {
  server.answer = () => ({ status: 201, body: 'late', delayMs: 20 });
  const response = await fetch(server.url);
  expect([response.status, await response.text()]).toEqual([201, 'late']);
});
