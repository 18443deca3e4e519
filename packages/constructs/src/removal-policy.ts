import type { Config } from '@payment-observability/config';
import { RemovalPolicy } from 'aws-cdk-lib/core';

/**
 * For what must outlive its stack. What a failed first deployment made is removed with it: its name would make the next
 * deployment fail.
 */
export const KEEP = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

/** For data that only a production environment must keep. */
export function removalPolicyOf({ environment }: Config): RemovalPolicy {
  return environment.protected ? KEEP : RemovalPolicy.DESTROY;
}
