import { canonicalJson } from '../canonical-json';
import { embeddedJson, isIntrinsic, readable, readableText, referencesOf } from '../intrinsics';
import { isRecord, listOf, omit, type Json } from '../json';
import type { Resource } from '../template';
import { securityGroupGrants } from './security-group-grants';

/** One thing a resource allows or denies, in the words of IAM. */
export interface Grant {
  readonly effect: string;
  readonly principals: readonly string[];
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions?: unknown;
  /** Logical ids of what the grant is attached to; undefined when the resource itself holds it, as a role or a key does. */
  readonly attachedTo?: Attachment;
}

export interface Attachment {
  readonly logicalIds: ReadonlySet<string>;
  /** Whether every target is a resource of the template. */
  readonly isWithinStack: boolean;
}

/** Every statement, managed policy, boundary, function permission and security-group rule of a resource. */
export function grantsOf(resource: Resource): Grant[] {
  const attachedTo = attachmentOf(resource);
  const statements = policyDocuments(resource.properties).flatMap(({ statements: list }) => list.map((statement) => statementGrant(statement, resource)));
  return [...statements, ...managedPolicies(resource), ...boundary(resource), ...functionPermission(resource), ...securityGroupGrants(resource)].map((grant) => ({
    ...grant,
    ...(attachedTo ? { attachedTo } : {}),
  }));
}

// data protection policies have statements too, but they mask data and grant nothing
const NO_GRANT = new Set(['DataProtectionPolicy', 'RedrivePolicy', 'DeliveryPolicy', 'FilterPolicy']);

function policyDocuments(value: unknown): { statements: readonly unknown[] }[] {
  if (Array.isArray(value)) return value.flatMap(policyDocuments);
  const parsed = embeddedJson(value) ?? value;
  if (!isRecord(parsed)) return [];
  const statements = listOf(parsed['Statement']).filter((statement) => isIntrinsic(statement) || (isRecord(statement) && 'Effect' in statement));
  if (statements.length > 0) return [{ statements }];
  return Object.entries(parsed).flatMap(([key, element]) => (NO_GRANT.has(key) ? [] : policyDocuments(element)));
}

function statementGrant(statement: unknown, resource: Resource): Grant {
  if (!isRecord(statement) || isIntrinsic(statement)) return { effect: '?', principals: [], actions: [], resources: [readableText(statement)] };
  const attached = PRINCIPALS_OF_POLICY.flatMap((key) => listOf(resource.properties[key]).map((name) => `${key.slice(0, -1)} ${readableText(name)}`));
  return {
    effect: readableText(statement['Effect']),
    principals: attached.length > 0 ? attached.toSorted() : targets(statement, 'Principal'),
    actions: targets(statement, 'Action'),
    resources: targets(statement, 'Resource'),
    ...(statement['Condition'] === undefined ? {} : { conditions: readable(statement['Condition']) }),
  };
}

const PRINCIPALS_OF_POLICY = ['Roles', 'Users', 'Groups'] as const;

function targets(statement: Json, key: string): string[] {
  const [value, prefix] = statement[`Not${key}`] === undefined ? [statement[key], ''] : [statement[`Not${key}`], 'not '];
  const isByKind = isRecord(value) && !isIntrinsic(value);
  const named = isByKind ? Object.entries(value).flatMap(([kind, list]) => listOf(list).map((name) => `${kind} ${readableText(name)}`)) : listOf(value).map(readableText);
  return [...new Set(named.map((name) => `${prefix}${name === 'AWS *' ? '*' : name}`))].toSorted();
}

function managedPolicies({ properties }: Resource): Grant[] {
  return listOf(properties['ManagedPolicyArns']).map((arn) => ({ effect: 'Allow', principals: [], actions: [`managed policy ${readableText(arn)}`], resources: [] }));
}

// a boundary denies all that it does not list, so losing it broadens
function boundary({ properties }: Resource): Grant[] {
  if (properties['PermissionsBoundary'] === undefined) return [];
  return [{ effect: 'Deny', principals: [], actions: [`all outside the boundary ${readableText(properties['PermissionsBoundary'])}`], resources: [] }];
}

function functionPermission({ type, properties }: Resource): Grant[] {
  if (type !== 'AWS::Lambda::Permission') return [];
  const limits = ['SourceArn', 'SourceAccount', 'PrincipalOrgID', 'EventSourceToken'].filter((key) => key in properties);
  const conditions = Object.fromEntries(limits.map((key) => [key, readable(properties[key])]));
  return [
    {
      effect: 'Allow',
      principals: [readableText(properties['Principal'])],
      actions: [readableText(properties['Action'])],
      resources: [readableText(properties['FunctionName'])],
      ...(Object.keys(conditions).length > 0 ? { conditions } : {}),
    },
  ];
}

/** Where a policy says what it is attached to, by type. */
const ATTACHMENTS: Readonly<Partial<Record<string, readonly string[]>>> = {
  'AWS::IAM::Policy': PRINCIPALS_OF_POLICY,
  'AWS::IAM::ManagedPolicy': PRINCIPALS_OF_POLICY,
  'AWS::IAM::RolePolicy': ['RoleName'],
  'AWS::SNS::TopicPolicy': ['Topics'],
  'AWS::SNS::TopicInlinePolicy': ['TopicArn'],
  'AWS::SQS::QueuePolicy': ['Queues'],
  'AWS::SQS::QueueInlinePolicy': ['Queue'],
  'AWS::S3::BucketPolicy': ['Bucket'],
  'AWS::Lambda::Permission': ['FunctionName'],
  'AWS::Events::EventBusPolicy': ['EventBusName'],
  'AWS::SecretsManager::ResourcePolicy': ['SecretId'],
  'AWS::Kinesis::ResourcePolicy': ['ResourceArn'],
  'AWS::EC2::SecurityGroupIngress': ['GroupId', 'GroupName'],
  'AWS::EC2::SecurityGroupEgress': ['GroupId'],
};

function attachmentOf({ type, properties }: Resource): Attachment | undefined {
  const keys = ATTACHMENTS[type];
  if (!keys) return undefined;
  const attached = keys.flatMap((key) => listOf(properties[key]));
  return { logicalIds: referencesOf(attached), isWithinStack: attached.every((target) => referencesOf(target).size > 0) };
}

/** The grant without its attachment, so that equal grants are equal text. */
export function grantKey(grant: Grant): string {
  return canonicalJson(omit(grant, 'attachedTo'));
}
