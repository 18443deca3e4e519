import { INVARIANTS, stackTable } from '@payment-observability/template-testing';
import { EVERYTHING, world } from './multi-region-platform';

const stacks = stackTable(world, [{ name: 'as it comes' }, { name: 'with everything in use', sections: EVERYTHING }, { name: 'in one Region', regions: 'eu-west-1' }]);

test('the stacks are one for each Region and one for the dashboards', () => {
  expect(stacks.map(([name]) => name)).toEqual([
    ...['as it comes', 'with everything in use'].flatMap((name) => ['home', 'eu-west-1', 'ap-southeast-1', 'dashboards'].map((id) => `${name}, ${id}`)),
    'in one Region, home',
  ]);
});

describe.each(stacks)('%s', (_, stack) => {
  test.each(INVARIANTS)('$name', ({ violations }) => {
    expect(violations(stack)).toEqual([]);
  });
});
