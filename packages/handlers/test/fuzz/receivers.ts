import { type PagerDutyEvent } from '../../src/pagerduty-event';
import { type SlackMessage } from '../../src/slack-message';

const within = (text: string, limit: number) => text.length > 0 && text.length <= limit;

/** Whether Slack takes the message, and shows no markup but our own links; https://docs.slack.dev/reference/block-kit/blocks */
export function isSlackMessage(body: string): boolean {
  const { text, attachments } = JSON.parse(body) as SlackMessage;
  const { blocks } = attachments[0];
  const parts = blocks.flatMap((block) => {
    const texts = 'fields' in block ? block.fields : 'elements' in block ? block.elements : [block.text];
    const limit = { header: 150, section: 'fields' in block ? 2000 : 3000, context: 2000 }[block.type];
    return texts.length > 10 ? [''] : texts.map((one) => (within(one.text, limit) ? one.text : ''));
  });
  const all = [text, ...parts].join('\n');
  const foreign = all.replaceAll(/<https:\/\/[^<>|]+\|(?:Alarm|Runbook|Dashboard|Logs)>/gu, '');
  return blocks.length <= 50 && !parts.includes('') && within(text, 600) && !/[<>]|\p{Surrogate}/u.test(foreign);
}

/** Whether PagerDuty takes the event; https://developer.pagerduty.com/docs/send-alert-event */
export function isPagerDutyEvent(body: string): boolean {
  const event = JSON.parse(body) as PagerDutyEvent;
  return within(event.dedup_key, 255) && (event.event_action === 'resolve' || within(event.payload.summary, 1024)) && within(body, 512 * 1024);
}

/** Whether the body is as short as our format says. */
export const isWebhookBody = (body: string): boolean => within(body, 256 * 1024);
