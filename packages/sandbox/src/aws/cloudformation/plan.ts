import { validationError } from '../errors';
import { isTrue, referencesIn, resolve, type Scope } from './intrinsics';
import { parameterRef } from './parameters';
import { type Place } from './physical-identity';
import { hasAttribute, isKnown, tagProperty } from './resource-types';
import { type Desired, type OutputState } from './stack-state';
import { isRecord, parseTemplate, type Template, type TemplateResource } from './template';

/** How a plan finds what references point to. */
export type Lookup = Pick<Scope, 'ref' | 'getAtt'>;

/** A checked template with its input: which resources it has, in which order, and what they become. */
export type Plan = {
  readonly template: Template;
  readonly desired: Desired;
  /** Logical ids of the resources whose condition holds, dependencies first. */
  readonly order: readonly string[];
  resource(logicalId: string): TemplateResource;
  dependencies(logicalId: string): string[];
  /** Resolved properties, with the tags of the stack. */
  properties(logicalId: string, lookup: Lookup): Record<string, unknown>;
  outputs(lookup: Lookup): OutputState[];
};

/** Checks the template against its input; throws what CloudFormation answers to a template that cannot be right. */
export function planOf(place: Place, desired: Desired, importValue: (name: string) => string): Plan {
  const template = parseTemplate(desired.templateBody);
  checkTypes(template);
  checkReferences(template);
  const scopeOf = (lookup: Lookup): Scope => ({ ...scope(place, desired, template, importValue), ...lookup });
  const fixed = scopeOf(onlyParameters);
  const active = Object.entries(template.Resources).filter(([, { Condition }]) => Condition === undefined || isTrue({ Condition }, fixed));
  const resources = new Map(active);
  const dependencies = (logicalId: string) => dependenciesOf(template.Resources[logicalId]).filter((id) => resources.has(id) && id !== logicalId);
  const resource = (logicalId: string): TemplateResource => {
    const found = resources.get(logicalId);
    if (found === undefined) throw new Error(`${logicalId} is no resource of the plan`);
    return found;
  };
  return {
    template,
    desired,
    order: inOrder([...resources.keys()], dependencies),
    resource,
    dependencies,
    properties: (logicalId, lookup) => {
      const own = resolve(resource(logicalId).Properties ?? {}, scopeOf(onlyActive(lookup, resources))) as Record<string, unknown>;
      return withStackTags(resource(logicalId).Type, own, desired.tags);
    },
    outputs: (lookup) =>
      Object.entries(template.Outputs)
        .filter(([, { Condition }]) => Condition === undefined || isTrue({ Condition }, fixed))
        .map(([key, output]) => {
          const inside = scopeOf(onlyActive(lookup, resources));
          const value = resolve(output.Value, inside);
          if (typeof value === 'object') throw validationError(`Template format error: The Value field of every Outputs member must evaluate to a String. Output ${key}`);
          return {
            key,
            value: typeof value === 'string' ? value : JSON.stringify(value),
            ...(output.Description === undefined ? {} : { description: output.Description }),
            ...(output.Export === undefined ? {} : { exportName: String(resolve(output.Export.Name, inside)) }),
          };
        }),
  };
}

const unresolved = (ids: readonly string[], block: string) =>
  validationError(`Template format error: Unresolved resource dependencies [${ids.join(', ')}] in the ${block} block of the template`);

const onlyParameters: Lookup = {
  ref: (name) => {
    throw unresolved([name], 'Conditions');
  },
  getAtt: (name) => {
    throw unresolved([name], 'Conditions');
  },
};

const onlyActive = (lookup: Lookup, resources: ReadonlyMap<string, unknown>): Lookup => {
  const check = (logicalId: string) => {
    if (!resources.has(logicalId)) throw unresolved([logicalId], 'Resources');
  };
  return {
    ref: (logicalId) => (check(logicalId), lookup.ref(logicalId)),
    getAtt: (logicalId, attribute) => (check(logicalId), lookup.getAtt(logicalId, attribute)),
  };
};

const PSEUDO = ['AWS::AccountId', 'AWS::Region', 'AWS::StackName', 'AWS::StackId', 'AWS::Partition', 'AWS::URLSuffix', 'AWS::NotificationARNs', 'AWS::NoValue'];

function scope(place: Place, desired: Desired, template: Template, importValue: (name: string) => string): Omit<Scope, 'ref' | 'getAtt'> {
  return {
    parameters: Object.fromEntries(Object.entries(desired.parameters).map(([name, value]) => [name, parameterRef(template.Parameters[name]?.Type ?? 'String', value)])),
    pseudo: {
      'AWS::AccountId': place.accountId,
      'AWS::Region': place.region,
      'AWS::StackName': place.stackName,
      'AWS::StackId': place.stackId,
      'AWS::Partition': 'aws',
      'AWS::URLSuffix': 'amazonaws.com',
      'AWS::NotificationARNs': desired.notificationArns,
    },
    mappings: template.Mappings,
    conditions: template.Conditions,
    region: place.region,
    importValue,
  };
}

