import { DAYS_PER_MONTH } from '@payment-observability/catalog';
import { asList, asObject, type Properties, type Resource } from '../stack-json';
import type { CostAssumptions, FunctionVolume } from './assumptions';

const MINUTES_PER_MONTH = DAYS_PER_MONTH * 24 * 60;
const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;

/** The assumed calls of a function, found by where it comes from in observability.yml, or else those of every other function. */
export function callsOf({ Metadata }: Resource, { functions, functionCalls, functionMs }: CostAssumptions): FunctionVolume {
  const path = String(asObject(Metadata?.['payment-observability'])['path']);
  const named = Object.keys(functions)
    .filter((written) => path === written || path.startsWith(`${written}.`))
    .sort((a, b) => b.length - a.length)
    .map((written) => functions[written])[0];
  return named ?? { calls: functionCalls, ms: functionMs };
}

/** GiB-seconds of the functions of one architecture. */
export function gibSeconds(functions: readonly Resource[], architecture: 'arm64' | 'x86_64', assumptions: CostAssumptions): number {
  return functions.reduce((sum, resource) => {
    const { Architectures = ['x86_64'], MemorySize = 128 } = resource.Properties ?? {};
    if (asList(Architectures)[0] !== architecture) return sum;
    const { calls, ms } = callsOf(resource, assumptions);
    return sum + (calls * ms * Number(MemorySize)) / 1000 / 1024;
  }, 0);
}

/** Runs of a canary in a month; a schedule that is no rate throws. */
export function canaryRuns({ Schedule }: Properties): number {
  const expression = String(asObject(Schedule)['Expression']);
  const [, every, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (every === undefined || unit === undefined) throw new Error(`the runs of a canary cannot be counted from its schedule "${expression}": a rate is expected`);
  return Number(every) === 0 ? 1 : MINUTES_PER_MONTH / (Number(every) * MINUTES[unit as keyof typeof MINUTES]);
}
