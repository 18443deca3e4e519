import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { type Readable } from 'node:stream';
import { runnerNode } from '@payment-observability/sandbox/runner-node';
import { runtimeInterfaceClient } from './runtime-interface-client';
import { type Outcome, type RuntimeApi, runtimeApiServer } from './runtime-api-server';
import { telemetryFrames } from './telemetry-frames';

export interface FunctionUnderTest {
  /** The folder of its code. */
  readonly taskRoot: string;
  /** As Lambda has it: file without extension, a dot, the export. */
  readonly handler: string;
  /** Beside what Lambda sets itself. */
  readonly environment: Readonly<Record<string, string>>;
  readonly events: readonly unknown[];
  readonly timeoutMs: number;
  /** How much longer than that it may take before it is stopped. @default 0, as on Lambda */
  readonly patienceMs?: number;
  /** Closes its standard output, which nobody reads then. */
  readonly isUnread?: boolean;
}

export interface FunctionRun {
  /** 0 when it waited for an event at the end; else how its last process ended. */
  readonly exitCode: number | null;
  /** The log: what it printed, and what the runtime made of its console. */
  readonly output: string;
  readonly outcomes: readonly Outcome[];
}

const SAMPLED = 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1';
const TELEMETRY_FD = 3;

/**
 * Runs a function as Lambda's nodejs24.x does: AWS's runtime interface client loads it and asks the Runtime API for one event after another.
 * A process whose time is over, or that ends before its answer, fails its event and is followed by a new one for the rest.
 */
export async function runFunction({ taskRoot, handler, environment, events, timeoutMs, patienceMs = 0, isUnread = false }: FunctionUnderTest): Promise<FunctionRun> {
  const [node, client] = await Promise.all([runnerNode(), runtimeInterfaceClient()]);
  const api = await runtimeApiServer({ events, timeoutMs, patienceMs, traceId: environment['_X_AMZN_TRACE_ID'] ?? SAMPLED });
  const settings = { ...lambdaEnvironment(taskRoot, handler), ...environment, AWS_LAMBDA_RUNTIME_API: api.address };
  const log: string[] = [];
  const started = { node, client, env: settings, isUnread };
  try {
    let exitCode: number | null;
    do exitCode = await runProcess(started, api, log);
    while (api.started() && !api.finished());
    return { exitCode, output: log.join(''), outcomes: api.outcomes };
  } finally {
    await api.close();
  }
}

interface RuntimeProcess {
  readonly node: string;
  readonly client: string;
  readonly env: Readonly<Record<string, string>>;
  readonly isUnread: boolean;
}

async function runProcess({ node, client, env, isUnread }: RuntimeProcess, api: RuntimeApi, log: string[]): Promise<number | null> {
  const child = spawn(node, ['--require', join(__dirname, 'native-client.cjs'), client], { cwd: env['LAMBDA_TASK_ROOT'], env, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] });
  let idle = false;
  api.attach(() => {
    idle = api.finished();
    child.kill('SIGKILL');
  });
  const frames = telemetryFrames();
  if (isUnread) child.stdout?.destroy();
  else child.stdout?.setEncoding('utf8').on('data', (text: string) => log.push(text));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => log.push(text));
  (child.stdio[TELEMETRY_FD] as Readable).on('data', (chunk: Buffer) => log.push(frames(chunk)));
  const exitCode = await new Promise<number | null>((resolve) => child.on('close', resolve));
  api.processEnded(exitCode);
  return idle ? 0 : exitCode;
}

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
function lambdaEnvironment(taskRoot: string, handler: string): Record<string, string> {
  return {
    _HANDLER: handler,
    _LAMBDA_TELEMETRY_LOG_FD: String(TELEMETRY_FD),
    AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
    AWS_DEFAULT_REGION: 'eu-west-1',
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '256',
    AWS_LAMBDA_FUNCTION_NAME: 'under-test',
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/under-test',
    AWS_LAMBDA_LOG_STREAM_NAME: '2026/11/20/[$LATEST]0123456789abcdef0123456789abcdef',
    AWS_REGION: 'eu-west-1',
    AWS_SECRET_ACCESS_KEY: 'example',
    AWS_XRAY_CONTEXT_MISSING: 'LOG_ERROR',
    // nobody listens there unless the test does
    AWS_XRAY_DAEMON_ADDRESS: '127.0.0.1:2000',
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    // the repository has another version of Node.js than the SDK wants from January 2027 on
    NODE_NO_WARNINGS: '1',
    // where the runtime keeps its AWS SDK
    NODE_PATH: dirname(dirname(dirname(require.resolve('@aws-sdk/client-dynamodb/package.json')))),
    TZ: ':UTC',
  };
}
