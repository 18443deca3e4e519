import { nameTextOf, textOf } from '../alerting/scope';
import { readableText, referencesOf } from '../intrinsics';
import { isRetained, originOf, physicalName, statedName, type Resource } from '../template';
import type { ResourceDifference } from '../resource-differences';
import { NAMED, nameKey, scopeOf, type Owner } from './owners';
import { isChanged, nameOf, onResources, type Change, type Found, type Rule, type Subject } from './rule';

/** What a physical name that changes, stays, or is held already does to a deploy and to those who use it. */
export const NAME_RULES: readonly Rule[] = [
  {
    id: 'custom-name-replaced',
    severity: 'blocking',
    group: 'data',
    find: onResources((difference) => {
      const { before, after, action, type } = difference;
      if (!isChanged(difference) || before?.type !== after?.type || NAMED[type] === undefined || (action !== 'replace' && action !== 'may replace')) return undefined;
      if (statedName(after) === undefined || readableText(statedName(before)) !== readableText(statedName(after))) return undefined;
      const title = `${NAMED[type]} ${nameOf(difference)} ${action === 'replace' ? 'will fail at deploy' : 'may fail at deploy'}: it ${action === 'replace' ? 'must' : 'may have to'} be replaced and keeps its name`;
      const why = 'CloudFormation makes the new one first and refuses a custom name that is taken; change the name as well, or what forces the replacement back';
      return { title, why, ...(action === 'may replace' ? { severity: 'attention' as const } : {}) };
    }),
  },
  { id: 'name-taken', severity: 'blocking', group: 'data', find: takenNames },
  { id: 'log-group-renamed', severity: 'attention', group: 'alerting', find: renamedLogGroups },
  { id: 'dashboard-link-broken', severity: 'attention', group: 'alerting', find: brokenLinks },
];

// a stack makes what is new before it removes what is gone, and stacks are deployed in their order
function takenNames(subject: Subject, { owners, subjects }: Change): Found[] {
  const order = new Map(subjects.map(({ stack }, index) => [stack.stackId, index]));
  const placeOf = (stackId: string): number => order.get(stackId) ?? 0;
  return subject.resources.flatMap((difference) => {
    const { logicalId, after } = difference;
    const key = after && nameKey(logicalId, after, scopeOf(subject, subject.after));
    if (!after || key === undefined) return [];
    const isOther = (owner: Owner): boolean => owner.stackId !== subject.stack.stackId || owner.logicalId !== logicalId;
    const wasMine = owners.before.get(key)?.some((owner) => !isOther(owner)) === true;
    if (wasMine) return [];
    const staysWith = owners.after.get(key)?.find(isOther);
    const isFreed = ({ stackId, resource }: Owner): boolean => placeOf(stackId) < placeOf(subject.stack.stackId) && !isRetained(resource, 'DeletionPolicy');
    const holder = owners.before.get(key)?.find((owner) => isOther(owner) && !(isFreed(owner) && !staysWith)) ?? staysWith;
    if (!holder) return [];
    const where = holder.stackId === subject.stack.stackId ? holder.logicalId : `${holder.logicalId} of stack ${holder.stackId}`;
    const title = `${NAMED[after.type]} ${nameOf(difference)} will fail at deploy: ${where} holds its name`;
    return [{ title, why: 'a name can be taken once: the deploy fails, or the clean-up of the old one removes the new one; rename it, or move it with an import', difference }];
  });
}

/** What reads a log group, by type. */
const READERS: Readonly<Partial<Record<string, string>>> = {
  'AWS::Logs::MetricFilter': 'metric filter',
  'AWS::Logs::SubscriptionFilter': 'log subscription',
  'AWS::Logs::LogAnomalyDetector': 'log anomaly detector',
  'AWS::CloudWatch::InsightRule': 'Contributor Insights rule',
  'AWS::CloudWatch::LogAlarm': 'log alarm',
};

function renamedLogGroups(subject: Subject): Found[] {
  const renamed = subject.resources.filter(({ before, after }) => before?.type === 'AWS::Logs::LogGroup' && after?.type === before.type && nameIn(before) !== nameIn(after));
  if (renamed.length === 0) return [];
  const others = [...subject.after].map(([logicalId, resource]) => ({ logicalId, resource, references: referencesOf(resource.properties), text: JSON.stringify(resource.properties) }));
  return renamed.map((difference) => {
    const { before, after, logicalId } = difference;
    const [old, young] = [nameIn(before), nameIn(after)];
    const readers = others.filter(({ resource, references, text }) => READERS[resource.type] !== undefined && (references.has(logicalId) || text.includes(JSON.stringify(young).slice(1, -1))));
    const writers = others.filter(({ resource, text }) => resource.type !== 'AWS::Logs::LogGroup' && text.includes(JSON.stringify(old).slice(1, -1)));
    const reads = readers.map(({ resource, logicalId: id }) => `${READERS[resource.type]} ${physicalName(resource) ?? id}`);
    return {
      title: `Log group ${old} is renamed to ${young}; what writes to the old name goes on writing there`,
      why: [
        reads.length > 0 ? `${reads.join(', ')} read the new one, which stays empty until the application writes to it` : 'the new one stays empty until the application writes to it',
        ...(writers.length > 0 ? [`${writers.map(({ logicalId: id }) => id).join(', ')} still name the old one`] : []),
      ].join('; '),
      difference,
      ...(reads.length > 0 ? { severity: 'blocking' as const } : {}),
    };
  });
}

function nameIn(resource: Resource | undefined): string {
  return readableText(statedName(resource) ?? 'a generated name');
}

const DASHBOARD_LINK = /#dashboards(?:\/dashboard\/|:name=)([\w-]+)/g;
const ALARM_ARN = /arn:[\w-]+:cloudwatch:[\w-]*:\d*:alarm:[^"\\]+/g;

// dashboards and alarms that are there before and not after, named by a dashboard that stays
function brokenLinks(subject: Subject, { owners, alerts }: Change): Found[] {
  const scope = scopeOf(subject, subject.after);
  return [...subject.after].flatMap(([logicalId, resource]) => {
    if (resource.type !== 'AWS::CloudWatch::Dashboard') return [];
    const body = textOf(resource.properties['DashboardBody'], scope);
    const dashboards = [...body.matchAll(DASHBOARD_LINK)].map(([, name = '']) => name).filter((name) => owners.goneDashboards.has(name));
    const alarms = [...body.matchAll(ALARM_ARN)].map(([arn]) => arn).filter((arn) => alerts.before.world.alarms.has(arn) && !alerts.after.world.alarms.has(arn));
    const gone = [...new Set([...dashboards, ...alarms.map((arn) => arn.split(':alarm:')[1] ?? arn)])];
    if (gone.length === 0) return [];
    const difference: Pick<ResourceDifference, 'logicalId' | 'section' | 'path'> = { logicalId, ...originOf(resource) };
    return [{ title: `Dashboard ${nameTextOf(logicalId, scope)} names what is gone: ${gone.join(', ')}`, why: 'the link or widget leads nowhere', difference }];
  });
}
