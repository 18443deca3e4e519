import { formatProblem, loadConfig } from '@payment-observability/config';
import { buildApp, type BuildOptions } from '@payment-observability/constructs';
import type { App } from 'aws-cdk-lib/core';
import { template } from './template';

export interface PaymentPlatformOptions extends BuildOptions {
  /** Name of the file, for error texts. @default observability.yml */
  readonly file?: string;
  /** The one environment to build. @default all of the file */
  readonly environment?: string;
}

/**
 * The CDK app of an observability.yml whose template is `payment-platform`.
 *
 * @throws with every problem of the file, one a line, each with its position.
 */
export function paymentPlatformApp(text: string, { file = 'observability.yml', environment, ...options }: PaymentPlatformOptions = {}): App {
  const loaded = loadConfig({ text, file, templates: { [template.name]: template }, ...(environment !== undefined && { environment }) });
  if (!loaded.ok) throw new Error(loaded.problems.map(formatProblem).join('\n'));
  return buildApp(loaded.configs, options);
}
