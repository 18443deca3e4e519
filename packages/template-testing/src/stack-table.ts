import type { StackJson } from './stack-json';
import type { Regions, TemplateWorld } from './template-world';

/** A file to try: what a user adds to the template, and where. */
export interface StackCase {
  readonly name: string;
  /** YAML at column 0. */
  readonly sections?: string;
  readonly regions?: Regions;
}

/** Every stack of every case, for `describe.each`: `[case and stack, its template]`. */
export function stackTable(world: TemplateWorld, cases: readonly StackCase[] = [{ name: 'as it comes' }]): [name: string, stack: StackJson][] {
  return cases.flatMap(({ name, sections, regions }) =>
    Object.entries(world.synthesize(sections, regions)).map(([id, template]): [string, StackJson] => [`${name}, ${id}`, template.toJSON() as StackJson]),
  );
}

/** The stacks of a file for a snapshot: without what changes with every build of the handlers. */
export function snapshotOf(world: TemplateWorld, { sections, regions }: Omit<StackCase, 'name'> = {}): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(world.synthesize(sections, regions)).map(([id, template]) => [
      id,
      JSON.parse(JSON.stringify(template.toJSON()).replaceAll(/[0-9a-f]{64}\.zip/g, 'ASSET.zip').replaceAll(/asset\.[0-9a-f]{64}/g, 'asset.ASSET')) as unknown,
    ]),
  );
}
