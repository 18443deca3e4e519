import type { Notifications, Severity } from './sections/notifications';

/** From the most to the least urgent. */
export const SEVERITIES: readonly Severity[] = ['critical', 'warning', 'info'];

/**
 * The severity whose topic hears alarms of `severity`: `maxSeverity` lowers what is above it; without a topic of that severity the
 * next more urgent one hears it, else the next less urgent. A topic above `maxSeverity` hears it only when there is no other.
 */
export function heardBy(notifications: Notifications, severity: Severity): Severity {
  const most = SEVERITIES.indexOf(notifications.maxSeverity);
  const wanted = Math.max(SEVERITIES.indexOf(severity), most);
  const has = (candidate: Severity) => notifications[candidate] !== undefined;
  const heard = SEVERITIES.slice(most, wanted + 1).findLast(has) ?? SEVERITIES.slice(wanted + 1).find(has) ?? SEVERITIES.slice(0, most).findLast(has);
  if (heard === undefined) throw new Error('notifications: no topic; the loader should have refused the config');
  return heard;
}
