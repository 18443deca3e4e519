import { ALARM_INVARIANTS } from './invariants/alarms';
import { DELIVERY_INVARIANTS } from './invariants/delivery';
import type { Invariant } from './invariants/invariant';
import { LIMIT_INVARIANTS } from './invariants/limits';
import { NAMING_INVARIANTS } from './invariants/naming';
import { PERMISSION_INVARIANTS } from './invariants/permissions';
import { STORAGE_INVARIANTS } from './invariants/storage';

/**
 * What holds for every stack of every template. A test runs them as
 * `describe.each(stackTable(world, cases))('%s', (_, stack) => test.each(INVARIANTS)('$name', ({ violations }) => expect(violations(stack)).toEqual([])))`.
 */
export const INVARIANTS: readonly Invariant[] = [
  ...ALARM_INVARIANTS,
  ...DELIVERY_INVARIANTS,
  ...STORAGE_INVARIANTS,
  ...PERMISSION_INVARIANTS,
  ...NAMING_INVARIANTS,
  ...LIMIT_INVARIANTS,
];
