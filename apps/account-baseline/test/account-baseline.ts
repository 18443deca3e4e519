import { templateWorld } from '@payment-observability/template-testing';
import { template } from '../src/index';

export const world = templateWorld(template);
export const SECTIONS = `audit: { trail: { bucket: { objectLockDays: 365 } } }
notifications: { critical: { emails: { security: security@example.com } } }`;
