import fc from 'fast-check';
import { BUDGET_NOTICE, GARBAGE, alarmEvent, anomalyAlarm, apiCallEvent, compositeAlarm, compositeAlarmEvent, healthEvent, heartbeat, insufficientData, metricAlarm, metricMathAlarm, resolvedAlarmEvent } from './events';

/** A test number of Visa's, as people write it; no output may hold it. */
export const CARD_NUMBERS = ['4111111111111111', '4111 1111 1111 1111', '4111-1111-1111-1111'] as const;

/** Markup that must reach nobody as markup. */
const HOSTILE = ['<!channel>', '<https://evil.example.com|Login>', '@here', '\uD83D', '\u0000', '__proto__'] as const;

const VALID = [metricAlarm(), metricMathAlarm(), anomalyAlarm(), compositeAlarm(), insufficientData(), alarmEvent(), resolvedAlarmEvent(), compositeAlarmEvent(), apiCallEvent(), healthEvent(), heartbeat()];

type Value = unknown;
type Holder = Record<string, Value>;

/** Every place in a JSON value that another value can be put in. */
function places(value: Value): readonly (readonly [holder: Holder, name: string])[] {
  if (typeof value !== 'object' || value === null) return [];
  const holder = value as Holder;
  return Object.keys(holder).flatMap((name) => [[holder, name] as const, ...places(holder[name])]);
}

const foreign = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.string({ unit: 'binary' }), fc.constantFrom<Value>(...CARD_NUMBERS, ...HOSTILE, 'x'.repeat(5000), '<&>'.repeat(2000), 1e308, -0, [], {}));

/** A message that AWS could have sent, but for some of its values. */
const mutated = fc.tuple(fc.constantFrom(...VALID), fc.array(fc.tuple(fc.nat(), foreign), { minLength: 1, maxLength: 4 })).map(([message, changes]) => {
  const body: Value = JSON.parse(message);
  for (const [at, value] of changes) {
    const all = places(body);
    const [holder, name] = all[at % all.length] ?? [];
    if (holder !== undefined && name !== undefined) holder[name] = value;
  }
  return JSON.stringify(body);
});

const cut = fc.tuple(fc.constantFrom(...VALID, BUDGET_NOTICE.Message), fc.nat(2000)).map(([message, length]) => message.slice(0, length));

/** What may come through an alert topic: right, nearly right, and anything at all. */
export const messages = fc.oneof(
  { weight: 6, arbitrary: mutated },
  { weight: 1, arbitrary: cut },
  { weight: 1, arbitrary: fc.json({ maxDepth: 3 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 300 }) },
  { weight: 1, arbitrary: fc.constantFrom(...CARD_NUMBERS, ...GARBAGE.filter(([, message]) => message.length < 10_000).map(([, message]) => message)) },
);
