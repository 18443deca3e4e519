import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { eventBridgeBus } from '../../src/transactions/eventbridge-bus';
import { loopbackServer } from '../support/loopback-server';

const ENTRY = { detailType: 'Transaction Processed', detail: '{}', time: new Date(0) } as const;

test.each([0.5, 100.25])('a call that gets no answer within %d ms fails', async (timeoutMs) => {
  const server = await loopbackServer();
  server.hold = true;
  const client = new EventBridgeClient({ endpoint: server.url, region: 'eu-west-1', credentials: { accessKeyId: 'a', secretAccessKey: 'b' } });
  try {
    await expect(eventBridgeBus(client, { busName: 'bus', eventSource: 'payments' }).put([ENTRY], timeoutMs)).rejects.toMatchObject({ name: 'AbortError' });
  } finally {
    client.destroy();
    await server.close();
  }
});
