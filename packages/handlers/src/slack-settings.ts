import { type Severity, type SlackStyle } from './slack-message';

/** What the Slack notifier reads from its environment. */
export interface SlackSettings extends SlackStyle {
  readonly secretArn: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/**
 * `WEBHOOK_SECRET_ARN` and `SEVERITY` are required, `HEADING` is not; Lambda sets `AWS_REGION`.
 * @throws with every problem at once, so that a misconfigured function fails its first call
 */
export function slackSettings(environment: Environment): SlackSettings {
  const secretArn = environment.WEBHOOK_SECRET_ARN ?? '';
  const severity = SEVERITIES.find((name) => name === environment.SEVERITY);
  const region = environment.AWS_REGION ?? '';
  const problems = [
    // a webhook URL put here by mistake is a secret, so the value is not repeated
    ...(/^arn:[\w-]+:secretsmanager:/u.test(secretArn) ? [] : ['WEBHOOK_SECRET_ARN: expected the ARN of a Secrets Manager secret, found something else']),
    ...(severity === undefined ? [`SEVERITY: expected ${SEVERITIES.join(', ')}, found ${JSON.stringify(environment.SEVERITY ?? '')}`] : []),
    ...(region === '' ? ['AWS_REGION: expected the Region of the function, found nothing'] : []),
  ];
  if (severity === undefined || problems.length > 0) throw new Error(`environment of the Slack notifier: ${problems.join('; ')}`);
  const heading = environment.HEADING?.trim();
  return { secretArn, severity, region, heading: heading === undefined || heading === '' ? 'Payment System Alert' : heading };
}
