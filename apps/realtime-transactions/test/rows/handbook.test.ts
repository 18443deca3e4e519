import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monthlyCost, totalUsd } from '@payment-observability/review';
import { stackTable } from '@payment-observability/template-testing';
import { realtimeTransactionsApp } from '../../src/index';
import { EVERYTHING, world } from '../realtime-transactions';
import { resourcesOf } from './resource';

const FOLDER = join(__dirname, '..', '..');
const file = (name: string) => readFileSync(join(FOLDER, name), 'utf8');
const section = (title: string) => file('README.md').split('\n## ').find((part) => part.startsWith(title)) ?? '';

test.each(['Prerequisites', 'Docker', 'Kinesis, Lambda, X-Ray, CloudWatch, SNS, KMS, EventBridge, SQS', 'Settings', 'Preview', 'Deploy', 'builds and pushes the image', 'Confirm', 'DashboardUrl', 'XrayConsoleUrl', 'Put test records'])(
  'R28 deploy handbook: %s',
  (text) => {
    expect(section('Handbook')).toContain(text);
  },
);

test('R28 the README says plainly that no image was built in the tests', () => {
  expect(file('README.md')).toContain('no image was built in our tests');
});

test('R28 the example of the README synthesizes for each environment', () => {
  const app = realtimeTransactionsApp(file('observability.yml'), { validation: false });
  expect(app.node.children.map(({ node }) => node.id).filter((id) => id.startsWith('card-transactions'))).toEqual(['card-transactions-staging', 'card-transactions-production']);
});

describe('R30 check-test-records.sh', () => {
  /** Runs the script with an `aws` that prints `answer`. */
  const run = (answer: string) => {
    const bin = mkdtempSync(join(tmpdir(), 'aws-'));
    writeFileSync(join(bin, 'aws'), `#!/bin/sh\n${answer}\n`);
    chmodSync(join(bin, 'aws'), 0o755);
    return spawnSync(join(FOLDER, 'check-test-records.sh'), ['dev'], { encoding: 'utf8', env: { ...process.env, PATH: `${bin}:${process.env['PATH']}` } });
  };

  test('R30 looks at log, routed events, metrics and traces', () => {
    const calls = execFileSync(join(FOLDER, 'check-test-records.sh'), ['--dry-run', 'dev'], { encoding: 'utf8' }).trimEnd().split('\n');
    expect(calls.map((call) => call.split(' ').slice(0, 3).join(' '))).toEqual([...Array<string>(4).fill('aws logs filter-log-events'), 'aws cloudwatch get-metric-statistics', 'aws xray get-trace-summaries']);
    expect(calls[2]).toContain('/aws/events/transaction-events-dev');
    expect(calls[4]).toContain('--namespace Payments/dev/Realtime --metric-name TransactionCount');
  });

  test.each([
    ['found, on the second page', 'printf "0\\n3\\n"', 0, 6],
    ['not found', 'echo 0', 1, 0],
    ['no data', 'echo None', 1, 0],
  ])('R30 %s', (_, answer, code, ok) => {
    const { status, stdout } = run(answer);
    expect([status, stdout.split('\n').filter((line) => line.startsWith('ok: ')).length]).toEqual([code, ok]);
  });
});

test('R31 monthly cost, computed from the price table: in the range of the reference', () => {
  const stacks = stackTable(world, [{ name: 'as it comes', sections: EVERYTHING }]).map(([, stack]) => stack);
  const lines = monthlyCost(stacks.map((stack) => ({ ...stack })), world.config(EVERYTHING).cost);
  const usd = (what: string) => lines.find((line) => line.what === what)?.usd;
  expect(usd('Kinesis shards')).toBeGreaterThan(50);
  expect(usd('KMS keys')).toBe(3);
  expect(usd('Traces recorded')).toBeLessThan(30);
  expect(totalUsd(lines)).toBeGreaterThan(100);
  expect(totalUsd(lines)).toBeLessThan(250);
});

describe('R32 security', () => {
  test('R32 a customer key on the topic, the stream, the queue, the table, the bucket and every log group', () => {
    const keyed = (type: string, property: string) => resourcesOf().filter(([, { Type }]) => Type === type).map(([, { Properties }]) => JSON.stringify(Properties[property] ?? '').includes('EncryptiondataKey') || JSON.stringify(Properties[property] ?? '').includes('EncryptionlogsKey') || JSON.stringify(Properties[property] ?? '').includes('EncryptionalertsKey'));
    const found = [['AWS::SNS::Topic', 'KmsMasterKeyId'], ['AWS::Kinesis::Stream', 'StreamEncryption'], ['AWS::SQS::Queue', 'KmsMasterKeyId'], ['AWS::DynamoDB::Table', 'SSESpecification'], ['AWS::S3::Bucket', 'BucketEncryption'], ['AWS::Logs::LogGroup', 'KmsKeyId']].map(([type = '', property = '']) => keyed(type, property));
    expect(found.map((all) => all.length > 0 && all.every(Boolean))).toEqual([true, true, true, true, true, true]);
  });

  test('R32 no secret in an environment variable', () => {
    const environments = resourcesOf().filter(([, { Type }]) => Type === 'AWS::Lambda::Function').map(([, { Properties }]) => Object.keys((Properties['Environment'] as { Variables: object }).Variables));
    expect(environments.flat().sort()).toEqual(['BUS_NAME', 'EVENT_SOURCE', 'METRICS_NAMESPACE', 'PARALLELIZATION_FACTOR', 'RECORD_AGE_SECONDS', 'TABLE_NAME', 'WINDOW_SECONDS']);
  });

  test.each(['VPC endpoints', 'No secret', 'no personal data in a trace'])('R32 the README says: %s', (text) => {
    expect(section('Security')).toContain(text);
  });
});

test.each(['New code', 'shards: 10', 'onDemand', 'Thresholds'])('R33 maintenance: %s', (text) => {
  expect(section('Maintenance')).toContain(text);
});

test.each(['No records are processed', 'iterator age', 'No metrics', 'namespace', 'EMFParsingErrors', 'No traces', 'No alarms', 'subscription confirmed', "topic's key", 'dimensions'])('R34 troubleshooting: %s', (text) => {
  expect(section('Troubleshooting')).toContain(text);
});

test.each(['cdk destroy', 'Images stay in the registry', 'protected environment'])('R35 clean-up: %s', (text) => {
  expect(section('Clean-up')).toContain(text);
});
