import { parse, type ScalarTag, type CollectionTag, YAMLMap, YAMLSeq } from 'yaml';
import { templateBody } from '../../src/index';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';

/** The parameters of a deployment for github.com/acme/payments. */
export const PARAMETERS = { GitHubOrg: 'acme', GitHubRepo: 'payments', GitHubOrgId: '1001', GitHubRepoId: '2002', StackNamePrefix: 'card-acquiring' } as const;

export interface Statement {
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface PolicyDocument {
  readonly Version: string;
  readonly Statement: readonly Statement[];
}

export interface Resource {
  readonly Type: string;
  readonly DeletionPolicy?: string;
  readonly Properties: Readonly<Record<string, unknown>> & {
    readonly AssumeRolePolicyDocument?: PolicyDocument;
    readonly PolicyDocument?: PolicyDocument;
    readonly Policies?: readonly { readonly PolicyName: string; readonly PolicyDocument: PolicyDocument }[];
  };
}

interface Template {
  readonly Parameters: Readonly<Record<string, { readonly Default?: string; readonly AllowedPattern?: string }>>;
  readonly Conditions: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, Resource & { readonly Condition?: string }>>;
  readonly Outputs: Readonly<Record<string, { readonly Condition?: string; readonly Value: unknown }>>;
}

/** The template as written, with each short form (`!Sub x`) as its long form (`{ "Fn::Sub": x }`). */
export function parseTemplate(): Template {
  return parse(templateBody(), { customTags: ['Ref', 'Condition', 'Sub', 'GetAtt', 'If', 'Equals', 'And'].flatMap(shortForm) }) as Template;
}

/** The resources and outputs that CloudFormation makes of the template with these parameters. */
export function deployed(parameters: Readonly<Record<string, string>> = {}): { readonly resources: Readonly<Record<string, Resource>>; readonly outputs: Readonly<Record<string, unknown>> } {
  const template = parseTemplate();
  const values: Record<string, string> = {
    ...Object.fromEntries(Object.entries(template.Parameters).flatMap(([name, { Default }]) => (Default === undefined ? [] : [[name, Default]]))),
    ...PARAMETERS,
    ...parameters,
    'AWS::AccountId': ACCOUNT,
    'AWS::Region': REGION,
    'AWS::Partition': 'aws',
    'AWS::StackId': `arn:aws:cloudformation:${REGION}:${ACCOUNT}:stack/payment-observability-github-oidc/6d9a6a8b`,
  };

  function resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [[key = '', inner] = []] = Object.entries(value);
    const intrinsic = INTRINSICS[key];
    if (intrinsic !== undefined && Object.keys(value).length === 1) return intrinsic(inner);
    return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, resolve(one)]));
  }

  const list = (value: unknown): readonly unknown[] => (value as readonly unknown[]).map(resolve);
  const condition = (name: string | undefined): boolean => name === undefined || resolve(template.Conditions[name]) === true;
  const reference = (name: string): string => values[name] ?? physicalId(name);
  const physicalId = (name: string): string => {
    const resource = template.Resources[name];
    if (resource === undefined) throw new Error(`nothing is called ${name}`);
    if (resource.Type === 'AWS::IAM::OIDCProvider') return `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
    if (resource.Type === 'AWS::IAM::ManagedPolicy') return `arn:aws:iam::${ACCOUNT}:policy/${String(resolve(resource.Properties.ManagedPolicyName))}`;
    return String(resolve(resource.Properties.RoleName ?? resource.Properties.BucketName ?? resource.Properties.RepositoryName));
  };
  const arn = (name: string): string => (template.Resources[name]?.Type === 'AWS::S3::Bucket' ? `arn:aws:s3:::${physicalId(name)}` : `arn:aws:iam::${ACCOUNT}:role/${physicalId(name)}`);
  const attribute = (path: string): string => {
    const [name = '', attributeName] = path.split('.');
    return attributeName === 'RepositoryUri' ? `${ACCOUNT}.dkr.ecr.${REGION}.amazonaws.com/${physicalId(name)}` : arn(name);
  };
  const INTRINSICS: Readonly<Record<string, (value: unknown) => unknown>> = {
    Ref: (value) => reference(String(value)),
    Condition: (value) => condition(String(value)),
    'Fn::Sub': (value) => String(value).replaceAll(/\$\{([^}]+)\}/gu, (_, name: string) => (name.endsWith('.Arn') ? arn(name.slice(0, -4)) : reference(name))),
    'Fn::GetAtt': (value) => attribute(String(value)),
    'Fn::If': (value) => resolve((value as readonly unknown[])[condition(String((value as readonly unknown[])[0])) ? 1 : 2]),
    'Fn::Equals': (value) => new Set(list(value)).size === 1,
    'Fn::And': (value) => list(value).every((one) => one === true),
  };

  return {
    resources: Object.fromEntries(
      Object.entries(template.Resources)
        .filter(([, resource]) => condition(resource.Condition))
        .map(([name, resource]) => [name, resolve(Object.fromEntries(Object.entries(resource).filter(([key]) => key !== 'Condition'))) as Resource]),
    ),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs)
        .filter(([, output]) => condition(output.Condition))
        .map(([name, output]) => [name, resolve(output.Value)]),
    ),
  };
}

function shortForm(name: string): (ScalarTag | CollectionTag)[] {
  const key = name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
  return [
    { tag: `!${name}`, resolve: (value) => ({ [key]: value }) },
    {
      tag: `!${name}`,
      collection: 'seq',
      resolve: (value) => {
        const map = new YAMLMap();
        if (value instanceof YAMLSeq) map.set(key, value);
        return map;
      },
    },
  ];
}

/** Every policy of the template with the place it stands in. */
export function policies(parameters: Readonly<Record<string, string>> = {}): readonly (readonly [place: string, document: PolicyDocument])[] {
  return Object.entries(deployed(parameters).resources).flatMap(([name, { Properties }]) => [
    ...(Properties.AssumeRolePolicyDocument === undefined ? [] : [[`${name} trust`, Properties.AssumeRolePolicyDocument] as const]),
    ...(Properties.PolicyDocument === undefined ? [] : [[name, Properties.PolicyDocument] as const]),
    ...(Properties.Policies ?? []).map((policy) => [`${name} ${policy.PolicyName}`, policy.PolicyDocument] as const),
  ]);
}

