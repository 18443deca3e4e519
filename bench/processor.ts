import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundleFunctions } from '../packages/handlers/bundle';
import { GOOD, kinesisRecord } from '../packages/handlers/test/transactions/records';
import { seededRandom } from '../packages/handlers/test/support/random';
import { median } from './measure';

export interface ProcessorFigures {
  /** For each second of CPU time of the function's process, which is what one core does. */
  readonly recordsPerSecond: number;
  /** How many times those of the faster of the two plain versions. */
  readonly versusPowertools: number;
  /** 99th percentile of the time of a batch of 100 records. */
  readonly p99Ms: number;
}

/** The headline is the mixed load without latency: there the function's own work is all there is. */
export interface ProcessorBench extends ProcessorFigures {
  /** The same while each call to AWS takes `latencyMs`. */
  readonly withLatency: ProcessorFigures & { readonly latencyMs: number };
  /** Without latency, each record of another merchant: no two share a counter, so that nothing is saved there. */
  readonly allMerchantsDiffer: ProcessorFigures;
}

const BATCH_SIZE = 100;
const BATCHES = 10;
const TIMES_A_ROUND = 3;
const LATENCY_MS = 5;
/** Merchants of the mixed load; a batch of 100 records holds 37 of them. */
const MERCHANTS = 40;
const TYPES = ['PURCHASE', 'REFUND', 'AUTHORIZATION', 'CAPTURE'];

