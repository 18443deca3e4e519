import { omit } from '../json';
import type { ResourceDifference } from '../resource-differences';
import type { Resource } from '../template';
import type { PermissionChange, PermissionEffect } from '../types';
import { covers } from './covers';
import { isDecidedBy } from './evaluate';
import { ACCOUNT_POLICIES, grantKey, grantsOf, type Grant } from './grants';

/** All resources of a side by logical id, read only when a policy changes. */
type Side = () => ReadonlyMap<string, Resource>;

/** The stack whose permissions are compared. */
export interface PolicyContext {
  readonly before: Side;
  readonly after: Side;
  /** Account of the stack; every account is another where it is not known. */
  readonly account: string | undefined;
}

/** What the changed resources allow more or less than before, statement by statement. */
export function permissionChanges(differences: readonly ResourceDifference[], { before, after, account }: PolicyContext): PermissionChange[] {
  const idsOf = (...actions: string[]): Set<string> => new Set(differences.filter(({ action }) => actions.includes(action)).map(({ logicalId }) => logicalId));
  const [added, removed] = [idsOf('add'), idsOf('remove', 'orphan')];
  const [old, young] = [grantsBySubject(before), grantsBySubject(after)];
  return differences.flatMap((difference) => {
    const { logicalId } = difference;
    const [lost, gained] = [difference.before ? grantsOf(logicalId, difference.before) : [], difference.after ? grantsOf(logicalId, difference.after) : []];
    return [
      ...missingFrom(lost, gained).map((grant): PermissionChange => ({ ...changeOf(difference, grant), change: 'added', meaning: meaningOfAdded(grant, old, isNew(grant, difference, added)), ...letsIn(grant, account) })),
      ...missingFrom(gained, lost).map((grant): PermissionChange => ({ ...changeOf(difference, grant), change: 'removed', meaning: meaningOfRemoved(grant, young, isGone(grant, difference, removed)), isPublic: false, otherAccounts: [] })),
    ];
  });
}

/** The grants of one subject on a side. */
type BySubject = (subject: string) => readonly Grant[];

function grantsBySubject(side: Side): BySubject {
  let bySubject: Map<string, Grant[]> | undefined;
  const read = (): Map<string, Grant[]> => {
    const grants = new Map<string, Grant[]>();
    for (const [logicalId, resource] of side()) {
      for (const grant of grantsOf(logicalId, resource)) {
        const known = grants.get(grant.subject);
        if (known) known.push(grant);
        else grants.set(grant.subject, [grant]);
      }
    }
    return grants;
  };
  return (subject) => (bySubject ??= read()).get(subject) ?? [];
}

// equal grants are counted, so that two of a kind which become one are seen
function missingFrom(old: readonly Grant[], young: readonly Grant[]): Grant[] {
  const left = old.map(grantKey);
  return young.filter((grant) => {
    const at = left.indexOf(grantKey(grant));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function meaningOfAdded(grant: Grant, before: BySubject, comesWithNew: boolean): PermissionEffect {
  if (grant.effect === 'Deny') return 'narrowed';
  if (comesWithNew) return 'new';
  return isCovered(grant, before(grant.subject)) ? 'narrowed' : 'broadened';
}

function meaningOfRemoved(grant: Grant, after: BySubject, goesWithRemoved: boolean): PermissionEffect {
  if (grant.effect !== 'Deny' || goesWithRemoved) return 'narrowed';
  return isCovered(grant, after(grant.subject)) ? 'narrowed' : 'broadened';
}

/** Whether the other grants of the subject do what this one does; no, when nobody can tell. */
function isCovered(grant: Grant, others: readonly Grant[]): boolean {
  // a Deny beside it stands on both sides, or is a change of its own
  const alike = others.filter(({ effect }) => effect === grant.effect);
  const evaluated = grant.statement && isDecidedBy(alike.flatMap(({ statement }) => statement ?? []), grant.statement);
  return evaluated ?? alike.some((other) => covers(other, grant));
}

function isNew({ attachedTo, principals }: Grant, { action, type }: ResourceDifference, added: ReadonlySet<string>): boolean {
  // these policies are attached to a whole account: new when they let in AWS services only
  if (ACCOUNT_POLICIES.has(type)) return action === 'add' && principals.every((principal) => principal.startsWith('Service '));
  return attachedTo ? attachedTo.isWithinStack && [...attachedTo.logicalIds].every((logicalId) => added.has(logicalId)) : action === 'add';
}

function isGone({ attachedTo }: Grant, { action }: ResourceDifference, removed: ReadonlySet<string>): boolean {
  return attachedTo ? attachedTo.isWithinStack && [...attachedTo.logicalIds].every((logicalId) => removed.has(logicalId)) : action === 'remove' || action === 'orphan';
}

function changeOf({ logicalId, type }: ResourceDifference, grant: Grant) {
  return { logicalId, type, ...omit(grant, 'attachedTo', 'statement', 'subject') };
}

const ANYONE = new Set(['*', '0.0.0.0/0', '::/0']);

/** Who from outside a grant lets in. */
function letsIn({ effect, principals, actions, conditions }: Grant, account: string | undefined): Pick<PermissionChange, 'isPublic' | 'otherAccounts'> {
  if (effect !== 'Allow') return { isPublic: false, otherAccounts: [] };
  const isOutbound = actions.some((action) => action.startsWith('egress '));
  const accounts = principals.flatMap((principal) => /^(?:AWS )?(?:arn:[\w-]+:(?:iam|sts)::)?(\d{12})(?::|$)/.exec(principal)?.[1] ?? []);
  return {
    isPublic: conditions === undefined && !isOutbound && principals.some((principal) => ANYONE.has(principal)),
    otherAccounts: [...new Set(accounts.filter((id) => id !== account))],
  };
}
