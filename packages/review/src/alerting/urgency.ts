import { isRecord, listOf } from '../json';
import { originOf, type Resource } from '../template';

/** From the least urgent on. */
export const URGENCIES = ['info', 'warning', 'critical'] as const;

/** How urgent what a topic carries is, from 0 on: by its `Severity` tag, else by its path in the config. Undefined where neither says so. */
export function urgencyOf(topic: Resource | undefined): number | undefined {
  if (!topic) return undefined;
  const tag = listOf(topic.properties['Tags']).filter(isRecord).find(({ Key: key }) => key === 'Severity')?.['Value'];
  const named = typeof tag === 'string' ? tag.toLowerCase() : originOf(topic).path?.split('.')[1];
  const index = URGENCIES.findIndex((urgency) => urgency === named);
  return index < 0 ? undefined : index;
}
