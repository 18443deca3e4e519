import { LIMITS, type LimitId } from '@payment-observability/catalog';
import type { Resource, Resources, SynthesizedStack } from './synthesized';

/** How many of something there are, and what brings them about. */
export interface Count {
  readonly found: number;
  /** Config paths of what is counted, in order; what stands beyond the limit is named in the error. At least one. */
  readonly paths: readonly string[];
  /** Whose count it is, for example a Region or a log group. */
  readonly of: string;
  readonly region: string;
  /** What to do, where it differs from the rule's. */
  readonly suggestion?: string;
}

/** A limit, how it is counted in what was synthesized, and what to do when it is exceeded. */
export interface LimitRule {
  readonly limit: LimitId;
  readonly count: (resources: Resources) => readonly Count[];
  readonly suggestion: string;
}

const pathOf = ({ source }: Resource, field?: string): string => [source?.path ?? 'environments', ...(field === undefined ? [] : [field])].join('.');

const labelOf = ({ type, properties }: Resource): string => {
  const noun = type.split('::').at(-1) ?? type;
  const name = ['AlarmName', 'Name', 'FunctionName', 'FilterName', `${noun}Name`].map((key) => properties[key]).find((value) => typeof value === 'string');
  return name === undefined ? noun : `${noun} ${String(name)}`;
};

/** Something each resource of these types has: `measure` counts it, `field` is the key of the config that says it. */
export const ofEach =
  (types: readonly string[], measure: (resource: Resource) => number, field?: string): LimitRule['count'] =>
  (resources) =>
    resources.ofTypes(types).map((resource) => ({ found: measure(resource), paths: [pathOf(resource, field)], of: labelOf(resource), region: resource.stack.region }));

/** Resources of these types by what they have in common: a Region unless `key` says more. */
export const together =
  (types: readonly string[], key: (resource: Resource) => readonly string[] = () => ['']): LimitRule['count'] =>
  (resources) => {
    const groups = new Map<string, { of: string; region: string; paths: string[] }>();
    for (const resource of resources.ofTypes(types)) {
      const { region } = resource.stack;
      for (const name of key(resource)) {
        const of = name === '' ? region : name;
        const group = groups.get(`${region} ${of}`) ?? { of, region, paths: [] };
        group.paths.push(pathOf(resource));
        groups.set(`${region} ${of}`, group);
      }
    }
    return [...groups.values()].map((group) => ({ ...group, found: group.paths.length }));
  };

/** The same counts, with one part of the config to blame for all. */
export const blaming =
  (path: string, count: LimitRule['count']): LimitRule['count'] =>
  (resources) =>
    count(resources).map((each) => ({ ...each, paths: [path] }));

/** Something each stack has. What is to blame is looked for only in a stack that has too much: that takes longer than counting. */
export const ofEachStack =
  (limit: LimitId, measure: (stack: SynthesizedStack) => number, blame: (stack: SynthesizedStack) => { readonly path: string; readonly suggestion?: string }): LimitRule['count'] =>
  (resources) =>
    resources.stacks.map((stack): Count => {
      const found = measure(stack);
      const { path, ...more } = found > LIMITS[limit].limit ? blame(stack) : { path: 'environments' };
      return { found, paths: [path], of: `stack ${stack.stackName}`, region: stack.region, ...more };
    });
