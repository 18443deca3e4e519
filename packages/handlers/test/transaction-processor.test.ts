import { createHash } from 'node:crypto';
import { createSocket, type Socket } from 'node:dgram';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { validate, ValidationSeverity } from 'dockerfile-utils';
import { CONTAINERS } from '../src/index';
import { BUNDLES } from './support/bundled-handlers';
import { buildTree, type BuiltImage } from './support/dockerfile';
import { temporaryFolder } from './support/lambda';
import { type LoopbackServer, loopbackServer } from './support/loopback-server';
import { type RuntimeRun, runInContainer } from './support/runtime-api';
import { GOOD, kinesisRecord, NOON_MS } from './transactions/records';
import { TEST_CARDS } from './transactions/test-cards';

const CARD = '4111111111111111';
/** The card numbers in every field, as key, nested, in what is no JSON, and as partition key. */
const CARD_RECORDS = TEST_CARDS.flatMap(([, card]) => [
  { ...GOOD, transaction_id: card, merchant_id: card, type: card, merchant_country: card, status: card, risk_score: card, transaction_count: card, amount: Number(card) },
  { ...GOOD, amount: Number(`${card.slice(0, 10)}.${card.slice(10)}`), risk_score: Number(`${card.slice(0, 2)}.${card.slice(2)}`), comment: card, nested: { pan: [card] }, [card]: card },
  `{"pan":"${card}",`,
  Buffer.concat([Buffer.from(card), Buffer.from([0xff])]),
].map((content) => ({ content, card })));
const root = temporaryFolder();
let image: BuiltImage;

beforeAll(() => {
  image = buildTree(join(BUNDLES, 'transaction-processor-container'), root, { LAMBDA_TASK_ROOT: '/var/task' });
});

describe.each(CONTAINERS)('R3 the container %s', (name) => {
  const source = join(__dirname, '../container', name, 'Dockerfile');

  test('has a Dockerfile that the linter finds nothing in', () => {
    expect(validate(readFileSync(source, 'utf8'), { deprecatedMaintainer: ValidationSeverity.ERROR, directiveCasing: ValidationSeverity.ERROR, emptyContinuationLine: ValidationSeverity.ERROR, instructionCasing: ValidationSeverity.ERROR, instructionJSONInSingleQuotes: ValidationSeverity.ERROR, instructionWorkdirRelative: ValidationSeverity.ERROR })).toEqual([]);
  });

  test('the linter would find a line that is wrong', () => {
    expect(validate(`${readFileSync(source, 'utf8')}COPPY a b\n`).map(({ message }) => message)).toEqual(['Unknown instruction: COPPY']);
  });

  test('is built from all that its folder holds, on the base image of Lambda for Node.js 22, with the bytes of the zip', () => {
    expect(readdirSync(join(BUNDLES, `${name}-container`)).sort()).toEqual(['Dockerfile', 'index.js', 'package.json']);
    expect(readdirSync(join(root, 'var/task')).sort()).toEqual(['index.js', 'package.json']);
    expect(image.from).toBe('public.ecr.aws/lambda/nodejs:22');
    expect(readFileSync(join(root, 'var/task/index.js'))).toEqual(readFileSync(join(BUNDLES, name, 'index.js')));
  });

  test('has the entry point that CMD names', () => {
    expect(image.command).toEqual(['index.handler']);
    expect(existsSync(join(root, 'var/task', 'index.js'))).toBe(true);
  });
});

