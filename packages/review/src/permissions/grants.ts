import { canonicalJson } from '../canonical-json';
import { embeddedJson, isIntrinsic, readable, readableText, referencesOf } from '../intrinsics';
import { isRecord, listOf, omit, type Json } from '../json';
import type { Resource } from '../template';
import { type EvaluableStatement, evaluableStatement } from './evaluable-statement';
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
  /** The statement as IAM evaluates it; undefined for what is no statement, or cannot be evaluated before the deployment. */
  readonly statement?: EvaluableStatement;
  /** Whose permissions it is part of: all that hold for the same subject are evaluated together. */
  readonly subject: string;
}

export interface Attachment {
  readonly logicalIds: ReadonlySet<string>;
  /** Whether every target is a resource of the template. */
  readonly isWithinStack: boolean;
}

/** Every statement, managed policy, boundary, function permission and security-group rule of a resource. */
export function grantsOf(logicalId: string, resource: Resource): Grant[] {
  const attachedTo = attachmentOf(resource);
  const subject = subjectOf(logicalId, resource);
  const statements = policyDocuments(resource.properties).flatMap(({ statements: list }) => list.map((statement) => statementGrant(statement, logicalId, resource)));
  return [...statements, ...managedPolicies(resource), ...boundary(resource), ...functionPermission(resource), ...securityGroupGrants(resource)].map((grant) => ({
    subject,
    ...grant,
    ...(attachedTo ? { attachedTo } : {}),
  }));
}

/** The resource that a policy belongs to, or the account for policies that it has several of. */
function subjectOf(logicalId: string, { type, properties }: Resource): string {
  if (ACCOUNT_POLICIES.has(type)) return type;
  const targets = (ATTACHMENTS[type] ?? []).flatMap((key) => listOf(properties[key])).map(readableText);
  return targets.length > 0 ? targets.toSorted().join(' ') : `\${${logicalId}}`;
}

/** Policies of a whole account, which a template may hold several of. */
export const ACCOUNT_POLICIES: ReadonlySet<string> = new Set(['AWS::Logs::ResourcePolicy', 'AWS::XRay::ResourcePolicy']);

/** Identities are evaluated together, since a role may have any number of policies; a statement of theirs says whose it is. */
const IDENTITIES = 'identities';

type Own = Omit<Grant, 'subject'> & Partial<Pick<Grant, 'subject'>>;

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

function statementGrant(statement: unknown, logicalId: string, resource: Resource): Own {
  if (!isRecord(statement) || isIntrinsic(statement)) return { effect: '?', principals: [], actions: [], resources: [readableText(statement)] };
  const attached = PRINCIPALS_OF_POLICY.flatMap((key) => listOf(resource.properties[key]).map((name) => `${key.slice(0, -1)} ${readableText(name)}`));
  const isOfIdentity = statement['Principal'] === undefined && statement['NotPrincipal'] === undefined;
  const evaluable = evaluableStatement(statement, attached.length > 0 ? attached : [holderOf(logicalId, resource)]);
  return {
    ...(isOfIdentity && { subject: IDENTITIES }),
    ...(evaluable && { statement: evaluable }),
    effect: readableText(statement['Effect']),
    principals: attached.length > 0 ? attached.toSorted() : targets(statement, 'Principal'),
    actions: targets(statement, 'Action'),
    resources: targets(statement, 'Resource'),
    ...(statement['Condition'] === undefined ? {} : { conditions: readable(statement['Condition']) }),
  };
}

/** The role, user or group that holds an inline policy, by the name that a policy attached to it would give it. */
function holderOf(logicalId: string, { type, properties }: Resource): string {
  return type === 'AWS::IAM::RolePolicy' ? `Role ${readableText(properties['RoleName'])}` : `${type.split('::').at(-1)} \${${logicalId}}`;
}

const PRINCIPALS_OF_POLICY = ['Roles', 'Users', 'Groups'] as const;

function targets(statement: Json, key: string): string[] {
  const [value, prefix] = statement[`Not${key}`] === undefined ? [statement[key], ''] : [statement[`Not${key}`], 'not '];
  const isByKind = isRecord(value) && !isIntrinsic(value);
  const named = isByKind ? Object.entries(value).flatMap(([kind, list]) => listOf(list).map((name) => `${kind} ${readableText(name)}`)) : listOf(value).map(readableText);
  return [...new Set(named.map((name) => `${prefix}${name === 'AWS *' ? '*' : name}`))].toSorted();
}

function managedPolicies({ properties }: Resource): Own[] {
  return listOf(properties['ManagedPolicyArns']).map((arn) => ({ effect: 'Allow', principals: [], actions: [`managed policy ${readableText(arn)}`], resources: [] }));
}

// a boundary denies all that it does not list, so losing it broadens
function boundary({ properties }: Resource): Own[] {
  if (properties['PermissionsBoundary'] === undefined) return [];
  return [{ effect: 'Deny', principals: [], actions: [`all outside the boundary ${readableText(properties['PermissionsBoundary'])}`], resources: [] }];
}

function functionPermission({ type, properties }: Resource): Own[] {
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

/** What the grant says, so that equal grants are equal text. */
export function grantKey(grant: Grant): string {
  return canonicalJson(omit(grant, 'attachedTo', 'statement', 'subject'));
}
