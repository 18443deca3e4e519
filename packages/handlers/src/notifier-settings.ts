import { isHttpsUrl } from './https-url';
import { type LinkPlace } from './notice-links';
import { SEVERITIES, type Severity, severityOf } from './severity';

/** What every notifier reads from its environment. */
export interface NotifierSettings extends LinkPlace {
  readonly secretArn: string;
  readonly severity: Severity;
  /** The way of an alert from its topic to its receiver, such as `card-acquiring/production/critical/slack`. */
  readonly route?: string;
  /** CloudWatch namespace of the metric that says a heartbeat arrived. */
  readonly metricsNamespace?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const LOG_GROUP = /^[\w./#-]{1,512}$/u;

/**
 * `SEVERITY` and the variable with the ARN of the secret are required; Lambda sets `AWS_REGION`; `ROUTE`, `ALERT_METRICS_NAMESPACE`, `DASHBOARD`
 * and `LOG_GROUPS` may be left out. `furtherProblems` are reported along.
 * @throws with every problem at once, so that a misconfigured function fails its first call
 */
export function notifierSettings(environment: Environment, receiver: string, secretVariable: string, furtherProblems: readonly string[] = []): NotifierSettings {
  const secretArn = environment[secretVariable] ?? '';
  const severity = severityOf(environment.SEVERITY);
  const region = environment.AWS_REGION ?? '';
  const logGroups = logGroupsOf(environment.LOG_GROUPS);
  const problems = [
    // a secret put here by mistake is not repeated
    ...(/^arn:[\w-]+:secretsmanager:/u.test(secretArn) ? [] : [`${secretVariable}: expected the ARN of a Secrets Manager secret, found something else`]),
    ...(severity === undefined ? [`SEVERITY: expected ${SEVERITIES.join(', ')}, found ${JSON.stringify(environment.SEVERITY ?? '')}`] : []),
    ...(region === '' ? ['AWS_REGION: expected the Region of the function, found nothing'] : []),
    ...(logGroups === undefined ? [`LOG_GROUPS: expected a JSON list of names of log groups, found ${JSON.stringify(environment.LOG_GROUPS)}`] : []),
    ...furtherProblems,
  ];
  if (severity === undefined || logGroups === undefined || problems.length > 0) throw new Error(`environment of the ${receiver} notifier: ${problems.join('; ')}`);
  return { secretArn, severity, region, logGroups, ...optional(environment, { route: 'ROUTE', metricsNamespace: 'ALERT_METRICS_NAMESPACE', dashboard: 'DASHBOARD' }) };
}

/** The problem in words of a variable that should hold an https URL; what may be a password in it is not repeated. */
export function httpsProblem(environment: Environment, variable: string): readonly string[] {
  const url = environment[variable] ?? '';
  return isHttpsUrl(url) ? [] : [`${variable}: expected an https URL without user and password, found ${JSON.stringify(url.replace(/\/\/[^/]*@/u, '//***@'))}`];
}

function optional<Name extends string>(environment: Environment, variables: Readonly<Record<Name, string>>): { readonly [name in Name]?: string } {
  const values = Object.entries<string>(variables).flatMap(([name, variable]) => {
    const value = environment[variable]?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return Object.fromEntries(values) as { readonly [name in Name]?: string };
}

function logGroupsOf(json: string | undefined): readonly string[] | undefined {
  if (json === undefined || json.trim() === '') return [];
  try {
    const names: unknown = JSON.parse(json);
    return Array.isArray(names) && names.every((name): name is string => typeof name === 'string' && LOG_GROUP.test(name)) ? names : undefined;
  } catch {
    return undefined;
  }
}