interface Candidate {
  readonly name: string;
  readonly bundle: string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Round {
  readonly cpuMs: number;
  readonly batchMs: readonly number[];
}

/**
 * Our processor against the same job written plainly with Powertools, both bundled alike, each in a process of its own, in turn, with the AWS SDK's
 * own clients against DynamoDB and EventBridge on loopback.
 */
export async function benchProcessor(rounds: number, log: (line: string) => void): Promise<ProcessorBench> {
  const folder = mkdtempSync(join(tmpdir(), 'payment-observability-bench-'));
  const aws = await loopbackAws();
  try {
    await bundleFunctions(['transaction-processor'], join(__dirname, '../packages/handlers/src'), folder);
    await bundleFunctions(['plain-processor'], __dirname, folder);
    const plain = join(folder, 'plain-processor/index.js');
    const candidates: readonly Candidate[] = [
      { name: 'transaction-processor', bundle: join(folder, 'transaction-processor/index.js'), environment: {} },
      { name: 'Powertools, an event a call', bundle: plain, environment: { EVENTS_PER_CALL: '1' } },
      { name: 'Powertools, ten events a call', bundle: plain, environment: { EVENTS_PER_CALL: '10' } },
    ];
    const measure = async (load: string, latencyMs: number, merchants: number): Promise<ProcessorFigures> => {
      aws.latencyMs = latencyMs;
      const [ours, ...others] = (await inTurn(candidates, aws.url, batches(merchants), rounds)).map(figuresOf);
      if (!ours) throw new Error('the processor was not measured');
      [ours, ...others].forEach(({ recordsPerSecond, p99Ms }, index) => log(`${load}: ${(candidates[index]?.name ?? '').padEnd(29)} ${recordsPerSecond} records a second and core, p99 ${p99Ms} ms a batch`));
      const versusPowertools = Math.round((ours.recordsPerSecond / Math.max(...others.map(({ recordsPerSecond }) => recordsPerSecond))) * 100) / 100;
      log(`${load}: ${versusPowertools} times the faster plain version`);
      return { ...ours, versusPowertools };
    };
    return {
      ...(await measure('mixed load', 0, MERCHANTS)),
      withLatency: { latencyMs: LATENCY_MS, ...(await measure(`mixed load, ${LATENCY_MS} ms a call`, LATENCY_MS, MERCHANTS)) },
      allMerchantsDiffer: await measure('every merchant another', 0, Number.MAX_SAFE_INTEGER),
    };
  } finally {
    await aws.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One process for each candidate; they work one after the other, one warm-up round first. */
async function inTurn(candidates: readonly Candidate[], awsUrl: string, events: readonly unknown[], rounds: number): Promise<readonly (readonly Round[])[]> {
  const processes = candidates.map((candidate) => start(candidate, awsUrl));
  const measured: Round[][] = candidates.map(() => []);
  try {
    for (let round = 0; round <= rounds; round += 1) {
      for (const [index, child] of processes.entries()) {
        child.send({ events, times: TIMES_A_ROUND });
        const ended = new AbortController();
        const result = await Promise.race([
          once(child, 'message', ended).then(([message]) => message as Round),
          once(child, 'exit', ended).then(([code]) => { throw new Error(`${candidates[index]?.name} ended with ${String(code)}`); }),
        ]).finally(() => ended.abort());
        if (round > 0) measured[index]?.push(result);
      }
    }
  } finally {
    for (const child of processes) child.kill();
  }
  return measured;
}

function figuresOf(rounds: readonly Round[]): Pick<ProcessorFigures, 'recordsPerSecond' | 'p99Ms'> {
  const records = BATCH_SIZE * BATCHES * TIMES_A_ROUND;
  const times = rounds.flatMap(({ batchMs }) => batchMs).sort((a, b) => a - b);
  return {
    recordsPerSecond: Math.round(median(rounds.map(({ cpuMs }) => (records / cpuMs) * 1000))),
    p99Ms: Math.round((times[Math.ceil(times.length * 0.99) - 1] ?? NaN) * 10) / 10,
  };
}

/** Batches as a stream brings them: merchants and types mixed, one in twenty with a wrong amount, one in a hundred no transaction. */
function batches(merchants: number): readonly unknown[] {
  const random = seededRandom(1).number;
  let sequence = 0;
  const record = () => {
    sequence += 1;
    const transaction = { ...GOOD, transaction_id: `txn-${sequence}`, merchant_id: `merch-${Math.floor(random() * merchants)}`, type: TYPES[Math.floor(random() * TYPES.length)], amount: random() < 0.05 ? -1 : Math.round(random() * 20_000) / 100 };
    return kinesisRecord(random() < 0.01 ? '{' : transaction, sequence);
  };
  return Array.from({ length: BATCHES }, () => ({ Records: Array.from({ length: BATCH_SIZE }, record) }));
}

function start({ bundle, environment }: Candidate, awsUrl: string): ChildProcess {
  const child = fork(join(__dirname, 'function-process.cjs'), [bundle], {
    execArgv: [],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    env: {
      AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example', AWS_ENDPOINT_URL: awsUrl,
      TABLE_NAME: 'transaction-velocity', BUS_NAME: 'transaction-events', EVENT_SOURCE: 'payments.transactions', METRICS_NAMESPACE: 'Payments/dev/Realtime',
      WINDOW_SECONDS: '60', RECORD_AGE_SECONDS: '3600', PARALLELIZATION_FACTOR: '1',
      NODE_NO_WARNINGS: '1', POWERTOOLS_DEV: 'false',
      // where Lambda's runtime keeps its AWS SDK
      NODE_PATH: dirname(dirname(dirname(require.resolve('@aws-sdk/client-dynamodb/package.json')))),
      ...environment,
    },
  });
  child.stdout?.resume();
  return child;
}

interface LoopbackAws {
  readonly url: string;
  latencyMs: number;
  close(): Promise<unknown>;
}

/** DynamoDB that counts and EventBridge that takes everything, both after `latencyMs`. */
async function loopbackAws(): Promise<LoopbackAws> {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(await text(request)) as { readonly Entries?: readonly unknown[] };
    if (aws.latencyMs > 0) await sleep(aws.latencyMs);
    const entries = body.Entries?.map((_, index) => ({ EventId: String(index) }));
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(entries ? { FailedEntryCount: 0, Entries: entries } : { Attributes: { transactions: { N: '100' } } }));
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const aws: LoopbackAws = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    latencyMs: 0,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
  return aws;
}
