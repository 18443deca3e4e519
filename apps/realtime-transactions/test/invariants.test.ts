import { INVARIANTS, stackTable } from '@payment-observability/template-testing';
import { EVERYTHING, world } from './realtime-transactions';

const stacks = stackTable(world, [
  { name: 'as it comes' },
  { name: 'with everything in use', sections: EVERYTHING },
  { name: 'elsewhere, as a zip on demand', sections: 'transactions: { stream: { mode: onDemand }, processor: { package: zip, architecture: arm64 } }', regions: 'us-east-1' },
]);

describe.each(stacks)('%s', (_, stack) => {
  test.each(INVARIANTS)('$name', ({ violations }) => {
    expect(violations(stack)).toEqual([]);
  });
});
