import { type Regions, templateWorld } from '@payment-observability/template-testing';
import type { Template } from 'aws-cdk-lib/assertions';
import { template } from '../src/index';

export const world = templateWorld(template);

/** Sections that switch on what the template leaves to the user: routes to people, X-Ray encryption, a bucket that locks its objects. */
export const EVERYTHING = `encryption: { keys: { xray: { purpose: XRayEncryption } } }
tracing: { encryption: { encryptionKey: xray, ownsAccount: true } }
audit: { trail: { bucket: { objectLockDays: 365 } } }
notifications:
  critical: { emails: { oncall: oncall@example.com }, slack: { secret: "payment/{env}/slack" } }
  warning: { emails: { team: team@example.com }, slack: { secret: "payment/{env}/slack" } }
  info: { emails: { team: team@example.com } }`;

export interface PaymentPlatform {
  /** The stack of the home Region. */
  readonly home: Template;
  /** The stack that exists beside it when the home Region is another. */
  readonly usEast1?: Template;
}

/** The templates of the payment platform, changed by `sections`. */
export function synthesize(sections = '', regions?: Regions): PaymentPlatform {
  const { 'us-east-1': usEast1 } = world.synthesize(sections, regions);
  return { home: world.home(sections, regions), ...(usEast1 && { usEast1 }) };
}
