import { omit } from '../json';
import type { ResourceDifference } from '../resource-differences';
import type { PermissionChange, PermissionEffect } from '../types';
import { covers } from './covers';
import { grantKey, grantsOf, type Grant } from './grants';

/** What the changed resources allow more or less than before, statement by statement. */
export function permissionChanges(differences: readonly ResourceDifference[]): PermissionChange[] {
  const idsOf = (...actions: string[]): Set<string> => new Set(differences.filter(({ action }) => actions.includes(action)).map(({ logicalId }) => logicalId));
  const [added, removed] = [idsOf('add'), idsOf('remove', 'orphan')];
  return differences.flatMap((difference) => {
    const before = difference.before ? grantsOf(difference.before) : [];
    const after = difference.after ? grantsOf(difference.after) : [];
    return [
      ...missingFrom(before, after).map((grant) => toChange(difference, 'added', grant, meaningOfAdded(grant, before, isNew(grant, difference, added)))),
      ...missingFrom(after, before).map((grant) => toChange(difference, 'removed', grant, meaningOfRemoved(grant, after, isGone(grant, difference, removed)))),
    ];
  });
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

function meaningOfAdded(grant: Grant, before: readonly Grant[], comesWithNew: boolean): PermissionEffect {
  if (grant.effect === 'Deny') return 'narrowed';
  if (comesWithNew) return 'new';
  return before.some((old) => covers(old, grant)) ? 'narrowed' : 'broadened';
}

function meaningOfRemoved(grant: Grant, after: readonly Grant[], goesWithRemoved: boolean): PermissionEffect {
  if (grant.effect !== 'Deny' || goesWithRemoved) return 'narrowed';
  return after.some((young) => covers(young, grant)) ? 'narrowed' : 'broadened';
}

function isNew({ attachedTo, principals }: Grant, { action, type }: ResourceDifference, added: ReadonlySet<string>): boolean {
  // these policies are attached to a whole account: new when they let in AWS services only
  if (ACCOUNT_POLICIES.has(type)) return action === 'add' && principals.every((principal) => principal.startsWith('Service '));
  return attachedTo ? attachedTo.isWithinStack && [...attachedTo.logicalIds].every((logicalId) => added.has(logicalId)) : action === 'add';
}

const ACCOUNT_POLICIES = new Set(['AWS::Logs::ResourcePolicy', 'AWS::XRay::ResourcePolicy']);

function isGone({ attachedTo }: Grant, { action }: ResourceDifference, removed: ReadonlySet<string>): boolean {
  return attachedTo ? attachedTo.isWithinStack && [...attachedTo.logicalIds].every((logicalId) => removed.has(logicalId)) : action === 'remove' || action === 'orphan';
}

function toChange({ logicalId, type }: ResourceDifference, change: 'added' | 'removed', grant: Grant, meaning: PermissionEffect): PermissionChange {
  return { logicalId, type, change, meaning, isPublic: change === 'added' && isPublic(grant), ...omit(grant, 'attachedTo') };
}

const ANYONE = new Set(['*', '0.0.0.0/0', '::/0']);

function isPublic({ effect, principals, actions, conditions }: Grant): boolean {
  const isOutbound = actions.some((action) => action.startsWith('egress '));
  return effect === 'Allow' && conditions === undefined && !isOutbound && principals.some((principal) => ANYONE.has(principal));
}
