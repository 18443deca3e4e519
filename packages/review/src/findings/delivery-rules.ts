import { canonicalJson } from '../canonical-json';
import { readableText, referencesOf } from '../intrinsics';
import { NOTIFIERS } from '../alerting/functions';
import { isBoolean, isRecord, listOf, valueAt, type Json } from '../json';
import type { ResourceDifference } from '../resource-differences';
import type { Severity } from '../types';
import { isChanged, nameOf, onResources, type Rule, type Subject } from './rule';

interface Watcher {
  readonly noun: string;
  /** What is missing without it. */
  readonly loss: string;
  readonly severity: Severity;
}

/** What carries or makes signals, besides alarms, by type. */
const WATCHERS: Readonly<Partial<Record<string, Watcher>>> = {
  'AWS::SNS::Subscription': { noun: 'Subscription', loss: 'its endpoint is no longer told', severity: 'blocking' },
  'AWS::Logs::MetricFilter': { noun: 'Metric filter', loss: 'its metric gets no data; alarms on it no longer see anything', severity: 'blocking' },
  'AWS::Events::Rule': { noun: 'Event rule', loss: 'the events it matched reach nobody', severity: 'blocking' },
  'AWS::Logs::SubscriptionFilter': { noun: 'Log subscription', loss: 'its destination gets no log events', severity: 'blocking' },
  'AWS::Synthetics::Canary': { noun: 'Canary', loss: 'nothing probes its endpoint', severity: 'blocking' },
  'AWS::Logs::LogAnomalyDetector': { noun: 'Log anomaly detector', loss: 'anomalies in its log groups are not found', severity: 'attention' },
  'AWS::CloudWatch::AnomalyDetector': { noun: 'Anomaly detector', loss: 'what it learned is lost', severity: 'attention' },
  'AWS::CloudWatch::MetricStream': { noun: 'Metric stream', loss: 'metrics are no longer kept outside CloudWatch', severity: 'attention' },
  'AWS::CloudWatch::Dashboard': { noun: 'Dashboard', loss: 'links to it break', severity: 'attention' },
  'AWS::Lambda::EventSourceMapping': { noun: 'Event source mapping', loss: 'its function no longer reads what comes in', severity: 'blocking' },
  'AWS::Lambda::Function': { noun: 'Function', loss: 'what calls it gets an error, and what it measured or told is missing', severity: 'attention' },
  'AWS::Budgets::Budget': { noun: 'Budget', loss: 'nobody is told when its limit is reached', severity: 'blocking' },
  'AWS::CloudWatch::InsightRule': { noun: 'Contributor Insights rule', loss: 'its report ends', severity: 'attention' },
};

interface Watched {
  readonly keys: readonly string[];
  readonly why: string;
  readonly severity: Severity;
}

/** Properties of watchers whose change alters what is seen or told. */
const WATCHED: Readonly<Partial<Record<string, Watched>>> = {
  'AWS::Logs::MetricFilter': {
    keys: ['FilterPattern', 'MetricTransformations', 'LogGroupName', 'ApplyOnTransformedLogs'],
    why: 'its metric counts something else; alarms on it may no longer see anything',
    severity: 'blocking',
  },
  'AWS::SNS::Subscription': {
    keys: ['Endpoint', 'Protocol', 'TopicArn', 'FilterPolicy', 'FilterPolicyScope'],
    why: 'who is told, or of what, changes; a new e-mail address must confirm first',
    severity: 'attention',
  },
  'AWS::Events::Rule': { keys: ['EventPattern', 'ScheduleExpression', 'EventBusName', 'Targets'], why: 'what it matches, or where it goes, changes', severity: 'attention' },
  'AWS::Lambda::EventSourceMapping': {
    keys: ['EventSourceArn', 'FunctionName', 'FilterCriteria', 'DestinationConfig'],
    why: 'what its function reads, or where records go that fail, changes',
    severity: 'attention',
  },
  'AWS::Synthetics::Canary': { keys: ['Schedule', 'StartCanaryAfterCreation', 'RunConfig', 'VPCConfig'], why: 'how often, how long, or from where it probes changes', severity: 'attention' },
  'AWS::CloudWatch::InsightRule': { keys: ['RuleBody'], why: 'its report counts something else from now on', severity: 'attention' },
  'AWS::Budgets::Budget': { keys: ['Budget', 'NotificationsWithSubscribers'], why: 'its limit, or who is told when it is reached, changes', severity: 'attention' },
  'AWS::CloudWatch::MetricStream': {
    keys: ['FirehoseArn', 'IncludeFilters', 'ExcludeFilters', 'StatisticsConfigurations', 'OutputFormat'],
    why: 'which metrics are kept outside CloudWatch, or where, changes',
    severity: 'attention',
  },
  'AWS::CloudWatch::AnomalyDetector': { keys: ['Configuration', 'SingleMetricAnomalyDetector', 'MetricMathAnomalyDetector'], why: 'what counts as usual is learned anew, or without the times it leaves out', severity: 'attention' },
  'AWS::Logs::SubscriptionFilter': { keys: ['FilterPattern', 'DestinationArn', 'LogGroupName'], why: 'what it matches, or where it goes, changes', severity: 'attention' },
};

/** How a watcher is switched off, by type. */
const OFF: Readonly<Partial<Record<string, readonly [key: string, value: string | false]>>> = {
  'AWS::Events::Rule': ['State', 'DISABLED'],
  'AWS::Lambda::EventSourceMapping': ['Enabled', false],
  'AWS::CloudWatch::InsightRule': ['RuleState', 'DISABLED'],
};

