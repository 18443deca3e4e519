import type { Finding } from './finding';
import { heardBy } from './heard-by';
import { isRecord } from './path';
import { receiversOf } from './receivers';
import { notifications } from './sections/notifications';

/**
 * Critical alerts that reach people through functions of the stack alone: when those break, nobody hears of it. Who else hears a topic
 * that exists is not known. A section that is wrong in itself is passed over.
 */
export function secondPathFindings(value: unknown): readonly Finding[] {
  const { data } = notifications.safeParse(isRecord(value) ? value['notifications'] : undefined);
  if (!data || data.secondPath?.enabled === false) return [];
  const severity = heardBy(data, 'critical');
  const topic = data[severity];
  if (!topic || topic.existing !== undefined) return [];
  const { native, byFunction } = receiversOf(topic);
  if (native.length > 0 || byFunction.length === 0) return [];
  return [
    {
      path: ['notifications', severity],
      message: `${severity === 'critical' ? 'critical alerts' : `critical alerts, which go to the topic of ${severity},`} reach people through functions of this stack alone (${byFunction.join(', ')}), and nobody when those break`,
      suggestion: 'add an address to emails or a webhook without signingSecret, or say why there is none: notifications.secondPath: { enabled: false, reason: "…" }',
    },
  ];
}
