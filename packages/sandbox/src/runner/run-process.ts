import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type Readable } from 'node:stream';

export interface ProcessOptions {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** The whole environment of the child. */
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** Gets each line as it comes and returns what to keep of it. */
  readonly onLine: (line: string) => string | undefined;
}

/** Runs a process to its end. Throws, with the output so far, when it takes too long, cannot start or is killed. */
export async function runProcess(options: ProcessOptions): Promise<{ exitCode: number; stdout: string[]; stderr: string[] }> {
  const child = spawn(options.command, options.args, { cwd: options.cwd, env: options.env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    killGroup(child.pid);
  }, options.timeoutMs);
  const ended = new Promise<{ exitCode: number | null; signal: string | null }>((done, failed) => {
    child.once('error', failed);
    child.once('close', (exitCode, signal) => done({ exitCode, signal }));
  });
  try {
    const [{ exitCode, signal }, stdout, stderr] = await Promise.all([ended, collect(child.stdout, options.onLine), collect(child.stderr, options.onLine)]);
    const output = [...stdout, ...stderr].join('\n');
    if (timedOut) throw new Error(`The action has timed out after ${options.timeoutMs} ms. Its output so far:\n${output}`);
    if (exitCode === null) throw new Error(`The action was killed by ${signal}. Its output:\n${output}`);
    return { exitCode, stdout, stderr };
  } finally {
    clearTimeout(timer);
  }
}

async function collect(stream: Readable, onLine: ProcessOptions['onLine']): Promise<string[]> {
  const kept: string[] = [];
  for await (const line of createInterface({ input: stream, crlfDelay: Infinity })) {
    const shown = onLine(line);
    if (shown !== undefined) kept.push(shown);
  }
  return kept;
}

/** The child leads its own process group, so that what it started ends with it. */
function killGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
