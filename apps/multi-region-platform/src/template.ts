import type { TemplateDefaults } from '@payment-observability/config';

/** Defaults of the multi-region-platform reference system. */
export const template = {
  name: 'multi-region-platform',
  title: 'multi-region-platform',
  defaults: {},
} as const satisfies TemplateDefaults;
