import { z } from 'zod';
import { collection, entry, line, refTo } from './fields';

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'a time such as "22:30", in quotes' });
const date = z.iso.date({ error: 'a date such as "2026-12-31", in quotes' });
const timezone = z.string().refine(isTimezone, { error: 'a time zone such as Europe/Berlin or UTC' }).default('UTC');

/** By name: newer runtimes take an offset such as +01:00 too, which knows no daylight saving. */
function isTimezone(name: string): boolean {
  if (!/^[A-Z]/i.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Planned windows: their alarms stay quiet, and anomaly models do not learn from them. */
export const maintenance = entry({
  windows: collection(
    entry({
      ruleName: z.string().regex(/^[A-Za-z0-9_.\-{}]{1,255}$/, { error: 'a name of at most 255 letters, digits, hyphens, dots and underscores' }),
      description: line.optional(),
      weekly: entry({ day: z.enum(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday']), at: timeOfDay }).optional(),
      once: entry({ on: date, at: timeOfDay }).optional(),
      durationMinutes: z.number().int().min(1).max(21_600),
      timezone,
      alarms: z.array(refTo('alarms')).min(1).optional().meta({ description: 'All of the section `alarms` when absent' }),
      excludeFromModels: entry({ from: date, until: date })
        .optional()
        .meta({ description: 'Anomaly models skip the windows between these dates, which must be absolute in CloudWatch' }),
    }).superRefine((window, context) => {
      const problem = (message: string, path: string[]) => context.addIssue({ code: 'custom', message, path });
      if ((window.weekly === undefined) === (window.once === undefined)) problem('exactly one of weekly and once is required', []);
      if (window.weekly && window.durationMinutes > 10_080) problem(`${window.durationMinutes} minutes are longer than a week`, ['durationMinutes']);
      if (window.excludeFromModels && window.excludeFromModels.until < window.excludeFromModels.from) problem('until is before from', ['excludeFromModels', 'until']);
    }),
  ),
});
export type Maintenance = z.output<typeof maintenance>;
export type MaintenanceWindow = Maintenance['windows'][string];
