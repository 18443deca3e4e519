import { createSocket, type Socket } from 'node:dgram';
import { answerOfAws } from '../support/aws-answers';
import { loopbackCertificate } from '../support/certificate';
import { type Answer, type Fault, loopbackServer, type LoopbackServer } from '../support/loopback-server';
import { ANSWERED_CARD, SECRET } from './planted';
import { type Random } from '../support/random';

/** Everything that a handler can reach, on loopback. */
export interface StandIns {
  /** Secrets Manager, DynamoDB, EventBridge, CloudWatch and X-Ray. */
  readonly aws: LoopbackServer;
  /** Slack, PagerDuty, CloudFormation, and the API that canaries look at. */
  readonly receiver: LoopbackServer;
  /** Of the receiver's https. */
  readonly certificate: string;
  readonly traceDaemon: string;
  /** All they were sent. */
  readonly sent: () => string;
  readonly close: () => Promise<void>;
}

/** One of so many requests meets a service that refuses, throttles or drops it. */
const FAULT_CHANCE = 0.004;

const json = (body: unknown, status = 200): Answer => ({ status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) });
const AWS_FAULTS: readonly (Answer | Fault)[] = [json({ __type: 'ThrottlingException', message: 'slow down' }, 400), json({ __type: 'AccessDeniedException', message: 'no' }, 400), json({ message: `internal ${ANSWERED_CARD}` }, 500), 'drop', { status: 200, body: '{"half":', cutAfterBytes: 4 }, { status: 200, body: '<html>' }];
const RECEIVER_FAULTS: readonly (Answer | Fault)[] = [{ status: 400, body: 'invalid_payload' }, { status: 400, body: `card ${ANSWERED_CARD} ${SECRET}` }, { status: 403 }, { status: 410 }, { status: 429, headers: { 'retry-after': '0' } }, { status: 500 }, { status: 302, headers: { location: 'https://127.0.0.1:1/' } }, 'drop', 'malformed'];

/** Starts them; `secret` is the value of every secret. */
export async function standIns(random: Random, secretOf: (receiverUrl: string) => string): Promise<StandIns> {
  const certificate = loopbackCertificate();
  const [aws, receiver] = await Promise.all([loopbackServer(), loopbackServer(certificate)]);
  const traces: string[] = [];
  const daemon: Socket = createSocket('udp4').on('message', (message) => traces.push(message.toString()));
  await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve));
  aws.answer = (request) => (random.chance(FAULT_CHANCE) ? random.pick(AWS_FAULTS) : answerOfAws(request, secretOf(receiver.url)));
  receiver.answer = () => (random.chance(FAULT_CHANCE) ? random.pick(RECEIVER_FAULTS) : { status: 200, body: `{"status":"authorized","id":"p-1","card":"${ANSWERED_CARD}"}` });
  return {
    aws,
    receiver,
    certificate: certificate.cert,
    traceDaemon: `127.0.0.1:${daemon.address().port}`,
    sent: () => [...aws.received, ...receiver.received].map(({ body }) => withoutRoutingKey(body)).concat(traces).join('\n'),
    async close() {
      await Promise.all([aws.close(), receiver.close(), new Promise<void>((resolve) => daemon.close(() => resolve()))]);
    },
  };
}

/** PagerDuty takes the key in the body. */
function withoutRoutingKey(body: string): string {
  return body.replaceAll(new RegExp(`"routing_key":"${SECRET}\\w*"`, 'gu'), '"routing_key":""');
}
