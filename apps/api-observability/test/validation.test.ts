import { VALIDATION_TIMEOUT_MS, validationFindings } from '@payment-observability/template-testing';
import { template } from '../src/index';
import { EVERYTHING, world } from './api';

test.each([
  ['as it comes', world.yaml()],
  ['with everything in use, elsewhere', world.yaml(EVERYTHING, 'eu-west-1')],
])('cdk-nag AwsSolutions, cdk-nag PCI and the template validation find nothing: %s', (_, yaml) => {
  expect(validationFindings(template, yaml)).toEqual([]);
}, VALIDATION_TIMEOUT_MS);
