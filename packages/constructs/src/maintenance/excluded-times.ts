import type { Config, MaintenanceWindow } from '@payment-observability/config';
import { instantOf } from './local-time';
import { WEEKDAYS } from './weekdays';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Times that the anomaly models of an alarm do not learn from. */
export interface ExcludedTimes {
  /** In UTC without a zone (`2026-11-01T01:00:00`), as CloudWatch wants them; from the earliest on. */
  readonly ranges: readonly { readonly startTime: string; readonly endTime: string }[];
  /** Time zone of the first window, for the daylight saving of the metric itself. */
  readonly timezone: string;
}

/** The windows of `maintenance` that the anomaly model of the alarm `alarms.<id>` skips; undefined when there are none. */
export function excludedTimes({ maintenance }: Config, alarmId: string): ExcludedTimes | undefined {
  const windows = Object.values(maintenance?.windows ?? {}).filter(({ alarms, excludeFromModels }) => excludeFromModels !== undefined && (alarms?.includes(alarmId) ?? true));
  const [first] = windows;
  const instants = windows.flatMap(occurrences).sort((a, b) => a.startMs - b.startMs || a.endMs - b.endMs);
  if (!first || instants.length === 0) return undefined;
  return { ranges: instants.map(({ startMs, endMs }) => ({ startTime: timestamp(startMs), endTime: timestamp(endMs) })), timezone: first.timezone };
}

interface Occurrence {
  readonly startMs: number;
  readonly endMs: number;
}

function occurrences(window: MaintenanceWindow): Occurrence[] {
  const { weekly, once, durationMinutes, timezone } = window;
  const at = once?.at ?? weekly?.at ?? '00:00';
  return daysOf(window).map((dayMs) => {
    const startMs = instantOf(dayMs + minutesOf(at) * MINUTE_MS, timezone);
    return { startMs, endMs: startMs + durationMinutes * MINUTE_MS };
  });
}

/** The days between the dates on which the window begins, each as its midnight in UTC. */
function daysOf({ weekly, once, excludeFromModels }: MaintenanceWindow): number[] {
  if (!excludeFromModels) return [];
  const from = Date.parse(excludeFromModels.from);
  const until = Date.parse(excludeFromModels.until);
  if (once) return [Date.parse(once.on)].filter((day) => day >= from && day <= until);
  if (!weekly) return [];
  const daysAhead = (WEEKDAYS.indexOf(weekly.day) - new Date(from).getUTCDay() + 7) % 7;
  const first = from + daysAhead * DAY_MS;
  const weeks = Math.max(0, Math.floor((until - first) / (7 * DAY_MS)) + 1);
  return Array.from({ length: weeks }, (_, week) => first + week * 7 * DAY_MS);
}

function minutesOf(timeOfDay: string): number {
  const [hours = 0, minutes = 0] = timeOfDay.split(':').map(Number);
  return hours * 60 + minutes;
}

const timestamp = (instantMs: number) => new Date(instantMs).toISOString().slice(0, 19);
