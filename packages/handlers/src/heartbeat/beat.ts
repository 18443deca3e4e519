import { emfLine } from '../emf';
import { METRICS, type History, type ReadHistory, type Subject } from './history';
import { heartbeatMessage, type HeartbeatMessage } from './message';
import { HOUR_SECONDS, isDue, isOverdue, type Times } from './route-state';
import { routesOf, topicName, type HeartbeatSettings, type HeartbeatTopic } from './settings';
import { countUnconfirmed, type ListSubscriptions } from './subscriptions';

export interface HeartbeatSurroundings {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** A new id each time. */
  readonly newId: () => string;
  readonly readHistory: ReadHistory;
  readonly publish: (topicArn: string, message: HeartbeatMessage) => Promise<void>;
  readonly listSubscriptions: ListSubscriptions;
  /** Writes one line of the log as it is; CloudWatch reads metrics out of it. */
  readonly write: (line: string) => void;
  /** What this instance has sent, by topic and route in seconds since the epoch: CloudWatch shows it only minutes later, and a retry comes sooner. */
  readonly sentHere: Map<string, number>;
}

export interface HeartbeatResult {
  /** Names of the topics that were sent a heartbeat. */
  readonly sent: readonly string[];
  readonly overdue: readonly string[];
  /** Subscriptions that wait for somebody to confirm them, all topics together. */
  readonly unconfirmed: number;
}

/**
 * One run: says which routes are overdue, sends a heartbeat to each topic that is due, counts the subscriptions nobody has confirmed.
 * What fails for one topic fails the run, so that Lambda repeats it, but not before the others are done.
 * @throws with every failure
 */
export async function beat(settings: HeartbeatSettings, surroundings: HeartbeatSurroundings): Promise<HeartbeatResult> {
  const failures: unknown[] = [];
  const attempt = <T>(work: Promise<T>): Promise<T | undefined> => work.catch((error: unknown) => void failures.push(error));
  const run = { settings, surroundings, nowMs: surroundings.now() };
  const sent: string[] = [];
  const history = await attempt(readHistory(run));
  const overdue = history ? reportOverdue(run, history) : [];
  let unconfirmed = 0;
  for (const topic of settings.topics) {
    if (history && isTopicDue(run, topic, history) && (await attempt(send(run, topic)))) sent.push(topicName(settings, topic));
    unconfirmed += (await attempt(reportUnconfirmed(run, topic))) ?? 0;
  }
  if (failures.length > 0) throw new AggregateError(failures, `alert heartbeat: ${failures.map((failure) => (failure instanceof Error ? failure.message : 'unknown error')).join('; ')}`);
  return { sent, overdue, unconfirmed };
}

interface Run {
  readonly settings: HeartbeatSettings;
  readonly surroundings: HeartbeatSurroundings;
  readonly nowMs: number;
}

async function readHistory({ settings, surroundings, nowMs }: Run): Promise<History> {
  const subjects = settings.topics.flatMap((topic) => subjectsOf(settings, topic));
  const history = await surroundings.readHistory(subjects, nowMs / 1000);
  return new Map([...history].map(([name, times]) => [name, withSentHere(times, surroundings.sentHere.get(name))]));
}

function withSentHere({ sent, delivered }: Times, here: number | undefined): Times {
  return { delivered, sent: here === undefined ? sent : [...sent, Math.floor(here / HOUR_SECONDS) * HOUR_SECONDS] };
}

function reportOverdue(run: Run, history: History): readonly string[] {
  const { settings, nowMs } = run;
  return settings.topics.flatMap((topic) => routesOf(settings, topic)).filter((name) => {
    const overdue = isOverdue(timesOf(history, name), nowMs / 1000);
    measure(run, { dimension: 'Route', name }, METRICS.overdue, overdue ? 1 : 0);
    return overdue;
  });
}

function isTopicDue({ settings, nowMs }: Run, topic: HeartbeatTopic, history: History): boolean {
  const routes = routesOf(settings, topic).map((route) => timesOf(history, route));
  return isDue(timesOf(history, topicName(settings, topic)), routes, nowMs / 1000, settings.intervalDays);
}

/** Nothing counts as sent before SNS has taken it. */
async function send(run: Run, topic: HeartbeatTopic): Promise<true> {
  const { settings, surroundings, nowMs } = run;
  await surroundings.publish(topic.arn, heartbeatMessage(settings, topic, { id: surroundings.newId(), nowMs }));
  for (const subject of subjectsOf(settings, topic)) {
    surroundings.sentHere.set(subject.name, nowMs / 1000);
    measure(run, subject, METRICS.sent, 1);
  }
  return true;
}

async function reportUnconfirmed(run: Run, topic: HeartbeatTopic): Promise<number> {
  const { settings, surroundings } = run;
  const count = countUnconfirmed(await surroundings.listSubscriptions(topic.arn), topic.toConfirm);
  measure(run, { dimension: 'Topic', name: topicName(settings, topic) }, METRICS.unconfirmed, count);
  return count;
}

function measure({ settings: { namespace }, surroundings, nowMs }: Run, { dimension, name }: Subject, metric: string, value: number): void {
  surroundings.write(
    emfLine({ namespace, timestampMs: nowMs, dimensions: { [dimension]: name }, groups: [{ dimensionSets: [[dimension]], measurements: [{ name: metric, unit: 'Count', value }] }], properties: {} }),
  );
}

const subjectsOf = (settings: HeartbeatSettings, topic: HeartbeatTopic): readonly Subject[] => [
  { dimension: 'Topic', name: topicName(settings, topic) },
  ...routesOf(settings, topic).map((name): Subject => ({ dimension: 'Route', name })),
];

const timesOf = (history: History, name: string): Times => history.get(name) ?? { sent: [], delivered: [] };
