import { runSimulation } from '@cloud-copilot/iam-simulate';
import { type Caller } from './authorize';
import { resourcePolicyAllows } from './resource-policy';
import { type Role } from './roles';

/** Claims of GitHub's tokens that STS offers to trust policies (AWS, January 2026). */
const CLAIM_KEYS = ['aud', 'sub', 'amr', 'actor', 'actor_id', 'job_workflow_ref', 'repository', 'repository_id', 'workflow', 'ref', 'environment', 'enterprise_id'];

/** Whether the role's trust policy lets in a token of the provider with these claims; the key is the provider's URL without scheme. */
export function trustsWebIdentity(role: Role, providerArn: string, providerKey: string, claims: Readonly<Record<string, unknown>>): boolean {
  const keys = CLAIM_KEYS.flatMap((claim) => {
    const value = claims[claim];
    return value === undefined ? [] : [[`${providerKey}:${claim}`, Array.isArray(value) ? value.map(String) : typeof value === 'string' ? value : JSON.stringify(value)] as const];
  });
  return resourcePolicyAllows(role.trustPolicy, {
    principal: { kind: 'Federated', name: providerArn },
    action: 'sts:AssumeRoleWithWebIdentity',
    context: { 'aws:FederatedProvider': providerArn, ...Object.fromEntries(keys) },
  });
}

/** Whether a service may assume the role. */
export const trustsService = (role: Role, service: string, accountId: string): boolean =>
  resourcePolicyAllows(role.trustPolicy, { principal: { kind: 'Service', name: service }, action: 'sts:AssumeRole', context: { 'aws:SourceAccount': accountId } });

const ALL = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };

/** Whether a principal may assume the role by `sts:AssumeRole`: the role must trust it, and in its account it must be allowed to. */
export async function trustsCaller(role: Role, caller: Caller, callerRole: Role | undefined): Promise<boolean> {
  const result = await runSimulation(
    {
      request: {
        principal: caller.arn,
        action: 'sts:AssumeRole',
        resource: { resource: role.arn, accountId: role.arn.split(':')[4] ?? '' },
        contextVariables: { 'aws:PrincipalAccount': caller.accountId, ...(caller.roleArn === undefined ? {} : { 'aws:PrincipalArn': caller.roleArn }) },
      },
      identityPolicies: [...(callerRole?.policies ?? [{ name: 'AdministratorAccess', policy: ALL }])],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: role.trustPolicy,
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(`iam-simulate cannot evaluate the trust policy of ${role.arn}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}
