import { compareText } from './canonical-json';
import { differenceOf, type ResourceDifference } from './resource-differences';
import type { Resource } from './template';
import type { Action, ChangeSetChange, PropertyChange } from './types';

type Entry = NonNullable<ChangeSetChange['ResourceChange']>;
type Resources = ReadonlyMap<string, Resource>;

/** Differences as CloudFormation means to carry them out. */
export interface Refined {
  readonly resources: readonly ResourceDifference[];
  /** Differ in the templates, and the change set does not name them: what becomes of them is not verified. */
  readonly unmentioned: readonly ResourceDifference[];
}

/** Takes the action of every resource from the change set, and adds what it changes and the templates do not show, such as a value behind a parameter. */
export function refine(differences: readonly ResourceDifference[], changes: readonly ChangeSetChange[], before: Resources, after: Resources): Refined {
  const entries = entriesOf(changes);
  const known = new Set(differences.map(({ logicalId }) => logicalId));
  const refined = differences.map((difference) => {
    const entry = entries.get(difference.logicalId);
    return entry ? { ...difference, action: actionOf(entry) } : difference;
  });
  const hidden = [...entries].filter(([logicalId, entries]) => !known.has(logicalId) && changesSomething(entries)).map(([logicalId, entry]) =>
    differenceOf(logicalId, actionOf(entry), propertiesOf(entry), before.get(logicalId), after.get(logicalId), entry.find(({ ResourceType: type }) => type !== undefined)?.ResourceType),
  );
  return {
    resources: [...refined, ...hidden].toSorted((a, b) => compareText(a.logicalId, b.logicalId)),
    unmentioned: differences.filter(({ logicalId, properties, action }) => !entries.has(logicalId) && !(action === 'update' && properties.every(isOrderOnly))),
  };
}

// a resource may stand in several pages, or several times in one
function entriesOf(changes: readonly ChangeSetChange[]): Map<string, Entry[]> {
  const entries = new Map<string, Entry[]>();
  for (const { ResourceChange: entry } of changes) {
    if (entry?.LogicalResourceId === undefined) continue;
    const known = entries.get(entry.LogicalResourceId);
    if (known) known.push(entry);
    else entries.set(entry.LogicalResourceId, [entry]);
  }
  return entries;
}

// CloudFormation names no resource for the order alone
function isOrderOnly({ path }: PropertyChange): boolean {
  return path[0] === 'DependsOn';
}

function changesSomething(entries: readonly Entry[]): boolean {
  const details = entries.flatMap(({ Details: list }) => list ?? []);
  return entries.some(({ Action: action }) => action !== 'Modify') || details.length === 0 || details.some(({ Target: target }) => target?.Attribute !== 'Metadata');
}

/** From the mildest on. */
const SEVERITY: readonly Action[] = ['update', 'may replace', 'replace'];

function actionOf(entries: readonly Entry[]): Action {
  const actions = entries.map(({ Action: action }) => action);
  if (actions.includes('Remove')) return entries.some(({ PolicyAction: policy }) => policy === 'Retain') ? 'orphan' : 'remove';
  if (actions.includes('Add') || actions.includes('Import')) return 'add';
  const found = entries.flatMap(replacementsOf);
  return SEVERITY.findLast((action) => found.includes(action)) ?? 'update';
}

const BY_REPLACEMENT: Readonly<Partial<Record<string, Action>>> = { True: 'replace', Conditional: 'may replace', False: 'update' };

function replacementsOf({ Action: action, PolicyAction: policy, Replacement: replacement, Details: details = [] }: Entry): Action[] {
  if (policy?.startsWith('ReplaceAnd') === true) return ['replace'];
  // CloudFormation's own verdict counts more than the details it was made of
  const verdict = BY_REPLACEMENT[replacement ?? ''];
  if (verdict === 'replace' || verdict === 'update') return [verdict];
  const byDetail = details.map(({ Target: target, Evaluation: evaluation }): Action => {
    if (target?.RequiresRecreation === undefined || target.RequiresRecreation === 'Never') return 'update';
    return target.RequiresRecreation === 'Always' && evaluation === 'Static' ? 'replace' : 'may replace';
  });
  return [verdict ?? (action === 'Dynamic' ? 'may replace' : 'update'), ...byDetail];
}

function propertiesOf(entries: readonly Entry[]): PropertyChange[] {
  const details = entries.flatMap(({ Details: list }) => list ?? []);
  const paths = details.map(({ Target: target }) => [target?.Attribute ?? 'Properties', ...(target?.Name === undefined ? [] : [target.Name])]);
  return [...new Map(paths.map((path) => [path.join('.'), path])).values()].map((path) => ({ path }));
}
