import { spawn, type SpawnOptionsWithoutStdio } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import { exampleConfig } from '../action/test/example-config';
import { createWorld, releaseTree } from '../action/test/world';
import { runnerNode } from '../packages/sandbox/src';
import { interleaved, type Candidate } from './measure';

const ROOT = join(__dirname, '..');

export interface DiffBench {
  /** How many times faster than the CLI as it comes. */
  readonly speedup: number;
  /** How many times faster than the CLI with CDK_VALIDATION=false. */
  readonly speedupValidationOff: number;
  readonly medianMs: number;
  readonly cliMedianMs: number;
  readonly cliValidationOffMedianMs: number;
  readonly peakRssMb: number;
  readonly cliPeakRssMb: number;
  /** What every review loads, beside its compiled code. */
  readonly hotBundleBytes: number;
  /** Without the policy checks. */
  readonly actionGzipBytes: number;
  /** What only a run with policy packs loads, in a process of its own. */
  readonly policyGzipBytes: number;
}

/**
 * The action against what a CDK user runs for the same stack and the same change, on the same Node 24: process start
 * until the review is ready, and until the diff is printed.
 *
 * The action runs from its release tree on a pull request event, gets a role through OIDC, reads the deployed template
 * and the comments of the pull request, all over loopback. The CLI synthesizes from TypeScript source through tsx and compares with
 * the same deployed template in a file.
 */
export async function benchDiff(rounds: number, log: (line: string) => void): Promise<DiffBench> {
  const node = await runnerNode();
  const actionFolder = releaseTree();
  const folder = mkdtempSync(join(tmpdir(), 'payment-observability-bench-'));
  const world = await createWorld({ folder: join(folder, 'world'), actionFolder, nodePath: node });
  try {
    const before = exampleConfig();
    const after = exampleConfig().replace('latencyP99Ms: 350', 'latencyP99Ms: 300');
    const first = world.openPullRequest('before', 'Before', before);
    await world.onPullRequest(first.number);
    world.merge(first.number);
    const deployed = await world.onPush();
    if (deployed.exitCode !== 0) throw new Error(`the stack to compare with was not deployed:\n${deployed.stdout}`);
    const pull = world.openPullRequest('after', 'After', after);
    const templateFile = join(folder, 'deployed.json');
    writeFileSync(templateFile, readFileSync(deployed.outputs['template-path'] ?? ''));
    writeFileSync(join(folder, 'observability.yml'), after);

    const action: Candidate = {
      name: 'action',
      run: async (env) => {
        const started = performance.timeOrigin + performance.now();
        const { exitCode, stdout, outputs } = await world.onPullRequest(pull.number, 'synchronize', { env });
        if (exitCode !== 0 || !stdout.includes('Review: ')) throw new Error(`the action did not review:\n${stdout}`);
        return statSync(outputs['summary-path'] ?? '').mtimeMs - started;
      },
    };
    const app = [node, '--conditions=@payment-observability/source', '--import', pathToFileURL(join(ROOT, 'node_modules/tsx/dist/loader.mjs')).href, join(ROOT, 'apps/payment-platform/src/main.ts'), join(folder, 'observability.yml')].join(' ');
    const cli = (name: string, variables: Record<string, string>): Candidate => ({
      name,
      run: (env) =>
        untilLastOutput(
          node,
          [join(ROOT, 'node_modules/aws-cdk/bin/cdk'), 'diff', 'card-acquiring-production', '--template', templateFile, '--no-notices', '--no-version-reporting', '--output', join(folder, 'cdk.out'), '--app', app],
          { cwd: folder, env: { PATH: process.env['PATH'] ?? '', HOME: folder, CI: 'true', AWS_EC2_METADATA_DISABLED: 'true', ...variables, ...env } },
        ),
    });
    const [ours, asItComes, validationOff] = await interleaved([action, cli('cdk diff', {}), cli('cdk diff, CDK_VALIDATION=false', { CDK_VALIDATION: 'false' })], rounds);
    if (!ours || !asItComes || !validationOff) throw new Error('a candidate was not measured');
    for (const { name, medianMs, peakRssMb } of [ours, asItComes, validationOff]) log(`${name.padEnd(34)} median ${medianMs} ms, peak ${peakRssMb} MB`);
    const dist = join(actionFolder, 'action/dist');
    const result: DiffBench = {
      speedup: ratio(asItComes.medianMs, ours.medianMs),
      speedupValidationOff: ratio(validationOff.medianMs, ours.medianMs),
      medianMs: ours.medianMs,
      cliMedianMs: asItComes.medianMs,
      cliValidationOffMedianMs: validationOff.medianMs,
      peakRssMb: ours.peakRssMb,
      cliPeakRssMb: asItComes.peakRssMb,
      hotBundleBytes: statSync(join(dist, 'main.js')).size,
      actionGzipBytes: gzipBytes(dist, (path) => !isPolicyCheck(path)),
      policyGzipBytes: gzipBytes(dist, isPolicyCheck),
    };
    log(`speedup ${result.speedup} (validation off: ${result.speedupValidationOff}); hot bundle ${result.hotBundleBytes} bytes; action ${result.actionGzipBytes} bytes gzipped, policy checks ${result.policyGzipBytes} beside it`);
    return result;
  } finally {
    await world.close();
    rmSync(folder, { recursive: true, force: true });
    rmSync(actionFolder, { recursive: true, force: true });
  }
}

/** Milliseconds from the start of `cdk diff` until the last line of its diff is printed. */
function untilLastOutput(command: string, args: readonly string[], options: SpawnOptionsWithoutStdio): Promise<number> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(command, args, options);
    let output = '';
    let printed = started;
    const onData = (chunk: Buffer) => {
      output += chunk.toString();
      printed = performance.now();
    };
    child.stdout.on('data', onData);
    child.stderr.on('data', onData);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 && output.includes('AWS::CloudWatch::Alarm')) resolve(printed - started);
      else reject(new Error(`cdk diff did not compare:\n${output}`));
    });
  });
}

const ratio = (a: number, b: number): number => Math.round((a / b) * 10) / 10;

/** Size of every file of the action, each gzipped. */
/** What only a run with policy packs loads, in a process of its own. */
const isPolicyCheck = (path: string): boolean => /(^|\/)(policy\.js|bindings_wasm_bg\.wasm|rules\/.+)$/.test(path);

function gzipBytes(folder: string, isCounted: (path: string) => boolean): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && isCounted(join(entry.parentPath, entry.name)))
    .reduce((total, entry) => total + gzipSync(readFileSync(join(entry.parentPath, entry.name)), { level: 9 }).length, 0);
}
