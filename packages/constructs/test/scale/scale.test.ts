import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIMITS } from '@payment-observability/catalog';
import { LimitError } from '../../src/limit-error';
import { synthesize, type AssembledStack, type Assembly } from '../../src/assembly';
import { shardOf } from '../../src/alarms/shard';
import { dashboardBody } from '../../src/limits/dashboard-body';
import { resourcesOf } from '../../src/limits/synthesized';
import { configOf, type Where } from '../config-of';
import { manyResources } from './many-resources';

type Sections = Readonly<Record<string, unknown>>;
type Listed = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const COUNT = 3000;
const SHARDS = 64;
const TIMEOUT_MS = 120_000;
const ALERTS = { encryption: { keys: { alerts: {} } }, notifications: { encryptionKey: 'alerts', critical: { topicName: 'pay-{env}-critical' }, warning: { topicName: 'pay-{env}-warning' } } };
const sections = (resources: Sections): Sections => ({ ...ALERTS, resources });

function assemble(resources: Sections, where: Where = {}): Assembly {
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-scale-'));
  try {
    return synthesize(configOf(sections(resources), where), { outdir, validation: false });
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const alarmNames = (stack: AssembledStack) => resourcesOf(stack).flatMap(({ type, properties }) => (type === 'AWS::CloudWatch::Alarm' ? [String(properties['AlarmName'])] : []));
const changedStacks = (before: Assembly, after: Assembly) =>
  after.stacks.filter(({ id, template }) => JSON.stringify(template) !== JSON.stringify(before.stacks.find((stack) => stack.id === id)?.template)).map(({ id }) => id);

const resources = manyResources(COUNT, SHARDS);
const listed = (kind: string) => (resources[kind] ?? {}) as Listed;

describe('2,000 functions, 300 APIs, 500 tables and 200 queues over 64 stacks', () => {
  let assembly: Assembly;
  beforeAll(() => {
    assembly = assemble(resources);
  }, TIMEOUT_MS);

  test('the config lists them all', () => {
    expect(['functions', 'apis', 'tables', 'queues'].map((kind) => Object.keys(listed(kind)).length)).toEqual([2000, 300, 500, 200]);
  });

  test('each stack is within the limits of CloudFormation', () => {
    expect(assembly.stacks).toHaveLength(SHARDS + 1);
    expect(Math.max(...assembly.stacks.map((stack) => resourcesOf(stack).length))).toBeLessThanOrEqual(LIMITS.stackResources.limit);
    expect(Math.max(...assembly.stacks.map(({ templateBytes }) => templateBytes))).toBeLessThanOrEqual(LIMITS.templateBytes.limit);
  });

  test('each dashboard is within the limits of CloudWatch, and there is one for each shard', () => {
    const dashboards = assembly.stacks.flatMap((stack) => resourcesOf(stack).filter(({ type }) => type === 'AWS::CloudWatch::Dashboard'));
    const widgets = dashboards.map((dashboard) => dashboardBody(dashboard).widgets.length);
    expect(dashboards).toHaveLength(SHARDS);
    expect(new Set(dashboards.map(({ properties }) => properties['DashboardName'])).size).toBe(SHARDS);
    expect(Math.max(...widgets)).toBeLessThanOrEqual(LIMITS.dashboardWidgets.limit);
  });

  test('every alarm name is there once', () => {
    const names = assembly.stacks.flatMap(alarmNames);
    expect(names.length).toBeGreaterThan(2 * COUNT);
    expect(new Set(names).size).toBe(names.length);
  });

  test('topics come before the shards, the shards by their numbers', () => {
    expect(assembly.stacks.map(({ id }) => id)).toEqual(['home', ...Array.from({ length: SHARDS }, (_, shard) => `resources-${String(shard).padStart(2, '0')}`)]);
    const [home, ...shards] = assembly.stacks;
    expect(home && resourcesOf(home).filter(({ type }) => type === 'AWS::SNS::Topic')).toHaveLength(2);
    expect(shards.flatMap((stack) => resourcesOf(stack)).filter(({ type }) => type === 'AWS::SNS::Topic')).toEqual([]);
  });

  test('stacks name each other by constructed ARNs: nothing is exported or imported, no stack waits for another by reference', () => {
    const text = JSON.stringify(assembly.stacks.map(({ template }) => template));
    expect(text).not.toMatch(/Fn::ImportValue|"Export"|Fn::GetStackOutput/);
    const actions = new Set(assembly.stacks.slice(1).flatMap((stack) => resourcesOf(stack).flatMap(({ properties }) => (properties['AlarmActions'] ?? []) as string[])));
    expect([...actions].sort()).toEqual(['critical', 'warning'].map((severity) => `arn:aws:sns:eu-west-1:111111111111:pay-dev-${severity}`));
  });

  test('one more function changes one stack, that of its shard', () => {
    const after = assemble({ ...resources, functions: { ...listed('functions'), brandNew: { functionName: 'pay-new', timeoutSeconds: 30 } } });
    expect(changedStacks(assembly, after)).toEqual([`resources-${String(shardOf('functions', 'brandNew', SHARDS)).padStart(2, '0')}`]);
  }, TIMEOUT_MS);

  test('counts are told beside the quotas', () => {
    expect(assembly.counts.find(({ what }) => what === 'metric alarms')).toEqual({ region: 'eu-west-1', what: 'metric alarms', count: assembly.stacks.flatMap(alarmNames).length });
    expect(assembly.counts.find(({ what }) => what === 'dashboards')?.count).toBe(SHARDS);
  });
});

test.each([
  ['apis', { apiName: 'pay-new', stage: 'live' }],
  ['tables', { tableName: 'pay-new' }],
  ['queues', { queueName: 'pay-new' }],
])('one more of %s changes one stack of 8, that of its shard', (kind, entry) => {
  const small = manyResources(60, 8);
  const after = assemble({ ...small, [kind]: { ...(small[kind] as Listed), brandNew: entry } });
  expect(changedStacks(assemble(small), after)).toEqual([`resources-0${shardOf(kind, 'brandNew', 8)}`]);
});

describe('doubling the shards', () => {
  const some = manyResources(150, 4);
  const before = assemble(some);
  const after = assemble({ ...some, shards: 8 });
  const stackOf = (assembly: Assembly) => new Map(assembly.stacks.flatMap((stack, position) => alarmNames(stack).map((name) => [name, { id: stack.id, position }] as const)));

  test('an alarm stays in its stack, or moves to one that is deployed later than its old one', () => {
    const [old, now] = [stackOf(before), stackOf(after)];
    const moved = [...old].filter(([name, { id }]) => now.get(name)?.id !== id);
    expect([...now.keys()].sort()).toEqual([...old.keys()].sort());
    expect(moved.length).toBeGreaterThan(old.size / 4);
    expect(moved.filter(([name, { position }]) => (now.get(name)?.position ?? -1) <= position)).toEqual([]);
    for (const [name, { id }] of moved) expect(now.get(name)?.id).toBe(`resources-${String(Number(id.slice(-2)) + 4).padStart(2, '0')}`);
  });

  test('from one stack to two, everything moves from the main stack to later ones', () => {
    const [home, ...shards] = assemble({ ...some, shards: 2 }).stacks;
    expect(home && alarmNames(home)).toEqual([]);
    expect(shards.flatMap(alarmNames).sort()).toEqual(assemble({ ...some, shards: 1 }).stacks.flatMap(alarmNames).sort());
  });
});

test('shards are spread evenly: of 2,000 functions over 64 none is beyond what chance gives', () => {
  const counts = new Map<number, number>();
  for (const id of Object.keys(listed('functions'))) counts.set(shardOf('functions', id, SHARDS), (counts.get(shardOf('functions', id, SHARDS)) ?? 0) + 1);
  expect(counts.size).toBe(SHARDS);
  expect(Math.max(...counts.values())).toBeLessThan(2000 / SHARDS + 4 * Math.sqrt(2000 / SHARDS));
});

test('a shard without a resource is a stack that deploys all the same', () => {
  const { stacks } = assemble({ shards: 8, functions: { only: { functionName: 'pay-only', timeoutSeconds: 3 } } });
  const empty = stacks.filter((stack) => resourcesOf(stack).every(({ type }) => type === 'AWS::CloudFormation::WaitConditionHandle'));
  expect(empty).toHaveLength(7);
  expect(empty.every((stack) => resourcesOf(stack).length === 1)).toBe(true);
});

test('each Region has its own shards, after all topics', () => {
  const config = configOf(sections({ shards: 2, functions: { f: { functionName: 'f', timeoutSeconds: 3 } } }), { regions: ['eu-west-1', 'us-east-1'] });
  const outdir = mkdtempSync(join(tmpdir(), 'payment-observability-scale-'));
  const { stacks } = synthesize(config, { outdir, validation: false });
  expect(stacks.map(({ id, region }) => [id, region])).toEqual([
    ['home', 'eu-west-1'],
    ['us-east-1', 'us-east-1'],
    ['resources-00', 'eu-west-1'],
    ['resources-01', 'eu-west-1'],
    ['us-east-1-resources-00', 'us-east-1'],
    ['us-east-1-resources-01', 'us-east-1'],
  ]);
  const routes = stacks.slice(2).flatMap((stack) => resourcesOf(stack).flatMap(({ properties }) => ((properties['AlarmActions'] ?? []) as string[]).map((arn) => `${stack.region} ${arn.split(':')[3]}`)));
  expect([...new Set(routes)].sort()).toEqual(['eu-west-1 eu-west-1', 'us-east-1 us-east-1']);
  rmSync(outdir, { recursive: true, force: true });
});

test('too many resources in a stack: where, how many, what is allowed, and how to migrate', () => {
  const problems = (() => {
    try {
      assemble(manyResources(300, 1));
    } catch (error) {
      if (error instanceof LimitError) return error.problems;
      throw error;
    }
    return [];
  })();
  expect(problems.map(({ path }) => path)).toContain('resources.shards');
  expect(problems.find(({ path, message }) => path === 'resources.shards' && message.startsWith('resources of a stack'))).toEqual({
    path: 'resources.shards',
    message: expect.stringMatching(/^resources of a stack: at most 500 resources, found \d+ \(stack acme-dev\)$/) as unknown,
    suggestion: expect.stringMatching(/^300 resources are spread over 1 stack: set resources\.shards to 2\. Always double it: /) as unknown,
  });
});
