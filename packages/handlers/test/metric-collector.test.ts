import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { BUNDLES } from './support/bundled-handlers';
import { SOURCES } from './collector/world';
import { loopbackCertificate } from './support/certificate';
import { emfRecords } from './support/log-lines';
import { type Answer, type Fault, loopbackServer, type LoopbackServer, type Received } from './support/loopback-server';
import { runInContainer } from './support/runtime-api';

const JSON_1_0 = { 'content-type': 'application/x-amz-json-1.0' };
const ok = (body: unknown): Answer => ({ status: 200, headers: JSON_1_0, body: JSON.stringify(body) });

let aws: LoopbackServer;
let services: LoopbackServer;
/** The item of the table. */
let item: Record<string, unknown> | undefined;
let metricData: (request: Record<string, unknown>) => unknown;

const VALUES = { requests: 200, errors: 4, volume: 9000, latency: 87.5 };

beforeEach(async () => {
  item = undefined;
  aws = await loopbackServer();
  services = await loopbackServer();
  metricData = ({ StartTime }) => ({ MetricDataResults: Object.entries(VALUES).map(([Id, value]) => ({ Id, StatusCode: 'Complete', Timestamps: [StartTime], Values: [value] })) });
  aws.answer = (request) => ANSWERS[operationOf(request)]?.(JSON.parse(request.body) as Record<string, unknown>) ?? { status: 400, headers: JSON_1_0, body: '{"__type":"UnknownOperationException"}' };
});
afterEach(() => Promise.all([aws.close(), services.close()]));

const operationOf = ({ headers }: Received) => String(headers['x-amz-target']).split('.').at(-1) ?? '';
const ANSWERS: Readonly<Record<string, (request: Record<string, unknown>) => Answer>> = {
  GetMetricData: (request) => ok(metricData(request)),
  GetItem: () => ok(item === undefined ? {} : { Item: item }),
  PutItem: (request) => put(request),
};

/** As DynamoDB does with the two conditions there are. */
function put({ Item, ConditionExpression, ExpressionAttributeValues }: Record<string, unknown>): Answer {
  const from = (ExpressionAttributeValues as Record<string, { N: string }> | undefined)?.[':from']?.N;
  const holds = ConditionExpression === 'attribute_not_exists(id)' ? item === undefined : (item?.['publishedUntil'] as { N: string } | undefined)?.N === from;
  if (!holds) return { status: 400, headers: JSON_1_0, body: JSON.stringify({ __type: 'com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException', Item: item }) };
  item = Item as Record<string, unknown>;
  return ok({});
}

const collected = (environment: Record<string, string> = {}, runs = 1) =>
  runInContainer({
    taskRoot: join(BUNDLES, 'metric-collector'),
    command: 'index.handler',
    environment: { AWS_ENDPOINT_URL: aws.url, NAMESPACE: 'acme/dev', ENVIRONMENT: 'dev', SERVICE: 'payment-processor', PERIOD_SECONDS: '300', TOTALS: JSON.stringify(SOURCES), WATERMARK_TABLE: 'watermark', ...environment },
    events: Array.from({ length: runs }, () => ({ source: 'aws.events', 'detail-type': 'Scheduled Event', detail: {} })),
  });
const linesOf = (output: string) => output.trim().split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>);

test('M36 M38 M41 one run reads the finished period, publishes it as one line of EMF and answers with its values', async () => {
  const { answers, output } = await collected();
  expect(answers).toEqual([
    { statusCode: 200, message: 'metrics of 1 period published', timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT/u) as unknown, metrics: { RequestCount: 200, ErrorCount: 4, PaymentTransactionVolume: 9000, ProcessingTime: 87.5 } },
  ]);
  expect(linesOf(output)).toEqual([expect.objectContaining({ requestId: 'request-1', traceId: expect.stringContaining('Root=1-5759e988') as unknown, TotalRequests: 200, ProcessingTime: 87.5 })]);
  const [read, data, written] = aws.received.map((request) => JSON.parse(request.body) as Record<string, unknown>);
  expect(aws.received.map(operationOf)).toEqual(['GetItem', 'GetMetricData', 'PutItem']);
  expect(read).toEqual({ TableName: 'watermark', Key: { id: { S: 'totals' } }, ConsistentRead: true });
  expect(data).toMatchObject({ ScanBy: 'TimestampAscending', MetricDataQueries: Object.entries(SOURCES).map(([Id, { name, statistic }]) => ({ Id, MetricStat: { Metric: { Namespace: 'Acme', MetricName: name, Dimensions: [] }, Period: 300, Stat: statistic } })) });
  const [line] = linesOf(output);
  const startSeconds = Number(data?.['StartTime']);
  expect((line?.['_aws'] as { Timestamp: number }).Timestamp).toBe(startSeconds * 1000);
  expect([startSeconds % 300, Number(data?.['EndTime']) - startSeconds]).toEqual([0, 300]);
  expect(written).toMatchObject({ TableName: 'watermark', Item: { id: { S: 'totals' }, publishedUntil: { N: String(startSeconds + 300) } }, ConditionExpression: 'attribute_not_exists(id)' });
});

