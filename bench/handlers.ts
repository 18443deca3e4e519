import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { bundleHandlers } from '../packages/handlers/bundle';
import { CANARIES, HANDLERS } from '../packages/handlers/src';
import { answerOfAws } from '../packages/handlers/test/support/aws-answers';
import { loopbackCertificate } from '../packages/handlers/test/support/certificate';
import { loopbackServer } from '../packages/handlers/test/support/loopback-server';
import { COLD_START_CASES, type ColdStartCase, type Edges, NOT_MEASURED, SECRETS } from './cold-start-cases';
import { interleaved, type Candidate } from './measure';

export interface HandlerFigures {
  readonly name: string;
  readonly minifiedBytes: number;
  /** From the start of the process to the result of the first event, every call to AWS and others on loopback. */
  readonly coldStartMs: number;
  /** How many times as long as a function that imports the same modules of the runtime and answers at once. */
  readonly versusHelloWorld: number;
}

const SUPPORT = join(__dirname, '../packages/handlers/test/support');
/** What Lambda's runtime brings: the AWS SDK, and for canaries the library of Synthetics. */
const RUNTIME_MODULES = [dirname(dirname(dirname(require.resolve('@aws-sdk/client-dynamodb/package.json')))), join(SUPPORT, 'synthetics-runtime')];

/** Size and cold start of every function and canary, each and its hello-world in turn, every run in a fresh process. */
export async function benchHandlers(rounds: number, log: (line: string) => void): Promise<readonly HandlerFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'payment-observability-bench-'));
  const certificate = loopbackCertificate();
  const [aws, receiver] = await Promise.all([loopbackServer(), loopbackServer(certificate)]);
  const edges: Edges = { aws: aws.url, https: receiver.url };
  try {
    await bundleHandlers(folder);
    writeFileSync(join(folder, 'ca.pem'), certificate.cert);
    receiver.answer = () => ({ status: 200, body: JSON.stringify({ status: 'AUTHORIZED' }) });
    const figures: HandlerFigures[] = [];
    for (const name of [...HANDLERS, ...CANARIES]) {
      const reason = NOT_MEASURED[name];
      if (reason !== undefined) {
        log(`${name.padEnd(24)} not measured: ${reason}`);
        continue;
      }
      const secret = SECRETS[name]?.(edges) ?? '';
      aws.answer = (request) => answerOfAws(request, secret);
      const bundle = join(folder, name, 'index.js');
      const coldStart = caseOf(name, edges, join(folder, 'ca.pem'));
      const [ours, hello] = await interleaved([candidate(name, bundle, coldStart), candidate('hello-world', helloWorld(folder, name, bundle), coldStart)], rounds);
      if (!ours || !hello) throw new Error(`${name} was not measured`);
      const one = { name, minifiedBytes: statSync(bundle).size, coldStartMs: ours.medianMs, versusHelloWorld: Math.round((ours.medianMs / hello.medianMs) * 100) / 100 };
      log(`${name.padEnd(24)} ${String(one.minifiedBytes).padStart(6)} bytes, cold start ${one.coldStartMs} ms, hello-world with its imports ${hello.medianMs} ms: ${one.versusHelloWorld} times`);
      figures.push(one);
    }
    return figures;
  } finally {
    await Promise.all([aws.close(), receiver.close()]);
    rmSync(folder, { recursive: true, force: true });
  }
}

function caseOf(name: string, edges: Edges, certificateFile: string): ColdStartCase {
  const coldStart = COLD_START_CASES[name]?.(edges);
  if (coldStart === undefined) throw new Error(`${name}: expected its first invocation in bench/cold-start-cases.ts, found none`);
  const environment = {
    AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example', AWS_ENDPOINT_URL: edges.aws,
    NODE_NO_WARNINGS: '1', NODE_EXTRA_CA_CERTS: certificateFile, NODE_PATH: RUNTIME_MODULES.join(delimiter), SYNTHETICS_REPORT: '/dev/null',
    ...coldStart.environment,
  };
  return { environment, event: coldStart.event };
}

/** A function that imports what the bundle imports from the runtime, and does nothing. */
function helloWorld(folder: string, name: string, bundle: string): string {
  const imported = new Set(Array.from(readFileSync(bundle, 'utf8').matchAll(/require\("(@aws[^"]+)"\)/gu), ([, module]) => module));
  const file = join(folder, `${name}-hello-world`, 'index.js');
  mkdirSync(dirname(file));
  writeFileSync(file, `${[...imported].map((module) => `require(${JSON.stringify(module)});\n`).join('')}exports.handler = async () => 'hello, world';\n`);
  return file;
}

function candidate(name: string, bundle: string, { environment, event }: ColdStartCase): Candidate {
  return {
    name,
    run: (recorder) =>
      new Promise((resolve, reject) => {
        const child = fork(join(__dirname, 'cold-start-process.cjs'), [bundle], { execArgv: [], stdio: ['ignore', 'pipe', 'pipe', 'ipc'], env: { ...environment, ...recorder, BENCH_EVENT: JSON.stringify(event) } });
        let output = '';
        for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
        let ms: number | undefined;
        child.on('message', (message) => (ms = (message as { readonly ms: number }).ms));
        child.on('error', reject);
        child.on('close', (code) => (code === 0 && ms !== undefined ? resolve(ms) : reject(new Error(`${name} gave no result:\n${output}`))));
      }),
  };
}
