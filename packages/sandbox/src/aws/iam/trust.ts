import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { type Caller } from './authorize';
import { type Role } from './roles';

const WEB_IDENTITY = 'sts:AssumeRoleWithWebIdentity';

/** Claims of GitHub's tokens that STS offers to trust policies, beside aud, sub and amr (AWS, January 2026). */
const CLAIM_KEYS = ['aud', 'sub', 'amr', 'actor', 'actor_id', 'job_workflow_ref', 'repository', 'repository_id', 'workflow', 'ref', 'environment', 'enterprise_id'];

type Statement = { Effect: string; Principal?: { Federated?: string | string[] } | string; Action?: unknown; Condition?: unknown };

/** Whether the role's trust policy lets in a token of the provider with these claims. */
export function trustsWebIdentity(role: Role, providerArn: string, providerKey: string, claims: Readonly<Record<string, unknown>>): boolean {
  const statements = [(role.trustPolicy as { Statement: Statement | Statement[] }).Statement].flat();
  // as identity statements they keep their conditions; the checked simulation would drop the keys aud and sub, which its data do not list
  const aboutProvider = statements
    .filter(({ Principal }) => typeof Principal === 'object' && [Principal.Federated ?? []].flat().includes(providerArn))
    .map(({ Effect, Action, Condition }) => ({ Effect, Action, Resource: '*', ...(Condition === undefined ? {} : { Condition }) }));
  if (aboutProvider.length === 0) return false;
  const keys = CLAIM_KEYS.flatMap((claim) => {
    const value = claims[claim];
    return value === undefined ? [] : [[`${providerKey}:${claim}`, Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value : JSON.stringify(value)] as const];
  });
  const result = runUnsafeSimulation(
    {
      request: {
        principal: `${role.arn.replace(':iam:', ':sts:').replace(':role/', ':assumed-role/')}/web`,
        action: WEB_IDENTITY,
        resource: { resource: role.arn, accountId: role.arn.split(':')[4] ?? '' },
        contextVariables: { 'aws:FederatedProvider': providerArn, ...Object.fromEntries(keys) },
      },
      identityPolicies: [{ name: 'trust', policy: { Version: '2012-10-17', Statement: aboutProvider } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return result === 'Allowed';
}

/** Whether a service may assume the role. */
export async function trustsService(role: Role, service: string, accountId: string): Promise<boolean> {
  return allowedByTrust(role, service, [], { 'aws:SourceAccount': accountId });
}

/** Whether a principal of this account may assume the role by `sts:AssumeRole`. */
export async function trustsCaller(role: Role, caller: Caller, callerRole: Role | undefined): Promise<boolean> {
  const identityPolicies = callerRole?.policies ?? [{ name: 'AdministratorAccess', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] } }];
  return allowedByTrust(role, caller.arn, identityPolicies, { 'aws:PrincipalAccount': caller.accountId, ...(caller.roleArn === undefined ? {} : { 'aws:PrincipalArn': caller.roleArn }) });
}

async function allowedByTrust(
  role: Role,
  principal: string,
  identityPolicies: readonly { name: string; policy: unknown }[],
  contextVariables: Record<string, string>,
): Promise<boolean> {
  const result = await runSimulation(
    {
      request: { principal, action: 'sts:AssumeRole', resource: { resource: role.arn, accountId: role.arn.split(':')[4] ?? '' }, contextVariables },
      identityPolicies: [...identityPolicies],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: role.trustPolicy,
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(`iam-simulate cannot evaluate the trust policy of ${role.arn}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}
