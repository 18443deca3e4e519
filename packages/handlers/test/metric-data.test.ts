import { CloudWatchClient, type GetMetricDataCommandInput, type GetMetricDataCommandOutput } from '@aws-sdk/client-cloudwatch';
import { readMetricData } from '../src/metric-data';

const SPAN = { startSeconds: 0, endSeconds: 7200, periodSeconds: 3600 };
const queriesOf = (count: number) => Array.from({ length: count }, (_, index) => ({ id: `q${index}`, namespace: 'Acme', name: `metric${index}`, dimensions: {}, statistic: 'Sum' }));

/** A client that answers with `answer`, and what it was asked. */
function clientOf(answer: (input: GetMetricDataCommandInput) => Partial<GetMetricDataCommandOutput>) {
  const asked: GetMetricDataCommandInput[] = [];
  const client = new CloudWatchClient({ region: 'eu-west-1' });
  jest.spyOn(client, 'send').mockImplementation((({ input }: { input: GetMetricDataCommandInput }) => {
    asked.push(input);
    return Promise.resolve(answer(input));
  }) as never);
  return { client, asked };
}
const complete = ({ MetricDataQueries = [] }: GetMetricDataCommandInput) => ({ MetricDataResults: MetricDataQueries.map(({ Id }) => ({ Id, StatusCode: 'Complete' as const, Timestamps: [new Date(3_600_000)], Values: [7] })) });

test.each([
  [1, [1]],
  [500, [500]],
  [501, [500, 1]],
])('%s queries, which CloudWatch takes by 500', async (count, requests) => {
  const { client, asked } = clientOf(complete);
  const series = await readMetricData(client, queriesOf(count), SPAN);
  expect(asked.map(({ MetricDataQueries = [] }) => MetricDataQueries.length)).toEqual(requests);
  expect(series.size).toBe(count);
  expect(series.get(`q${count - 1}`)).toEqual([{ atSeconds: 3600, value: 7 }]);
});

test('no query asks nothing', async () => {
  const { client, asked } = clientOf(complete);
  expect([...(await readMetricData(client, [], SPAN))]).toEqual([]);
  expect(asked).toEqual([]);
});

test('a series that is not in the answer is incomplete, not empty', async () => {
  const { client } = clientOf(() => ({ MetricDataResults: [{ Id: 'q0', StatusCode: 'Complete' }] }));
  await expect(readMetricData(client, queriesOf(2), SPAN)).rejects.toThrow('CloudWatch returned no complete data of q1 (Acme metric1: no answer)');
});
