import { snapshotOf } from '@payment-observability/template-testing';
import { EVERYTHING, world } from './multi-region-platform';

test('the stacks of a platform in three Regions', () => {
  expect(snapshotOf(world, { sections: EVERYTHING })).toMatchSnapshot();
});
