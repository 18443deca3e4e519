import { LIMITS } from '@payment-observability/catalog';
import type { Config, Maintenance, MaintenanceWindow } from '@payment-observability/config';
import { CfnAlarm, CfnAlarmMuteRule, CfnCompositeAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Duration } from 'aws-cdk-lib/core';
import { Construct } from 'constructs';
import type { AlarmSet } from '../alarms/alarm-set';
import { LimitError } from '../limit-error';
import { markSource } from '../source';

export interface MaintenanceWindowsProps {
  readonly config: Config;
  readonly maintenance: Maintenance;
  readonly alarms: AlarmSet;
}

/** The mute rules of `maintenance.windows`: their alarms still change state, and notify nobody meanwhile. */
export class MaintenanceWindows extends Construct {
  constructor(scope: Construct, id: string, { maintenance, alarms }: MaintenanceWindowsProps) {
    super(scope, id);
    for (const [windowId, window] of Object.entries(maintenance.windows)) {
      const path = `maintenance.windows.${windowId}`;
      const entry = new Construct(this, windowId);
      markSource(entry, 'maintenance', path);
      new CfnAlarmMuteRule(entry, 'MuteRule', {
        name: window.ruleName,
        ...(window.description !== undefined && { description: window.description }),
        rule: { schedule: { expression: expressionOf(window), duration: Duration.minutes(window.durationMinutes).toIsoString(), timezone: window.timezone } },
        muteTargets: { alarmNames: targets(window, path, alarms) },
      });
    }
  }
}

function expressionOf({ weekly, once }: MaintenanceWindow): string {
  if (once) return `at(${once.on}T${once.at})`;
  if (!weekly) throw new Error('a window without weekly and once; the loader should have refused the config');
  const [hour, minute] = weekly.at.split(':').map(Number);
  return `cron(${minute} ${hour} * * ${weekly.day.slice(0, 3).toUpperCase()})`;
}

/** By reference, so that CloudFormation creates the alarms first. */
function targets(window: MaintenanceWindow, path: string, alarms: AlarmSet): string[] {
  const names = (window.alarms ?? alarms.alarmIds).flatMap((alarmId) => alarmsOf(alarms, alarmId));
  const { limit } = LIMITS.muteRuleAlarms;
  if (names.length > limit)
    throw new LimitError(`${path}.alarms`, `${names.length} alarms, a mute rule names at most ${limit}; list those that notify, and spread them over several windows at the same time`);
  if (names.length === 0) throw new LimitError(path, 'there is no alarm to mute; the section alarms is empty');
  return names;
}

/** A suppressed metric alarm notifies through a composite beside it: muting the one without the other would mute nothing. */
function alarmsOf(alarms: AlarmSet, alarmId: string): string[] {
  const found = alarms.node.findChild(alarmId).node.findAll().filter((node) => CfnAlarm.isCfnAlarm(node) || CfnCompositeAlarm.isCfnCompositeAlarm(node));
  return found.map(({ ref }) => ref);
}
