import { isWildcardOnlyAction, runSimulation } from '@cloud-copilot/iam-simulate';
import { AwsError } from '../errors';
import { type State } from '../state';
import { roleOfArn, type Role } from './roles';

/** Whoever calls: a person with console access, or a session of a role. */
export type Caller = {
  readonly accountId: string;
  /** As it stands in messages: `arn:aws:sts::…:assumed-role/NAME/SESSION`. */
  readonly arn: string;
  readonly roleArn?: string;
};

/** One permission that something needs. */
export type Check = {
  readonly action: string;
  readonly resource: string;
  readonly region: string;
  readonly context?: Readonly<Record<string, string | string[]>>;
  /** The policy of the resource itself, such as a key's. */
  readonly resourcePolicy?: unknown;
  /** How the resource is written in the message, where it differs from what is evaluated. */
  readonly shown?: string;
};

const decisions = new Map<string, Promise<string | undefined>>();
const MAX_DECISIONS = 20_000;

/** Why the caller may not do it, as AWS writes it after the resource, or undefined when it may. */
export async function refusal(state: State, caller: Caller, check: Check): Promise<string | undefined> {
  if (caller.roleArn === undefined) return undefined;
  const role = roleOfArn(state, caller.roleArn);
  if (role === undefined) return `because no identity-based policy allows the ${check.action} action`;
  const key = JSON.stringify([role, caller.arn, check]);
  if (decisions.size > MAX_DECISIONS) decisions.clear();
  let decision = decisions.get(key);
  if (decision === undefined) decisions.set(key, (decision = evaluate(role, caller, check)));
  return decision;
}

/** AWS's AccessDenied text, or undefined when the caller may. */
export async function deniedMessage(state: State, caller: Caller, check: Check): Promise<string | undefined> {
  const reason = await refusal(state, caller, check);
  if (reason === undefined) return undefined;
  return `User: ${caller.arn} is not authorized to perform: ${check.action} on resource: ${check.shown ?? check.resource} ${reason}`;
}

/** Throws AccessDenied when the caller may not. */
export async function authorize(state: State, caller: Caller, check: Check): Promise<void> {
  const message = await deniedMessage(state, caller, check);
  if (message !== undefined) throw new AwsError('AccessDenied', message, 403);
}

async function evaluate(role: Role, caller: Caller, check: Check): Promise<string | undefined> {
  const [service = '', action = ''] = check.action.split(':');
  const resource = (await isWildcardOnlyAction(service, action)) ? '*' : check.resource;
  const result = await runSimulation(
    {
      request: {
        principal: caller.arn,
        action: check.action,
        resource: { resource, accountId: caller.accountId },
        contextVariables: {
          'aws:PrincipalAccount': caller.accountId,
          'aws:PrincipalArn': role.arn,
          'aws:PrincipalType': 'AssumedRole',
          'aws:ResourceAccount': caller.accountId,
          'aws:RequestedRegion': check.region,
          'aws:SecureTransport': 'true',
          ...check.context,
        },
      },
      identityPolicies: [...role.policies],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(check.resourcePolicy === undefined ? {} : { resourcePolicy: check.resourcePolicy }),
      ...(role.boundaryArn === undefined ? {} : { permissionBoundaryPolicies: role.boundaries.length > 0 ? [...role.boundaries] : [NOTHING] }),
    },
    {},
  );
  if (result.resultType === 'error') {
    throw new Error(`iam-simulate cannot evaluate ${check.action} on ${resource} for ${role.arn}: ${JSON.stringify(result.errors)}`);
  }
  if (result.overallResult === 'Allowed') return undefined;
  const analyses = result.resultType === 'single' ? [result.result.analysis] : result.results.map(({ analysis }) => analysis);
  if (result.overallResult === 'ExplicitlyDenied') return `with an explicit deny in ${deniedBy(analyses)}`;
  if (analyses.some((analysis) => analysis.identityAnalysis?.result === 'Allowed' && analysis.permissionBoundaryAnalysis?.result === 'ImplicitlyDenied')) {
    return `because no permissions boundary allows the ${check.action} action`;
  }
  return `because no identity-based policy allows the ${check.action} action`;
}

const NOTHING = { name: 'absent', policy: { Version: '2012-10-17', Statement: [{ Effect: 'Deny', Action: '*', Resource: '*' }] } };

type Analysis = { identityAnalysis?: { result: string } | undefined; permissionBoundaryAnalysis?: { result: string } | undefined };
const deniedBy = (analyses: readonly Analysis[]): string => {
  if (analyses.some((analysis) => analysis.identityAnalysis?.result === 'ExplicitlyDenied')) return 'an identity-based policy';
  if (analyses.some((analysis) => analysis.permissionBoundaryAnalysis?.result === 'ExplicitlyDenied')) return 'a permissions boundary';
  return 'a resource-based policy';
};
