import { readableText } from '../intrinsics';
import { isRecord, isStringList, type Json } from '../json';
import { statedName, type Resource } from '../template';

/** Where a value stands: its stack, and what it may refer to. */
export interface Scope {
  readonly stackId: string;
  readonly stackName: string;
  readonly region: string;
  /** Undefined where nobody said; it then stays a reference. */
  readonly account: string | undefined;
  readonly resources: ReadonlyMap<string, Resource>;
}

interface ArnForm {
  readonly service: string;
  readonly prefix: string;
  readonly suffix?: string;
  /** What `Ref` gives. */
  readonly ref: 'arn' | 'name';
  /** Attributes beside `Arn` that are the name. */
  readonly nameAttributes?: readonly string[];
}

const ALARM: ArnForm = { service: 'cloudwatch', prefix: 'alarm:', ref: 'name' };

/** How the ARN of a resource is made of its name, by type. */
const ARN_FORMS: Readonly<Partial<Record<string, ArnForm>>> = {
  'AWS::CloudWatch::Alarm': ALARM,
  'AWS::CloudWatch::CompositeAlarm': ALARM,
  'AWS::CloudWatch::LogAlarm': ALARM,
  'AWS::SNS::Topic': { service: 'sns', prefix: '', ref: 'arn', nameAttributes: ['TopicName'] },
  'AWS::SQS::Queue': { service: 'sqs', prefix: '', ref: 'name', nameAttributes: ['QueueName'] },
  'AWS::Lambda::Function': { service: 'lambda', prefix: 'function:', ref: 'name' },
  'AWS::KMS::Key': { service: 'kms', prefix: 'key/', ref: 'name', nameAttributes: ['KeyId'] },
  'AWS::Logs::LogGroup': { service: 'logs', prefix: 'log-group:', suffix: ':*', ref: 'name' },
  'AWS::Events::Rule': { service: 'events', prefix: 'rule/', ref: 'name' },
  'AWS::IAM::Role': { service: 'iam', prefix: 'role/', ref: 'name' },
  'AWS::SecretsManager::Secret': { service: 'secretsmanager', prefix: 'secret:', ref: 'arn' },
};

// a chain of references that is longer goes in circles
const MAX_DEPTH = 10;

/** The value as text, its references followed as CloudFormation would; what cannot be known stays readable, such as `${Parameter}`. */
export function textOf(value: unknown, scope: Scope, depth = 0): string {
  if (typeof value === 'string') return value;
  if (!isRecord(value) || depth > MAX_DEPTH) return readableText(value);
  const { Ref: ref, 'Fn::GetAtt': getAtt, 'Fn::Join': join, 'Fn::Sub': sub } = value;
  if (typeof ref === 'string') return referenced(ref, undefined, scope, depth);
  if (typeof getAtt === 'string') return referenced(...splitAttribute(getAtt), scope, depth);
  if (isStringList(getAtt)) return referenced(getAtt[0] ?? '', getAtt.slice(1).join('.'), scope, depth);
  if (Array.isArray(join) && typeof join[0] === 'string' && Array.isArray(join[1])) return join[1].map((part) => textOf(part, scope, depth + 1)).join(join[0]);
  if (typeof sub === 'string') return substituted(sub, {}, scope, depth);
  if (Array.isArray(sub) && typeof sub[0] === 'string') return substituted(sub[0], isRecord(sub[1]) ? sub[1] : {}, scope, depth);
  return readableText(value);
}

/** The value with every function in it as text, so that the same thing is equal from wherever it is referred to. */
export function resolved(value: unknown, scope: Scope): unknown {
  if (Array.isArray(value)) return value.map((element) => resolved(element, scope));
  if (!isRecord(value)) return value;
  const [key, ...others] = Object.keys(value);
  if (others.length === 0 && (key === 'Ref' || key?.startsWith('Fn::') === true)) return textOf(value, scope);
  return Object.fromEntries(Object.entries(value).map(([name, element]) => [name, resolved(element, scope)]));
}

/** The ARN of a resource of the scope; its logical id stands for a name that CloudFormation makes up. */
export function arnOf(logicalId: string, scope: Scope, depth = 0): string {
  const form = ARN_FORMS[scope.resources.get(logicalId)?.type ?? ''];
  if (!form) return `\${${scope.stackId}/${logicalId}.Arn}`;
  return arnOfName(form, nameTextOf(logicalId, scope, depth), scope);
}

/** The ARN of the alarm that a rule of the scope names by its name. */
export function alarmArn(name: string, scope: Scope): string {
  return arnOfName(ALARM, name, scope);
}

/** The physical name of a resource of the scope, or a text that stands for the one that CloudFormation makes up. */
export function nameTextOf(logicalId: string, scope: Scope, depth = 0): string {
  const stated = statedName(scope.resources.get(logicalId));
  return stated === undefined ? `\${${scope.stackId}/${logicalId}}` : textOf(stated, scope, depth + 1);
}

function arnOfName({ service, prefix, suffix = '' }: ArnForm, name: string, scope: Scope): string {
  const region = service === 'iam' ? '' : scope.region;
  return `arn:${partitionOf(scope.region)}:${service}:${region}:${accountOf(scope)}:${prefix}${name}${suffix}`;
}

/** The account of the scope, or the reference that stands for it. */
export function accountOf({ account }: Scope): string {
  return account ?? '${AWS::AccountId}';
}

function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}

function splitAttribute(reference: string): [string, string] {
  const dot = reference.indexOf('.');
  return dot < 0 ? [reference, ''] : [reference.slice(0, dot), reference.slice(dot + 1)];
}

function referenced(name: string, attribute: string | undefined, scope: Scope, depth: number): string {
  const pseudo = pseudoParameter(name, scope);
  if (pseudo !== undefined) return pseudo;
  const resource = scope.resources.get(name);
  if (!resource) return `\${${name}}`;
  const form = ARN_FORMS[resource.type];
  if (attribute === undefined) return form?.ref === 'arn' ? arnOf(name, scope, depth) : nameTextOf(name, scope, depth);
  // an attribute of an unknown type is told apart by stack, as two stacks may use the same logical id
  if (attribute === 'Arn' || attribute === 'TopicArn') return arnOf(name, scope, depth);
  return form?.nameAttributes?.includes(attribute) ? nameTextOf(name, scope, depth) : `\${${scope.stackId}/${name}.${attribute}}`;
}

function pseudoParameter(name: string, scope: Scope): string | undefined {
  const values: Json = {
    'AWS::Region': scope.region,
    'AWS::AccountId': accountOf(scope),
    'AWS::Partition': partitionOf(scope.region),
    'AWS::StackName': scope.stackName,
    'AWS::URLSuffix': scope.region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com',
  };
  const value = values[name];
  return typeof value === 'string' ? value : undefined;
}

function substituted(template: string, variables: Json, scope: Scope, depth: number): string {
  return template.replace(/\$\{([^${}]+)\}/g, (_whole, reference: string) => {
    if (reference.startsWith('!')) return `\${${reference.slice(1)}}`;
    if (Object.hasOwn(variables, reference)) return textOf(variables[reference], scope, depth + 1);
    const [name, attribute] = splitAttribute(reference);
    return referenced(name, attribute === '' ? undefined : attribute, scope, depth + 1);
  });
}
