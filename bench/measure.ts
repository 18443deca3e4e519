import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Something to measure from the start of its process until its result is there. */
export interface Candidate {
  readonly name: string;
  /**
   * Runs the process with these variables added.
   *
   * @returns milliseconds from its start until its result was there
   * @throws when it did not do what it should
   */
  readonly run: (env: Readonly<Record<string, string>>) => Promise<number>;
}

export interface Measurement {
  readonly name: string;
  readonly medianMs: number;
  /** Peak of the largest process, in MB of a million bytes. */
  readonly peakRssMb: number;
}

const RECORDER = join(__dirname, 'record-memory.cjs');

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? (sorted[middle] ?? NaN) : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
};

/** Runs the candidates in turn, one warm-up round first, so that a slow minute of the machine hits all alike. */
export async function interleaved(candidates: readonly Candidate[], rounds: number): Promise<readonly Measurement[]> {
  const runs = candidates.map(() => [] as { ms: number; peakRssMb: number }[]);
  for (let round = 0; round <= rounds; round += 1) {
    for (const [index, candidate] of candidates.entries()) {
      const run = await once(candidate);
      if (round > 0) runs[index]?.push(run);
    }
  }
  return candidates.map(({ name }, index) => ({
    name,
    medianMs: Math.round(median((runs[index] ?? []).map(({ ms }) => ms))),
    peakRssMb: Math.round(Math.max(...(runs[index] ?? []).map(({ peakRssMb }) => peakRssMb))),
  }));
}

async function once({ run }: Candidate): Promise<{ ms: number; peakRssMb: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'payment-observability-bench-'));
  try {
    const ms = await run({ NODE_OPTIONS: `--require ${RECORDER}`, BENCH_MEMORY_FOLDER: folder });
    const peaks = readdirSync(folder).map((file) => (JSON.parse(readFileSync(join(folder, file), 'utf8')) as { peakRssKb: number }).peakRssKb);
    return { ms, peakRssMb: (Math.max(...peaks) * 1024) / 1e6 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
