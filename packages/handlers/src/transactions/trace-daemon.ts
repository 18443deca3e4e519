import { createSocket } from 'node:dgram';
import { randomBytes } from 'node:crypto';
import { type Stretch, traceMessages } from './trace';

/** Sends the stretches of an invocation to the X-Ray daemon beside the function. A trace that gets lost is no error. */
export async function sendTrace(stretches: readonly Stretch[], environment: Readonly<Record<string, string | undefined>>): Promise<void> {
  const [host, port] = (environment['AWS_XRAY_DAEMON_ADDRESS'] ?? '').split(':');
  const messages = traceMessages(environment['_X_AMZN_TRACE_ID'], stretches, () => randomBytes(8).toString('hex'));
  if (host === undefined || host === '' || port === undefined || messages.length === 0) return;
  const socket = createSocket('udp4');
  socket.on('error', () => undefined);
  await Promise.all(messages.map((message) => new Promise<void>((resolve) => socket.send(message, Number(port), host, () => resolve()))));
  socket.close();
}
