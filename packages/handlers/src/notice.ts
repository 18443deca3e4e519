import { type Severity } from './severity';

/** An alarm's state as CloudWatch writes it. */
export type AlarmState = 'ALARM' | 'OK' | 'INSUFFICIENT_DATA';

interface Said {
  readonly title?: string;
  readonly description?: string;
  readonly reason?: string;
  /** The AWS account the message is about. */
  readonly accountId?: string;
  /** ISO 8601, as the sender wrote it. */
  readonly occurredAt?: string;
  /** Code of the AWS Region the message is about, such as `eu-west-1`. */
  readonly region?: string;
}

/** A metric that an alarm reads. */
export interface AlarmMetric {
  readonly namespace?: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, string>>;
  /** As the sender wrote it: `SUM`, `Average`, `p99`. */
  readonly statistic?: string;
  readonly periodSeconds?: number;
}

/** How CloudWatch holds a value against a threshold. */
export type Comparison = 'GreaterThanThreshold' | 'GreaterThanOrEqualToThreshold' | 'LessThanThreshold' | 'LessThanOrEqualToThreshold';

/** The newest value an alarm looked at, and what it was held against: a threshold, or the edges of an anomaly band. */
export interface Reading {
  readonly value: number;
  readonly threshold?: number;
  readonly comparison?: Comparison;
  readonly lower?: number;
  readonly upper?: number;
}

/** An alarm that made a composite alarm change its state. */
export interface ChildAlarm {
  readonly name: string;
  readonly state?: AlarmState;
}

/** A metric or composite alarm changed its state; `title` is the alarm's name. */
export interface AlarmNotice extends Said {
  readonly kind: 'alarm';
  readonly title: string;
  readonly alarmArn?: string;
  readonly state?: AlarmState;
  /** The state before; `since` (ISO 8601) only when the sender says it, which SNS messages of CloudWatch do not. */
  readonly previous?: { readonly state: AlarmState; readonly since?: string };
  readonly reading?: Reading;
  /** Of a metric alarm one, of a metric-math or anomaly alarm all that it reads, of a composite alarm none. */
  readonly metrics: readonly AlarmMetric[];
  /** The formula of a metric-math alarm. */
  readonly formula?: { readonly expression: string; readonly label?: string };
  /** How far back the alarm looked, with one period more: a datapoint carries the time its period began. */
  readonly lookBackSeconds?: number;
  readonly children: readonly ChildAlarm[];
}

/** An EventBridge event that is no alarm. */
export interface EventNotice extends Said {
  readonly kind: 'event';
  /** The event's own id. */
  readonly id?: string;
}

/** AWS Budgets says that a budget has passed a threshold. */
export interface BudgetNotice extends Said {
  readonly kind: 'budget';
  readonly title: string;
}

/** The monthly message that proves a route from its topic to its receiver. */
export interface HeartbeatNotice extends Said {
  readonly kind: 'heartbeat';
  readonly title: string;
  /** The heartbeat's own id. */
  readonly id?: string;
  /** Of the topic that was to pass it on. */
  readonly severity?: Severity;
}

/** Anything else: a sentence, or JSON nobody here knows. */
export interface TextNotice extends Said {
  readonly kind: 'text';
  readonly reason: string;
}

/** What one message on an alert topic says, whoever sent it: the input of every notifier. */
export type Notice = AlarmNotice | EventNotice | BudgetNotice | HeartbeatNotice | TextNotice;
