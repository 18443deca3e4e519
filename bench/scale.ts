import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { interleaved, type Candidate } from './measure';

export interface ScalePoint {
  /** Functions, APIs, tables and queues of the config. */
  readonly resources: number;
  readonly ms: number;
  readonly peakRssMb: number;
}

export interface ScaleBench {
  readonly scale: readonly ScalePoint[];
  /** How time grows with resources: 1 is linear, 2 quadratic. */
  readonly scaleExponent: number;
}

const COUNTS = [100, 300, 1000, 3000, 10_000];
/** Below, what is measured is mostly the loading and compiling of CDK, which does not grow. */
const FIT_FROM = 300;
/** Resources of a stack, as a large config has them. */
const RESOURCES_PER_SHARD = 80;

/** Time and memory of one synthesis in a fresh process against the number of resources, at the same number of resources a stack. */
export async function benchScale(rounds: number, log: (line: string) => void): Promise<ScaleBench> {
  const measured = await interleaved(COUNTS.map(candidateOf), rounds);
  const scale = measured.map(({ medianMs, peakRssMb }, index): ScalePoint => ({ resources: COUNTS[index] ?? NaN, ms: medianMs, peakRssMb }));
  const scaleExponent = Math.round(exponentOf(scale.filter(({ resources }) => resources >= FIT_FROM)) * 100) / 100;
  for (const { resources, ms, peakRssMb } of scale) log(`${String(resources).padStart(6)} resources ${String(ms).padStart(6)} ms, peak ${peakRssMb} MB`);
  log(`time grows with resources to the power of ${scaleExponent}, from ${FIT_FROM} resources on`);
  return { scale, scaleExponent };
}

/** Slope of the least-squares line through the logarithms. */
export function exponentOf(points: readonly Pick<ScalePoint, 'resources' | 'ms'>[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const xs = points.map(({ resources }) => Math.log(resources));
  const ys = points.map(({ ms }) => Math.log(ms));
  const [xMean, yMean] = [mean(xs), mean(ys)];
  const covariance = xs.reduce((sum, x, index) => sum + (x - xMean) * ((ys[index] ?? NaN) - yMean), 0);
  return covariance / xs.reduce((sum, x) => sum + (x - xMean) ** 2, 0);
}

function candidateOf(count: number): Candidate {
  const shards = 2 ** Math.ceil(Math.log2(count / RESOURCES_PER_SHARD));
  const args = ['--conditions=@payment-observability/source', '--import', 'tsx', join(__dirname, 'scale-once.ts'), String(count), String(shards)];
  return {
    name: `${count} resources`,
    run: async (env) => {
      const { stdout } = await promisify(execFile)(process.execPath, args, { env: { ...process.env, ...env } });
      return (JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { ms: number }).ms;
    },
  };
}
