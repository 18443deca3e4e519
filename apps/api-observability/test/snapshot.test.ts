import { snapshotOf } from '@payment-observability/template-testing';
import { SECTIONS, world } from './api';

test('the stack of a payment API', () => {
  expect(snapshotOf(world, { sections: SECTIONS })).toMatchSnapshot();
});
