import { INVARIANTS, stackTable } from '@payment-observability/template-testing';
import { EVERYTHING, world } from './serverless-monitoring';

const stacks = stackTable(world, [
  { name: 'as it comes' },
  { name: 'with everything in use', sections: EVERYTHING },
  { name: 'in three Regions', sections: EVERYTHING, regions: ['eu-west-1', 'us-east-1', 'ap-southeast-1'] },
]);

test('the stacks are those of the test', () => {
  expect(stacks.map(([name]) => name)).toEqual(['as it comes, home', 'with everything in use, home', 'in three Regions, home', 'in three Regions, us-east-1', 'in three Regions, ap-southeast-1']);
});

describe.each(stacks)('%s', (_, stack) => {
  test.each(INVARIANTS)('$name', ({ violations }) => {
    expect(violations(stack)).toEqual([]);
  });
});
