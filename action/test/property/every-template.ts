import { template as accountBaseline } from '@payment-observability/account-baseline';
import { template as apiObservability } from '@payment-observability/api-observability';
import type { TemplateDefaults } from '@payment-observability/config';
import { template as multiRegionPlatform } from '@payment-observability/multi-region-platform';
import { template as paymentPlatform } from '@payment-observability/payment-platform';
import { template as realtimeTransactions } from '@payment-observability/realtime-transactions';
import { template as serverlessMonitoring } from '@payment-observability/serverless-monitoring';

/** Every template there is, by name. */
export const EVERY_TEMPLATE: Readonly<Record<string, TemplateDefaults>> = Object.fromEntries(
  [accountBaseline, paymentPlatform, apiObservability, serverlessMonitoring, realtimeTransactions, multiRegionPlatform].map((template): [string, TemplateDefaults] => [template.name, template]),
);