function checkTypes({ Resources }: Template): void {
  const unknown = [...new Set(Object.values(Resources).map(({ Type }) => Type))].filter((type) => !isKnown(type));
  if (unknown.length > 0) throw validationError(`Template format error: Unrecognized resource types: [${unknown.join(', ')}]`);
}

function checkReferences({ Resources, Outputs, Parameters, Conditions }: Template): void {
  const isThere = (name: string) => name in Resources || name in Parameters || PSEUDO.includes(name);
  const dangling = (values: readonly unknown[]) => [...new Set(referencesIn(values).map(({ logicalId }) => logicalId))].filter((name) => !isThere(name));
  const resources = Object.values(Resources);
  const missing = [...dangling(resources.map(({ Properties }) => Properties)), ...resources.flatMap(dependsOn).filter((id) => !(id in Resources))];
  if (missing.length > 0) throw unresolved([...new Set(missing)], 'Resources');
  const outputs = Object.values(Outputs);
  const missingOutputs = dangling(outputs.map(({ Value }) => Value));
  if (missingOutputs.length > 0) throw unresolved(missingOutputs, 'Outputs');
  for (const { logicalId, attribute } of referencesIn([...resources.map(({ Properties }) => Properties), ...outputs.map(({ Value }) => Value)])) {
    const type = Resources[logicalId]?.Type;
    if (attribute === undefined) continue;
    if (type === undefined) throw validationError(`Template error: instance of Fn::GetAtt references undefined resource ${logicalId}`);
    if (!hasAttribute(type, attribute)) throw validationError(`Template error: resource ${logicalId} does not support attribute type ${attribute} in Fn::GetAtt`);
  }
  for (const [logicalId, { Condition }] of [...Object.entries(Resources), ...Object.entries(Outputs)]) {
    if (Condition !== undefined && !(Condition in Conditions)) {
      throw validationError(`Template format error: Unresolved condition dependency ${Condition} in the ${logicalId in Resources ? 'Resources' : 'Outputs'} block of the template`);
    }
  }
}

const dependsOn = (resource: TemplateResource): string[] => [...(typeof resource.DependsOn === 'string' ? [resource.DependsOn] : (resource.DependsOn ?? []))];

const dependenciesOf = (resource: TemplateResource | undefined): string[] =>
  resource === undefined ? [] : [...new Set([...dependsOn(resource), ...referencesIn(resource.Properties).map(({ logicalId }) => logicalId)])];

/** Dependencies first, otherwise as written; throws on a circle. */
export function inOrder(ids: readonly string[], dependencies: (id: string) => readonly string[]): string[] {
  const done = new Set<string>();
  while (done.size < ids.length) {
    const ready = ids.filter((id) => !done.has(id) && dependencies(id).every((dependency) => done.has(dependency) || !ids.includes(dependency)));
    if (ready.length === 0) throw validationError(`Circular dependency between resources: [${ids.filter((id) => !done.has(id)).join(', ')}]`);
    ready.forEach((id) => done.add(id));
  }
  return [...done];
}

/** Tags of the stack reach every resource that can be tagged; the resource's own win. */
function withStackTags(type: string, properties: Record<string, unknown>, tags: Desired['tags']): Record<string, unknown> {
  const property = tagProperty(type);
  if (tags.length === 0 || property === undefined || property.variant === 'asg') return properties;
  const own = properties[property.name];
  if (property.variant === 'map') {
    return { ...properties, [property.name]: { ...Object.fromEntries(tags.map(({ Key, Value }) => [Key, Value])), ...(isRecord(own) ? own : {}) } };
  }
  const list = (Array.isArray(own) ? own : []) as { Key: string }[];
  const inherited = tags.filter(({ Key }) => !list.some((tag) => tag.Key === Key));
  return { ...properties, [property.name]: [...list, ...inherited] };
}

const IAM_TYPES = /^AWS::IAM::(AccessKey|Group|InstanceProfile|ManagedPolicy|GroupPolicy|Policy|Role|RolePolicy|User|UserPolicy|UserToGroupAddition)$/;
const NAMED_IAM = ['RoleName', 'ManagedPolicyName', 'UserName', 'GroupName', 'InstanceProfileName'];

/** The capability the template requires and the caller did not give, or undefined. */
export function missingCapability({ template, desired }: Plan): string | undefined {
  const iam = Object.values(template.Resources).filter(({ Type }) => IAM_TYPES.test(Type));
  if (iam.length === 0 || desired.capabilities.includes('CAPABILITY_NAMED_IAM')) return undefined;
  const isNamed = iam.some(({ Type, Properties }) => /::(Role|ManagedPolicy|User|Group|InstanceProfile)$/.test(Type) && NAMED_IAM.some((name) => Properties?.[name] !== undefined));
  if (isNamed) return 'CAPABILITY_NAMED_IAM';
  return desired.capabilities.includes('CAPABILITY_IAM') ? undefined : 'CAPABILITY_IAM';
}
