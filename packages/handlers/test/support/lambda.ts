import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { type Readable } from 'node:stream';

export type Invocation = { readonly ok: true; readonly result?: unknown } | { readonly ok: false; readonly message: string; readonly everything: string };

/** How a run of the function ended; `output` is all it printed. */
export interface LambdaRun {
  readonly exitCode: number | null;
  readonly output: string;
  readonly invocations: readonly Invocation[];
}

/** A new folder outside the repository, so that nothing of it is found by accident. */
export function temporaryFolder(): string {
  return mkdtempSync(join(tmpdir(), 'handlers-'));
}

/** Loads the bundle in a process of its own, with nothing but `environment`, and invokes it with each event. */
export async function runLambda(bundle: string, environment: Readonly<Record<string, string>>, events: readonly unknown[], remainingMs = 30_000): Promise<LambdaRun> {
  const child = spawn(process.execPath, [join(__dirname, 'lambda-process.cjs')], {
    env: {
      AWS_REGION: 'eu-west-1',
      AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'example',
      NODE_NO_WARNINGS: '1',
      // where the runtime keeps its AWS SDK, as Lambda says it
      NODE_PATH: ['client-secrets-manager', 'client-sns', 'client-xray'].map((name) => dirname(dirname(dirname(require.resolve(`@aws-sdk/${name}/package.json`))))).join(delimiter),
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  child.stdin.end(JSON.stringify({ bundle, events, remainingMs }));
  const exited = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, results] = await Promise.all([text(child.stdout), text(child.stderr), text(child.stdio[3] as Readable)]);
  return { exitCode: await exited, output: stdout + stderr, invocations: results === '' ? [] : (JSON.parse(results) as Invocation[]) };
}
