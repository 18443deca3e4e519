/** A resource of a synthesized CloudFormation template. */
export interface Resource {
  readonly Type: string;
  readonly Properties?: Properties;
  readonly Metadata?: Readonly<Record<string, unknown>>;
}
export type Properties = Readonly<Record<string, unknown>>;

/** A synthesized CloudFormation template: what `Template.toJSON()` gives. */
export interface StackJson {
  readonly Resources: Readonly<Record<string, Resource>>;
}

/** The resources of the given types, or all, with their logical ids. */
export function resourcesOf({ Resources }: StackJson, ...types: readonly string[]): [id: string, properties: Properties, type: string][] {
  return Object.entries(Resources)
    .filter(([, { Type }]) => types.length === 0 || types.includes(Type))
    .map(([id, { Type, Properties = {} }]) => [id, Properties, Type]);
}

/** Every text below a value, intrinsic functions included, keys not. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}

/** A value as one text: joined as CloudFormation will, with `<LogicalId>` or `<LogicalId.Attribute>` where it is known at the deployment only. */
export function flatText(value: unknown): string {
  if (typeof value === 'string') return value;
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: reference } = asObject(value);
  if (Array.isArray(join)) return (join[1] as unknown[]).map(flatText).join(String(join[0]));
  if (Array.isArray(attribute)) return `<${attribute.join('.')}>`;
  if (typeof reference === 'string') return `<${reference}>`;
  return value === undefined ? '' : JSON.stringify(value);
}

/** The logical id that `Ref` or `Fn::GetAtt` names. */
export function referencedId(value: unknown): string | undefined {
  return /^<([^.>]+)/.exec(flatText(value))?.[1];
}

export function asObject(value: unknown): Properties {
  return typeof value === 'object' && value !== null ? (value as Properties) : {};
}

/** A list; what stands alone is a list of one, what is absent of none. */
export function asList(value: unknown): readonly unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

/** The statements of a policy document, given as an object or as the text some resource types want. */
export function statementsOf(document: unknown): Properties[] {
  const parsed: unknown = typeof document === 'string' ? JSON.parse(document) : document;
  return asList(asObject(parsed)['Statement']).map(asObject);
}