export const DELIVERY_RULES: readonly Rule[] = [
  {
    id: 'watcher-removed',
    severity: 'blocking',
    group: 'alerting',
    find: (subject, change) =>
      onResources((difference) => {
        const watcher = WATCHERS[difference.type];
        if (!watcher || difference.after || goesWithCaller(difference, subject)) return undefined;
        return { title: `${watcher.noun} ${watcherName(difference)} is removed`, why: watcher.loss, severity: difference.action === 'orphan' ? 'attention' : watcher.severity };
      })(subject, change),
  },
  {
    id: 'watcher-replaced',
    severity: 'attention',
    group: 'alerting',
    find: (subject, change) =>
      onResources((difference) => {
        const watcher = WATCHERS[difference.type];
        if (!watcher || !isChanged(difference) || difference.action !== 'replace' || changedKeys(difference).length > 0 || followsRename(difference, subject)) return undefined;
        return { title: `${watcher.noun} ${nameOf(difference)} is replaced by a new one`, why: `until the new one works, ${watcher.loss}` };
      })(subject, change),
  },
  {
    id: 'watcher-changed',
    severity: 'attention',
    group: 'alerting',
    find: onResources((difference) => {
      const { type } = difference;
      const [watched, changed] = [WATCHED[type], changedKeys(difference)];
      if (!watched || changed.length === 0) return undefined;
      return { title: `${WATCHERS[type]?.noun ?? type} ${nameOf(difference)}: ${changed.join(', ')} changed`, why: watched.why, severity: watched.severity };
    }),
  },
  {
    id: 'watcher-disabled',
    severity: 'blocking',
    group: 'alerting',
    find: onResources((difference) => {
      const { type, before, after } = difference;
      const watcher = WATCHERS[type];
      if (!watcher || !before || !after || isOff(type, before.properties) || !isOff(type, after.properties)) return undefined;
      return { title: `${watcher.noun} ${nameOf(difference)} is switched off`, why: watcher.loss };
    }),
  },
  {
    id: 'notifier-secret-changed',
    severity: 'attention',
    group: 'alerting',
    find: onResources((difference) => {
      const [before, after] = [difference.before, difference.after].map((side) => valueAt(side?.properties, ['Environment', 'Variables']));
      const changed = Object.entries(NOTIFIERS).filter(([variable]) => canonicalJson(valueAt(before, [variable]) ?? null) !== canonicalJson(valueAt(after, [variable]) ?? null));
      if (difference.type !== 'AWS::Lambda::Function' || !isChanged(difference) || changed.length === 0) return undefined;
      const names = changed.map(([variable, receiver]) => `${receiver} (${variable})`).join(', ');
      return { title: `Function ${nameOf(difference)} reads another secret for ${names}`, why: 'its alerts go to another channel or service, or nowhere' };
    }),
  },
  {
    id: 'topic-subscription-removed',
    severity: 'blocking',
    group: 'alerting',
    find: onResources((difference) => {
      if (difference.type !== 'AWS::SNS::Topic' || !isChanged(difference)) return undefined;
      const left = new Set(listOf(difference.after?.properties['Subscription']).map(canonicalJson));
      const lost = listOf(difference.before?.properties['Subscription']).filter((subscription) => !left.has(canonicalJson(subscription)));
      const endpoints = lost.map((subscription) => readableText(isRecord(subscription) ? subscription['Endpoint'] : subscription));
      if (lost.length === 0) return undefined;
      return { title: `Topic ${nameOf(difference)} no longer reaches ${endpoints.join(', ')}`, why: 'whoever listens there is no longer told' };
    }),
  },
];

// an address says more than a logical id, and stands in the table of who hears what anyway
function watcherName(difference: ResourceDifference): string {
  const { Endpoint: endpoint, Protocol: protocol } = difference.type === 'AWS::SNS::Subscription' ? (difference.before?.properties ?? {}) : {};
  return protocol === 'email' && typeof endpoint === 'string' ? `of ${endpoint}` : nameOf(difference);
}

const CALLERS = new Set(['AWS::SNS::Subscription', 'AWS::Events::Rule', 'AWS::Lambda::EventSourceMapping']);

// a function that nothing calls any more is missed by nobody: what called it is told of
function goesWithCaller({ type, logicalId }: ResourceDifference, { resources }: Subject): boolean {
  if (type !== 'AWS::Lambda::Function') return false;
  return resources.some((other) => CALLERS.has(other.type) && !other.after && referencesOf(other.before?.properties).has(logicalId));
}

// what reads a log group is told of with the log group that is renamed
function followsRename({ type, after }: ResourceDifference, { resources }: Subject): boolean {
  if (type !== 'AWS::Logs::MetricFilter' && type !== 'AWS::Logs::SubscriptionFilter') return false;
  const groups = referencesOf(after?.properties['LogGroupName']);
  return resources.some(({ type: other, action, logicalId }) => other === 'AWS::Logs::LogGroup' && action === 'replace' && groups.has(logicalId));
}

/** What of a watcher that stays is watched for changes, and has changed. */
function changedKeys({ type, before, after }: ResourceDifference): string[] {
  if (!before || !after) return [];
  return (WATCHED[type]?.keys ?? []).filter((key) => canonicalJson(before.properties[key] ?? null) !== canonicalJson(after.properties[key] ?? null));
}

function isOff(type: string, properties: Json): boolean {
  const [key, value] = OFF[type] ?? [];
  if (key === undefined) return false;
  return value === false ? isBoolean(properties[key], false) : properties[key] === value;
}
