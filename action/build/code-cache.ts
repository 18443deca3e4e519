import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { exampleConfig } from '../test/example-config';
import { createWorld } from '../test/world';

const RECORDER = join(__dirname, 'record-code-cache.cjs');

/**
 * Runs the built action on the job it does most, the review of a small change to a deployed stack, and returns the code
 * that V8 compiled for each chunk, compressed with zstd, by file name.
 */
export async function recordCodeCaches(actionFolder: string): Promise<ReadonlyMap<string, Buffer>> {
  const caches = mkdtempSync(join(tmpdir(), 'payment-observability-code-'));
  const world = await createWorld({ actionFolder });
  try {
    const first = world.openPullRequest('first', 'First', exampleConfig());
    await world.onPullRequest(first.number);
    world.merge(first.number);
    await world.onPush();
    const second = world.openPullRequest('second', 'Second', exampleConfig().replace('latencyP99Ms: 350', 'latencyP99Ms: 300'));
    await world.onPullRequest(second.number);
    const recorded = await world.onPullRequest(second.number, 'synchronize', { env: { NODE_OPTIONS: `--require ${RECORDER}`, CODE_CACHE_FOLDER: caches } });
    if (recorded.exitCode !== 0 || recorded.outputs['has-changes'] !== 'true') throw new Error(`the action did not review, so its code was not recorded:\n${recorded.stdout}${recorded.stderr}`);
    return new Map(readdirSync(caches).map((file) => [basename(file, '.zst'), readFileSync(join(caches, file))]));
  } finally {
    await world.close();
    rmSync(caches, { recursive: true, force: true });
  }
}
