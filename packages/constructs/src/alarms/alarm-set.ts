import type { Config, SectionName } from '@payment-observability/config';
import { AlarmRule, AlarmState, CompositeAlarm, type AlarmBase, type CompositeAlarmProps } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import { LimitError } from '../limit-error';
import { excludedTimes } from '../maintenance/excluded-times';
import type { AlertRoutes } from '../notifications/alert-routes';
import type { NotificationTopics } from '../notifications/notification-topics';
import { markSource } from '../source';
import { checkName } from './alarm-limits';
import { describe, notify, silenceOf, tagAlarm } from './alarm-notice';
import type { MetricAlarmSpec, Notice } from './alarm-spec';
import { AnomalyDetectors } from './anomaly-detectors';
import { toAlarmRule } from './composite-rule';
import { heartbeatAlarms } from './heartbeat-alarms';
import { createMetricAlarm } from './metric-alarm';
import { noticeOf, ownMetricAlarm } from './own-alarm';
import { recommendedAlarmSpecs } from './recommended-alarms';
import { undeliveredAlertsSpec } from './undelivered-alerts';

/** How long a suppressed alarm waits for its suppressor to be raised before it notifies after all. */
const SUPPRESSOR_WAIT = Duration.seconds(60);
/** How long a suppressed alarm stays quiet after its suppressor has recovered, so that both recoveries do not notify. */
const SUPPRESSOR_EXTENSION = Duration.seconds(120);

export interface AlarmSetProps {
  readonly config: Config;
  /** Where the alarms notify. */
  readonly routes: AlertRoutes | undefined;
  /** The topics of the same stack, whose dead-letter queue is watched. */
  readonly topics?: NotificationTopics | undefined;
  /** Only the alarms of the resources of this shard. @default the team's own, and those of resources unless they are spread over stacks */
  readonly shard?: number;
}

/** A metric alarm that has no action yet. */
interface MetricAlarm {
  readonly entry: Construct;
  readonly spec: MetricAlarmSpec;
  readonly alarm: AlarmBase;
  /** Name of the composite that notifies in its place; undefined when it notifies itself, or nobody. */
  readonly followerName: string | undefined;
}

/**
 * The team's own alarms, and those recommended for its resources.
 *
 * ALARM goes to the topic of `severity`, OK to the topic of `recovered`, INSUFFICIENT_DATA to nobody. `suppressedBy` names a
 * composite alarm while whose ALARM this one stays quiet. CloudWatch has suppressors on composite alarms only: a suppressed metric
 * alarm carries no action itself, and a composite `<alarm name>-notification` that follows it notifies in its place.
 * An own alarm on a metric replaces the recommended alarm on the same metric and dimensions, so that one failure does not page twice.
 */
export class AlarmSet extends Construct {
  readonly #config: Config;
  readonly #routes: AlertRoutes | undefined;
  readonly #topics: NotificationTopics | undefined;
  readonly #alarms = new Map<string, AlarmBase>();
  readonly #names = new Map<string, string>();
  readonly #recommendedNames: string[] = [];
  readonly #ofResources = new Map<string, AlarmBase[]>();
  readonly #inProgress: string[] = [];
  readonly #anomalyDetectors = new AnomalyDetectors();

  constructor(scope: Construct, id: string, { config, routes, topics, shard }: AlarmSetProps) {
    super(scope, id);
    this.#config = config;
    this.#routes = routes;
    this.#topics = topics;
    const own = shard === undefined ? this.#ownMetricAlarms() : [];
    if (shard === undefined) for (const alarmId of this.alarmIds) this.alarm(alarmId);
    for (const created of [...own, ...this.#recommendedAlarms(shard), ...this.#undeliveredAlerts(), ...this.#heartbeatAlarms()]) this.#notifyOrFollow(created);
  }

  /** Ids of the section `alarms`. */
  public get alarmIds(): readonly string[] {
    return Object.keys(this.#config.alarms);
  }

  /** Name of the alarm `alarms.<id>`; undefined when there is none. */
  public alarmName(id: string): string | undefined {
    return this.#config.alarms[id]?.alarmName;
  }

  /** ARN of the alarm `alarms.<id>`. */
  public alarmArn(id: string): string {
    return this.alarm(id).alarmArn;
  }

  /** Names of the alarms recommended for resources and canaries, in the order of their resources. */
  public get recommendedAlarmNames(): readonly string[] {
    return this.#recommendedNames;
  }

  /** The alarms recommended for one resource, by its path such as `resources.functions.processor`. */
  public alarmsOf(resourcePath: string): readonly AlarmBase[] {
    return this.#ofResources.get(resourcePath) ?? [];
  }

  /** The alarm `alarms.<id>`, for rules, suppressors and dashboards. */
  public alarm(id: string): AlarmBase {
    const alarm = this.#alarms.get(id) ?? this.#ownComposite(id);
    this.#alarms.set(id, alarm);
    return alarm;
  }

  #ownMetricAlarms(): MetricAlarm[] {
    return Object.entries(this.#config.alarms).flatMap(([id, alarm]) => {
      if (alarm.when !== undefined) return [];
      const spec = ownMetricAlarm(this.#config, id, alarm);
      const entry = this.#entry(this, id, 'alarms', spec.path);
      const created = this.#metricAlarm(entry, spec);
      if (spec.signal.kind === 'anomaly') this.#anomalyDetectors.add(entry, spec.signal, excludedTimes(this.#config, id));
      this.#alarms.set(id, created.alarm);
      return [created];
    });
  }

  #recommendedAlarms(shard: number | undefined): MetricAlarm[] {
    const scope = new Construct(this, 'Recommended');
    return recommendedAlarmSpecs(this.#config, shard).map(({ id, section, resourcePath, spec }) => {
      const created = this.#metricAlarm(this.#entry(scope, id, section, spec.path), spec);
      this.#recommendedNames.push(spec.notice.alarmName);
      const others = this.#ofResources.get(resourcePath);
      if (others) others.push(created.alarm);
      else this.#ofResources.set(resourcePath, [created.alarm]);
      return created;
    });
  }

