import fc from 'fast-check';
import { type HandlerName } from '../src/index';
import { type PagerDutyEvent } from '../src/pagerduty-event';
import { type SlackMessage } from '../src/slack-message';
import { snsEvent } from './support/events';
import { messages } from './support/fuzzed-messages';
import { notifierWorlds, SECRET_ARN } from './support/notifier-world';

jest.setTimeout(180_000);

const SEED = 20_261_120;
const MESSAGES = 10_000;
const RECORDS = 100;
const CARD_NUMBER = /4111[ -]?1111[ -]?1111[ -]?1111/u;

const within = (text: string, limit: number) => text.length > 0 && text.length <= limit;

/** Whether Slack takes the message, and shows no markup but our own links. */
function isSlackMessage(body: string): boolean {
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

/** Whether PagerDuty takes the event. */
function isPagerDutyEvent(body: string): boolean {
  const event = JSON.parse(body) as PagerDutyEvent;
  return within(event.dedup_key, 255) && (event.event_action === 'resolve' || within(event.payload.summary, 1024)) && within(body, 512 * 1024);
}

const NOTIFIERS = {
  'slack-notifier': { variable: 'WEBHOOK_SECRET_ARN', secret: (url: string) => `${url}/s3cret`, isRight: isSlackMessage },
  'pagerduty-notifier': { variable: 'ROUTING_KEY_SECRET_ARN', secret: () => 'S3CRET0123456789abcdef0123456789', isRight: isPagerDutyEvent },
  'webhook-notifier': {
    variable: 'SIGNING_SECRET_ARN',
    secret: (url: string) => JSON.stringify({ url: `${url}/s3cret`, signingKey: `whsec_${Buffer.alloc(32, 's3cret').toString('base64')}` }),
    isRight: (body: string) => within(body, 256 * 1024),
  },
} as const satisfies Partial<Record<HandlerName, unknown>>;

describe.each(Object.keys(NOTIFIERS) as (keyof typeof NOTIFIERS)[])('%s', (name) => {
  const { variable, secret, isRight } = NOTIFIERS[name];
  const world = notifierWorlds(name, ({ receiver }) => ({ [variable]: SECRET_ARN, DASHBOARD: 'payments', LOG_GROUPS: '["payments"]', ...(name === 'pagerduty-notifier' ? { EVENTS_URL: receiver.url } : {}) }));

  test('passes on whatever comes, as its receiver takes it, without a crash, a secret or a card number', async () => {
    const { receiver, notify } = world();
    world().secrets = [secret(receiver.url)];
    const all = fc.sample(messages, { numRuns: MESSAGES, seed: SEED });
    const events = Array.from({ length: MESSAGES / RECORDS }, (_, index) => snsEvent(...all.slice(index * RECORDS, (index + 1) * RECORDS).map((Message) => ({ Message }))));
    const run = await notify(events, {}, 120_000);
    expect([run.exitCode, run.invocations.length, run.invocations.filter(({ ok }) => !ok)]).toEqual([0, events.length, []]);
    expect(run.output.match(/"message":"(?:posted to|nothing for) /gu)).toHaveLength(MESSAGES);
    expect(receiver.received.length).toBeGreaterThan(MESSAGES / 2);
    expect(receiver.received.map(({ body }) => body).filter((body) => !isRight(body) || CARD_NUMBER.test(body))).toEqual([]);
    const left = run.output + JSON.stringify(run.invocations);
    expect(left).not.toMatch(CARD_NUMBER);
    expect(left).not.toMatch(/s3cret|czNjcmV0/iu);
  });
});
