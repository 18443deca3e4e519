import { findSignal, overrideProblems, type OverrideProblem, RESOURCE_KINDS, type ResourceKind, type ResourceTypes, signalSets, unknownAlarms } from '@payment-observability/catalog';
import { safeParse } from 'zod';
import { type Finding, formatFound } from './finding';
import { entriesAt, isRecord, type Path, valueAt } from './path';
import { type Schema, schemaAt, walk } from './schema-walk';
import { namesInstead } from './suggest';

/** What only the catalog knows: which recommended alarms a resource has, and which metrics it publishes. Resources that are wrong in themselves are passed over. */
export const resourceFindings = (schema: Schema, value: unknown): readonly Finding[] => [
  ...RESOURCE_KINDS.flatMap((kind) => entriesAt(value, collectionOf(kind)).flatMap(([id]) => overrideFindings(schema, value, kind, id))),
  ...metricFindings(schema, value),
];

/** Where the resources of a kind stand. */
const collectionOf = (kind: ResourceKind): Path => (kind === 'canaries' ? ['canaries', 'checks'] : ['resources', kind]);

function resourceAt<K extends ResourceKind>(schema: Schema, value: unknown, kind: K, id: string): ResourceTypes[K] | undefined {
  const path = [...collectionOf(kind), id];
  const own = schemaAt(schema, path);
  const parsed = own && safeParse(own, valueAt(value, path));
  return parsed?.success ? (parsed.data as ResourceTypes[K]) : undefined;
}

function overrideFindings(schema: Schema, value: unknown, kind: ResourceKind, id: string): readonly Finding[] {
  const path = [...collectionOf(kind), id, 'alarms'];
  const changed = entriesAt(value, path).map(([alarm]) => alarm);
  if (changed.length === 0) return [];
  const resource = resourceAt(schema, value, kind, id);
  return [...unknownAlarms(kind, changed), ...(resource ? overrideProblems(kind, resource) : [])].map((problem) => toFinding(path, problem));
}

const toFinding = (path: Path, { alarm, field, message, allowed }: OverrideProblem): Finding => ({
  path: [...path, alarm, ...(field === undefined ? [] : [field])],
  message,
  ...(allowed && namesInstead(alarm, allowed)),
});

/** Metrics that a listed resource does not publish: an alarm on one would be accepted and never get data. */
function metricFindings(schema: Schema, value: unknown): readonly Finding[] {
  const findings: Finding[] = [];
  walk(schema, value, ({ path, value: reference, meta }) => {
    if (meta.refTo !== 'resources' || typeof reference !== 'string') return;
    const [kind = '', id = ''] = reference.split('.');
    const at = path.slice(0, -1);
    const metric = valueAt(value, at);
    const resource = isKind(kind) ? resourceAt(schema, value, kind, id) : undefined;
    if (isKind(kind) && resource && isRecord(metric)) findings.push(...metricFinding(at, reference, metric, signalSets(kind, resource)));
  });
  return findings;
}

const isKind = (kind: string): kind is ResourceKind => (RESOURCE_KINDS as readonly string[]).includes(kind);

function metricFinding(path: Path, reference: string, { name, namespace, dimensions }: Record<string, unknown>, sets: ReturnType<typeof signalSets>): readonly Finding[] {
  if (typeof name !== 'string') return [];
  const wanted = isRecord(dimensions) ? Object.fromEntries(Object.entries(dimensions).map(([dimension, of]) => [dimension, String(of)])) : {};
  const found = findSignal(sets, { name, namespace: typeof namespace === 'string' ? namespace : undefined, dimensions: wanted });
  if (found.problem === 'namespace') {
    const insights = namespace === 'LambdaInsights' ? { suggestion: `set resources.${reference}.lambdaInsights: true, or switch this off` } : undefined;
    return [
      {
        path: [...path, 'namespace'],
        near: ['resources', ...reference.split('.'), 'lambdaInsights'],
        message: `${reference} publishes nothing in this namespace`,
        found: formatFound(namespace),
        ...(insights ?? namesInstead(String(namespace), [...new Set(sets.map((set) => set.namespace))])),
      },
    ];
  }
  const names = [...new Set(sets.filter((set) => namespace === undefined || set.namespace === namespace).flatMap((set) => set.names))];
  if (found.problem === 'name') return [{ path: [...path, 'name'], message: `${reference} publishes no such metric`, found: formatFound(name), ...namesInstead(name, names) }];
  return found.problem === 'dimensions' ? [{ path: [...path, isRecord(dimensions) ? 'dimensions' : 'name'], message: `${reference}: ${found.message}` }] : [];
}
