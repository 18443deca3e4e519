import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';

type SpecDatabase = ReturnType<typeof loadAwsServiceSpecSync>;
type SpecResource = ReturnType<SpecDatabase['all']>[number] & { cloudFormationType?: string };
/** What the service spec says of a resource type. */
export type ResourceType = Extract<SpecResource, { cloudFormationType: string; attributes: unknown }>;
export type PropertySpec = ResourceType['properties'][string];
type PropertyType = PropertySpec['type'];

let database: SpecDatabase | undefined;
const types = new Map<string, ResourceType | undefined>();

const spec = (): SpecDatabase => (database ??= loadAwsServiceSpecSync());

/** The type's entry in the service spec, loaded on first use; undefined for a type CloudFormation does not have. */
export function resourceType(type: string): ResourceType | undefined {
  if (!types.has(type)) types.set(type, spec().lookup('resource', 'cloudFormationType', 'equals', type)[0]);
  return types.get(type);
}

/** Custom resources, whose properties and attributes only their function knows. */
export const isCustom = (type: string): boolean => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';

/** Types that CloudFormation serves although the service spec does not list them. */
export const isUnlisted = (type: string): boolean => isCustom(type) || type === 'AWS::CDK::Metadata';

export const isKnown = (type: string): boolean => isUnlisted(type) || resourceType(type) !== undefined;

/** Why the properties are refused, in CloudFormation's words, or undefined when they are not. */
export function propertyProblem(type: string, logicalId: string, properties: Record<string, unknown>): string | undefined {
  if (isCustom(type)) return typeof properties['ServiceToken'] === 'string' ? undefined : requiredKey(logicalId, '#', 'ServiceToken');
  const known = resourceType(type);
  if (known === undefined) return undefined;
  for (const name of Object.keys(properties)) {
    if (known.properties[name] === undefined) return `Encountered unsupported property ${name}`;
  }
  return structureProblem(logicalId, '#', known.properties, properties);
}

const requiredKey = (logicalId: string, path: string, key: string): string =>
  `Properties validation failed for resource ${logicalId} with message:\n${path}: required key [${key}] not found`;

function structureProblem(
  logicalId: string,
  path: string,
  specs: Record<string, PropertySpec>,
  value: Record<string, unknown>,
): string | undefined {
  for (const [name, property] of Object.entries(specs)) {
    if (property.required === true && value[name] === undefined) return requiredKey(logicalId, path, name);
  }
  for (const [name, item] of Object.entries(value)) {
    const property = specs[name];
    if (property === undefined) {
      return `Properties validation failed for resource ${logicalId} with message:\n${path}: extraneous key [${name}] is not permitted`;
    }
    const problem = valueProblem(logicalId, `${path}/${name}`, property.type, item);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

// only the shapes of structures and lists are checked; unions and free JSON are left to the service
function valueProblem(logicalId: string, path: string, type: PropertyType, value: unknown): string | undefined {
  if (type.type === 'array') {
    if (!Array.isArray(value)) return wrongType(logicalId, path, 'JSONArray', value);
    return first(value, (item, index) => valueProblem(logicalId, `${path}/${index}`, type.element, item));
  }
  if (type.type === 'ref') {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return wrongType(logicalId, path, 'JSONObject', value);
    return structureProblem(logicalId, path, spec().get('typeDefinition', type.reference.$ref).properties, value as Record<string, unknown>);
  }
  if (type.type === 'string' || type.type === 'number' || type.type === 'integer' || type.type === 'boolean') {
    return typeof value === 'object' ? wrongType(logicalId, path, type.type === 'string' ? 'String' : 'Number', value) : undefined;
  }
  return undefined;
}

function wrongType(logicalId: string, path: string, expected: string, value: unknown): string {
  const found = Array.isArray(value) ? 'JSONArray' : typeof value === 'object' ? 'JSONObject' : 'String';
  return `Properties validation failed for resource ${logicalId} with message:\n${path}: expected type: ${expected}, found: ${found}`;
}

function first<T>(items: readonly T[], problemOf: (item: T, index: number) => string | undefined): string | undefined {
  for (const [index, item] of items.entries()) {
    const problem = problemOf(item, index);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

/** Whether changing a property replaces the resource. */
export function recreation(type: string, property: string): 'Always' | 'Conditionally' | 'Never' {
  if (isCustom(type)) return property === 'ServiceToken' ? 'Always' : 'Never';
  const known = resourceType(type);
  const causes = known?.properties[property]?.causesReplacement ?? 'no';
  if (causes === 'yes' || known?.additionalReplacementProperties?.some(([name, ...rest]) => name === property && rest.length === 0) === true) return 'Always';
  return causes === 'maybe' ? 'Conditionally' : 'Never';
}

/** Whether `Fn::GetAtt` may ask for the attribute. */
export function hasAttribute(type: string, attribute: string): boolean {
  if (isUnlisted(type)) return true;
  if (type === 'AWS::CloudFormation::Stack' && attribute.startsWith('Outputs.')) return true;
  const attributes = resourceType(type)?.attributes ?? {};
  return attribute in attributes;
}

/** Name of the property that holds the tags, of a type that CloudFormation tags. */
export const tagProperty = (type: string): { name: string; variant: string } | undefined => {
  const information = resourceType(type)?.tagInformation;
  return information === undefined ? undefined : { name: information.tagPropertyName, variant: information.variant };
};
