import { canonicalJson } from '../canonical-json';
import { readableText } from '../intrinsics';
import { isBoolean, listOf } from '../json';
import type { Resource } from '../template';
import { loosenings, MEASURE } from './alarm-loosening';
import { isChanged, nameOf, onResources, type Judgement, type Rule } from './rule';
import type { ResourceDifference } from '../resource-differences';

const ALARM_TYPES = new Set(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::LogAlarm']);

type Judge = (name: string, before: Resource, after: Resource, difference: ResourceDifference) => Judgement;

/** Judges alarms that are there before and after. */
function onChangedAlarms(judge: Judge): Rule['find'] {
  return onResources((difference) => {
    const { before, after, type } = difference;
    return ALARM_TYPES.has(type) && before && after ? judge(nameOf(difference), before, after, difference) : undefined;
  });
}

export const ALARM_RULES: readonly Rule[] = [
  {
    id: 'alarm-removed',
    severity: 'blocking',
    group: 'alerting',
    find: onResources((difference) => {
      if (!ALARM_TYPES.has(difference.before?.type ?? '') || (isChanged(difference) && ALARM_TYPES.has(difference.type))) return undefined;
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
    find: onChangedAlarms((name, before, after) => {
      const lost = removedFrom(before, after, 'AlarmActions');
      if (lost.length === 0) return undefined;
      const isSilent = listOf(after.properties['AlarmActions']).length === 0;
      const why = isSilent ? 'it has no action left: it goes off and tells nobody' : 'whoever listens there is no longer told';
      return { title: `Alarm ${name} no longer notifies ${lost.join(', ')}`, why };
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
    id: 'alarm-measure-changed',
    severity: 'attention',
    group: 'alerting',
    find: onChangedAlarms((name, { properties: before }, { properties: after }) => {
      const changed = MEASURE.filter((key) => canonicalJson(before[key] ?? null) !== canonicalJson(after[key] ?? null));
      if (changed.length === 0) return undefined;
      return { title: `Alarm ${name} watches something else: ${changed.join(', ')} changed`, why: 'whether it is stricter or looser cannot be told from the template' };
    }),
  },
  {
    id: 'alarm-recovery-action-removed',
    severity: 'attention',
    group: 'alerting',
    find: onChangedAlarms((name, before, after) => {
      const lost = ['OKActions', 'InsufficientDataActions'].filter((key) => removedFrom(before, after, key).length > 0);
      if (lost.length === 0) return undefined;
      return { title: `Alarm ${name} loses some of its ${lost.join(' and ')}`, why: 'recovery, or missing data, is no longer told everywhere it was' };
    }),
  },
  {
    id: 'alarm-mute-rule',
    severity: 'attention',
    group: 'alerting',
    find: onResources((difference) =>
      difference.type === 'AWS::CloudWatch::AlarmMuteRule' && difference.after
        ? { title: `Mute rule ${nameOf(difference)} is ${difference.before ? 'changed' : 'added'}`, why: 'the alarms it names tell nobody while it is in force' }
        : undefined,
    ),
  },
  {
    id: 'alarm-renamed',
    severity: 'info',
    group: 'information',
    find: onChangedAlarms((name, before, after, { action }) => {
      const [old, young] = [before.properties['AlarmName'], after.properties['AlarmName']].map((value) => canonicalJson(value ?? null));
      if (old === young || action !== 'replace') return undefined;
      const newName = readableText(after.properties['AlarmName'] ?? 'a generated name');
      return { title: `Alarm ${name} is renamed to ${newName}`, why: 'a new alarm takes its place: its history is lost, no data is' };
    }),
  },
];

function isEnabled({ properties }: Resource): boolean {
  return !isBoolean(properties['ActionsEnabled'], false);
}

function removedFrom(before: Resource, after: Resource, key: string): string[] {
  const left = new Set(listOf(after.properties[key]).map(canonicalJson));
  return listOf(before.properties[key])
    .filter((action) => !left.has(canonicalJson(action)))
    .map(readableText);
}
