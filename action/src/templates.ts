import type { TemplateDefaults } from '@payment-observability/config';
import { template as paymentPlatform } from '@payment-observability/payment-platform';

/** The templates a configuration file can name. */
export const TEMPLATES: Readonly<Record<string, TemplateDefaults>> = Object.fromEntries([paymentPlatform].map((template) => [template.name, template]));
