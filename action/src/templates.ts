import { template as accountBaseline } from '@payment-observability/account-baseline';
import { template as apiObservability } from '@payment-observability/api-observability';
import type { TemplateDefaults } from '@payment-observability/config';
import { template as multiRegionPlatform } from '@payment-observability/multi-region-platform';
import { template as paymentPlatform } from '@payment-observability/payment-platform';
import { template as realtimeTransactions } from '@payment-observability/realtime-transactions';
import { template as serverlessMonitoring } from '@payment-observability/serverless-monitoring';

/** The templates a configuration file can name. */
export const TEMPLATES: Readonly<Record<string, TemplateDefaults>> = Object.fromEntries(
  [paymentPlatform, apiObservability, serverlessMonitoring, realtimeTransactions, multiRegionPlatform, accountBaseline].map((template) => [template.name, template]),
);
