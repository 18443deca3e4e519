import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { matchesPattern } from '@payment-observability/template-testing';
import { recordNames, recordText } from '../records';
import { arnOf, idOf, propertiesOf, resourcesOf } from './resource';

const RULE = 'AWS::Events::Rule';
const RULES = ['failed', 'fraud', 'high-value', 'velocity'];
const DLQ = arnOf('AWS::SQS::Queue', 'QueueName', 'transaction-dlq-dev');
const LOG = 'arn:aws:logs:eu-west-1:111111111111:log-group:/aws/events/transaction-events-dev';
const ruleOf = (rule: string) => propertiesOf(RULE, 'Name', `transaction-${rule}-dev`);
const event = (detail: Readonly<Record<string, unknown>>, detailType = 'Transaction Processed') => ({ version: '0', source: 'payments.transactions', account: '111111111111', region: 'eu-west-1', 'detail-type': detailType, detail });
/** Which rules the event of a transaction matches. */
const matched = (detail: Readonly<Record<string, unknown>>) => RULES.filter((rule) => matchesPattern(ruleOf(rule)['EventPattern'], event(detail)));

const GOOD = { transaction_id: 'txn-1', amount: 1500, type: 'PURCHASE', merchant_id: 'merch-1', merchant_country: 'US', transaction_count: 1, status: 'SUCCESS' };

test('a good transaction matches no rule', () => {
  expect(matched(GOOD)).toEqual([]);
});

describe('R21 high value: amount above 10 000', () => {
  test.each([
    [10_000, []],
    [10_000.01, ['high-value']],
    [10_001, ['high-value']],
    [15_000, ['high-value']],
    [9999.99, []],
    ['15000', []],
  ])('R21 an amount of %j: %j', (amount, rules) => {
    expect(matched({ ...GOOD, amount })).toEqual(rules);
  });

  test('R21 the pattern, and the topic', () => {
    expect(ruleOf('high-value')).toMatchObject({ EventPattern: { detail: { amount: [{ numeric: ['>', 10_000] }] } }, State: 'ENABLED' });
    expect((ruleOf('high-value')['Targets'] as { Arn: unknown }[]).map(({ Arn }) => Arn)).toContainEqual({ Ref: idOf('AWS::SNS::Topic') });
  });
});

describe('R22 failed: status FAILED or ERROR', () => {
  test.each([
    ['FAILED', ['failed']],
    ['ERROR', ['failed']],
    ['SUCCESS', []],
    ['DECLINED', []],
    ['failed', []],
  ])('R22 status %s: %j', (status, rules) => {
    expect(matched({ ...GOOD, status })).toEqual(rules);
  });
});

describe('R23 fraud: risk score above 80 and a country outside of the standard set', () => {
  test.each([
    [81, 'KP', ['fraud']],
    [80.5, 'KP', ['fraud']],
    [80, 'KP', []],
    [81, 'US', []],
    [81, 'GB', []],
    [100, 'XX', ['fraud']],
  ])('R23 a score of %d from %s: %j', (risk_score, merchant_country, rules) => {
    expect(matched({ ...GOOD, risk_score, merchant_country })).toEqual(rules);
  });

  test('R23 without a country or a score there is no match', () => {
    expect(matched({ ...GOOD, risk_score: 99, merchant_country: undefined })).toEqual([]);
    expect(matched({ ...GOOD, merchant_country: 'KP' })).toEqual([]);
  });
});

describe('R24 velocity: more than 20 transactions in 60 seconds', () => {
  test.each([
    [20, []],
    [21, ['velocity']],
    [22, ['velocity']],
  ])('R24 a count of %d: %j', (transaction_count, rules) => {
    expect(matched({ ...GOOD, transaction_count })).toEqual(rules);
  });

  test('R24 the window is 60 seconds, counted in a table of the function', () => {
    expect(propertiesOf('AWS::Lambda::Function')).toMatchObject({ Environment: { Variables: { WINDOW_SECONDS: '60', TABLE_NAME: { Ref: idOf('AWS::DynamoDB::Table') } } } });
  });
});

describe('R25 targets', () => {
  test.each(RULES)('R25 %s: the log group of the bus, a dead-letter queue and retries', (rule) => {
    const targets = ruleOf(rule)['Targets'] as { Arn: unknown; DeadLetterConfig: unknown; RetryPolicy: unknown }[];
    expect(targets.map(({ Arn }) => Arn)).toContain(LOG);
    for (const target of targets) expect(target).toMatchObject({ DeadLetterConfig: { Arn: DLQ }, RetryPolicy: { MaximumEventAgeInSeconds: 86_400, MaximumRetryAttempts: 185 } });
  });

  test('R25 high value, fraud and velocity notify', () => {
    const notifying = RULES.filter((rule) => JSON.stringify(ruleOf(rule)['Targets']).includes('NotificationscriticalTopic'));
    expect(notifying).toEqual(['fraud', 'high-value', 'velocity']);
  });

  test('R25 every rule is on the bus of the transactions, and no other event matches', () => {
    const rules = resourcesOf().filter(([, { Type }]) => Type === RULE);
    expect(rules.map(([, { Properties }]) => Properties['EventBusName'])).toEqual(rules.map(() => ({ Ref: idOf('AWS::Events::EventBus') })));
    const risky = { ...GOOD, amount: 99_999, status: 'FAILED', risk_score: 99, merchant_country: 'KP', transaction_count: 99 };
    expect(matched(risky)).toEqual(RULES);
    expect(RULES.filter((rule) => matchesPattern(ruleOf(rule)['EventPattern'], { ...event(risky), source: 'somebody.else' }))).toEqual([]);
    expect(RULES.filter((rule) => matchesPattern(ruleOf(rule)['EventPattern'], event(risky, 'Transaction Rejected')))).toEqual([]);
  });
});

