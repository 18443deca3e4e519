import { type Check } from '../iam/authorize';
import { COMPUTE_PERMISSIONS } from './permissions/compute';
import { IDENTITY_AND_STORAGE_PERMISSIONS } from './permissions/identity-and-storage';
import { MESSAGING_PERMISSIONS } from './permissions/messaging';
import { NETWORK_PERMISSIONS } from './permissions/network';
import { OBSERVABILITY_PERMISSIONS } from './permissions/observability';
import { type Operation, type Rule, type Target, text, type TypePermissions } from './permissions/rules';

export type { Operation, Target } from './permissions/rules';

/** The IAM actions that CloudFormation's handlers need for the types of our stacks (handler permissions in the CloudFormation registry, service authorization reference). */
const PERMISSIONS: Record<string, TypePermissions> = {
  ...OBSERVABILITY_PERMISSIONS,
  ...MESSAGING_PERMISSIONS,
  ...COMPUTE_PERMISSIONS,
  ...IDENTITY_AND_STORAGE_PERMISSIONS,
  ...NETWORK_PERMISSIONS,
};

const INVOKE: TypePermissions = {
  arn: ({ properties }) => text(properties['ServiceToken']),
  create: ['lambda:InvokeFunction'],
  update: ['lambda:InvokeFunction'],
  delete: ['lambda:InvokeFunction'],
};

/** Types whose permissions are known. */
export const evaluatedTypes = (): string[] => Object.keys(PERMISSIONS);

/** The permissions an operation on a resource needs, or undefined for a type that is not in the table. */
export function permissionsFor(operation: Operation, type: string, target: Target): Check[] | undefined {
  const isCustomResource = type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource';
  const permissions = isCustomResource ? INVOKE : PERMISSIONS[type];
  if (permissions === undefined) return undefined;
  const own = permissions[operation]
    .map((rule): Rule => (typeof rule === 'string' ? { actions: [rule] } : rule))
    .filter((rule) => isNeeded(operation, rule, target))
    // what is only being created has no tags that a condition could ask for
    .flatMap((rule, index) => checksOf(rule, permissions, type, target, operation === 'create' && index === 0 ? {} : resourceTags(target)));
  const passed = operation === 'delete' ? [] : Object.entries(permissions.passes ?? {}).flatMap(([path, services]) => [services].flat().flatMap((service) => passRole(path, service, target)));
  return [...passed, ...own];
}

function isNeeded(operation: Operation, rule: Rule, { properties, changed }: Target): boolean {
  if (rule.when !== undefined) return operation === 'delete' ? properties[rule.when] !== undefined : changed.includes(rule.when);
  return rule.unless === undefined || changed.some((property) => rule.unless?.includes(property) === false);
}

function checksOf(rule: Rule, permissions: TypePermissions, type: string, target: Target, tags: Record<string, string>): Check[] {
  const resources = rule.on?.(target) ?? [permissions.arn(target)];
  const keyPolicy = type === 'AWS::KMS::Key' ? target.properties['KeyPolicy'] : undefined;
  return resources.flatMap((resource) =>
    rule.actions.map((action) => ({
      action,
      resource,
      region: target.region,
      context: { ...requestTags(target), ...(ofAnother(resource, target) ?? tags), ...rule.context?.(target) },
      // a key's own policy decides whether the account's policies count; a key that is only being made has none yet
      ...(keyPolicy !== undefined && action !== 'kms:CreateKey' ? { resourcePolicy: keyPolicy } : {}),
      ...(rule.resourcePolicy === undefined ? {} : { resourcePolicy: rule.resourcePolicy(target) }),
    })),
  );
}

/** Tags in the properties of a resource, written as a list or as a map. */
export function tagsIn({ Tags: tags }: Readonly<Record<string, unknown>>): [string, string][] {
  if (Array.isArray(tags)) return (tags as { Key?: unknown; Value?: unknown }[]).map(({ Key, Value }) => [String(Key), String(Value)]);
  return typeof tags === 'object' && tags !== null ? Object.entries(tags).map(([key, value]) => [key, String(value)]) : [];
}

function requestTags({ properties, changed }: Target): Record<string, string | string[]> {
  const tags = changed.includes('Tags') ? tagsIn(properties) : [];
  return tags.length === 0 ? {} : { 'aws:TagKeys': tags.map(([key]) => key), ...Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value])) };
}

// EC2 decides by the tags of every resource that a call names, such as the VPC of a new subnet
function ofAnother(resource: string, { physicalId, tagsOf }: Target): Record<string, string> | undefined {
  const [, id] = /^arn:aws:ec2:[^/]+\/(.+)$/.exec(resource) ?? [];
  if (id === undefined || id === physicalId) return undefined;
  return Object.fromEntries(Object.entries(tagsOf(id)).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

const resourceTags = ({ standing }: Target): Record<string, string> => Object.fromEntries(tagsIn(standing).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));

function passRole(path: string, service: string, target: Target): Check[] {
  const [first = '', rest] = path.split('.');
  if (!target.changed.includes(first)) return [];
  const values = rest === undefined ? [target.properties[first]] : [target.properties[first]].flat().map((item) => (item as Record<string, unknown>)[rest]);
  return [...new Set(values.filter((value): value is string => typeof value === 'string'))].map((resource) => ({
    action: 'iam:PassRole',
    resource,
    region: target.region,
    context: { 'iam:PassedToService': service },
  }));
}
