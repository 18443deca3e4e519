import { snapshotOf } from '@payment-observability/template-testing';
import { EVERYTHING, world } from './serverless-monitoring';

test('the stacks of serverless-monitoring in us-east-1', () => {
  expect(snapshotOf(world, { sections: EVERYTHING })).toMatchSnapshot();
});
