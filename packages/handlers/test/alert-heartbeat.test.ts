import { join } from 'node:path';
import { BUNDLES } from './support/bundled-handlers';
import { measurementIn } from './heartbeat/world';
import { runLambda } from './support/lambda';
import { type Answer, loopbackServer, type LoopbackServer, type Received } from './support/loopback-server';

const ARN = 'arn:aws:sns:eu-west-1:111122223333:payments-critical';
const TOPICS = [{ severity: 'critical', arn: ARN, channels: ['slack'], toConfirm: { email: 2 } }];
const TOPIC = 'acquiring/production/critical';
const ROUTE = `${TOPIC}/slack`;
const DAY_SECONDS = 86_400;

let aws: LoopbackServer;
/** When heartbeats were sent and delivered, in days ago, by the first word of the query's id. */
let daysAgo: Readonly<Record<string, number>>;
/** What answers a call in place of what would, from the first of them on. */
let faults: Record<string, Answer[]>;

beforeEach(async () => {
  daysAgo = {};
  faults = {};
  aws = await loopbackServer();
  aws.answer = (request) => faults[operationOf(request)]?.shift() ?? ANSWERS[operationOf(request)]?.(request) ?? { status: 400 };
});
afterEach(() => aws.close());

const formOf = ({ body }: Received) => new URLSearchParams(body);
const operationOf = (request: Received) => String(request.headers['x-amz-target'] ?? formOf(request).get('Action')).split('.').at(-1) ?? '';
const calls = (operation: string) => aws.received.filter((request) => operationOf(request) === operation);

interface DataRequest {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
  readonly MetricDataQueries: readonly { readonly Id: string; readonly MetricStat: { readonly Metric: { readonly MetricName: string; readonly Dimensions: readonly { readonly Name: string; readonly Value: string }[] }; readonly Period: number; readonly Stat: string } }[];
}

const json = (status: number, body: unknown): Answer => ({ status, headers: { 'content-type': 'application/x-amz-json-1.0' }, body: JSON.stringify(body) });
const xml = (status: number, body: string): Answer => ({ status, headers: { 'content-type': 'text/xml' }, body });
const snsError = (status: number, code: string) => xml(status, `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${code} of the test</Message></Error><RequestId>r</RequestId></ErrorResponse>`);
const member = (protocol: string, arn: string) => `<member><TopicArn>${ARN}</TopicArn><Protocol>${protocol}</Protocol><SubscriptionArn>${arn}</SubscriptionArn><Owner>111122223333</Owner><Endpoint>oncall@example.com</Endpoint></member>`;
const page = (members: string, next = '') =>
  xml(200, `<ListSubscriptionsByTopicResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><ListSubscriptionsByTopicResult><Subscriptions>${members}</Subscriptions>${next}</ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>`);

const ANSWERS: Readonly<Record<string, (request: Received) => Answer>> = {
  GetMetricData: ({ body }) => {
    const { MetricDataQueries, EndTime } = JSON.parse(body) as DataRequest;
    const MetricDataResults = MetricDataQueries.map(({ Id }) => {
      const days = daysAgo[Id.replace(/\d+$/u, '')];
      return { Id, StatusCode: 'Complete', ...(days === undefined ? { Timestamps: [], Values: [] } : { Timestamps: [EndTime - 3600 - days * DAY_SECONDS], Values: [1] }) };
    });
    return json(200, { MetricDataResults });
  },
  Publish: () => xml(200, '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>'),
  ListSubscriptionsByTopic: (request) =>
    formOf(request).get('NextToken') === 'second' ? page(member('email', 'PendingConfirmation')) : page(member('lambda', `${ARN}:1`) + member('email', `${ARN}:2`), '<NextToken>second</NextToken>'),
};

async function run(events = 1, environment: Record<string, string> = {}) {
  const settings = { AWS_ENDPOINT_URL: aws.url, ALERT_METRICS_NAMESPACE: 'PaymentObservability/Alerts', SYSTEM: 'acquiring/production', ACCOUNT: '111122223333', INTERVAL_DAYS: '30', TOPICS: JSON.stringify(TOPICS) };
  const { invocations, output } = await runLambda(join(BUNDLES, 'alert-heartbeat', 'index.js'), { ...settings, ...environment }, Array.from({ length: events }, () => ({ source: 'aws.events' })));
  return { invocations, output, measured: output.trim().split('\n').filter((line) => line.startsWith('{')).map(measurementIn) };
}

test('the first run publishes to the topic, a text for each protocol, and prints what it sent as metrics', async () => {
  const { invocations, measured } = await run();
  expect(invocations).toEqual([{ ok: true, result: { sent: [TOPIC], overdue: [], unconfirmed: 1 } }]);
  expect(measured).toEqual([`HeartbeatOverdue Route=${ROUTE}: 0`, `HeartbeatSent Topic=${TOPIC}: 1`, `HeartbeatSent Route=${ROUTE}: 1`, `UnconfirmedSubscriptions Topic=${TOPIC}: 1`]);
  const [published, ...others] = calls('Publish').map(formOf);
  expect(others).toEqual([]);
  expect([published?.get('TopicArn'), published?.get('Subject'), published?.get('MessageStructure')]).toEqual([ARN, `Test of the alert route ${TOPIC}`, 'json']);
  const { lambda = '', ...texts } = JSON.parse(published?.get('Message') ?? '') as Record<string, string>;
  expect(Object.keys(texts).sort()).toEqual(['default', 'email', 'https']);
  expect(JSON.parse(lambda)).toEqual({
    source: 'payment-observability',
    'detail-type': 'Alert route heartbeat',
    id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f-]{27}$/u) as unknown,
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/u) as unknown,
    account: '111122223333',
    region: 'eu-west-1',
    detail: { severity: 'critical' },
  });
});

