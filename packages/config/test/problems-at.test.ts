import { formatProblem, problemsAt, type Config } from '../src';
import { configOf, editHead, load } from './mini-template';

const MESSAGE = 'there are too many';
const at = (config: Config, path: string) => {
  return problemsAt(config, [{ path, message: MESSAGE, suggestion: 'use fewer' }])?.map(formatProblem).join();
};

test.each([
  ['what is written', 'alarms.errors.countAbove', '8:21 alarms.errors.countAbove: there are too many; use fewer'],
  ['what only the template writes, at the nearest key of the user', 'alarms.errors.alarmName', '8:11 alarms.errors.alarmName: there are too many (from the template mini); use fewer'],
  ['what nobody writes, at the nearest key of the user', 'alarms.errors.runbook', '8:11 alarms.errors.runbook: there are too many; use fewer'],
  ['what the user says nothing about, at the beginning of the file', 'logs.groups.lambda', '1:1 logs.groups.lambda: there are too many (from the template mini); use fewer'],
  ['an environment', 'environments.production', '7:3 environments.production: there are too many; use fewer'],
])('%s', (_, path, expected) => {
  expect(at(configOf('alarms: { errors: { countAbove: 1 } }'), path)).toBe(`observability.yml:${expected}`);
});

test('overrides come before the file, for the environment they are of', () => {
  const text = `${editHead('staging: { account: "111111111111", region: eu-west-1, overrides: { logs: { retentionDays: 30 } } }')}logs: { retentionDays: 60 }`;
  const loaded = load(text);
  const lines = loaded.ok ? loaded.configs.map((config) => problemsAt(config, [{ path: 'logs.retentionDays', message: MESSAGE }])?.map(({ line }) => line)) : [];
  expect(lines).toEqual([[6], [8]]);
});

test('several stand in the order of the file', () => {
  const config = configOf('alarms: { errors: { countAbove: 1 } }\nlogs: { retentionDays: 60 }');
  const paths = ['logs.retentionDays', 'alarms.errors', 'environments.production'].map((path) => ({ path, message: MESSAGE }));
  expect(problemsAt(config, paths)?.map(({ path }) => path)).toEqual(['environments.production', 'alarms.errors', 'logs.retentionDays']);
});

test('a config that was not loaded has no file', () => {
  expect(at({ ...configOf('') }, 'alarms')).toBeUndefined();
});
