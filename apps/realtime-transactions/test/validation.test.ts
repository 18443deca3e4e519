import { VALIDATION_TIMEOUT_MS, validationFindings } from '@payment-observability/template-testing';
import { template } from '../src/index';
import { EVERYTHING, world } from './realtime-transactions';

test.each([
  ['as it comes', world.yaml()],
  ['with everything in use, elsewhere, as a zip', world.yaml(`${EVERYTHING}\n`.replace('{ bus:', '{ stream: { mode: onDemand }, processor: { package: zip }, bus:'), 'us-east-1')],
])('cdk-nag AwsSolutions, cdk-nag PCI and the template validation find nothing: %s', (_, yaml) => {
  expect(validationFindings(template, yaml)).toEqual([]);
}, VALIDATION_TIMEOUT_MS);