  /** A broken channel must not stay unnoticed: whoever else hears critical alerts hears of it. */
  #undeliveredAlerts(): MetricAlarm[] {
    const queueName = this.#topics?.deadLetters?.queueName;
    if (queueName === undefined) return [];
    const spec = undeliveredAlertsSpec(this.#config, queueName);
    return [this.#metricAlarm(this.#entry(this, 'UndeliveredAlerts', 'notifications', spec.path), spec)];
  }

  /** A route that is broken must be heard of before an alert is lost in it. */
  #heartbeatAlarms(): MetricAlarm[] {
    const topics = this.#topics;
    const { notifications } = this.#config;
    if (!topics || !notifications) return [];
    return heartbeatAlarms(this.#config, notifications, (severity) => topics.ownTopicArn(severity)).map(({ id, spec }) => this.#metricAlarm(this.#entry(this, id, 'notifications', spec.path), spec));
  }

  #ownComposite(id: string): AlarmBase {
    const path = `alarms.${id}`;
    const alarm = this.#config.alarms[id];
    if (alarm?.when === undefined) throw new Error(`${path}: no such alarm; the loader should have refused the config`);
    if (this.#inProgress.includes(id)) throw new LimitError(path, `waits for itself: ${[...this.#inProgress, id].join(' → ')}; change when or suppressedBy of one of them`);
    this.#inProgress.push(id);
    const created = this.#compositeAlarm(this.#entry(this, id, 'alarms', path), 'Alarm', path, noticeOf(this.#config, id, alarm), toAlarmRule(alarm.when, (child) => this.alarm(child)));
    this.#inProgress.pop();
    return created;
  }

  #entry(parent: Construct, id: string, section: SectionName, path: string): Construct {
    const entry = new Construct(parent, id);
    markSource(entry, section, path);
    return entry;
  }

  #metricAlarm(entry: Construct, spec: MetricAlarmSpec): MetricAlarm {
    const { path, notice } = spec;
    this.#reserveName(path, notice.alarmName);
    const silence = silenceOf(notice, this.#routes);
    const followerName = silence === undefined && notice.suppressedBy !== undefined ? `${notice.alarmName}-notification` : undefined;
    const alarm = createMetricAlarm(entry, 'Alarm', spec, describe(path, notice, followerName === undefined ? silence : `Notifies through ${followerName}.`));
    tagAlarm(alarm, notice);
    return { entry, spec, alarm, followerName };
  }

  #reserveName(path: string, alarmName: string): void {
    checkName(path, alarmName);
    const other = this.#names.get(alarmName);
    if (other !== undefined) throw new LimitError(`${path}.alarmName`, `"${alarmName}" is the name of ${other} too, and would overwrite it`);
    this.#names.set(alarmName, path);
  }

  /** Gives a metric alarm its actions, or the composite that notifies in its place. */
  #notifyOrFollow({ entry, spec: { path, notice }, alarm, followerName }: MetricAlarm): void {
    if (followerName === undefined) {
      notify(alarm, notice, this.#routes);
      return;
    }
    const follower = { ...notice, alarmName: followerName, tags: { ...notice.tags, Type: 'Composite' } };
    this.#compositeAlarm(entry, 'Notification', path, follower, AlarmRule.fromAlarm(alarm, AlarmState.ALARM));
  }

  #compositeAlarm(entry: Construct, id: string, path: string, notice: Notice, alarmRule: CompositeAlarmProps['alarmRule']): AlarmBase {
    this.#reserveName(path, notice.alarmName);
    const alarm = new CompositeAlarm(entry, id, {
      compositeAlarmName: notice.alarmName,
      alarmDescription: describe(path, notice, silenceOf(notice, this.#routes)),
      alarmRule,
      ...(notice.suppressedBy !== undefined && {
        actionsSuppressor: this.alarm(notice.suppressedBy),
        actionsSuppressorWaitPeriod: SUPPRESSOR_WAIT,
        actionsSuppressorExtensionPeriod: SUPPRESSOR_EXTENSION,
      }),
    });
    tagAlarm(alarm, notice);
    notify(alarm, notice, this.#routes);
    return alarm;
  }
}
