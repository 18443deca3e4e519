import { SOURCE_METADATA, type Source } from '../source';

type Json = Readonly<Record<string, unknown>>;

/** A stack as it was synthesized. */
export interface SynthesizedStack {
  readonly stackName: string;
  readonly region: string;
  readonly template: Json;
  /** Size of the template as it is uploaded. */
  readonly templateBytes: number;
}

/** One resource of a template, and where in observability.yml it comes from. */
export interface Resource {
  readonly type: string;
  readonly properties: Json;
  /** Undefined for what the stack needs whatever the file says. */
  readonly source: Source | undefined;
  readonly stack: SynthesizedStack;
}

/** The resources of some stacks, found by type without a search through all of them. */
export class Resources {
  readonly #byType = new Map<string, Resource[]>();

  constructor(public readonly stacks: readonly SynthesizedStack[]) {
    for (const stack of stacks) for (const resource of resourcesOf(stack)) this.#add(resource);
  }

  public ofTypes(types: readonly string[]): readonly Resource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  public get all(): readonly Resource[] {
    return [...this.#byType.values()].flat();
  }

  #add(resource: Resource): void {
    const known = this.#byType.get(resource.type);
    if (known) known.push(resource);
    else this.#byType.set(resource.type, [resource]);
  }
}

export function resourcesOf(stack: SynthesizedStack): readonly Resource[] {
  return Object.values(objectOf(stack.template['Resources'])).map((resource): Resource => {
    const { Type, Properties, Metadata } = objectOf(resource);
    return { type: String(Type), properties: objectOf(Properties), source: objectOf(Metadata)[SOURCE_METADATA] as Source | undefined, stack };
  });
}

export const objectOf = (value: unknown): Json => (typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {});

export const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** The value at a path of properties, for example `at(properties, 'MuteTargets', 'AlarmNames')`. */
export const at = (value: unknown, ...path: readonly string[]): unknown => path.reduce<unknown>((inner, key) => objectOf(inner)[key], value);

/** A text of a template as AWS will get it: alarms by their ARN, other references by something short in their place. */
export function textOf(value: unknown, stack: SynthesizedStack): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: reference } = objectOf(value);
  if (Array.isArray(join)) return listOf(join[1]).map((part) => textOf(part, stack)).join(String(join[0]));
  if (Array.isArray(attribute)) return nameOf(String(attribute[0]), stack) ?? `<${attribute.join('.')}>`;
  return typeof reference === 'string' ? `<${reference}>` : JSON.stringify(value ?? '');
}

/** ARN of an alarm of the stack. */
function nameOf(logicalId: string, { template, region }: SynthesizedStack): string | undefined {
  const name = at(template, 'Resources', logicalId, 'Properties', 'AlarmName');
  return typeof name === 'string' ? `arn:aws:cloudwatch:${region}:000000000000:alarm:${name}` : undefined;
}

/** Length of a JSON document as AWS counts it: without white space, tokens as they stand in the template. */
export const jsonLength = (value: unknown): number => (value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value)));
