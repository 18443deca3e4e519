import fc, { type GeneratorValue } from 'fast-check';

/** Of every random test: the same in each run, unless PROPERTY_SEED says another. Printed in the titles of the tests. */
export const SEED = Number(process.env['PROPERTY_SEED'] ?? 20_261_121);

/** Runs a body with random values so often; says seed and path of the first failure, so that it can be repeated. */
export function repeatedly(runs: number, body: (g: GeneratorValue) => void): void {
  const { failed, counterexamplePath, errorInstance } = fc.check(fc.property(fc.gen(), body), { seed: SEED, numRuns: runs, endOnFailure: true });
  if (!failed) return;
  const message = errorInstance instanceof Error ? errorInstance.message : String(errorInstance);
  throw new Error(`seed ${SEED}, path ${counterexamplePath}: ${message}`, { cause: errorInstance });
}