test('M36 a second run finds the watermark and publishes nothing again', async () => {
  const { answers, output } = await collected({}, 2);
  expect(answers.map((answer) => (answer as { message: string }).message)).toEqual(['metrics of 1 period published', 'no period has ended since the last run']);
  expect(linesOf(output)).toHaveLength(1);
});

test('M36 a write whose answer was lost is known as our own', async () => {
  const answer = aws.answer;
  let lost = false;
  aws.answer = (request) => {
    const answered = answer(request);
    if (operationOf(request) !== 'PutItem' || lost) return answered;
    lost = true;
    return { status: 500, headers: JSON_1_0, body: '{"__type":"InternalServerError"}' };
  };
  const { answers, output } = await collected();
  expect(aws.received.map(operationOf)).toEqual(['GetItem', 'GetMetricData', 'PutItem', 'PutItem']);
  expect(answers).toEqual([expect.objectContaining({ message: 'metrics of 1 period published' })]);
  expect(linesOf(output)).toHaveLength(1);
});

test('M36 a watermark that another run has moved meanwhile', async () => {
  const answer = aws.answer;
  aws.answer = (request) => {
    if (operationOf(request) === 'PutItem') item = { id: { S: 'totals' }, publishedUntil: { N: '1' }, writer: { S: 'another' } };
    return answer(request);
  };
  const { answers, output } = await collected();
  expect(answers).toEqual([expect.objectContaining({ message: 'another run has published these periods' })]);
  expect(output).toBe('');
});

test('M36 every page of an answer is read', async () => {
  metricData = ({ StartTime, NextToken }) => ({
    MetricDataResults: Object.entries(VALUES).map(([Id, value]) =>
      NextToken === 'page-2' ? { Id, StatusCode: 'Complete', Timestamps: [StartTime], Values: [value] } : { Id, StatusCode: 'PartialData', Timestamps: [], Values: [] },
    ),
    ...(NextToken === undefined && { NextToken: 'page-2' }),
  });
  const { answers } = await collected();
  expect(aws.received.map(operationOf)).toEqual(['GetItem', 'GetMetricData', 'GetMetricData', 'PutItem']);
  expect(answers).toEqual([expect.objectContaining({ metrics: { RequestCount: 200, ErrorCount: 4, PaymentTransactionVolume: 9000, ProcessingTime: 87.5 } })]);
});

test('M36 incomplete data fail the run, and nothing is published or moved', async () => {
  metricData = () => ({ MetricDataResults: [{ Id: 'requests', StatusCode: 'Complete' }, { Id: 'errors', StatusCode: 'InternalError' }, { Id: 'volume', StatusCode: 'Complete' }] });
  const { answers, output } = await collected();
  expect(answers).toEqual([{ errorType: 'Error', errorMessage: 'CloudWatch returned no complete data of errors (Acme Errors: InternalError), latency (Acme Latency: no answer)' }]);
  expect([emfRecords(output), item]).toEqual([[], undefined]);
});

test('M39 services are really asked: an answer, an error, no answer in time, and a redirect', async () => {
  const behaviours: Readonly<Record<string, Answer | Fault>> = {
    '/up': { status: 200, body: 'x' },
    '/down': { status: 503 },
    '/moved': { status: 302, headers: { location: '/up' } },
    '/reset': 'drop',
    '/half': { status: 200, body: 'half of it', cutAfterBytes: 4 },
    '/other-protocol': 'malformed',
    '/slow': { status: 200, delayMs: 10_000 },
  };
  services.answer = ({ path }) => behaviours[path] ?? 'hang';
  const untrusted = await loopbackServer(loopbackCertificate());
  const silent = await loopbackServer();
  silent.hold = true;
  const probe = (service: string, url: string, timeoutMs = 5000) => ({ service, url, timeoutMs });
  const asked = Object.keys(behaviours).map((path) => probe(path.slice(1), `${services.url}${path}`, path === '/slow' ? 200 : 5000));
  const probes = [...asked, probe('silent', silent.url, 200), probe('untrusted', untrusted.url), probe('nobody', 'http://127.0.0.1:1/')];
  const { output } = await collected({ PROBES: JSON.stringify(probes) });
  await Promise.all([silent.close(), untrusted.close()]);
  const found = linesOf(output).filter((line) => 'ServiceAvailability' in line);
  expect(found.map((line) => [line['Service'], line['ServiceAvailability'], typeof line['ServiceLatency']])).toEqual([
    ['up', 100, 'number'],
    ['down', 0, 'number'],
    ['moved', 0, 'number'],
    ['reset', 0, 'undefined'],
    ['half', 0, 'undefined'],
    ['other-protocol', 0, 'undefined'],
    ['slow', 0, 'undefined'],
    ['silent', 0, 'undefined'],
    ['untrusted', 0, 'undefined'],
    ['nobody', 0, 'undefined'],
  ]);
  expect(services.received.filter(({ path }) => path === '/up')).toHaveLength(1);
});

