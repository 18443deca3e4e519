import { formatProblem, loadConfig, type Config, type LoadedConfig, type TemplateDefaults } from '../src';

/** A template as small as one can be that still has every kind of reference. */
export const mini: TemplateDefaults = {
  name: 'mini',
  title: 'A small template',
  defaults: {
    tags: { System: 'Payments', CostCenter: 'Engineering' },
    resources: {
      functions: { processor: { functionName: 'pay-{env}-processor', timeoutSeconds: 30, lambdaInsights: true } },
      databases: { ledger: { instanceId: 'pay-{env}-ledger' } },
    },
    encryption: { keys: { logs: { description: 'Logs of {name} {env}' }, alerts: {} } },
    logs: {
      encryptionKey: 'logs',
      groups: {
        processing: { logGroupName: '/aws/payment/{env}/processing' },
        lambda: { logGroupName: '/aws/lambda/pay-{env}-processor' },
      },
      metricFilters: {
        errorCount: { filterName: 'error-count', group: 'processing', match: { level: 'ERROR' }, metricName: 'ErrorCount' },
      },
      queries: { failures: { queryName: 'failures', groups: ['processing', 'lambda'], query: 'filter status = "FAILED"' } },
    },
    metrics: { namespace: 'Pay/{env}' },
    alarms: {
      latencyHigh: {
        alarmName: 'pay-{env}-latency', severity: 'warning', metric: { name: 'Latency' }, latencyP99Ms: 500,
        missingData: 'notBreaching', suppressedBy: 'slow',
      },
      memoryHigh: {
        alarmName: 'pay-{env}-memory', severity: 'warning', usagePercent: 80, missingData: 'notBreaching',
        metric: { resource: 'functions.processor', namespace: 'LambdaInsights', name: 'memory_utilization' },
      },
      errors: {
        alarmName: 'pay-{env}-errors', severity: 'critical', metric: { name: 'ErrorCount' }, countAbove: 5, missingData: 'notBreaching',
      },
      slow: { alarmName: 'pay-{env}-slow', severity: 'warning', when: { all: ['latencyHigh', 'memoryHigh'] } },
      broken: { alarmName: 'pay-{env}-broken', severity: 'critical', when: { any: ['errors', 'latencyHigh'] } },
    },
    dashboards: {
      overview: {
        dashboardName: 'pay-{env}-overview',
        widgets: {
          health: {
            x: 0, y: 0, width: 12, height: 6,
            series: {
              errors: { name: 'ErrorCount', statistic: 'Sum' },
              rate: { expression: '100 * errors' },
              cpu: { resource: 'databases.ledger', name: 'CPUUtilization', statistic: 'Average' },
            },
          },
          failures: { type: 'log', x: 0, y: 6, width: 24, height: 6, groups: ['processing'], query: 'limit 20' },
        },
      },
    },
    notifications: {
      encryptionKey: 'alerts',
      critical: { topicName: 'pay-{env}-critical' },
      warning: { topicName: 'pay-{env}-warning' },
      info: { topicName: 'pay-{env}-info' },
    },
  },
};

/** The shortest file: two environments, everything else from the template. The next line of a test's own text is line 8. */
export const HEAD = `version: 1
name: card-acquiring
template: mini
owner: acquiring
environments:
  staging: { account: "111111111111", region: eu-west-1 }
  production: { account: "222222222222", region: us-east-1, protected: true }
`;

export const load = (text: string, environment?: string): LoadedConfig =>
  loadConfig({ text, file: 'observability.yml', templates: { mini }, ...(environment === undefined ? {} : { environment }) });

/** The problems of a text, one line each. */
export function problemsOf(text: string, environment?: string): readonly string[] {
  const loaded = load(text, environment);
  return loaded.ok ? [] : loaded.problems.map(formatProblem);
}

/** The config of one environment of HEAD and `sections`; fails with the problems when there are any. */
export function configOf(sections: string, environment = 'production'): Config {
  const loaded = load(HEAD + sections, environment);
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  const [config] = loaded.configs;
  if (!config) throw new Error(`no config of ${environment}`);
  return config;
}

/** HEAD with one line in place of the line with the same key, or with one more environment. */
export function editHead(line: string): string {
  const own = new RegExp(`^( *)${line.split(':')[0]}:.*$`, 'm');
  return own.test(HEAD) ? HEAD.replace(own, (_, indent: string) => indent + line) : HEAD.replace('  staging:', `  ${line}\n  staging:`);
}
