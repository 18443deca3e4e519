import { templateWorld } from '@payment-observability/template-testing';
import { template } from '../src/index';

/** The real template at home in eu-west-1. */
export const world = templateWorld(template, 'eu-west-1');

/** What the template leaves to the user. */
export const EVERYTHING = `transactions: { bus: { archiveDays: 30 } }
notifications: { critical: { emails: { oncall: oncall@example.com } } }`;
