import type { Config } from '@payment-observability/config';
import { App, Stack } from 'aws-cdk-lib/core';

/** An empty stack where the config says it lives. */
export function stackOf({ environment }: Config, context: Readonly<Record<string, unknown>> = {}): Stack {
  const app = new App({ context: { '@aws-cdk/core:enablePartitionLiterals': true, ...context }, analyticsReporting: false, builtinCloudFormationValidation: false });
  return new Stack(app, 'acme-dev', { env: { account: environment.account, region: environment.region } });
}
