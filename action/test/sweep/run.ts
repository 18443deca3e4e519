import { parseArgs } from 'node:util';
import { sweepFile, SWEPT_FILES, type KindCount, type SweepResult } from './sweep';

const { values } = parseArgs({ options: { json: { type: 'boolean', default: false } } });

/** Sweeps every template, prints what was planted and found by kind, and fails unless everything was. */
function run(): void {
  const results = SWEPT_FILES.map((file): SweepResult => {
    const result = sweepFile(file);
    console.log(`${file}: ${sum(result.kinds, 'found')} of ${sum(result.kinds, 'planted')} found; ${result.controls} harmless changes, ${result.falsePositives.length} of them blocked`);
    return result;
  });
  const kinds = new Map<string, KindCount>();
  for (const [kind, { planted, found }] of results.flatMap((result) => [...result.kinds])) {
    const total = kinds.get(kind) ?? { planted: 0, found: 0 };
    kinds.set(kind, { planted: total.planted + planted, found: total.found + found });
  }
  for (const [kind, { planted, found }] of kinds) console.log(`${String(found).padStart(5)} of ${String(planted).padStart(5)}  ${kind}`);
  const faults = results.flatMap(({ missed, falsePositives, uncovered }) => [
    ...missed.map((miss) => `missed: ${miss}`),
    ...falsePositives.map((finding) => `false positive: ${finding}`),
    ...uncovered.map((type) => `neither a mutation nor a reason covers ${type}`),
  ]);
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) process.exitCode = 1;
  if (values.json) console.log(JSON.stringify({ planted: sum(kinds, 'planted'), found: sum(kinds, 'found') }));
}

function sum(kinds: ReadonlyMap<string, KindCount>, key: keyof KindCount): number {
  return [...kinds.values()].reduce((total, count) => total + count[key], 0);
}

run();