test('sixty days are read in hours, of the topic and of each route', async () => {
  await run();
  const [{ StartTime, EndTime, MetricDataQueries } = { StartTime: 0, EndTime: 0, MetricDataQueries: [] }] = calls('GetMetricData').map(({ body }) => JSON.parse(body) as DataRequest);
  expect([EndTime % 3600, EndTime - StartTime]).toEqual([0, 60 * DAY_SECONDS + 3600]);
  expect(MetricDataQueries.map(({ Id, MetricStat: { Metric, Period, Stat } }) => [Id, Metric.MetricName, Metric.Dimensions, Period, Stat])).toEqual([
    ['sent0', 'HeartbeatSent', [{ Name: 'Topic', Value: TOPIC }], 3600, 'Sum'],
    ['sent1', 'HeartbeatSent', [{ Name: 'Route', Value: ROUTE }], 3600, 'Sum'],
    ['delivered1', 'HeartbeatDelivered', [{ Name: 'Route', Value: ROUTE }], 3600, 'Sum'],
  ]);
});

test('between two heartbeats nothing is published', async () => {
  daysAgo = { sent: 10, delivered: 10 };
  const { measured } = await run();
  expect(measured).toEqual([`HeartbeatOverdue Route=${ROUTE}: 0`, `UnconfirmedSubscriptions Topic=${TOPIC}: 1`]);
  expect(calls('Publish')).toEqual([]);
});

test('a route through which nothing came since is overdue, and is sent another', async () => {
  daysAgo = { sent: 1, delivered: 31 };
  const { invocations, measured } = await run();
  expect(invocations).toEqual([{ ok: true, result: { sent: [TOPIC], overdue: [ROUTE], unconfirmed: 1 } }]);
  expect(measured[0]).toBe(`HeartbeatOverdue Route=${ROUTE}: 1`);
});

test('a run that is repeated at once publishes once', async () => {
  const { invocations } = await run(2);
  expect(invocations.map((invocation) => invocation.ok && (invocation.result as { sent: unknown }).sent)).toEqual([[TOPIC], []]);
  expect(calls('Publish')).toHaveLength(1);
});

test('throttling is waited out', async () => {
  faults = { GetMetricData: [json(400, { __type: 'Throttling', message: 'Rate exceeded' })], Publish: [snsError(400, 'Throttling')], ListSubscriptionsByTopic: [snsError(400, 'Throttling')] };
  const { invocations } = await run();
  expect(invocations).toEqual([{ ok: true, result: { sent: [TOPIC], overdue: [], unconfirmed: 1 } }]);
  expect([calls('GetMetricData').length, calls('Publish').length, calls('ListSubscriptionsByTopic').length]).toEqual([2, 2, 3]);
});

test('a refused message fails the run, and does not count as sent', async () => {
  faults = { Publish: [snsError(403, 'KMSAccessDenied')] };
  const { invocations, measured } = await run();
  expect(invocations).toEqual([expect.objectContaining({ ok: false, message: 'alert heartbeat: KMSAccessDenied of the test' })]);
  expect(measured).toEqual([`HeartbeatOverdue Route=${ROUTE}: 0`, `UnconfirmedSubscriptions Topic=${TOPIC}: 1`]);
});

test('a service that stays away fails the run', async () => {
  faults = { Publish: Array.from({ length: 3 }, () => snsError(500, 'InternalError')) };
  const { invocations, measured } = await run();
  expect(invocations).toEqual([expect.objectContaining({ ok: false, message: 'alert heartbeat: InternalError of the test' })]);
  expect(measured.filter((line) => line.startsWith('HeartbeatSent'))).toEqual([]);
});

test('every page of the history is read, and what is incomplete at its end fails the run without a word about any route', async () => {
  const sets = (StatusCode: string, more: object = {}) => ({ MetricDataResults: ['sent0', 'sent1', 'delivered1'].map((Id) => ({ Id, StatusCode, Timestamps: [], Values: [] })), ...more });
  faults = { GetMetricData: [json(200, sets('PartialData', { NextToken: 'more' })), json(200, sets('Complete'))] };
  expect((await run()).invocations).toEqual([expect.objectContaining({ ok: true })]);
  expect(calls('GetMetricData').map(({ body }) => (JSON.parse(body) as DataRequest).NextToken)).toEqual([undefined, 'more']);
  faults = { GetMetricData: [json(200, sets('Forbidden'))] };
  const { invocations, measured } = await run();
  expect(invocations).toEqual([
    expect.objectContaining({
      ok: false,
      message: `alert heartbeat: CloudWatch returned no complete data of ${['sent0', 'sent1', 'delivered1'].map((id) => `${id} (PaymentObservability/Alerts Heartbeat${id.startsWith('sent') ? 'Sent' : 'Delivered'}: Forbidden)`).join(', ')}`,
    }),
  ]);
  expect(measured).toEqual([`UnconfirmedSubscriptions Topic=${TOPIC}: 1`]);
});

test('the function fails when it is loaded without its settings', async () => {
  const { invocations, output } = await run(1, { SYSTEM: '', TOPICS: '[]' });
  expect(invocations).toEqual([]);
  expect(output).toContain('environment of the alert heartbeat: SYSTEM: missing; TOPICS: expected a JSON list');
});
