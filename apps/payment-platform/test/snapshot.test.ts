import { snapshotOf } from '@payment-observability/template-testing';
import { EVERYTHING, world } from './payment-platform';

test('the stacks of a payment platform at home in eu-west-1', () => {
  const { home, 'us-east-1': usEast1 } = snapshotOf(world, { sections: EVERYTHING, regions: 'eu-west-1' });
  expect({ home, usEast1 }).toMatchSnapshot();
});
