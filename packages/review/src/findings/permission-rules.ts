import { referencesOf } from '../intrinsics';
import type { ResourceDifference } from '../resource-differences';
import type { PermissionChange } from '../types';
import type { Found, Rule, Subject } from './rule';

/** One finding for each resource whose permission changes are selected; `siblings` are all changes of the resource. */
function perResource(
  select: (change: PermissionChange, siblings: readonly PermissionChange[]) => boolean,
  describe: (logicalId: string, changes: readonly PermissionChange[]) => Omit<Found, 'difference'>,
  isMeant: (difference: ResourceDifference, subject: Subject) => boolean = () => true,
): Rule['find'] {
  return (subject) => {
    const byResource = new Map<string, PermissionChange[]>();
    for (const change of subject.permissions) byResource.set(change.logicalId, [...(byResource.get(change.logicalId) ?? []), change]);
    return subject.resources.flatMap((difference) => {
      const siblings = byResource.get(difference.logicalId) ?? [];
      const changes = siblings.filter((change) => select(change, siblings));
      return changes.length > 0 && isMeant(difference, subject) ? [{ ...describe(difference.logicalId, changes), difference }] : [];
    });
  };
}

/** The property that names what a policy is attached to; other properties name who is let in. */
const HOLDERS: Readonly<Partial<Record<string, string>>> = {
  'AWS::Lambda::Permission': 'FunctionName',
  'AWS::SNS::TopicPolicy': 'Topics',
  'AWS::SQS::QueuePolicy': 'Queues',
  'AWS::S3::BucketPolicy': 'Bucket',
};

// a policy that goes with all it is attached to takes nothing from anyone; nor does a role that goes
function outlives({ before, after }: ResourceDifference, subject: Subject): boolean {
  if (after || !before) return true;
  if (before.type.startsWith('AWS::IAM::') || before.type === 'AWS::KMS::Key') return false;
  const holder = HOLDERS[before.type];
  const attached = [...referencesOf(holder === undefined ? before.properties : before.properties[holder])];
  return attached.length === 0 || attached.some((logicalId) => subject.after.has(logicalId));
}

/** Services that an alert needs on its way from alarm to person. */
const ALERTING_SERVICES = ['cloudwatch.amazonaws.com', 'events.amazonaws.com', 'sns.amazonaws.com', 'budgets.amazonaws.com'];

const isAlerting = (change: PermissionChange): boolean => servicesOf(change).length > 0;

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
      (change, siblings) => isLostGrant(change, siblings) && isAlerting(change),
      (logicalId, changes) => ({
        title: `${[...new Set(changes.flatMap(servicesOf))].join(', ')} may no longer do what ${logicalId} allowed: ${summary(changes)}`,
        why: 'alarms or events that pass through it are refused, and nobody is told',
      }),
      outlives,
    ),
  },
  {
    id: 'grant-removed',
    severity: 'attention',
    group: 'permissions',
    find: perResource(
      (change, siblings) => isLostGrant(change, siblings) && !isAlerting(change),
      (logicalId, changes) => ({ title: `${logicalId} no longer allows what it did: ${summary(changes)}`, why: 'who relies on it is refused from now on' }),
      outlives,
    ),
  },
];

function servicesOf({ principals }: PermissionChange): string[] {
  return ALERTING_SERVICES.filter((service) => principals.some((principal) => principal.endsWith(service)));
}

function isLostGrant(change: PermissionChange, siblings: readonly PermissionChange[]): boolean {
  return change.change === 'removed' && change.effect === 'Allow' && !isGivenElsewhere(change, siblings);
}

// a statement that is written anew for the same principals is a change, shown as one, not a loss
function isGivenElsewhere(lost: PermissionChange, siblings: readonly PermissionChange[]): boolean {
  const gained = siblings.filter(({ change, effect }) => change === 'added' && effect === 'Allow');
  const covers = (all: readonly string[], some: readonly string[]): boolean => some.every((element) => all.includes(element));
  const keepsPrincipals = (change: PermissionChange): boolean => (isAlerting(lost) ? covers(servicesOf(change), servicesOf(lost)) : covers(change.principals, lost.principals));
  return gained.some((change) => keepsPrincipals(change) && covers(change.actions, lost.actions));
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
