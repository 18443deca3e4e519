import { recommendedAlarms } from '@payment-observability/catalog';
import { formatProblem, loadConfig } from '../src';
import { configOf, HEAD, load, mini, problemsOf } from './mini-template';

const SHORT = `version: 1
name: card-acquiring
template: mini
owner: acquiring
environments:
  staging:    { account: "111111111111", region: eu-west-1, overrides: { notifications: { maxSeverity: warning } } }
  production: { account: "222222222222", region: us-east-1, protected: true, overrides: { logs: { retentionDays: 400 } } }
resources:
  functions: { processor: { functionName: "acme-{env}-processor", timeoutSeconds: 20 } }
logs:
  groups:    { lambda: { existing: "/aws/lambda/acme-{env}-processor" } }
alarms:
  latencyHigh: { latencyP99Ms: 350, severity: critical }
notifications:
  critical: { emails: { oncall: oncall@example.com } }
  warning:  { emails: { team: team@example.com }, slack: { secret: "acme/{env}/slack" } }
`;

test('one config for each environment, in the order of the file', () => {
  const loaded = load(SHORT);
  expect(loaded).toMatchObject({
    ok: true,
    configs: [
      {
        name: 'card-acquiring',
        template: 'mini',
        owner: 'acquiring',
        environment: { name: 'staging', account: '111111111111', region: 'eu-west-1', protected: false },
        logs: { retentionDays: 90 },
        notifications: { maxSeverity: 'warning', critical: { topicName: 'pay-staging-critical' } },
      },
      {
        environment: { name: 'production', account: '222222222222', region: 'us-east-1', protected: true },
        logs: { retentionDays: 400 },
        notifications: { maxSeverity: 'critical', warning: { slack: { secret: 'acme/production/slack', heading: 'Payment System Alert' } } },
      },
    ],
  });
});

test('overrides beat the file, the file beats the template', () => {
  const text = (logs: string, override: string) =>
    `${HEAD.replace('protected: true', `protected: true, overrides: { logs: { ${override} } }`)}logs: { ${logs} }`;
  const retention = (logs: string, override: string) => {
    const loaded = load(text(logs, override), 'production');
    return loaded.ok ? loaded.configs[0]?.logs?.retentionDays : loaded.problems;
  };
  expect(retention('', '')).toBe(90);
  expect(retention('retentionDays: 30', '')).toBe(30);
  expect(retention('retentionDays: 30', 'retentionDays: 400')).toBe(400);
});

test('existing wins over the name of the template', () => {
  const loaded = load(SHORT, 'production');
  expect(loaded.ok && loaded.configs[0]?.logs?.groups['lambda']).toEqual({ existing: '/aws/lambda/acme-production-processor', masked: true });
});

test('placeholders are filled in texts, not in keys, and only once', () => {
  const config = configOf('metrics: { namespace: "{name}/{env}/{region}/{account}" }\ntags: { "Team": "{env}" }');
  expect(config.metrics?.namespace).toBe('card-acquiring/production/us-east-1/222222222222');
  expect(config.tags['Team']).toBe('production');
  expect(config.encryption?.keys['logs']?.description).toBe('Logs of card-acquiring production');
});

test.each(['{ $.x = 1 }', '{PaymentSystem/x,Currency}', '{12,18}', '{ env }', '{}'])('%s is no placeholder', (text) => {
  expect(configOf(`alarms: { errors: { description: "${text}" } }`).alarms['errors']?.description).toBe(text);
});

test('braces of another language are left alone', () => {
  const search = "SEARCH('{Payments} MetricName=\"x\"', 'Sum')";
  const config = configOf(`dashboards: { overview: { widgets: { health: { series: { all: { search: ${JSON.stringify(search)} } } } } } }`);
  expect(config.dashboards['overview']?.widgets['health']?.series['all']?.search).toBe(search);
});

test('tags: the base set, then template, file and overrides', () => {
  expect(configOf('').tags).toEqual({
    Environment: 'production',
    ManagedBy: 'cdk',
    System: 'Payments',
    Owner: 'acquiring',
    CostCenter: 'Engineering',
  });
  expect(configOf('tags: { Owner: someone else, Team: cards }').tags).toMatchObject({ Owner: 'someone else', Team: 'cards', CostCenter: 'Engineering' });
});

test('System is the name when neither template nor file say it', () => {
  const templates = { bare: { name: 'bare', title: 'Bare', defaults: {} } };
  const loaded = loadConfig({ text: HEAD.replace('mini', 'bare'), file: 'f.yml', templates, environment: 'staging' });
  expect(loaded).toMatchObject({ ok: true, configs: [{ tags: { System: 'card-acquiring' }, alarms: {}, dashboards: {}, removals: [] }] });
});

