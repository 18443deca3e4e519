import { INVARIANTS, stackTable } from '@payment-observability/template-testing';
import { EVERYTHING, world } from './payment-platform';

const stacks = stackTable(world, [
  { name: 'as it comes' },
  { name: 'with everything in use', sections: EVERYTHING },
  { name: 'at home in eu-west-1', sections: EVERYTHING, regions: 'eu-west-1' },
]);

test('the stacks are those of the test: three at home, one in us-east-1', () => {
  expect(stacks.map(([name]) => name)).toEqual(['as it comes, home', 'with everything in use, home', 'at home in eu-west-1, home', 'at home in eu-west-1, us-east-1']);
});

describe.each(stacks)('%s', (_, stack) => {
  test.each(INVARIANTS)('$name', ({ violations }) => {
    expect(violations(stack)).toEqual([]);
  });
});
