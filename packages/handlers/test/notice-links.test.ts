import { type AlarmNotice } from '../src/notice';
import { type LinkPlace, noticeLinks } from '../src/notice-links';

const alarm = (changes: Partial<AlarmNotice> = {}): AlarmNotice => ({ kind: 'alarm', title: 'a', metrics: [], children: [], occurredAt: '2026-11-20T10:00:00Z', ...changes });
const links = (notice: AlarmNotice, place: Partial<LinkPlace> = {}) => noticeLinks(notice, { region: 'eu-west-1', logGroups: [], ...place });
const logs = (notice: AlarmNotice, place: Partial<LinkPlace> = {}) => links(notice, place).find(({ name }) => name === 'logs')?.url;

/** Region, start, end and log groups of a link to Logs Insights. */
function queried(url: string | undefined) {
  const [, region, end, start, source] = /region=([^#]+)#.*~\(end~'([^~]+)~start~'([^~]+)~.*~source~\((.*)\)~lang/u.exec(url ?? '') ?? [];
  return [region, start, end, source].map((part) => part?.replaceAll('*3a', ':').replaceAll('*2f', '/'));
}

const errorsOf = (...names: readonly string[]) => names.map((FunctionName) => ({ namespace: 'AWS/Lambda', name: 'Errors', dimensions: { FunctionName } }));

test('links come in the order alarm, runbook, dashboard, logs', () => {
  const found = links(alarm({ description: 'Runbook: https://wiki.example.com/a' }), { dashboard: 'payments', logGroups: ['g'] });
  expect(found.map(({ name, label }) => [name, label])).toEqual([
    ['alarm', 'Alarm'],
    ['runbook', 'Runbook'],
    ['dashboard', 'Dashboard'],
    ['logs', 'Logs'],
  ]);
});

test('the logs of the functions that the metrics name, in the Region of the alarm, from one period before what the alarm looked at to five minutes after', () => {
  const notice = alarm({ region: 'us-east-1', metrics: errorsOf('b', 'c', 'b'), lookBackSeconds: 600 });
  expect(queried(logs(notice, { logGroups: ['g'] }))).toEqual(['us-east-1', '2026-11-20T09:50:00.000Z', '2026-11-20T10:05:00.000Z', "~'/aws/lambda/b~'/aws/lambda/c"]);
});

test('else the configured log groups, in the own Region, from a quarter of an hour before', () => {
  expect(queried(logs(alarm({ region: 'us-east-1' }), { logGroups: ['g', 'h'] }))).toEqual(['eu-west-1', '2026-11-20T09:45:00.000Z', '2026-11-20T10:05:00.000Z', "~'g~'h"]);
});

test('a look back of more than a day is one day', () => {
  expect(queried(logs(alarm({ lookBackSeconds: 7 * 86_400 }), { logGroups: ['g'] }))[1]).toBe('2026-11-19T10:00:00.000Z');
});

test('of many log groups ten', () => {
  expect(queried(logs(alarm(), { logGroups: Array.from({ length: 11 }, (_, index) => `g${index}`) }))[3]).toMatch(/~'g9$/u);
});

test.each<[string, AlarmNotice]>([
  ['no time', alarm({ occurredAt: 'x', metrics: errorsOf('b') })],
  ['no function and no log group', alarm({ metrics: [{ namespace: 'AWS/Lambda', name: 'Errors', dimensions: {} }] })],
  ['a function of another namespace', alarm({ metrics: [{ namespace: 'Own', name: 'Errors', dimensions: { FunctionName: 'b' } }] })],
  ['a function name that is none', alarm({ metrics: errorsOf("b)~'c") })],
])('%s is no link to logs', (_, notice) => {
  expect(logs(notice)).toBeUndefined();
});
