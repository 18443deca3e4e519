/** How much an alert matters: the severity of the topic it came through. */
export type Severity = 'critical' | 'warning' | 'info';

/** What every notifier reads from its environment. */
export interface NotifierSettings {
  readonly secretArn: string;
  readonly severity: Severity;
  /** Code of the function's own Region. */
  readonly region: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/**
 * `SEVERITY` and the variable with the ARN of the secret are required; Lambda sets `AWS_REGION`. `furtherProblems` are reported along.
 * @throws with every problem at once, so that a misconfigured function fails its first call
 */
export function notifierSettings(environment: Environment, receiver: string, secretVariable: string, furtherProblems: readonly string[] = []): NotifierSettings {
  const secretArn = environment[secretVariable] ?? '';
  const severity = SEVERITIES.find((name) => name === environment.SEVERITY);
  const region = environment.AWS_REGION ?? '';
  const problems = [
    // a secret put here by mistake is not repeated
    ...(/^arn:[\w-]+:secretsmanager:/u.test(secretArn) ? [] : [`${secretVariable}: expected the ARN of a Secrets Manager secret, found something else`]),
    ...(severity === undefined ? [`SEVERITY: expected ${SEVERITIES.join(', ')}, found ${JSON.stringify(environment.SEVERITY ?? '')}`] : []),
    ...(region === '' ? ['AWS_REGION: expected the Region of the function, found nothing'] : []),
    ...furtherProblems,
  ];
  if (severity === undefined || problems.length > 0) throw new Error(`environment of the ${receiver} notifier: ${problems.join('; ')}`);
  return { secretArn, severity, region };
}
