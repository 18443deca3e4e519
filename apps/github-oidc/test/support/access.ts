import { runSimulation, runUnsafeSimulation } from '@cloud-copilot/iam-simulate';
import { ACCOUNT, deployed, type PolicyDocument, policies } from './template';

/** The claims of a GitHub token that STS makes condition keys of. */
export type Claims = Readonly<Record<'aud' | 'sub' | 'repository_id' | 'ref', string>>;

const PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;

/** What CDK writes on every key: the account decides by its IAM policies. */
const KEY_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' }],
};

/** Whether STS lets a token with these claims into the role. */
export function trusts(role: 'PlanRole' | 'DeployRole', claims: Partial<Claims>, parameters: Readonly<Record<string, string>> = {}): boolean {
  const trust = deployed(parameters).resources[role]?.Properties.AssumeRolePolicyDocument;
  // STS compares the claims as identity conditions are compared; the evaluator's list of keys lacks aud and sub, so its unvalidated form is used
  const Statement = (trust?.Statement ?? []).map(({ Principal, ...rest }) => ({ ...rest, Resource: (Principal as { Federated: string }).Federated === PROVIDER ? '*' : 'arn:aws:iam::000000000000:role/none' }));
  const contextVariables = Object.fromEntries(Object.entries(claims).map(([name, value]) => [`token.actions.githubusercontent.com:${name}`, value]));
  return (
    runUnsafeSimulation(
      {
        request: request(`arn:aws:iam::${ACCOUNT}:role/token`, 'sts:AssumeRoleWithWebIdentity', `arn:aws:iam::${ACCOUNT}:role/x`, contextVariables),
        identityPolicies: [{ name: 'trust', policy: { Version: '2012-10-17', Statement } }],
        serviceControlPolicies: [],
        resourceControlPolicies: [],
      },
      {},
    ) === 'Allowed'
  );
}

/** What the evaluator answers for a role with these policies, below the boundary if there is one. */
export async function decision(
  policyDocuments: readonly PolicyDocument[],
  [action, resource, context]: readonly [action: string, resource: string, context?: Readonly<Record<string, string>>],
  boundary?: PolicyDocument,
): Promise<string> {
  const result = await runSimulation(
    {
      request: request(`arn:aws:iam::${ACCOUNT}:role/caller`, action, resource, context ?? {}),
      identityPolicies: policyDocuments.map((policy, index) => ({ name: `policy-${index}`, policy })),
      ...(boundary === undefined ? {} : { permissionBoundaryPolicies: [{ name: 'boundary', policy: boundary }] }),
      ...(resource.includes(':key/') ? { resourcePolicy: KEY_POLICY } : {}),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return result.overallResult;
}

const MANAGED_POLICIES: Readonly<Record<string, readonly string[]>> = {
  PlanRole: ['ReadPolicy'],
  DeployRole: ['ReadPolicy'],
  ExecutionRole: ['ExecutionPolicy', 'DeliveryPolicy', 'EventPolicy', 'CanaryPolicy'],
};

/** The permissions of one role: its own policies and the managed policies attached to it. */
export function permissionsOf(role: 'PlanRole' | 'DeployRole' | 'ExecutionRole'): readonly PolicyDocument[] {
  return policies()
    .filter(([place]) => (place.startsWith(`${role} `) && !place.endsWith(' trust')) || MANAGED_POLICIES[role]?.includes(place) === true)
    .map(([, document]) => document);
}

function request(principal: string, action: string, resource: string, contextVariables: Record<string, string>) {
  return { principal, action, resource: { resource, accountId: ACCOUNT }, contextVariables };
}
