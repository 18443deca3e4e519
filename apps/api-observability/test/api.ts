import { readStack, templateWorld } from '@payment-observability/template-testing';
import { template } from '../src/index';

export const world = templateWorld(template);

/** The template as it comes, with both addresses of row A8. */
export const SECTIONS = 'notifications: { critical: { emails: { operations: ops-team@example.com, oncall: payments-oncall@example.com } } }';
export const stack = readStack(world.home(SECTIONS));

/** A statistic of a metric as a widget's row has it. */
export const TOPIC = 'payment-alarms-dev';