describe('R4 in its container, under the protocol of the Lambda runtime', () => {
  let aws: LoopbackServer;
  let daemon: Socket;
  const traces: string[] = [];
  let run: RuntimeRun;

  const target = (request: { readonly headers: Readonly<Record<string, unknown>> }) => String(request.headers['x-amz-target']);
  const bodies = (operation: string) => aws.received.filter((request) => target(request).endsWith(operation)).map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  /** DynamoDB that has counted the merchant `merch-seen` to 7 already, and a bus that refuses `txn-refused`. */
  const answer = (operation: string, body: string): { status: number; json: unknown } => {
    if (operation.endsWith('GetItem')) return { status: 200, json: {} };
    if (operation.endsWith('UpdateItem') && body.includes('merch-seen'))
      return { status: 400, json: { __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', message: 'no', Item: { transactions: { N: '7' }, 'lane:shardId-000000000000': { S: '9'.repeat(64) }, 'after:shardId-000000000000': { N: '5' } } } };
    if (operation.endsWith('UpdateItem')) return { status: 200, json: { Attributes: { transactions: { N: '2' } } } };
    const { Entries } = JSON.parse(body) as { Entries: readonly { Detail: string }[] };
    const failed = Entries.map(({ Detail }) => Detail.includes('txn-refused'));
    return { status: 200, json: { FailedEntryCount: failed.filter(Boolean).length, Entries: failed.map((is, index) => (is ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'slow down' } : { EventId: `event-${index}` })) } };
  };

  beforeAll(async () => {
    aws = await loopbackServer();
    aws.answer = (request) => {
      const { status, json } = answer(target(request), request.body);
      return { status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(json) };
    };
    daemon = createSocket('udp4');
    daemon.on('message', (message) => traces.push(message.toString()));
    await new Promise<void>((resolve) => daemon.bind(0, '127.0.0.1', resolve));
    run = await runInContainer({
      taskRoot: join(root, 'var/task'),
      command: image.command[0] ?? '',
      environment: {
        TABLE_NAME: 'transaction-velocity-dev', BUS_NAME: 'transaction-events-dev', EVENT_SOURCE: 'payments.transactions', METRICS_NAMESPACE: 'Payments/dev/Realtime',
        WINDOW_SECONDS: '60', RECORD_AGE_SECONDS: '3600', PARALLELIZATION_FACTOR: '1',
        AWS_ENDPOINT_URL: aws.url,
        AWS_XRAY_DAEMON_ADDRESS: `127.0.0.1:${(daemon.address()).port}`,
      },
      events: [
        { Records: [kinesisRecord(GOOD, 1), kinesisRecord({ ...GOOD, transaction_id: CARD, merchant_id: CARD }, 2), kinesisRecord(`{"pan":"${CARD}"`, 3)] },
        { Records: [kinesisRecord({ ...GOOD, merchant_id: 'merch-seen' }, 4), kinesisRecord({ ...GOOD, transaction_id: 'txn-refused' }, 5), kinesisRecord(GOOD, 6)] },
        { Records: [kinesisRecord({ ...GOOD, transaction_id: 'txn-refused' }, 7), kinesisRecord(GOOD, 8)] },
        { Records: [kinesisRecord({ ...GOOD, transaction_id: 'txn-refused' }, 9)] },
        { Records: CARD_RECORDS.map(({ content, card }, index) => kinesisRecord(content, 1000 + index, { partitionKey: card })) },
      ],
    });
  }, 30_000);

  afterAll(async () => {
    daemon.close();
    await aws.close();
  });

  test('answers which record a batch failed from', () => {
    expect(run.answers.slice(0, 2)).toEqual([{ batchItemFailures: [] }, { batchItemFailures: [{ itemIdentifier: '5' }] }]);
  });

  test('fails as a whole when of several records none is done, so that Lambda halves the batch; with one record it names it', () => {
    expect(run.answers.slice(2, 4)).toEqual([{ errorMessage: 'the first of 2 records is not done: ThrottlingException', errorType: 'Error' }, { batchItemFailures: [{ itemIdentifier: '9' }] }]);
  });

  test('R9 puts events on its bus', () => {
    const [{ Entries } = { Entries: [] }] = bodies('PutEvents') as { Entries: Record<string, unknown>[] }[];
    expect(Entries.map(({ EventBusName, Source, DetailType }) => [EventBusName, Source, DetailType])).toEqual([
      ['transaction-events-dev', 'payments.transactions', 'Transaction Processed'],
      ['transaction-events-dev', 'payments.transactions', 'Transaction Processed'],
      ['transaction-events-dev', 'payments.transactions', 'Transaction Rejected'],
    ]);
  });

  test('R24 counts in one conditional update for a merchant and window, which expires when no retry can need it', () => {
    const noon = NOON_MS / 1000;
    expect(bodies('UpdateItem').find(({ Key }) => JSON.stringify(Key).includes('velocity#merch-123#'))).toEqual({
      TableName: 'transaction-velocity-dev',
      Key: { id: { S: `velocity#merch-123#${noon}` } },
      UpdateExpression: 'SET #lane = :mark, #after = if_not_exists(transactions, :zero) + :count, transactions = if_not_exists(transactions, :zero) + :count, expiresAt = :expires',
      ConditionExpression: 'attribute_not_exists(#lane) OR #lane < :first',
      ExpressionAttributeNames: { '#lane': 'lane:shardId-000000000000', '#after': 'after:shardId-000000000000' },
      ExpressionAttributeValues: { ':mark': { S: expect.stringMatching(/^0{63}1[\w-]{8}$/u) as unknown }, ':first': { S: '1'.padStart(64, '0') }, ':count': { N: '1' }, ':zero': { N: '0' }, ':expires': { N: String(noon + 60 + 3600 + 86_400) } },
      ReturnValues: 'UPDATED_NEW',
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });
  });

  test('what was counted before and is not known by name any more gets the total of now', () => {
    const details = bodies('PutEvents').flatMap(({ Entries }) => (Entries as { Detail: string }[]).map(({ Detail }) => JSON.parse(Detail) as Record<string, unknown>));
    expect(details.find(({ merchant_id }) => merchant_id === 'merch-seen')).toMatchObject({ transaction_count: 7 });
  });

  test('remembers the event it sent beyond the failure', () => {
    expect(bodies('UpdateItem').find(({ Key }) => JSON.stringify(Key).includes('sent#'))).toMatchObject({
      Key: { id: { S: 'sent#shardId-000000000000' } },
      UpdateExpression: 'ADD sequenceNumbers :numbers SET expiresAt = :expires',
      ExpressionAttributeValues: { ':numbers': { SS: ['6'] } },
    });
  });

  test('prints one line of JSON for each record, and one for the failure', () => {
    const [lines = [], others = []] = [true, false].map((isJson) => run.output.trim().split('\n').filter((line) => line.startsWith('{') === isJson));
    // of the batch that fails as a whole
    expect(others.map((line) => line.split('\t').slice(1, 4))).toEqual([['request-3', 'ERROR', 'Invoke Error ']]);
    expect(lines.slice(0, 6).map((line) => JSON.parse(line) as Record<string, unknown>).map(({ level, message }) => `${String(level)} ${String(message)}`)).toEqual([
      'INFO transaction processed',
      'INFO transaction processed',
      'INFO record rejected',
      'INFO transaction processed',
      'INFO transaction processed',
      'ERROR records are left to a retry',
    ]);
  });

  test('R10 sends validation and processing to the X-Ray daemon', () => {
    expect(traces.map((message) => (JSON.parse(message.split('\n')[1] ?? '{}') as { name: string }).name)).toEqual(Array.from({ length: 5 }, () => ['validation', 'processing']).flat());
  });

  test('lets no card number out', () => {
    const everything = [run.output, JSON.stringify(run.answers), ...traces, ...aws.received.map(({ path, headers, body }) => `${path}\n${JSON.stringify(headers)}\n${body}`)].join('\n');
    expect(run.answers[4]).toEqual({ batchItemFailures: [] });
    expect(everything).toContain('****1111');
    const withoutSeparators = everything.replaceAll(/[ _.:#/-]/gu, '');
    const encoded = (card: string) => [card, Buffer.from(card).toString('base64').slice(0, 12), Buffer.from(card).toString('hex'), createHash('sha256').update(card).digest('hex').slice(0, 16)];
    expect(TEST_CARDS.flatMap(([, card]) => encoded(card)).filter((text) => everything.includes(text) || withoutSeparators.includes(text))).toEqual([]);
  });
});
