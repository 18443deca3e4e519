import type { TemplateDefaults } from '@payment-observability/config';

/** Defaults of the realtime-transactions reference system. */
export const template = {
  name: 'realtime-transactions',
  title: 'realtime-transactions',
  defaults: {},
} as const satisfies TemplateDefaults;
