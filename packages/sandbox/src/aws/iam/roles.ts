import { isLive, standing } from '../cloudformation/stack-state';
import { type State } from '../state';

export type NamedPolicy = { readonly name: string; readonly policy: unknown };

/** A role as IAM sees it, put together from everything deployed that speaks of it. */
export type Role = {
  readonly name: string;
  readonly arn: string;
  readonly roleId: string;
  readonly trustPolicy: unknown;
  readonly policies: readonly NamedPolicy[];
  readonly boundaries: readonly NamedPolicy[];
  readonly boundaryArn?: string;
  readonly maxSessionSeconds: number;
};

export type OidcProvider = { readonly arn: string; readonly url: string; readonly clientIds: readonly string[] };

type Account = { readonly roles: ReadonlyMap<string, Role>; readonly providers: readonly OidcProvider[] };
type IamResource = { type: string; physicalId: string; properties: Record<string, unknown>; attributes: Record<string, unknown> };

// the managed policies of AWS that our stacks name
const AWS_MANAGED: Record<string, unknown> = {
  'arn:aws:iam::aws:policy/AdministratorAccess': { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] },
  'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole': {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents'], Resource: '*' }],
  },
};

const cache = new WeakMap<State, { version: number; accounts: Map<string, Account> }>();

/** Roles and OIDC providers of an account. They come from deployed stacks and from nowhere else. */
export function iamOf(state: State, accountId: string): Account {
  let entry = cache.get(state);
  if (entry?.version !== state.version) cache.set(state, (entry = { version: state.version, accounts: new Map() }));
  const known = entry.accounts.get(accountId) ?? readAccount(state, accountId);
  entry.accounts.set(accountId, known);
  return known;
}

export const roleOfArn = (state: State, arn: string): Role | undefined => {
  const [, , , , accountId = '', path = ''] = arn.split(':');
  const role = iamOf(state, accountId).roles.get(path.split('/').at(-1) ?? '');
  return role?.arn === arn ? role : undefined;
};

function readAccount(state: State, accountId: string): Account {
  const resources: IamResource[] = [
    ...state.stacks.filter((stack) => stack.accountId === accountId && isLive(stack)).flatMap(standing),
    ...state.parts.existing.filter((resource) => resource.accountId === accountId).map((resource) => ({ ...resource, attributes: {} })),
  ].filter(({ type }) => type.startsWith('AWS::IAM::'));
  const of = (type: string) => resources.filter((resource) => resource.type === type);
  const managed = of('AWS::IAM::ManagedPolicy');
  const policyOfArn = (arn: string): NamedPolicy[] => {
    const document = AWS_MANAGED[arn] ?? managed.find(({ physicalId }) => physicalId === arn)?.properties['PolicyDocument'];
    return document === undefined ? [] : [{ name: arn, policy: document }];
  };
  const roles = of('AWS::IAM::Role').map((role): Role => {
    const { properties, physicalId: name } = role;
    const isAttached = (policy: IamResource) => strings(policy.properties['Roles']).includes(name);
    const boundary = properties['PermissionsBoundary'];
    return {
      name,
      arn: text(role.attributes['Arn']) ?? `arn:aws:iam::${accountId}:role${text(properties['Path']) ?? '/'}${name}`,
      roleId: text(role.attributes['RoleId']) ?? 'AROA',
      trustPolicy: properties['AssumeRolePolicyDocument'],
      policies: [
        ...inlinePolicies(properties['Policies']),
        ...strings(properties['ManagedPolicyArns']).flatMap(policyOfArn),
        ...of('AWS::IAM::Policy').filter(isAttached).map(({ properties: own }) => ({ name: String(own['PolicyName']), policy: own['PolicyDocument'] })),
        ...managed.filter(isAttached).flatMap(({ physicalId }) => policyOfArn(physicalId)),
      ],
      // a boundary that is not there allows nothing
      boundaries: typeof boundary === 'string' ? policyOfArn(boundary) : [],
      ...(typeof boundary === 'string' ? { boundaryArn: boundary } : {}),
      maxSessionSeconds: Number(properties['MaxSessionDuration'] ?? 3600),
    };
  });
  const providers = of('AWS::IAM::OIDCProvider').map(({ physicalId, properties }) => ({
    arn: physicalId,
    url: String(properties['Url']),
    clientIds: strings(properties['ClientIdList']),
  }));
  return { roles: new Map(roles.map((role) => [role.name, role])), providers };
}

function inlinePolicies(value: unknown): NamedPolicy[] {
  const policies = Array.isArray(value) ? (value as Record<string, unknown>[]) : [];
  return policies.map((policy) => ({ name: String(policy['PolicyName']), policy: policy['PolicyDocument'] }));
}

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);
const strings = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : []);
