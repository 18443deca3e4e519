import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { loopbackServer } from './loopback-server';

export interface RuntimeRun {
  /** What the function answered to each event, or the error it ended with, parsed. */
  readonly answers: readonly unknown[];
  /** All it printed. */
  readonly output: string;
}

/** Runs a handler as a container of Lambda does: `command` as its entry point, `taskRoot` as its folder, events through the Runtime API on loopback. */
export async function runInContainer({ taskRoot, command, environment, events }: {
  readonly taskRoot: string;
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly events: readonly unknown[];
}): Promise<RuntimeRun> {
  const answers: unknown[] = [];
  const api = await loopbackServer();
  let next = 0;
  api.answer = ({ method, path, body }) => {
    if (method === 'POST') {
      answers.push(JSON.parse(body));
      return { status: 202 };
    }
    const event = path.endsWith('/invocation/next') ? events[next++] : undefined;
    if (event === undefined) return { status: 410 };
    const headers = {
      'content-type': 'application/json',
      'lambda-runtime-aws-request-id': `request-${next}`,
      'lambda-runtime-deadline-ms': String(Date.now() + 60_000),
      'lambda-runtime-trace-id': 'Root=1-5759e988-bd862e3fe1be46a994272793;Parent=53995c3f42cd8ad8;Sampled=1',
    };
    return { status: 200, headers, body: JSON.stringify(event) };
  };
  const child = spawn(process.execPath, [join(__dirname, 'runtime-loop.cjs'), command], {
    env: {
      AWS_LAMBDA_RUNTIME_API: api.url.replace('http://', ''),
      LAMBDA_TASK_ROOT: taskRoot,
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      NODE_NO_WARNINGS: '1',
      // where the base image keeps the AWS SDK
      NODE_PATH: dirname(dirname(dirname(require.resolve('@aws-sdk/client-dynamodb/package.json')))),
      ...environment,
    },
  });
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await api.close();
  return { answers, output: stdout + stderr };
}
