import { INVARIANTS, stackTable } from '@payment-observability/template-testing';
import { SECTIONS, world } from './account-baseline';

const stacks = stackTable(world, [{ name: 'as it comes' }, { name: 'with everything in use', sections: SECTIONS }, { name: 'elsewhere', sections: SECTIONS, regions: 'ap-southeast-1' }]);

describe.each(stacks)('%s', (_, stack) => {
  test.each(INVARIANTS)('$name', ({ violations }) => {
    expect(violations(stack)).toEqual([]);
  });
});
