import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PAYMENT_METRICS, TELEMETRY_METRICS } from '@payment-observability/catalog';
import { formatProblem, loadConfig } from '@payment-observability/config';
import { synthesize } from '@payment-observability/constructs';
import { TEMPLATES } from '../src/templates';

jest.setTimeout(60_000);

const DOCUMENT = readFileSync(join(__dirname, '../../docs/payment-metrics.md'), 'utf8');
const [, SECTIONS = ''] = /```yaml\n([\s\S]*?)```/.exec(DOCUMENT) ?? [];
const HEAD = `version: 1
name: card-acquiring
template: payment-platform
owner: acquiring
environments: { production: { account: "111111111111", region: us-east-1 } }
`;

/** Dimension sets of each metric, as the helper publishes them. */
const CONTRACT = new Map([
  ...PAYMENT_METRICS.map(({ name, dimensionSets }): [string, string[]] => [name, dimensionSets.map((set) => ['service', ...set].sort().join())]),
  ...Object.keys(TELEMETRY_METRICS).map((name): [string, string[]] => [name, ['service']]),
]);

interface Metric {
  readonly MetricName: string;
  readonly Namespace: string;
  readonly Dimensions?: readonly { readonly Name: string; readonly Value: string }[];
}
interface Alarm extends Partial<Metric> {
  readonly AlarmName: string;
  readonly Metrics?: readonly { readonly MetricStat?: { readonly Metric: Metric } }[];
}

const metricsOf = (alarm: Alarm): readonly Metric[] => (alarm.MetricName === undefined ? (alarm.Metrics ?? []).flatMap(({ MetricStat }) => (MetricStat ? [MetricStat.Metric] : [])) : [alarm as Metric]);

function deployed() {
  const loaded = loadConfig({ text: `${HEAD}${SECTIONS}`, file: 'observability.yml', templates: TEMPLATES });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const config = loaded.configs[0];
  if (config === undefined) throw new Error('no environment');
  const resources = synthesize(config, { validation: false }).stacks.flatMap(({ template }) => Object.values(template['Resources'] as Record<string, { Type: string; Properties: Alarm & { DashboardName?: string; DashboardBody?: unknown } }>));
  const ours = resources.filter(({ Type, Properties }) => Type === 'AWS::CloudWatch::Alarm' && Properties.AlarmName.startsWith('acme-production-')).map(({ Properties }) => Properties);
  const dashboard = resources.find(({ Properties }) => Properties?.DashboardName === 'acme-production-payments');
  return { config, ours, dashboard: JSON.stringify(dashboard) };
}

test('the alarms of the document synthesize, and each reads dimension sets that the helper publishes', () => {
  const { config, ours } = deployed();
  expect(ours.map(({ AlarmName }) => AlarmName).sort()).toEqual([...SECTIONS.matchAll(/alarmName: "acme-\{env\}-([\w-]+)"/g)].map(([, name = '']) => `acme-production-${name}`).sort());
  const read = ours.flatMap(metricsOf).map(({ MetricName, Namespace, Dimensions = [] }) => ({ MetricName, Namespace, set: Dimensions.map(({ Name }) => Name).sort().join() }));
  expect(read.filter(({ MetricName, set }) => !CONTRACT.get(MetricName)?.includes(set))).toEqual([]);
  expect(new Set(read.map(({ Namespace }) => Namespace))).toEqual(new Set([config.metrics?.namespace]));
});

test('every signal of the contract that needs attention has an alarm: the rest are totals of others, and refunds', () => {
  const read = new Set(deployed().ours.flatMap(metricsOf).map(({ MetricName }) => MetricName));
  expect([...CONTRACT.keys()].filter((name) => !read.has(name))).toEqual(['threeDsFrictionless', 'retries', 'refunds', 'unknownDeclineCodes', 'unlistedDimensionValues']);
});

test('the dashboard of the document is deployed with its metrics', () => {
  const { dashboard } = deployed();
  for (const name of ['authorizationApprovals', 'authorizationDeclines', 'providerLatencyMs', 'captureLagSeconds', 'settlementFileAgeSeconds']) expect(dashboard).toContain(name);
});

test('the table of the document names every metric, by the dimensions of the contract', () => {
  const rows = [...DOCUMENT.matchAll(/^\|[^|]*\|([^|]+)\|([^|]+)\|$/gm)].map(([, metrics = '', sets = '']) => ({ metrics, sets: sets.split(';').map((set) => [...set.matchAll(/`(\w+)`/g)].map(([, name]) => name)) }));
  for (const { name, dimensionSets, zeroOrOne } of PAYMENT_METRICS) {
    const row = rows.find(({ metrics }) => metrics.includes(`\`${name}\``));
    expect([name, row?.sets]).toEqual([name, dimensionSets]);
    expect([name, row?.metrics.includes(`\`${name}\` (0 or 1)`)]).toEqual([name, zeroOrOne === true]);
  }
  expect(Object.keys(TELEMETRY_METRICS).filter((name) => !DOCUMENT.includes(`\`${name}\``))).toEqual([]);
});
