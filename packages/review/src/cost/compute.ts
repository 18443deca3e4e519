import { DAYS_PER_MONTH } from '@payment-observability/catalog';
import type { Cost } from '@payment-observability/config';
import { listOf, type Json } from '../json';
import { type Billed, objectOf, sourceOf } from './billed-resource';

const MINUTES_PER_MONTH = DAYS_PER_MONTH * 24 * 60;
const MINUTES = { minute: 1, hour: 60, day: 24 * 60 } as const;

/** The assumed calls of a function, found by where it comes from in observability.yml, or else those of every other function. */
export function callsOf(resource: Billed, { functions, functionCalls, functionMs }: Cost): Cost['functions'][string] {
  const path = String(sourceOf(resource)['path']);
  const named = Object.keys(functions)
    .filter((written) => path === written || path.startsWith(`${written}.`))
    .sort((a, b) => b.length - a.length)
    .map((written) => functions[written])[0];
  return named ?? { calls: functionCalls, ms: functionMs };
}

/** GiB-seconds of the functions of one architecture. */
export function gibSeconds(functions: readonly Billed[], architecture: 'arm64' | 'x86_64', assumptions: Cost): number {
  return functions.reduce((sum, resource) => {
    const { Architectures = ['x86_64'], MemorySize = 128 } = resource.properties;
    if (listOf(Architectures)[0] !== architecture) return sum;
    const { calls, ms } = callsOf(resource, assumptions);
    return sum + (calls * ms * Number(MemorySize)) / 1000 / 1024;
  }, 0);
}

/** Runs of a canary in a month; NaN where its schedule is no rate, since nobody can tell then. */
export function canaryRuns({ Schedule }: Json): number {
  const expression = String(objectOf(Schedule)['Expression']);
  const [, every, unit] = /^rate\((\d+) (minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (every === undefined || unit === undefined) return NaN;
  return Number(every) === 0 ? 1 : MINUTES_PER_MONTH / (Number(every) * MINUTES[unit as keyof typeof MINUTES]);
}
