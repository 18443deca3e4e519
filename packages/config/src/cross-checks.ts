import { type Finding, formatFound } from './finding';
import { entriesAt, formatPath, isRecord, valueAt } from './path';
import { possibleNames, referencesIn } from './references';
import { type Config } from './schema';
import { type Schema } from './schema-walk';
import { namesInstead } from './suggest';

/** Names of entries that are not there. */
export function danglingReferences(schema: Schema, value: unknown, removals: Config['removals']): readonly Finding[] {
  return referencesIn(schema, value).flatMap((reference): Finding[] => {
    const { path, collection, target } = reference;
    const found = valueAt(value, target);
    // a name of two parts could lead to a setting of the section
    if (collection.length === 1 && target.length > 2 ? isRecord(found) : found !== undefined) return [];
    const name = target.slice(collection.length).join('.');
    const removal = removals.find((candidate) => `${formatPath(target)}.`.startsWith(`${candidate.path}.`));
    if (removal) return [{ path, near: [...removal.path.split('.'), 'enabled'], message: `refers to ${removal.path}, which is switched off`, suggestion: 'name another entry, or switch this one off too' }];
    return [{ path, message: `no such entry in ${collection.join('.')}`, found: formatFound(name), ...namesInstead(name, possibleNames(value, reference)) }];
  });
}

/** What can be said only of all alarms together: suppressors are composite, and no composite waits for itself. */
export function alarmFindings(value: unknown): readonly Finding[] {
  const alarms = new Map(entriesAt(value, ['alarms']));
  const composites = [...alarms.keys()].filter((id) => alarms.get(id)?.['when'] !== undefined).sort();
  const suppressorOf = (id: string) => [alarms.get(id)?.['suppressedBy']].filter((name) => typeof name === 'string');
  const notComposite = [...alarms.keys()].flatMap((id) => suppressorOf(id).filter((name) => alarms.has(name) && !composites.includes(name)).map((name) => ({ id, name })));
  const ids = [...alarms.keys()];
  return [
    ...notComposite.map(({ id, name }): Finding => ({
      path: ['alarms', id, 'suppressedBy'],
      message: 'expected a composite alarm (one with "when")',
      found: formatFound(name),
      ...(composites.length > 0 ? { allowed: composites.join(', ') } : {}),
    })),
    ...circles(ids, (id) => alarmsOf(alarms.get(id)?.['when']), 'when', 'a composite alarm cannot depend on itself'),
    ...circles(ids, suppressorOf, 'suppressedBy', 'alarms cannot suppress each other in a circle'),
  ];
}

function alarmsOf(condition: unknown): readonly string[] {
  if (typeof condition === 'string') return [condition];
  if (Array.isArray(condition)) return condition.flatMap(alarmsOf);
  return isRecord(condition) ? Object.values(condition).flatMap(alarmsOf) : [];
}

/** One finding for each circle, at its alphabetically first member. */
function circles(ids: readonly string[], next: (id: string) => readonly string[], key: string, message: string): Finding[] {
  const findings: Finding[] = [];
  const left = new Set([...ids].sort());
  const step = (id: string) => next(id).find((other) => left.has(other));
  for (;;) {
    for (let before = -1; before !== left.size; ) {
      before = left.size;
      for (const id of left) if (step(id) === undefined) left.delete(id);
    }
    const [first] = left;
    if (first === undefined) return findings;
    const trail = [first];
    for (let id = step(first); id !== undefined && !trail.includes(id); id = step(id)) trail.push(id);
    const circle = trail.slice(trail.indexOf(step(trail.at(-1) ?? first) ?? first));
    const start = circle.indexOf([...circle].sort()[0] ?? first);
    const ordered = [...circle.slice(start), ...circle.slice(0, start)];
    findings.push({ path: ['alarms', ordered[0] ?? first, key], message: `${message}: ${[...ordered, ordered[0]].join(' → ')}` });
    for (const id of circle) left.delete(id);
  }
}

/** Metric math names the other series of its widget; CloudWatch draws nothing for an id that does not exist. */
export function seriesFindings(value: unknown): readonly Finding[] {
  const widgets = entriesAt(value, ['dashboards']).flatMap(([dashboard]) =>
    entriesAt(value, ['dashboards', dashboard, 'widgets']).map(([widget]) => ['dashboards', dashboard, 'widgets', widget, 'series']),
  );
  return widgets.flatMap((path) => {
    const series = entriesAt(value, path);
    return series.flatMap(([id, { expression }]) => {
      const others = series.map(([other]) => other).filter((other) => other !== id);
      return identifiersIn(expression)
        .filter((name) => !others.includes(name))
        .map((name): Finding => ({ path: [...path, id, 'expression'], message: `no other series "${name}" in this widget`, ...namesInstead(name, others) }));
    });
  });
}

/** Ids begin with a lower-case letter; functions and keywords of metric math are upper-case. */
const identifiersIn = (expression: unknown): readonly string[] =>
  typeof expression === 'string' ? [...new Set(expression.replace(/"[^"]*"|'[^']*'/g, '').match(/\b[a-z][A-Za-z0-9_]*\b/g) ?? [])] : [];

/** An entry of one layer says both how a resource is named and that it exists. */
export function createdAndExisting(layer: unknown, exclusive: readonly (readonly string[])[], path: (string | number)[] = []): readonly Finding[] {
  if (!isRecord(layer)) return [];
  const here = exclusive
    .filter(([first]) => first === 'existing')
    .map(([, name]) => name)
    .filter((name) => name !== undefined && Object.hasOwn(layer, 'existing') && Object.hasOwn(layer, name))
    .map((name): Finding => ({ path: [...path, 'existing'], message: `existing and ${name} exclude each other`, suggestion: 'keep existing to use what is there, or the name to create it' }));
  return [...here, ...Object.entries(layer).flatMap(([key, value]) => createdAndExisting(value, exclusive, [...path, key]))];
}
