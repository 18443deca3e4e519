import { recommendedAlarmIds, recommendedAlarms, type ResourceKind, type ResourceTypes, SERVICES, signalSets } from '@payment-observability/catalog';
import { safeParse } from 'zod';
import { type Finding, formatFound } from './finding';
import { entriesAt, isRecord, type Path, valueAt } from './path';
import { type Schema, schemaAt, walk } from './schema-walk';
import { namesInstead } from './suggest';

const KINDS = Object.keys(SERVICES) as ResourceKind[];

/** What only the catalog knows: which recommended alarms a resource has, and which metrics it publishes. Resources that are wrong in themselves are passed over. */
export const resourceFindings = (schema: Schema, value: unknown): readonly Finding[] => [
  ...KINDS.flatMap((kind) => entriesAt(value, ['resources', kind]).flatMap(([id]) => overrideFindings(schema, value, kind, id))),
  ...metricFindings(schema, value),
];

function resourceAt<K extends ResourceKind>(schema: Schema, value: unknown, kind: K, id: string): ResourceTypes[K] | undefined {
  const path = ['resources', kind, id];
  const own = schemaAt(schema, path);
  const parsed = own && safeParse(own, valueAt(value, path));
  return parsed?.success ? (parsed.data as ResourceTypes[K]) : undefined;
}

function overrideFindings(schema: Schema, value: unknown, kind: ResourceKind, id: string): readonly Finding[] {
  const path = ['resources', kind, id, 'alarms'];
  const known = recommendedAlarmIds(kind);
  const unknown = entriesAt(value, path).filter(([alarm]) => !known.includes(alarm));
  const resource = resourceAt(schema, value, kind, id);
  const impossible = resource ? recommendedAlarms(kind, resource).filter((alarm) => alarm.datapointsToAlarm > alarm.evaluationPeriods) : [];
  return [
    ...unknown.map(([alarm]): Finding => ({ path: [...path, alarm], message: 'no such recommended alarm', ...namesInstead(alarm, known) })),
    ...impossible.map(
      (alarm): Finding => ({
        path: [...path, alarm.id, 'datapointsToAlarm'],
        message: `datapointsToAlarm ${alarm.datapointsToAlarm} is above evaluationPeriods ${alarm.evaluationPeriods}`,
      }),
    ),
  ];
}

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

const isKind = (kind: string): kind is ResourceKind => Object.hasOwn(SERVICES, kind);

function metricFinding(path: Path, reference: string, { name, namespace }: Record<string, unknown>, sets: ReturnType<typeof signalSets>): readonly Finding[] {
  if (typeof name !== 'string') return [];
  const candidates = sets.filter((set) => namespace === undefined || set.namespace === namespace);
  if (candidates.length === 0) {
    const insights = namespace === 'LambdaInsights' ? { suggestion: `set resources.${reference}.lambdaInsights: true, or switch this off` } : undefined;
    return [
      {
        path: [...path, 'namespace'],
        near: ['resources', ...reference.split('.'), 'lambdaInsights'],
        message: `${reference} publishes nothing in this namespace`,
        found: formatFound(namespace),
        ...(insights ?? namesInstead(String(namespace), sets.map((set) => set.namespace))),
      },
    ];
  }
  const names = candidates.flatMap((set) => set.names);
  if (names.includes(name)) return [];
  return [{ path: [...path, 'name'], message: `${reference} publishes no such metric`, found: formatFound(name), ...namesInstead(name, names) }];
}