test('only the environment that is asked for is returned', () => {
  expect(load(SHORT, 'staging')).toMatchObject({ ok: true, configs: [{ environment: { name: 'staging' } }] });
  const all = load(SHORT);
  expect(all.ok && all.configs.map(({ environment }) => environment.name)).toEqual(['staging', 'production']);
});

test('the order of keys in the file does not matter', () => {
  const sections = SHORT.split(/^(?=\w)/m);
  const reordered = load(sections.reverse().join(''));
  expect(reordered).toEqual(load(SHORT));
});

test('a problem of the template says so, at the nearest place of the user', () => {
  const templates = { mini: { ...mini, defaults: { ...mini.defaults, alarms: { errors: { severity: 'loud' } } } } };
  const loaded = loadConfig({ text: `${HEAD}alarms: { errors: { alarmName: x } }`, file: 'f.yml', templates });
  expect(loaded.ok ? [] : loaded.problems.map(formatProblem)).toContain(
    'f.yml:8:11 alarms.errors.severity: expected one of critical, warning, info, found "loud" (from the template mini)',
  );
});

test('the templates are never changed', () => {
  const before = JSON.stringify(mini);
  load(SHORT);
  problemsOf(`${HEAD}alarms: { memoryHigh: { enabled: false, reason: x } }`);
  expect(JSON.stringify(mini)).toBe(before);
});

test('a defect of our own is thrown with its cause, not told to the user as a problem', () => {
  const broken = { name: 'mini', title: '', get defaults(): never { throw new Error('boom'); } };
  const thrown = (() => {
    try {
      return loadConfig({ text: HEAD, file: 'f.yml', templates: { mini: broken } });
    } catch (error) {
      return error;
    }
  })();
  expect(thrown).toMatchObject({ message: 'f.yml could not be checked: a defect of payment-observability, not of the file', cause: { message: 'boom' } });
});

test('names of Object.prototype are neither templates nor environments', () => {
  expect(problemsOf(HEAD.replace('template: mini', 'template: constructor'))).toEqual([
    'observability.yml:3:1 template: no such template, found "constructor"; allowed: mini',
  ]);
  expect(problemsOf(HEAD, 'toString')).toEqual(['observability.yml:5:1 environments: no environment "toString" in this file; allowed: production, staging']);
});

test('Windows line ends and a byte order mark change nothing', () => {
  expect(load(`\uFEFF${SHORT.replaceAll('\n', '\r\n')}`)).toEqual(load(SHORT));
});

test('resources of a config are what the catalog takes', () => {
  const { resources } = configOf('resources: { functions: { processor: { alarms: { errors: { threshold: 2 }, throttles: { enabled: false, reason: retried } } } } }');
  const processor = resources?.functions['processor'];
  expect(processor && recommendedAlarms('functions', processor).map(({ id, threshold }) => [id, threshold])).toEqual([
    ['errors', 2],
    ['durationNearTimeout', 28_500],
    ['memoryHigh', 90],
  ]);
});

test('what only the override gets wrong is shown there, what the override puts right is no problem', () => {
  const text = (file: number, override: number) =>
    `${HEAD.replace('region: eu-west-1', `region: eu-west-1, overrides: { logs: { retentionDays: ${override} } }`).replace('region: us-east-1', 'region: us-east-1, overrides: { logs: { retentionDays: 400 } }')}logs: { retentionDays: ${file} }`;
  const places = (content: string) => problemsOf(content).map((problem) => problem.split(': ')[0]);
  expect(places(text(90, 100))).toEqual(['observability.yml:6:79 environments.staging.overrides.logs.retentionDays']);
  expect(places(text(100, 90))).toEqual([]);
});

test('a template cannot speak for the user', () => {
  const templates = { mini: { ...mini, defaults: { ...mini.defaults, owner: 'template', environment: {} } } };
  const loaded = loadConfig({ text: HEAD, file: 'f.yml', templates, environment: 'staging' });
  expect(loaded).toMatchObject({ ok: true, configs: [{ owner: 'acquiring', environment: { name: 'staging' } }] });
});

test('what the template itself keeps switched off is no removal of the user', () => {
  const off = { ...mini, defaults: { ...mini.defaults, tracing: { enabled: false, reason: 'opt in', groups: {} } } };
  const removals = (text: string) => {
    const loaded = loadConfig({ text: HEAD + text, file: 'f.yml', templates: { mini: off }, environment: 'staging' });
    return loaded.ok ? [loaded.configs[0]?.tracing, loaded.configs[0]?.removals] : loaded.problems;
  };
  expect(removals('')).toEqual([undefined, []]);
  expect(removals('tracing: { enabled: true }')).toEqual([{ samplingRules: {}, groups: {} }, []]);
});
