import type { TemplateDefaults } from '@payment-observability/config';

/** Defaults of the api-observability reference system. */
export const template = {
  name: 'api-observability',
  title: 'api-observability',
  defaults: {},
} as const satisfies TemplateDefaults;
