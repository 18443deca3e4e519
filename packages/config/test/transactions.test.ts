import { transactions } from '../src/sections/transactions';

const WRITTEN = {
  encryptionKey: 'data',
  stream: { streamName: 'transactions-dev' },
  processor: { functionName: 'processor-dev' },
  failures: { queueName: 'dlq-dev', bucket: {} },
  velocity: { tableName: 'velocity-dev' },
  bus: { busName: 'events-dev', logGroupName: '/aws/events/events-dev' },
};
const messages = (changes: Readonly<Record<string, unknown>>) => transactions.safeParse({ ...WRITTEN, ...changes }).error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`) ?? [];
const routing = (match: unknown) => messages({ routing: { rule: { ruleName: 'rule-dev', match } } });
const EXPECTED = 'a value, a list of values, { above }, { atLeast }, { below }, { atMost } (numbers from -5e9 to 5e9) or { noneOf: [ … ] } (texts only, or numbers only)';

test.each([
  ['512', 512, []],
  ['513', 513, ['routing.rule.description: Too big: expected string to have <=512 characters']],
])('a rule has a description of %s characters', (_, length, problems) => {
  expect(messages({ routing: { rule: { ruleName: 'rule-dev', match: { amount: 1 }, description: 'x'.repeat(length) } } })).toEqual(problems);
});

test('what is left out has the figures of the reference', () => {
  expect(transactions.parse(WRITTEN)).toMatchObject({
    stream: { mode: 'provisioned', shards: 5, retentionHours: 24, shardLevelMetrics: true },
    processor: { package: 'container', architecture: 'x86_64', memoryMb: 512, timeoutSeconds: 60 },
    mapping: { batchSize: 100, batchingWindowSeconds: 1, maximumRetries: 3, maximumRecordAgeSeconds: 3600, parallelizationFactor: 1 },
    failures: { bucket: { expireDays: 90 } },
    velocity: { windowSeconds: 60 },
    bus: { source: 'payments.transactions', retentionDays: 30, ownsResourcePolicy: true },
    routing: {},
  });
});

test.each([
  [{ status: 'FAILED' }],
  [{ status: ['FAILED', 'ERROR'] }],
  [{ amount: { above: 5e9 } }],
  [{ amount: { atLeast: -5e9 }, country: { noneOf: ['US', 'GB'] } }],
  [{ count: { below: 1 }, flag: true }],
  [{ merchant: 'a', merchant_country: 'US', 'card.country': 'US', 'card.network': 'visa' }],
  [{ count: { atMost: 1 }, code: { noneOf: [1, 2] } }],
])('%j can be routed by', (match) => {
  expect(routing(match)).toEqual([]);
});

test.each([
  [{ amount: { above: '5' } }],
  [{ amount: { above: 1, below: 5 } }],
  [{ country: { noneOf: ['US', 5] } }],
])('%j is refused, since EventBridge would refuse it or never match', (match) => {
  expect(routing(match)).toEqual([`routing.rule.match.${Object.keys(match)[0]}: ${EXPECTED}`]);
});

test.each([[{ country: [] }], [{ country: { noneOf: [] } }], [{ amount: { above: 5e9 + 1 } }], [{ amount: -5e9 - 1 }]])('%j is refused: nothing matches it', (match) => {
  expect(routing(match)).toHaveLength(1);
});

test.each([
  [{ routing: { rule: { ruleName: 'rule-dev', match: {} } } }, 'routing.rule.match: at least one field'],
  [{ routing: { rule: { ruleName: 'rule-dev', match: { merchant: 'a', 'merchant.country': 'US' } } } }, 'routing.rule.match.merchant: merchant cannot have a value and hold merchant.country'],
  [{ routing: { rule: { ruleName: 'two words', match: { amount: 1 } } } }, 'routing.rule.ruleName: a rule name: letters, digits, hyphens, dots and underscores, 64 at most'],
  [{ processor: { functionName: 'processor.dev' } }, 'processor.functionName: a function name: letters, digits, hyphens and underscores, 64 at most'],
  [{ failures: { queueName: 'dlq.dev', bucket: {} } }, 'failures.queueName: a queue name: letters, digits, hyphens and underscores, 80 at most'],
  [{ velocity: { tableName: 'a table' } }, 'velocity.tableName: a table name: letters, digits, hyphens, dots and underscores'],
  [{ stream: {} }, 'stream: streamName (to create it) or existing is required'],
  [{ bus: { ...WRITTEN.bus, logGroupName: '/events/x' } }, 'bus.logGroupName: a log group name that begins with /aws/events/'],
  [{ bus: { ...WRITTEN.bus, source: 'aws.payments' } }, "bus.source: a source that does not begin with 'aws.'"],
])('%j: %s', (changes, message) => {
  expect(messages(changes)).toEqual([message]);
});
