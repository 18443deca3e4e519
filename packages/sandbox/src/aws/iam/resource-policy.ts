import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';

type Principal = { readonly Federated?: string | string[]; readonly Service?: string | string[]; readonly AWS?: string | string[] } | '*';
type Statement = { readonly Effect: string; readonly Principal?: Principal; readonly Action?: unknown; readonly Condition?: unknown };

const SOME_ACCOUNT = '000000000000';

/** A request by a principal that has no policies of its own: a service, or a federated identity. */
export type OutsideRequest = {
  readonly principal: { readonly kind: 'Federated' | 'Service'; readonly name: string };
  readonly action: string;
  readonly context: Readonly<Record<string, string | string[]>>;
};

/** Whether a policy that speaks of nothing but what it is attached to (a trust policy, a key policy) allows the request. */
export function resourcePolicyAllows(policy: unknown, { principal, action, context }: OutsideRequest): boolean {
  // Turned into an identity policy of whom it speaks about, because the checked simulation drops condition keys that its data
  // do not list (GitHub's aud and sub, encryption contexts), and the unchecked one cannot read resource policies.
  const statements = [(policy as { Statement?: Statement | readonly Statement[] } | undefined)?.Statement ?? []].flat();
  const about = statements
    .filter(({ Principal }) => Principal === '*' || (Principal !== undefined && [Principal[principal.kind] ?? [], Principal.AWS === '*' ? principal.name : []].flat().includes(principal.name)))
    .map(({ Effect, Action, Condition }) => ({ Effect, Action, Resource: '*', ...(Condition === undefined ? {} : { Condition }) }));
  if (about.length === 0) return false;
  const result = runUnsafeSimulation(
    {
      request: { principal: `arn:aws:sts::${SOME_ACCOUNT}:assumed-role/outside/session`, action, resource: { resource: `arn:aws:iam::${SOME_ACCOUNT}:role/attached`, accountId: SOME_ACCOUNT }, contextVariables: { ...context } },
      identityPolicies: [{ name: 'resource', policy: { Version: '2012-10-17', Statement: about } }],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  return result === 'Allowed';
}
