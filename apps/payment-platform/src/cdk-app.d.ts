import { type BuildOptions } from '@payment-observability/constructs';
import type { App } from 'aws-cdk-lib/core';
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
export declare function paymentPlatformApp(text: string, { file, environment, ...options }?: PaymentPlatformOptions): App;
