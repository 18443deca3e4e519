import { readStack, templateWorld } from '@payment-observability/template-testing';
import { template } from '../src/index';

export const world = templateWorld(template);

/** The template as it comes, with both addresses of row A8. */
export const SECTIONS = 'notifications: { critical: { emails: { operations: ops-team@example.com, oncall: payments-oncall@example.com } } }';
export const stack = readStack(world.home(SECTIONS));

/** With what the template leaves to the user: a network for the canaries, and a synthetic payment in it. */
export const EVERYTHING = `${SECTIONS}
canaries:
  network:
    vpcName: "vpc-{env}"
    publicSubnets: { a: { cidr: 10.0.1.0/24, zone: 0 }, b: { cidr: 10.0.2.0/24, zone: 1 } }
    privateSubnets: { a: { cidr: 10.0.10.0/24, zone: 0 }, b: { cidr: 10.0.11.0/24, zone: 1 } }
  checks:
    payment:
      canaryName: "payment-check-{env}"
      kind: transaction
      url: https://sandbox.example.com
      secret: "payment/{env}/sandbox-token"
      inNetwork: true
      tracing: true
      steps:
        a: { path: /v1/payments, method: POST, body: { amount: 1, currency: EUR }, expectedStatus: 201, expectedFields: { status: AUTHORIZED }, save: { payment: id } }
        b: { path: "/v1/payments/{payment}" }`;

/** Name of the one topic. */
export const TOPIC = 'payment-alarms-dev';
