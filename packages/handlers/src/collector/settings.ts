/** A metric that is read, and how its values become one for each period. */
export interface MetricSource {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  readonly statistic: string;
}

/** What the totals of a period are made of; as many `requests` as there were, failed ones included. */
export const TOTALS = ['requests', 'errors', 'volume', 'latency'] as const;
export type TotalName = (typeof TOTALS)[number];
export type TotalSources = Readonly<Record<TotalName, MetricSource>>;

/** A health endpoint of a service. */
export interface Probe {
  readonly service: string;
  readonly url: string;
  readonly timeoutMs: number;
}

export interface CollectorSettings {
  readonly namespace: string;
  readonly environment: string;
  /** Value of the dimension Service of the totals. */
  readonly service: string;
  readonly periodSeconds: number;
  readonly probes: readonly Probe[];
  /** Undefined when no totals are read. */
  readonly totals: { readonly sources: TotalSources; readonly watermarkTable: string } | undefined;
  /** Publishes made-up values, marked by the dimension Demo. */
  readonly demo: boolean;
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings from the environment of the function, as the construct writes them.
 * @throws naming each variable that is missing or wrong
 */
export function collectorSettings(env: Environment): CollectorSettings {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = env[name] ?? '';
    if (value === '') problems.push(`${name}: missing`);
    return value;
  };
  const json = <T>(name: string, is: (value: unknown) => value is T, expected: string): T | undefined => {
    if (env[name] === undefined) return undefined;
    const value = jsonOf(env[name]);
    if (is(value)) return value;
    problems.push(`${name}: expected JSON of ${expected}`);
    return undefined;
  };
  const sources = json('TOTALS', isTotalSources, `a metric for each of ${TOTALS.join(', ')}`);
  const settings: CollectorSettings = {
    namespace: text('NAMESPACE'),
    environment: text('ENVIRONMENT'),
    service: text('SERVICE'),
    periodSeconds: Number(text('PERIOD_SECONDS')),
    probes: json('PROBES', isProbes, 'a list of { service, url, timeoutMs }') ?? [],
    totals: sources && { sources, watermarkTable: text('WATERMARK_TABLE') },
    demo: env['DEMO'] === 'true',
  };
  if (!(settings.periodSeconds >= 60 && settings.periodSeconds % 60 === 0)) problems.push(`PERIOD_SECONDS: expected a multiple of 60, found "${env['PERIOD_SECONDS'] ?? ''}"`);
  if (problems.length > 0) throw new Error(`environment of the metric collector: ${problems.join('; ')}`);
  return settings;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

function isTotalSources(value: unknown): value is TotalSources {
  return isObject(value) && TOTALS.every((name) => isMetricSource(value[name]));
}

function isMetricSource(value: unknown): value is MetricSource {
  if (!isObject(value) || !isObject(value['dimensions'])) return false;
  return [value['namespace'], value['name'], value['statistic'], ...Object.values(value['dimensions'])].every((text) => typeof text === 'string');
}

function isProbes(value: unknown): value is readonly Probe[] {
  return Array.isArray(value) && value.every(isProbe);
}

function isProbe(value: unknown): value is Probe {
  return isObject(value) && typeof value['service'] === 'string' && typeof value['url'] === 'string' && URL.canParse(value['url']) && Number.isSafeInteger(value['timeoutMs']) && Number(value['timeoutMs']) > 0;
}
