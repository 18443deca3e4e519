import { templateApp, type TemplateAppOptions } from '@payment-observability/constructs';
import type { App } from 'aws-cdk-lib/core';
import { template } from './template';

export { template } from './template';

/** The CDK app of an observability.yml whose template is `realtime-transactions`. Throws with every problem of the file, one a line. */
export const realtimeTransactionsApp = (text: string, options: TemplateAppOptions = {}): App => templateApp(template, text, options);
