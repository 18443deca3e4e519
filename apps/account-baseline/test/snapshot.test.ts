import { snapshotOf } from '@payment-observability/template-testing';
import { SECTIONS, world } from './account-baseline';

test('the stacks of an account, at home in eu-west-1', () => {
  expect(snapshotOf(world, { sections: SECTIONS, regions: 'eu-west-1' })).toMatchSnapshot();
});