describe('R29 test records', () => {
  /** What the processor adds: the status, and its own count of what the script puts. */
  const eventDetail = (name: string): Record<string, unknown> => ({ status: name === '03-failing' ? 'FAILED' : 'SUCCESS', ...(JSON.parse(recordText(name)) as Record<string, unknown>) });
  const EXPECTED: readonly (readonly [string, readonly string[]])[] = [
    ['01-ok', []],
    ['02-high-value', ['high-value']],
    ['03-failing', ['failed']],
    ['04-high-value-boundary', []],
    ['05-high-value-above-boundary', ['high-value']],
    ['06-fraud', ['fraud']],
    ['07-fraud-score-boundary', []],
    ['08-fraud-standard-country', []],
    ['09-status-failed', ['failed']],
    ['10-status-error', ['failed']],
    ['11-velocity', ['velocity']],
    ['12-velocity-boundary', []],
  ];

  test('R29 there is a record for each case, and a poison one', () => {
    expect(recordNames()).toEqual([...EXPECTED.map(([name]) => name), '13-poison']);
  });

  test.each(EXPECTED)('R29 %s matches %j', (name, rules) => {
    expect(matched(eventDetail(name))).toEqual(rules);
  });

  test('R29 the three records of the reference', () => {
    expect(JSON.parse(recordText('01-ok'))).toEqual({ transaction_id: 'txn-001', amount: 1500, type: 'PURCHASE', merchant_id: 'merch-123', merchant_country: 'US', transaction_count: 1 });
    expect(JSON.parse(recordText('02-high-value'))).toEqual({ transaction_id: 'txn-002', amount: 15_000, type: 'PURCHASE', merchant_id: 'merch-456', merchant_country: 'US', transaction_count: 1 });
    expect(JSON.parse(recordText('03-failing'))).toEqual({ transaction_id: 'txn-003', amount: -100, type: 'PURCHASE' });
  });

  test('R29 the poison record is no JSON', () => {
    expect(() => JSON.parse(recordText('13-poison')) as unknown).toThrow(SyntaxError);
  });
});

describe('R30 put-test-records.sh', () => {
  const SCRIPT = join(__dirname, '..', '..', 'put-test-records.sh');
  const dryRun = (...names: string[]) => execFileSync(SCRIPT, ['--dry-run', 'dev', ...names], { encoding: 'utf8' }).trimEnd().split('\n');

  const wordsOf = (command: string) => execFileSync('bash', ['-c', `printf '%s\\n' ${command}`], { encoding: 'utf8' }).trimEnd().split('\n');

  test('R30 puts a record with the AWS CLI 2 as it is, keyed by its merchant', () => {
    const [command = '', ...more] = dryRun('02-high-value');
    expect(more).toEqual([]);
    expect(wordsOf(command)).toEqual([
      'aws', 'kinesis', 'put-record', '--stream-name', 'transaction-stream-dev', '--partition-key', 'merch-456', '--data', recordText('02-high-value').trimEnd(), '--cli-binary-format', 'raw-in-base64-out',
    ]);
  });

  test.each([
    ['11-velocity', 21, 'merch-velocity'],
    ['12-velocity-boundary', 20, 'merch-velocity-20'],
  ])('R30 puts %s %d times in one call', (name, times, PartitionKey) => {
    const [command = '', ...more] = dryRun(name);
    const words = wordsOf(command);
    expect(more).toEqual([]);
    expect(words.slice(0, 6)).toEqual(['aws', 'kinesis', 'put-records', '--stream-name', 'transaction-stream-dev', '--records']);
    expect(JSON.parse(words[6] ?? '')).toEqual(Array(times).fill({ Data: recordText(name).trimEnd(), PartitionKey }));
  });

  test('R30 without a name puts every record', () => {
    expect(dryRun()).toHaveLength(recordNames().length);
  });

  test('R30 names the records there are when it is asked for another', () => {
    const { status, stderr } = spawnSync(SCRIPT, ['--dry-run', 'dev', 'nothing'], { encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stderr).toContain(`no test record`);
    expect(stderr).toContain('01-ok 02-high-value 03-failing');
  });

  test('R30 says how it is used', () => {
    const { status, stderr } = spawnSync(SCRIPT, [], { encoding: 'utf8' });
    expect(status).not.toBe(0);
    expect(stderr).toContain('usage: put-test-records.sh [--dry-run] <environment> [record ...]');
  });
});
