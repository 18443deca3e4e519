import { type Config } from '../src';
import { editHead, HEAD, load, mini, problemsOf } from './mini-template';

const REGIONS = 'staging: { account: "111111111111", regions: [eu-west-1, us-east-1, ap-southeast-1] }';

function configIn(line: string, sections = ''): Config {
  const loaded = load(editHead(line) + sections, 'staging');
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  const [config] = loaded.configs;
  if (!config) throw new Error('no config');
  return config;
}

test('one config for the primary Region, the same for each of the others, in the order of the list', () => {
  const config = configIn(REGIONS);
  const regions = ['eu-west-1', 'us-east-1', 'ap-southeast-1'];
  expect(config.environment).toEqual({ name: 'staging', account: '111111111111', region: 'eu-west-1', regions, protected: false });
  expect(config.elsewhere.map(({ environment }) => environment)).toEqual(['us-east-1', 'ap-southeast-1'].map((region) => ({ ...config.environment, region, regions })));
  expect(config.elsewhere.flatMap(({ elsewhere }) => elsewhere)).toEqual([]);
  const sectionsOf = (of: Config) => ({ ...of, environment: undefined, elsewhere: undefined });
  for (const other of config.elsewhere) expect(sectionsOf(other)).toEqual(sectionsOf(config));
});

test('one Region has none elsewhere, written as region or as regions', () => {
  const written = ['region: eu-west-1', 'regions: [eu-west-1]'].map((region) => configIn(`staging: { account: "111111111111", ${region} }`));
  expect(written[0]).toEqual(written[1]);
  expect(written[0]?.elsewhere).toEqual([]);
  expect(written[0]?.environment.regions).toEqual(['eu-west-1']);
});

test('placeholders are filled in for each Region', () => {
  const config = configIn(REGIONS, 'notifications: { critical: { existing: "arn:aws:sns:{region}:{account}:pages" } }\nlogs: { groups: { processing: { logGroupName: "/pay/{env}/{region}" } } }');
  expect([config, ...config.elsewhere].map(({ notifications, logs }) => [notifications?.critical?.existing, logs?.groups['processing']?.logGroupName])).toEqual([
    ['arn:aws:sns:eu-west-1:111111111111:pages', '/pay/staging/eu-west-1'],
    ['arn:aws:sns:us-east-1:111111111111:pages', '/pay/staging/us-east-1'],
    ['arn:aws:sns:ap-southeast-1:111111111111:pages', '/pay/staging/ap-southeast-1'],
  ]);
});

test('what is wrong in all Regions is said once, at its place', () => {
  expect(problemsOf(`${editHead(REGIONS)}alarms: { latencyHigh: { latencyP99Ms: fast } }`)).toEqual([
    'observability.yml:8:26 alarms.latencyHigh.latencyP99Ms: expected a number of at least 1, found "fast"',
  ]);
});

test('what is wrong in another Region than the primary is said too', () => {
  // 64 characters are the most of a bucket name plus one: only the longest Region is too long
  const name = `${'b'.repeat(63 - 'us-east-1'.length)}{region}`;
  const stream = `metrics: { stream: { streamName: s, namespaces: [Pay], bucket: { bucketName: "${name}" } } }`;
  const filled = name.replace('{region}', 'ap-southeast-1');
  expect(problemsOf(editHead('staging: { account: "111111111111", regions: [us-east-1, ap-southeast-1] }') + stream)).toEqual([
    `observability.yml:8:66 metrics.stream.bucket.bucketName: expected a bucket name: lower-case letters, digits, dots and hyphens (in staging), found "${filled}"`,
  ]);
});

test('what is missing in an environment with Regions and in one without is one problem', () => {
  expect(problemsOf(`${editHead(REGIONS)}alarms: { own: { alarmName: own, severity: critical } }`)).toHaveLength(1);
});

test('removals hold in every Region', () => {
  const config = configIn(REGIONS, 'alarms: { errors: { enabled: false, reason: none } }');
  for (const { alarms, removals } of [config, ...config.elsewhere]) {
    expect(Object.keys(alarms)).not.toContain('errors');
    expect(removals).toEqual([{ path: 'alarms.errors', reason: 'none' }]);
  }
});

test('a key or topic that exists in another Region loads: constructs know what that means for each', () => {
  const config = configIn(REGIONS, 'encryption: { keys: { logs: { existing: "arn:aws:kms:eu-west-1:111111111111:key/1" } } }');
  expect([config, ...config.elsewhere].map(({ encryption }) => encryption?.keys['logs']?.existing)).toEqual(Array(3).fill('arn:aws:kms:eu-west-1:111111111111:key/1'));
});

test('overrides of the environment hold in all its Regions', () => {
  const config = configIn('staging: { account: "111111111111", regions: [eu-west-1, us-east-1], overrides: { logs: { retentionDays: 400 } } }');
  expect([config, ...config.elsewhere].map(({ logs }) => logs?.retentionDays)).toEqual([400, 400]);
});

test('the template is not changed by any of its Regions', () => {
  const before = JSON.stringify(mini);
  configIn(REGIONS);
  expect(JSON.stringify(mini)).toBe(before);
  expect(HEAD).toContain('region: eu-west-1');
});
