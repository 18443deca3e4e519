import type { Verdict } from '@payment-observability/review';

/** Edits of an observability.yml: values by their path, `undefined` takes the path away. */
export type Edits = Readonly<Record<string, unknown>>;

/** One change of an example file, and what a review of it must say. */
export interface GoldenChange {
  readonly does: string;
  /** Edits of the example that both sides have. */
  readonly given?: Edits;
  readonly edits: Edits;
  readonly verdict: Verdict;
  /** Ids of the findings that must be among those of the review; for a safe change there must be none that asks for a look. */
  readonly finds: readonly string[];
  /** Whether the whole comment is kept as well. */
  readonly comment?: true;
}

const off = (reason: string) => ({ enabled: false, reason });

/** Changes by the example, which is named as its template. */
export const GOLDEN_CHANGES: Readonly<Record<string, readonly GoldenChange[]>> = {
  'payment-platform': [
    { does: 'nothing changes', edits: {}, verdict: 'no-changes', finds: [], comment: true },
    { does: 'the owner changes: tags alone', edits: { owner: 'issuing' }, verdict: 'safe', finds: [] },
    { does: 'the latency alarm is loosened', edits: { 'alarms.apiLatencyHigh.latencyP99Ms': 700 }, verdict: 'blocked', finds: ['alarm-loosened'], comment: true },
    { does: 'the latency alarm is tightened', edits: { 'alarms.apiLatencyHigh.latencyP99Ms': 300 }, verdict: 'safe', finds: [] },
    { does: 'an alarm waits longer', edits: { 'alarms.noTraffic.evaluationPeriods': 9, 'alarms.noTraffic.datapointsToAlarm': 9 }, verdict: 'blocked', finds: ['alarm-loosened'] },
    { does: 'missing data breaches no longer', edits: { 'alarms.noTraffic.missingData': 'notBreaching' }, verdict: 'blocked', finds: ['alarm-loosened'] },
    { does: 'an anomaly band gets wider', edits: { 'alarms.transactionAnomaly.anomalyBandWidth': 4 }, verdict: 'blocked', finds: ['alarm-loosened'] },
    { does: 'an alarm is switched off', edits: { 'alarms.dbConnectionFailures': off('too loud') }, verdict: 'blocked', finds: ['alarm-removed'], comment: true },
    { does: 'an alarm pages instead of telling the team', edits: { 'alarms.apiLatencyHigh.severity': 'critical' }, verdict: 'blocked', finds: [] },
    { does: 'a function is no longer listed', edits: { 'resources.functions.processor': off('moved away'), 'alarms.lambdaErrors': off('moved away'), 'logs.groups.lambda': off('moved away'), 'logs.queries': off('moved away') }, verdict: 'blocked', finds: ['alarm-removed', 'resource-unlisted'] },
    { does: 'a queue is added', edits: { 'resources.queues': { settlement: { queueName: 'acme-{env}-settlement' } } }, verdict: 'safe', finds: [] },
    { does: 'the only e-mail address of the critical topic goes', given: { 'notifications.secondPath': off('the team watches Slack') }, edits: { 'notifications.critical.emails': undefined }, verdict: 'blocked', finds: ['watcher-removed'] },
    { does: 'Slack is no longer told', edits: { 'notifications.critical.slack': undefined }, verdict: 'blocked', finds: ['watcher-removed'] },
    { does: 'PagerDuty is added', edits: { 'notifications.critical.pagerduty': { secret: 'acme/{env}/pagerduty' } }, verdict: 'attention', finds: ['permission-broadened'] },
    { does: 'a metric filter counts something else', edits: { 'logs.metricFilters.errorCount.match': { level: 'FATAL' } }, verdict: 'blocked', finds: ['watcher-changed'] },
    { does: 'logs are kept shorter', edits: { 'logs.retentionDays': 30 }, verdict: 'blocked', finds: ['retention-shortened'] },
    { does: 'logs are kept longer', edits: { 'logs.retentionDays': 400 }, verdict: 'safe', finds: [] },
    { does: 'a log group gets another name', edits: { 'logs.groups.processing.logGroupName': '/aws/payment/{env}/engine' }, verdict: 'blocked', finds: ['data-replaced', 'log-group-renamed'], comment: true },
    { does: 'card numbers are masked no longer in one group', edits: { 'logs.groups.processing.masked': false }, verdict: 'blocked', finds: ['masking-weakened'] },
    { does: 'objects of the trail expire sooner', edits: { 'audit.trail.bucket.expireDays': 400 }, verdict: 'blocked', finds: ['retention-shortened'] },
    { does: 'an audit rule is switched off', edits: { 'audit.rules.trailTampering': off('other team') }, verdict: 'blocked', finds: ['watcher-removed'] },
    { does: 'a dashboard gets another name', edits: { 'dashboards.overview.dashboardName': 'payments-{env}' }, verdict: 'attention', finds: ['watcher-replaced'] },
    { does: 'an alarm gets another name', edits: { 'alarms.apiLatencyHigh.alarmName': 'payments-{env}-slow' }, verdict: 'attention', finds: ['alarm-renamed'] },
    { does: 'text of users with Markdown, HTML and a mention', edits: { 'alarms.apiLatencyHigh.description': '@acme/oncall <b>see</b> [here](https://x.y) | `x` \u202E ]]>' }, verdict: 'safe', finds: [], comment: true },
  ],
  'api-observability': [
    { does: 'the share of server errors that alarms rises', edits: { 'alarms.apiHighErrors.fractionAbove': 0.2 }, verdict: 'blocked', finds: ['alarm-loosened'] },
    { does: 'the composite alarm hears one of its two', edits: { 'alarms.paymentCritical.when': { any: ['apiHighErrors'] }, 'alarms.lambdaHighErrors.silent': 'nobody' }, verdict: 'blocked', finds: ['composite-loosened'] },
    { does: 'the composite alarm needs both', edits: { 'alarms.paymentCritical.when': { all: ['apiHighErrors', 'lambdaHighErrors'] } }, verdict: 'blocked', finds: ['composite-loosened'] },
    { does: 'the canary runs less often', edits: { 'canaries.checks.health.everyMinutes': 15 }, verdict: 'blocked', finds: ['alarm-loosened'] },
    { does: 'the canary is switched off', edits: { 'canaries.checks.health': off('no API any more') }, verdict: 'blocked', finds: ['alarm-removed'] },
    { does: 'one of two addresses goes', edits: { 'notifications.critical.emails.oncall': undefined }, verdict: 'blocked', finds: ['watcher-removed'] },
    { does: 'artifacts of the canary expire sooner', edits: { 'canaries.artifacts.expireDays': 7 }, verdict: 'blocked', finds: ['retention-shortened'] },
  ],
  'serverless-monitoring': [
    { does: 'an alarm pages nobody but the team', edits: { 'alarms.apiServerErrors.severity': 'info' }, verdict: 'blocked', finds: [] },
    { does: 'the budget rises', edits: { 'budgets.monthly.monthlyUsd': 100_000 }, verdict: 'attention', finds: [] },
    { does: 'a table is no longer listed', edits: { 'resources.tables.payments': off('gone'), 'dashboards.realTime.widgets': off('gone') }, verdict: 'blocked', finds: ['alarm-removed'] },
    { does: 'fewer requests are traced', edits: { 'tracing.samplingRules.payments.fixedRate': 0.01 }, verdict: 'safe', finds: [] },
    { does: 'an own alarm is added', edits: { 'alarms.refunds': { alarmName: 'payments-{env}-refunds', description: 'Refunds fail.', severity: 'warning', metric: { name: 'RefundFailures' }, countAbove: 3, periodSeconds: 300, evaluationPeriods: 1, missingData: 'notBreaching' } }, verdict: 'safe', finds: [] },
    { does: 'contributors are no longer ranked', edits: { 'contributors.geography': off('too dear') }, verdict: 'attention', finds: [] },
  ],
  'realtime-transactions': [
    { does: 'the stream gets another name', edits: { 'transactions.stream.streamName': 'transactions-v2-{env}' }, verdict: 'attention', finds: ['data-replaced'], comment: true },
    { does: 'the stream keeps records a day', given: { 'transactions.stream.retentionHours': 168 }, edits: { 'transactions.stream.retentionHours': 24 }, verdict: 'blocked', finds: ['retention-shortened'] },
    { does: 'the stream has more shards', edits: { 'transactions.stream.shards': 20 }, verdict: 'safe', finds: [] },
    { does: 'fraud is routed to nobody', edits: { 'transactions.routing.fraud': off('another system') }, verdict: 'blocked', finds: ['watcher-removed'] },
    { does: 'high value begins higher', edits: { 'transactions.routing.highValue.match': { amount: { above: 50_000 } } }, verdict: 'attention', finds: ['watcher-changed'] },
    { does: 'dead letters alarm later', edits: { 'alarms.deadLetters.maximumAbove': 100 }, verdict: 'blocked', finds: ['alarm-loosened'] },
    { does: 'a signed webhook is added', edits: { 'notifications.critical.webhooks': { risk: { url: 'https://risk.example.com/hooks' } } }, verdict: 'safe', finds: [] },
  ],
  'multi-region-platform': [
    { does: 'a Region is given up', edits: { 'environments.production.regions': ['us-east-1', 'eu-west-1'] }, verdict: 'blocked', finds: ['stack-removed'] },
    { does: 'a Region is added', edits: { 'environments.production.regions': ['us-east-1', 'eu-west-1', 'ap-southeast-1', 'eu-central-1'] }, verdict: 'attention', finds: [] },
    { does: 'an alarm is loosened in every Region', edits: { 'alarms.highLatency.latencyP99Ms': 5000 }, verdict: 'blocked', finds: ['alarm-loosened'], comment: true },
    { does: 'the maintenance window mutes longer', edits: { 'maintenance.windows.sundayNight.durationMinutes': 600 }, verdict: 'blocked', finds: ['alarm-mute-rule'] },
    { does: 'the collector runs less often', edits: { 'metrics.collector.everyMinutes': 30 }, verdict: 'attention', finds: ['watcher-changed'] },
    { does: 'an alarm is suppressed by another', edits: { 'alarms.errorRatePercentage.suppressedBy': 'systemicIssues' }, verdict: 'blocked', finds: [] },
  ],
};
