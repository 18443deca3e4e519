import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BUNDLES } from './bundled-handlers';
import { type HandlerName } from '../../src/index';
import { present } from '../../src/json-value';
import { loopbackCertificate } from './certificate';
import { type LambdaRun, runLambda, temporaryFolder } from './lambda';
import { loopbackServer, type LoopbackServer } from './loopback-server';

export const SECRET_ARN = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:acme/prod/channel-AbCdEf';

/** A built notifier with its surroundings on loopback: the receiver, over https, and Secrets Manager. */
export interface NotifierWorld {
  readonly receiver: LoopbackServer;
  readonly aws: LoopbackServer;
  /** Files with the key and the certificate of the receiver, which the notifier trusts. */
  readonly certificate: { readonly keyFile: string; readonly certFile: string };
  /** What Secrets Manager answers, in turn; the last one for ever. */
  secrets: readonly string[];
  /** Runs the bundle with the events, in a new process; a variable that is undefined is not set. */
  readonly notify: (events: readonly unknown[], environment?: Readonly<Record<string, string | undefined>>, remainingMs?: number) => Promise<LambdaRun>;
}

/** Builds the handlers before the tests of a file, and makes each test a new world. */
export function notifierWorlds(name: HandlerName, environment: (world: NotifierWorld) => Readonly<Record<string, string>>): () => NotifierWorld {
  const folder = temporaryFolder();
  const certificate = loopbackCertificate();
  const files = { keyFile: join(folder, 'key.pem'), certFile: join(folder, 'cert.pem') };
  let world: NotifierWorld;
  beforeAll(() => {
    writeFileSync(files.certFile, certificate.cert);
    writeFileSync(files.keyFile, certificate.key);
  });
  beforeEach(async () => {
    const aws = await loopbackServer();
    const common = { AWS_ENDPOINT_URL: aws.url, NODE_EXTRA_CA_CERTS: files.certFile, SEVERITY: 'critical' };
    world = {
      receiver: await loopbackServer(certificate),
      aws,
      certificate: files,
      secrets: [],
      notify: (events, changes = {}, remainingMs) => runLambda(join(BUNDLES, name, 'index.js'), present({ ...common, ...environment(world), ...changes }), events, remainingMs),
    };
    aws.answer = () => ({
      status: 200,
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: JSON.stringify({ ARN: SECRET_ARN, SecretString: world.secrets[Math.min(aws.received.length, world.secrets.length) - 1] }),
    });
  });
  afterEach(() => Promise.all([world.receiver.close(), world.aws.close()]));
  return () => world;
}
