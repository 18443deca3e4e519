import type { MaintenanceWindow } from '@payment-observability/config';

/** The days in the order of Date.getUTCDay; their first three letters, in capitals, are what cron expressions call them. */
export const WEEKDAYS: readonly NonNullable<MaintenanceWindow['weekly']>['day'][] = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
