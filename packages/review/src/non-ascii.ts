import { mangleLikeCloudFormation } from '@aws-cdk/cloudformation-diff';
import { isRecord } from './json';

/** `before` with the text that CloudFormation's GetTemplate has turned into question marks read back from `after`, and how often that was done. */
export function restoreNonAscii<T>(before: T, after: unknown): { restored: T; count: number } {
  let count = 0;
  const restore = (old: unknown, young: unknown): unknown => {
    if (typeof old === 'string' && typeof young === 'string') {
      if (old === young || mangleLikeCloudFormation(young) !== old) return old;
      count += 1;
      return young;
    }
    if (Array.isArray(old) && Array.isArray(young)) return old.map((element, index) => restore(element, young[index]));
    if (isRecord(old) && isRecord(young)) return Object.fromEntries(Object.entries(old).map(([key, value]) => [key, restore(value, young[key])]));
    return old;
  };
  return { restored: restore(before, after) as T, count };
}
