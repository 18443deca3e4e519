import { type Properties, resourcesOf, type StackJson } from '../stack-json';

/** A property that every stack has. */
export interface Invariant {
  readonly name: string;
  /** What breaks it, sorted as the resources are: logical ids, with a detail where one helps. Empty when it holds. */
  readonly violations: (stack: StackJson) => string[];
}

/** The invariant that every resource of the types fulfils a condition. */
export function each(name: string, types: readonly string[], holds: (properties: Properties) => boolean): Invariant {
  return {
    name,
    violations: (stack) => resourcesOf(stack, ...types).filter(([, properties]) => !holds(properties)).map(([id]) => id),
  };
}
