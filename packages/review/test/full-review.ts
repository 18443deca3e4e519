import { review, type AlertCoverage, type AlertRoute, type CostReview, type LimitUse, type Review, type Template } from '../src/index';
import { alarm, input, logGroup, resource, stack, template } from './template';

export function route(alarmName: string, receiver: string, rest: Partial<AlertRoute> = {}): AlertRoute {
  return { alarm: alarmName, alarmLogicalId: alarmName.replaceAll('-', ''), via: [], topic: 'acme-prod-critical', receiver, state: 'not verified', ...rest };
}

export const COVERAGE: AlertCoverage = {
  heard: { before: 42, after: 41 },
  changed: [
    {
      stackId: 'home',
      signal: 'AWS/Lambda Errors of acme-prod-processor',
      section: 'alarms',
      path: 'alarms.lambdaErrors',
      change: 'lost',
      before: [route('acme-prod-lambda-errors', 'e-mail oncall', { via: ['acme-prod-outage'] }), route('acme-prod-lambda-errors', 'Slack', { via: ['acme-prod-outage'], state: 'works' })],
      after: [],
    },
    {
      stackId: 'home',
      signal: 'Payments/prod APILatency',
      section: 'alarms',
      path: 'alarms.apiLatencyHigh',
      change: 'weakened',
      before: [route('acme-prod-api-latency', 'PagerDuty', { state: 'works' })],
      after: [route('acme-prod-api-latency', 'PagerDuty', { state: 'broken', reason: 'the key of the topic lets CloudWatch do nothing' })],
    },
    { stackId: 'home', signal: 'AWS/RDS CPUUtilization of acme-prod-ledger', section: 'alarms', path: 'alarms.rdsCpu', change: 'added', before: [], after: [route('acme-prod-rds-cpu', 'Slack')] },
  ],
  unwatched: [{ path: 'resources.queues.settlement', what: 'queue acme-prod-settlement' }],
};

export const COST: CostReview = {
  beforeUsd: 1_212.4,
  afterUsd: 1_452.4,
  lines: [
    { section: 'alarms', what: '12 standard alarms', beforeUsd: 1.2, afterUsd: 1.2 },
    { section: 'metrics', what: '800 custom metrics', beforeUsd: 0, afterUsd: 240 },
    { section: 'logs', what: '2,000 GB of logs', beforeUsd: 1_211.2, afterUsd: 1_211.2 },
  ],
  assumptions: [
    { path: 'cost.logGiB', value: 2_000, unit: 'GB a month', isDefault: false },
    { path: 'cost.traces', value: 1_000_000, unit: 'traces a month', isDefault: true },
  ],
  notPriced: ['data transfer between Regions'],
  warnings: ['metrics.payments: 5 × 4 × 40 dimension values make 800 metrics, 240.00 USD a month'],
  pricesAt: '2026-08-01',
};

export const LIMITS: readonly LimitUse[] = [
  { what: 'sampling rules', of: 'us-east-1', used: 4, limit: 25 },
  { what: 'resources of a stack', of: 'stack acme-prod', used: 412, limit: 500 },
  { what: 'metric filters of a log group', of: 'log group acme', used: 101, limit: 100, path: 'logs.metricFilters' },
];

/** Grants on a key: before for CloudWatch alone, after for another account too. */
const key = (...principals: readonly object[]) =>
  resource('AWS::KMS::Key', { KeyPolicy: { Statement: principals.map((Principal) => ({ Effect: 'Allow', Principal, Action: 'kms:Decrypt', Resource: '*' })) } }, { section: 'encryption', path: 'encryption.keys.main' });

const CLOUDWATCH = { Service: 'cloudwatch.amazonaws.com' };

/** Before and after of a stack in which one of everything happens. */
export const EVERYTHING: readonly [Template, Template] = [
  template({
    Latency: alarm(),
    LambdaErrors: alarm({ AlarmName: 'acme-prod-lambda-errors', Threshold: 5 }, 'alarms.lambdaErrors'),
    Ledger: resource('AWS::DynamoDB::Table', { TableName: 'acme-prod-ledger' }, { section: 'transactions', path: 'transactions.ledger' }),
    Logs: logGroup(),
    Traces: resource('AWS::XRay::Group', { GroupName: 'payments' }, { section: 'tracing', path: 'tracing.groups.payments' }),
    Key: key(CLOUDWATCH),
    Board: resource('AWS::CloudWatch::Dashboard', { DashboardName: 'acme-prod', DashboardBody: JSON.stringify({ widgets: [{ type: 'metric', x: 0, y: 0, width: 12, height: 6, properties: { title: 'Latency', metrics: [['Payments/prod', 'APILatency']] } }] }) }, { section: 'dashboards', path: 'dashboards.service' }),
  }),
  template({
    Latency: alarm({ Threshold: 800 }),
    Ledger: resource('AWS::DynamoDB::Table', { TableName: 'acme-prod-ledger-2' }, { section: 'transactions', path: 'transactions.ledger' }),
    Logs: logGroup({ RetentionInDays: 90 }),
    Key: key(CLOUDWATCH, { AWS: 'arn:aws:iam::999988887777:root' }),
    RdsCpu: alarm({ AlarmName: 'acme-prod-rds-cpu', Namespace: 'AWS/RDS', MetricName: 'CPUUtilization' }, 'alarms.rdsCpu'),
    Board: resource('AWS::CloudWatch::Dashboard', { DashboardName: 'acme-prod', DashboardBody: JSON.stringify({ widgets: [{ type: 'metric', x: 0, y: 0, width: 24, height: 6, properties: { title: 'Latency', metrics: [['Payments/prod', 'APILatency']], annotations: { horizontal: [{ label: 'page', value: 800 }] } } }] }) }, { section: 'dashboards', path: 'dashboards.service' }),
  }),
];

/** A review in which one of everything happens, with coverage, cost and limits. */
export function fullReview(rest: Partial<Review> = {}): Review {
  const [before, after] = EVERYTHING;
  return { ...review(input([stack(before, after)], { notes: [{ title: 'Key acme', text: 'lacks a statement; add this:', code: '{ "Effect": "Allow" }' }] })), coverage: COVERAGE, cost: COST, limits: LIMITS, ...rest };
}
