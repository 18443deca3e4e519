import { type LimitId, LIMITS } from '@payment-observability/catalog';
import { asList, asObject, flatText, resourcesOf, type StackJson } from '../stack-json';
import type { Invariant } from './invariant';

/** What is counted against a limit of the catalogue: the logical id, or the whole stack, with the count. */
const COUNTS: Partial<Record<LimitId, (stack: StackJson) => [what: string, count: number][]>> = {
  compositeRule: (stack) => compositeRules(stack).map(([id, rule]) => [id, rule.length]),
  compositeChildren: (stack) => compositeRules(stack).map(([id, rule]) => [id, new Set(rule.match(/\b(?:ALARM|OK|INSUFFICIENT_DATA)\s*\([^)]*\)/g)).size]),
  alarmActions: (stack) =>
    resourcesOf(stack, 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm').map(([id, { AlarmActions, OKActions }]) => [id, Math.max(asList(AlarmActions).length, asList(OKActions).length)]),
  dashboardWidgets: (stack) => dashboards(stack).map(([id, widgets]) => [id, widgets.length]),
  widgetMetrics: (stack) => dashboards(stack).map(([id, widgets]) => [id, Math.max(0, ...widgets.map(metricsOf))]),
  dashboardMetrics: (stack) => dashboards(stack).map(([id, widgets]) => [id, widgets.map(metricsOf).reduce((sum, count) => sum + count, 0)]),
  contributorRules: (stack) => [['stack', resourcesOf(stack, 'AWS::CloudWatch::InsightRule').length]],
  samplingRules: (stack) => [['stack', resourcesOf(stack, 'AWS::XRay::SamplingRule').length]],
  traceGroups: (stack) => [['stack', resourcesOf(stack, 'AWS::XRay::Group').length]],
  logsResourcePolicies: (stack) => [['stack', resourcesOf(stack, 'AWS::Logs::ResourcePolicy').length]],
  stackResources: ({ Resources }) => [['stack', Object.keys(Resources).length]],
  templateBytes: (stack) => [['stack', Buffer.byteLength(JSON.stringify(stack))]],
};

export const LIMIT_INVARIANTS: readonly Invariant[] = (Object.entries(COUNTS) as [LimitId, (stack: StackJson) => [string, number][]][]).map(([id, counts]) => ({
  name: `within the limit: ${LIMITS[id].limit} ${LIMITS[id].unit}: ${LIMITS[id].what}`,
  violations: (stack) => counts(stack).filter(([, count]) => count > LIMITS[id].limit).map(([what, count]) => `${what}: ${count}`),
}));

function compositeRules(stack: StackJson): [id: string, rule: string][] {
  return resourcesOf(stack, 'AWS::CloudWatch::CompositeAlarm').map(([id, { AlarmRule }]) => [id, flatText(AlarmRule)]);
}

function dashboards(stack: StackJson): [id: string, widgets: readonly unknown[]][] {
  return resourcesOf(stack, 'AWS::CloudWatch::Dashboard').map(([id, { DashboardBody }]) => [id, asList(asObject(JSON.parse(flatText(DashboardBody)))['widgets'])]);
}

function metricsOf(widget: unknown): number {
  return asList(asObject(asObject(widget)['properties'])['metrics']).length;
}
