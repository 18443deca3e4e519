import { canonicalJson } from '../canonical-json';
import { readableText } from '../intrinsics';
import type { AlertChange, SignalPair } from '../alerting/alert-change';
import { missed } from '../alerting/coverage';
import { textOf } from '../alerting/scope';
import { isBoolean, listOf } from '../json';
import type { Resource } from '../template';
import { loosenings, MEASURE, metricsBesidesBand } from './alarm-loosening';
import { ruleChange } from './composite-rules';
import { isChanged, nameOf, onResources, type Judgement, type Rule } from './rule';
import type { ResourceDifference } from '../resource-differences';

const ALARM_TYPES = new Set(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm']);

type Judge = (name: string, before: Resource, after: Resource, context: Context) => Judgement;

interface Context {
  readonly difference: ResourceDifference;
  readonly stackId: string;
  readonly alerts: AlertChange;
}

/** Judges alarms that are there before and after, also under another name or in another stack. */
function onChangedAlarms(judge: Judge): Rule['find'] {
  return ({ resources, stack: { stackId } }, { alerts }) =>
    resources.flatMap((difference) => {
      const { after, type, logicalId } = difference;
      if (!ALARM_TYPES.has(type) || !after) return [];
      const before = difference.before ?? alerts.pairAfter.get(`${stackId}/${logicalId}`)?.before?.at.resource;
      if (!before) return [];
      const judgement = judge(nameOf({ ...difference, before }), before, after, { difference, stackId, alerts });
      return judgement ? [{ ...judgement, difference }] : [];
    });
}

/** Judges resources one by one, where it matters who hears what. */
function withAlerts(judge: (difference: ResourceDifference, stackId: string, alerts: AlertChange) => Judgement): Rule['find'] {
  return ({ resources, stack: { stackId } }, { alerts }) =>
    resources.flatMap((difference) => {
      const judgement = judge(difference, stackId, alerts);
      return judgement ? [{ ...judgement, difference }] : [];
    });
}

export const ALARM_RULES: readonly Rule[] = [
  {
    id: 'alarm-removed',
    severity: 'blocking',
    group: 'alerting',
    find: withAlerts((difference, stackId, { pairBefore }) => {
      if (!ALARM_TYPES.has(difference.before?.type ?? '') || (isChanged(difference) && ALARM_TYPES.has(difference.type))) return undefined;
      // another alarm measures the same and takes its place: that is a rename
      if (pairBefore.get(`${stackId}/${difference.logicalId}`)?.after) return undefined;
      const name = nameOf(difference);
      if (difference.action === 'orphan') {
        return { title: `Alarm ${name} leaves the stack and is kept`, why: 'it goes on alarming, and no stack manages it', severity: 'attention' };
      }
      return { title: `Alarm ${name} is removed`, why: 'nobody is told any more when it would have gone off' };
    }),
  },
  {
    id: 'alarm-disabled',
    severity: 'blocking',
    group: 'alerting',
    find: onChangedAlarms((name, before, after) =>
      isEnabled(before) && !isEnabled(after) ? { title: `Actions of alarm ${name} are switched off`, why: 'it changes its state, and tells nobody' } : undefined,
    ),
  },
  {
    id: 'alarm-actions-removed',
    severity: 'blocking',
    group: 'alerting',
    find: onChangedAlarms((name, before, after, context) => {
      const lost = removedFrom(before, after, 'AlarmActions', context);
      if (lost.length === 0) return undefined;
      const pair = context.alerts.pairAfter.get(`${context.stackId}/${context.difference.logicalId}`);
      return { title: `Alarm ${name} no longer notifies ${lost.join(', ')}`, why: whatIsLeft(after, pair) };
    }),
  },
  {
    id: 'alarm-suppressed',
    severity: 'blocking',
    group: 'alerting',
    find: onChangedAlarms((name, { properties: before }, { properties: after }) =>
      after['ActionsSuppressor'] !== undefined && canonicalJson(before['ActionsSuppressor'] ?? null) !== canonicalJson(after['ActionsSuppressor'])
        ? { title: `Alarm ${name} is suppressed by ${readableText(after['ActionsSuppressor'])}`, why: 'while that alarm is in ALARM, this one tells nobody' }
        : undefined,
    ),
  },
  {
    id: 'alarm-loosened',
    severity: 'blocking',
    group: 'alerting',
    find: onChangedAlarms((name, before, after) => {
      const reasons = loosenings(before.properties, after.properties);
      if (reasons.length === 0) return undefined;
      return { title: `Alarm ${name} is loosened: ${reasons.join('; ')}`, why: 'it goes off later, or not at all, where it did before' };
    }),
  },
  {
    id: 'composite-loosened',
    severity: 'blocking',
    group: 'alerting',
    find: onChangedAlarms((name, before, after, { difference, stackId, alerts }) => {
      if (!isDifferent(before, after, 'AlarmRule')) return undefined;
      const change = ruleChange(stackId, difference.logicalId, alerts);
      if (change.kind !== 'less') return undefined;
      const what = change.lost.length > 0 ? `no longer listens to ${change.lost.join(', ')}` : 'goes off in fewer cases';
      return { title: `Composite alarm ${name} ${what}`, why: 'there are states of its alarms in which it went off and now stays silent' };
    }),
  },
  {
    id: 'alarm-measure-changed',
    severity: 'attention',
    group: 'alerting',
    find: onChangedAlarms((name, before, after, { difference, stackId, alerts }) => {
      const isWidth = canonicalJson(metricsBesidesBand(before.properties['Metrics'])) === canonicalJson(metricsBesidesBand(after.properties['Metrics']));
      const changed = MEASURE.filter((key) => isDifferent(before, after, key) && !(key === 'Metrics' && isWidth) && !(key === 'AlarmRule' && ruleChange(stackId, difference.logicalId, alerts).kind !== 'unknown'));
      if (changed.length === 0) return undefined;
      const title = `Alarm ${name} watches something else: ${changed.join(', ')} changed`;
      if (changed.some((key) => SUBJECT.has(key))) return { title, why: 'what it watched before is watched by nobody, unless another alarm does', severity: 'blocking' };
      return { title, why: 'whether it is stricter or looser cannot be told from the template' };
    }),
  },
  {
    id: 'alarm-recovery-action-removed',
    severity: 'attention',
    group: 'alerting',
    find: onChangedAlarms((name, before, after, context) => {
      const lost = ['OKActions', 'InsufficientDataActions'].filter((key) => removedFrom(before, after, key, context).length > 0);
      if (lost.length === 0) return undefined;
      return { title: `Alarm ${name} loses some of its ${lost.join(' and ')}`, why: 'recovery, or missing data, is no longer told everywhere it was' };
    }),
  },
  {
    id: 'alarm-mute-rule',
    severity: 'blocking',
    group: 'alerting',
    find: (subject, change) =>
      onResources((difference) => {
        if (difference.type !== 'AWS::CloudWatch::AlarmMuteRule' || !difference.after) return undefined;
        const isMore = !difference.before || MUTE.some((key) => isDifferent(difference.before, difference.after, key));
        const title = `Mute rule ${nameOf(difference)} is ${difference.before ? 'changed' : 'added'}`;
        if (!isMore) return { title, why: 'what it silences stays the same', severity: 'info' };
        // in a new stack there is no alarm yet that could fall silent
        return { title, why: 'the alarms it names tell nobody while it is in force', ...(subject.stack.before ? {} : { severity: 'attention' as const }) };
      })(subject, change),
  },
  {
    id: 'alarm-renamed',
    severity: 'attention',
    group: 'alerting',
    find: onChangedAlarms((name, before, after, { difference: { action, logicalId }, stackId, alerts }) => {
      if (action === 'update') return undefined;
      const pair = alerts.pairAfter.get(`${stackId}/${logicalId}`);
      const [from, stackName] = [pair?.before?.at.scope.stackName, pair?.after?.at.scope.stackName];
      const newName = readableText(after.properties['AlarmName'] ?? 'a generated name');
      if (isDifferent(before, after, 'AlarmName')) return { title: `Alarm ${name} is renamed to ${newName}`, why: 'a new alarm takes its place: its history stays with the old name, and it starts without data' };
      if (action !== 'add') return undefined;
      const how = from === stackName ? 'is made anew under another logical id' : `moves here from the stack ${from}`;
      return { title: `Alarm ${name} ${how}`, why: 'a new alarm takes its place: its history is lost' };
    }),
  },
];

/** Who still hears of an alarm that lost an action. */
function whatIsLeft(after: Resource, pair: SignalPair | undefined): string {
  const others = (pair?.after?.routes ?? []).filter(({ shown }) => shown.state !== 'broken').map(({ shown }) => shown);
  const [through] = others.filter(({ via }) => via.length > 0);
  if (through && pair?.before && missed(pair.before.routes, pair.after?.routes ?? []).length === 0) {
    return `who listened there hears of it through ${through.via.join(', ')} alone${through.muted === undefined ? '' : `, which is silenced at times: ${through.muted}`}`;
  }
  if (listOf(after.properties['AlarmActions']).length === 0 && others.length === 0) return 'it has no action left: it goes off and tells nobody';
  return others.length === 0 && pair !== undefined ? 'nobody hears of it any more where it notifies now' : 'whoever listens there is no longer told';
}

function isEnabled({ properties }: Resource): boolean {
  return !isBoolean(properties['ActionsEnabled'], false);
}

/** Properties that name what is watched, rather than how. */
const SUBJECT = new Set<string>(['MetricName', 'Namespace', 'Dimensions']);

/** What a mute rule silences, and when. */
const MUTE = ['Rule', 'MuteTargets', 'StartDate', 'ExpireDate'] as const;

function isDifferent(before: Resource | undefined, after: Resource | undefined, key: string): boolean {
  return canonicalJson(before?.properties[key] ?? null) !== canonicalJson(after?.properties[key] ?? null);
}

/** Actions that are gone, and are not the same one in other words. */
function removedFrom(before: Resource, after: Resource, key: string, { stackId, difference, alerts }: Context): string[] {
  const pair = alerts.pairAfter.get(`${stackId}/${difference.logicalId}`);
  const left = new Set(listOf(after.properties[key]).flatMap((action) => [canonicalJson(action), pair?.after ? textOf(action, pair.after.at.scope) : '']));
  return listOf(before.properties[key])
    .filter((action) => !left.has(canonicalJson(action)) && !(pair?.before && left.has(textOf(action, pair.before.at.scope))))
    .map((action) => (pair?.before ? topicName(textOf(action, pair.before.at.scope)) : undefined) ?? readableText(action));
}

// what was put in place of a reference that nothing follows is no name
function topicName(arn: string): string | undefined {
  return /^arn:[\w-]+:sns:.*:([\w-]+)$/.exec(arn)?.[1];
}
