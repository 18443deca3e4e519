import type { TemplateDefaults } from '@payment-observability/config';

/** Defaults of the account-baseline reference system. */
export const template = {
  name: 'account-baseline',
  title: 'account-baseline',
  defaults: {},
} as const satisfies TemplateDefaults;
