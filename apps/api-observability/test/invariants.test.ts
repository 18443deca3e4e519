import { INVARIANTS, stackTable } from '@payment-observability/template-testing';
import { EVERYTHING, SECTIONS, world } from './api';

const stacks = stackTable(world, [{ name: 'as it comes' }, { name: 'with addresses', sections: SECTIONS }, { name: 'with everything in use, elsewhere', sections: EVERYTHING, regions: 'ap-southeast-1' }]);

describe.each(stacks)('%s', (_, stack) => {
  test.each(INVARIANTS)('$name', ({ violations }) => {
    expect(violations(stack)).toEqual([]);
  });
});
