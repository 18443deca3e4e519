import { readStack, templateWorld, type StackReader } from '@payment-observability/template-testing';
import { template } from '../src/index';

export const REGIONS = ['us-east-1', 'eu-west-1', 'ap-southeast-1'] as const;

export const world = templateWorld(template, REGIONS);

/** Sections that switch on what the template leaves to the user. */
export const EVERYTHING = `outputs: { detailed: true }
notifications:
  critical: { emails: { oncall: ops-team@example.com }, slack: { secret: "platform/{env}/slack" }, pagerduty: { secret: "platform/{env}/pagerduty" } }
  warning: { emails: { team: ops-team@example.com }, slack: { secret: "platform/{env}/slack" } }`;

/** The stack of an environment by the id of its plan, changed by `sections`. */
export function stackOf(id: string, sections = ''): StackReader {
  const found = world.synthesize(sections)[id];
  if (!found) throw new Error(`no stack ${id}`);
  return readStack(found);
}

/** The stack of the primary Region. */
export const home = (sections = ''): StackReader => stackOf('home', sections);
/** The stack with the dashboards over all Regions. */
export const dashboards = (): StackReader => stackOf('dashboards');