test('M39 an answer without end is not read to its end', async () => {
  const endless = createServer((_, response) => {
    response.writeHead(200);
    const chunk = Buffer.alloc(65_536);
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', more);
    more();
  });
  await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
  const { output } = await collected({ PROBES: JSON.stringify([{ service: 'endless', url: `http://127.0.0.1:${(endless.address() as AddressInfo).port}/`, timeoutMs: 30_000 }]) });
  await new Promise<void>((resolve) => endless.close(() => resolve()));
  expect(emfRecords(output)[0]).toMatchObject({ Service: 'endless', ServiceAvailability: 100 });
});

test('M39 each run asks over a connection of its own: one that Lambda froze may be dead', async () => {
  const ports = new Set<number | undefined>();
  const service = createServer((request, response) => {
    ports.add(request.socket.remotePort);
    response.end('up');
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  const { output } = await collected({ PROBES: JSON.stringify([{ service: 'up', url: `http://127.0.0.1:${(service.address() as AddressInfo).port}/`, timeoutMs: 5000 }]) }, 3);
  await new Promise<void>((resolve) => service.close(() => resolve()));
  expect(emfRecords(output).filter((line) => line['ServiceAvailability'] === 100)).toHaveLength(3);
  expect(ports.size).toBe(3);
});

test('M36 throttling of CloudWatch is waited out; an answer that makes no sense fails the run, and nothing moves', async () => {
  const answer = aws.answer;
  const faults: (Answer | Fault)[] = [{ status: 400, headers: JSON_1_0, body: '{"__type":"ThrottlingException"}' }, 'drop'];
  aws.answer = (request) => (operationOf(request) === 'GetMetricData' ? (faults.shift() ?? answer(request)) : answer(request));
  const { answers } = await collected();
  expect(answers).toEqual([expect.objectContaining({ message: 'metrics of 1 period published' })]);
  item = undefined;
  faults.push({ status: 200, headers: JSON_1_0, body: '<html>' });
  const broken = await collected();
  expect([broken.answers, emfRecords(broken.output), item]).toEqual([[expect.objectContaining({ errorType: 'SyntaxError' })], [], undefined]);
});

test('M36 a write whose answer was lost three times is found by reading it again', async () => {
  const answer = aws.answer;
  aws.answer = (request) => {
    const answered = answer(request);
    return operationOf(request) === 'PutItem' ? 'drop' : answered;
  };
  const { answers, output } = await collected();
  expect(aws.received.map(operationOf)).toEqual(['GetItem', 'GetMetricData', 'PutItem', 'PutItem', 'PutItem', 'GetItem']);
  expect(answers).toEqual([expect.objectContaining({ message: 'metrics of 1 period published' })]);
  expect(emfRecords(output)).toHaveLength(1);
});

test('M36 a write that was refused three times moves nothing, and the next run publishes the same period', async () => {
  const answer = aws.answer;
  let refusals = 3;
  aws.answer = (request) => (operationOf(request) === 'PutItem' && refusals-- > 0 ? { status: 500, headers: JSON_1_0, body: '{}' } : answer(request));
  const { answers, output } = await collected({}, 2);
  expect(answers).toEqual([expect.objectContaining({ errorType: expect.any(String) as unknown }), expect.objectContaining({ message: 'metrics of 1 period published' })]);
  expect(emfRecords(output)).toHaveLength(1);
});

test('M36 the function fails when it is loaded without its settings', async () => {
  const { answers, output } = await collected({ NAMESPACE: '' });
  expect(answers).toEqual([]);
  expect(output).toContain('environment of the metric collector: NAMESPACE: missing');
});
