import type { PermissionChange } from '../types';
import type { Found, Rule, Subject } from './rule';

/** One finding for each resource whose permission changes are selected. */
function perResource(
  select: (change: PermissionChange, subject: Subject) => boolean,
  describe: (logicalId: string, changes: readonly PermissionChange[]) => Omit<Found, 'difference'>,
): Rule['find'] {
  return (subject) =>
    subject.resources.flatMap((difference) => {
      const changes = subject.permissions.filter((change) => change.logicalId === difference.logicalId && select(change, subject));
      return changes.length > 0 ? [{ ...describe(difference.logicalId, changes), difference }] : [];
    });
}

/** Services that an alert needs on its way from alarm to person. */
const ALERTING_SERVICES = ['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'sns.amazonaws.com', 'budgets.amazonaws.com'];

export const PERMISSION_RULES: readonly Rule[] = [
  {
    id: 'public-access',
    severity: 'blocking',
    group: 'permissions',
    find: perResource(
      ({ isPublic }) => isPublic,
      (logicalId, changes) => ({
        title: `${logicalId} is opened to everyone: ${summary(changes)}`,
        why: 'any AWS account, or any address, may use it, and no condition limits that',
      }),
    ),
  },
  {
    id: 'cross-account-access',
    severity: 'attention',
    group: 'permissions',
    find: perResource(
      ({ otherAccounts }) => otherAccounts.length > 0,
      (logicalId, changes) => {
        const accounts = [...new Set(changes.flatMap(({ otherAccounts }) => otherAccounts))];
        return {
          title: `${accounts.length === 1 ? 'Account' : 'Accounts'} ${accounts.join(', ')} ${accounts.length === 1 ? 'gets' : 'get'} access through ${logicalId}: ${summary(changes)}`,
          why: 'what is in there is trusted to the people of another account',
        };
      },
    ),
  },
  {
    id: 'permission-broadened',
    severity: 'attention',
    group: 'permissions',
    find: perResource(
      ({ meaning, isPublic }) => meaning === 'broadened' && !isPublic,
      (logicalId, changes) => ({ title: `Permissions of ${logicalId} are broadened: ${summary(changes)}`, why: 'somebody may do more than before' }),
    ),
  },
  {
    id: 'alerting-grant-removed',
    severity: 'attention',
    group: 'alerting',
    find: perResource(
      (change, { permissions }) => change.change === 'removed' && change.effect === 'Allow' && servicesOf(change).length > 0 && !isGivenElsewhere(change, permissions),
      (logicalId, changes) => ({
        title: `${[...new Set(changes.flatMap(servicesOf))].join(', ')} may no longer do what ${logicalId} allowed: ${summary(changes)}`,
        why: 'alarms or events that pass through it are refused, and nobody is told',
      }),
    ),
  },
];

function servicesOf({ principals }: PermissionChange): string[] {
  return ALERTING_SERVICES.filter((service) => principals.some((principal) => principal.endsWith(service)));
}

// a statement that is written anew for the same service is a change, shown as one, not a loss
function isGivenElsewhere(lost: PermissionChange, all: readonly PermissionChange[]): boolean {
  const gained = all.filter(({ change, logicalId, effect }) => change === 'added' && logicalId === lost.logicalId && effect === 'Allow');
  return gained.some((change) => servicesOf(lost).every((service) => servicesOf(change).includes(service)) && lost.actions.every((action) => change.actions.includes(action)));
}

const SHOWN_STATEMENTS = 3;

function summary(changes: readonly PermissionChange[]): string {
  const shown = changes.slice(0, SHOWN_STATEMENTS).map(({ change, effect, actions, principals }) => {
    const who = principals.length > 0 ? ` for ${principals.join(', ')}` : '';
    return `${change === 'removed' ? 'no more ' : ''}${effect} ${actions.join(', ')}${who}`;
  });
  const more = changes.length - shown.length;
  return `${shown.join('; ')}${more > 0 ? `; and ${more} more` : ''}`;
}
