/** A topic whose routes are proved. */
export interface HeartbeatTopic {
  /** `critical`, `warning` or `info`. */
  readonly severity: string;
  readonly arn: string;
  /** What of ours hears it, as the end of its route: `slack`, `webhooks.billing`. */
  readonly channels: readonly string[];
  /** Subscriptions that somebody must confirm, counted by protocol. */
  readonly toConfirm: Readonly<Record<string, number>>;
}

export interface HeartbeatSettings {
  readonly namespace: string;
  /** `<config name>/<environment>`. */
  readonly system: string;
  readonly account: string;
  readonly region: string;
  readonly intervalDays: number;
  readonly topics: readonly HeartbeatTopic[];
}

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Settings from the environment of the function, as the construct writes them; Lambda sets `AWS_REGION`.
 * @throws naming each variable that is missing or wrong
 */
export function heartbeatSettings(env: Environment): HeartbeatSettings {
  const problems: string[] = [];
  const text = (name: string): string => {
    const value = env[name] ?? '';
    if (value === '') problems.push(`${name}: missing`);
    return value;
  };
  const settings = {
    namespace: text('ALERT_METRICS_NAMESPACE'),
    system: text('SYSTEM'),
    account: text('ACCOUNT'),
    region: text('AWS_REGION'),
    intervalDays: Number(text('INTERVAL_DAYS')),
    topics: topicsIn(text('TOPICS')),
  };
  if (!(Number.isInteger(settings.intervalDays) && settings.intervalDays > 0)) problems.push(`INTERVAL_DAYS: expected a number of days, found "${env['INTERVAL_DAYS'] ?? ''}"`);
  if (settings.topics === undefined) problems.push('TOPICS: expected a JSON list with a topic at least, each with severity, arn, channels and toConfirm');
  if (settings.topics === undefined || problems.length > 0) throw new Error(`environment of the alert heartbeat: ${problems.join('; ')}`);
  return { ...settings, topics: settings.topics };
}

function topicsIn(json: string): readonly HeartbeatTopic[] | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) && value.length > 0 && value.every(isTopic) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isTopic(value: unknown): value is HeartbeatTopic {
  if (typeof value !== 'object' || value === null) return false;
  const { severity, arn, channels, toConfirm } = value as Readonly<Record<string, unknown>>;
  if (typeof severity !== 'string' || typeof arn !== 'string' || !Array.isArray(channels) || typeof toConfirm !== 'object' || toConfirm === null) return false;
  return channels.every((channel) => typeof channel === 'string') && Object.values(toConfirm).every(Number.isInteger);
}

/** Name of a topic in metrics: the same whatever the topic is called, and the beginning of the routes through it. */
export function topicName({ system }: Pick<HeartbeatSettings, 'system'>, { severity }: HeartbeatTopic): string {
  return `${system}/${severity}`;
}

/** The routes through a topic, as the notifiers name them. */
export function routesOf(settings: Pick<HeartbeatSettings, 'system'>, topic: HeartbeatTopic): readonly string[] {
  return topic.channels.map((channel) => `${topicName(settings, topic)}/${channel}`);
}
