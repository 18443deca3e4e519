/** Units of the embedded metric format that CloudWatch takes. */
const UNITS = ['Count', 'Milliseconds', 'Seconds', 'Percent', 'None'];
const MAX_BYTES = 1024 * 1024;
const FORTNIGHT_MS = 14 * 24 * 60 * 60 * 1000;

type Json = Readonly<Record<string, unknown>>;

/** What is wrong with a line, by the specification of the embedded metric format and the limits of CloudWatch metrics. */
export function emfProblems(line: string, nowMs: number): string[] {
  if (/[\n\r]/u.test(line)) return ['more than one line'];
  if (Buffer.byteLength(line) > MAX_BYTES) return ['longer than a log event'];
  const root = JSON.parse(line) as Json;
  const aws = root['_aws'] as { readonly Timestamp: number; readonly CloudWatchMetrics: readonly Json[] };
  const metrics = aws.CloudWatchMetrics.flatMap(({ Metrics }) => Metrics as Json[]);
  const names = metrics.map(({ Name }) => String(Name));
  return [
    ...(Number.isInteger(aws.Timestamp) && Math.abs(aws.Timestamp - nowMs) < FORTNIGHT_MS ? [] : ['Timestamp']),
    ...(names.length > 0 && names.length <= 100 && new Set(names).size === names.length ? [] : [`${names.length} metrics, or one twice`]),
    ...metrics.flatMap(({ Name, Unit }) => metricProblems(String(Name), String(Unit), root[String(Name)])),
    ...aws.CloudWatchMetrics.flatMap((directive) => directiveProblems(directive, root)),
  ];
}

function metricProblems(name: string, unit: string, value: unknown): string[] {
  return [
    ...(/^[\x21-\x7e]{1,255}$/u.test(name) ? [] : [`metric name ${name}`]),
    ...(UNITS.includes(unit) ? [] : [`unit ${unit}`]),
    ...(typeof value === 'number' && Number.isFinite(value) ? [] : [`metric ${name} is no number at the root`]),
  ];
}

function directiveProblems({ Namespace, Dimensions, Metrics }: Json, root: Json): string[] {
  const sets = Dimensions as string[][];
  return [
    ...(/^(?!AWS\/)[\w.\-/#: ]{1,255}$/u.test(String(Namespace)) ? [] : [`namespace ${String(Namespace)}`]),
    ...((Metrics as unknown[]).length > 0 ? [] : ['a directive without metrics']),
    ...(sets.length > 0 ? [] : ['a directive without dimension sets']),
    ...sets.flatMap((set) => [
      ...(set.length <= 30 && new Set(set).size === set.length ? [] : [`set of ${set.length} dimensions`]),
      ...set.filter((name) => !/^[\x21-\x39\x3b-\x7e]{1,250}$/u.test(name) || !/^[\x20-\x7e]{1,1024}$/u.test(String(root[name])) || typeof root[name] !== 'string').map((name) => `dimension ${name}`),
    ]),
  ];
}
