import type { Config, Severity } from '@payment-observability/config';
import { mainDashboardName } from '../dashboards/dashboard-name';

/** Where notifiers say what they delivered, and the heartbeat what it sent. Routes tell systems and environments apart. */
export const ALERT_METRICS_NAMESPACE = 'PaymentObservability/Alerts';

/** Quota of Lambda on all environment variables of a function, less what JSON and Lambda itself add. */
const MAX_ENVIRONMENT_BYTES = 3800;

/** Name of a system in metrics, the beginning of its routes. */
export function systemOf({ name, environment }: Config): string {
  return `${name}/${environment.name}`;
}

/** Name of a route: `<config name>/<environment>/<severity>/<channel>`. */
export function routeOf(config: Config, severity: Severity, channelPath: string): string {
  return `${systemOf(config)}/${severity}/${channelPath}`;
}

/** What a notifier knows beside its receiver: its route, and where an alert leads. As many log groups as fit beside `others`. */
export function alertContext(config: Config, severity: Severity, channelPath: string, others: Readonly<Record<string, string>>): Record<string, string> {
  const dashboard = mainDashboardName(config);
  const context = { ROUTE: routeOf(config, severity, channelPath), ALERT_METRICS_NAMESPACE, ...(dashboard !== undefined && { DASHBOARD: dashboard }) };
  return { ...context, LOG_GROUPS: logGroupNames(config, MAX_ENVIRONMENT_BYTES - bytesOf({ ...others, ...context, LOG_GROUPS: '' })) };
}

/** The first log groups by their ids, as a JSON list of at most so many bytes. */
function logGroupNames({ logs }: Config, maxBytes: number): string {
  const groups = Object.entries(logs?.groups ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  const names = groups.flatMap(([, { existing, logGroupName }]) => existing ?? logGroupName ?? []);
  const fits = (count: number) => Buffer.byteLength(JSON.stringify(names.slice(0, count))) <= maxBytes;
  const count = names.findIndex((_, index) => !fits(index + 1));
  return JSON.stringify(count === -1 ? names : names.slice(0, count));
}

function bytesOf(variables: Readonly<Record<string, string>>): number {
  return Object.entries(variables).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + Buffer.byteLength(value), 0);
}
