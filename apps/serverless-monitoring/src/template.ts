import type { TemplateDefaults } from '@payment-observability/config';

/** Defaults of the serverless-monitoring reference system. */
export const template = {
  name: 'serverless-monitoring',
  title: 'serverless-monitoring',
  defaults: {},
} as const satisfies TemplateDefaults;
