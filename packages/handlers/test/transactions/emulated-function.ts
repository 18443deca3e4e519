import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { type KinesisStreamBatchResponse, type KinesisStreamRecord } from 'aws-lambda';
import { type Answer } from './stream-simulation';

/** One sandbox of a function: a process that is started when it is needed and can be killed in the middle of an invocation. */
export class EmulatedFunction {
  output = '';
  readonly #bundle: string;
  readonly #environment: Readonly<Record<string, string>>;
  #process: ChildProcess | undefined;

  constructor(bundle: string, environment: Readonly<Record<string, string>>) {
    this.#bundle = bundle;
    this.#environment = environment;
  }

  async invoke(batch: readonly KinesisStreamRecord[]): Promise<Answer> {
    this.#process ??= this.#start();
    const running = this.#process;
    const stopped = new AbortController();
    running.send({ Records: batch });
    const [answer] = (await Promise.race([once(running, 'message', stopped), once(running, 'exit', stopped).then(() => [undefined])])) as [{ result?: KinesisStreamBatchResponse } | undefined];
    stopped.abort();
    if (answer?.result === undefined) return 'failed';
    return { from: answer.result.batchItemFailures[0]?.itemIdentifier };
  }

  /** What Lambda does at the end of the time, without a word to the function. */
  kill(): void {
    this.#process?.kill('SIGKILL');
    this.#process = undefined;
  }

  #start(): ChildProcess {
    const started = fork(join(__dirname, 'function-process.cjs'), [this.#bundle], {
      execArgv: [],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: {
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
        AWS_SECRET_ACCESS_KEY: 'example',
        NODE_NO_WARNINGS: '1',
        // where the runtime keeps its AWS SDK
        NODE_PATH: dirname(dirname(dirname(require.resolve('@aws-sdk/client-dynamodb/package.json')))),
        ...this.#environment,
      },
    });
    for (const stream of [started.stdout, started.stderr]) stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    return started;
  }
}
