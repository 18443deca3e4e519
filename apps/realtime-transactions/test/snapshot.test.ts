import { snapshotOf } from '@payment-observability/template-testing';
import { EVERYTHING, world } from './realtime-transactions';

test('the stack of live transactions', () => {
  const text = JSON.stringify(snapshotOf(world, { sections: EVERYTHING }));
  // the tag of the image is a hash of the built handler
  expect(JSON.parse(text.replaceAll(/:[0-9a-f]{64}"/g, ':IMAGE"')) as unknown).toMatchSnapshot();
});
