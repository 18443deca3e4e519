import { editHead, HEAD, problemsOf } from './mini-template';

type Row = readonly [title: string, text: string, problems: readonly string[]];

const FILES: readonly Row[] = [
  ['an empty file', '', ['1:1: the file is empty; begin with "version: 1", name, template, owner and environments']],
  ['comments only', '# nothing yet\n', ['1:1: the file is empty; begin with "version: 1", name, template, owner and environments']],
  ['null', '~\n', ['1:1: the file is empty; begin with "version: 1", name, template, owner and environments']],
  ['a list', '- a\n', ['1:1: expected keys and values, found a list; begin with "version: 1", name, template, owner and environments']],
  [
    'a single value',
    '\nhello\n',
    ['2:1: expected keys and values, found a single value; begin with "version: 1", name, template, owner and environments'],
  ],
  [
    'a brace that is not closed',
    'version: 1\nname: {a\n',
    ['3:1: not YAML: flow map in block collection must be sufficiently indented and end with a }'],
  ],
  [
    'a quote that is not closed, its text kept out of the error',
    'name: "https://hooks.example.com/T0\n',
    ['2:1: not YAML: missing closing'],
  ],
  ['a wrong indentation', 'a:\n  b: 1\n c: 2\n', ['3:1: not YAML: all mapping items must start at the same column']],
  ['a colon too many', 'a: b: c\n', ['1:4: not YAML: nested mappings are not allowed in compact mappings']],
  [
    'garbage',
    '}{',
    [
      '1:1: not YAML: unexpected flow-map-end token in YAML document',
      '1:3: not YAML: flow map must end with a }',
    ],
  ],
  ['a tab in the indentation', 'logs:\n	retentionDays: 90\n', ['2:1: a tab in the indentation; indent with spaces']],
  [
    'two documents',
    'version: 1\n---\nversion: 1\n',
    ['2:1: more than one YAML document in the file; remove the line "---" and what follows it'],
  ],
  ['a YAML 1.1 directive', '%YAML 1.1\n---\nversion: 1\n', ['1:1: YAML 1.1 is not supported; remove the %YAML directive']],
  ['a tag', 'version: 1\nname: !Sub "x"\n', ['2:7: tags such as !Sub are not supported; write the plain value']],
  [
    'an alias',
    'a: &a 1\nb: *a\n',
    ['2:4 b: aliases (*name) are not supported; write the value out; what differs between environments belongs in their overrides'],
  ],
  [
    'an alias bomb',
    'a: &a [x, x]\nb: &b [*a, *a]\n',
    [
      '2:8 b.0: aliases (*name) are not supported; write the value out; what differs between environments belongs in their overrides',
      '2:12 b.1: aliases (*name) are not supported; write the value out; what differs between environments belongs in their overrides',
    ],
  ],
  ['a list as a key', '? [a, b]\n: c\n', ['1:3: expected a name before the colon, found a list or a map']],
  ['no key', ': c\n', ['1:1: expected a name before the colon, found nothing']],
];

/** One line of the head or of the environments, in place of the right one. */
const HEAD_LINES: readonly Row[] = [
  ['a version of the future', 'version: 2', ['1:1 version: expected 1, the version of this file format, found 2']],
  [
    'the version in quotes',
    'version: "1"',
    ['1:1 version: expected 1, the version of this file format, found "1"; write it without quotes'],
  ],
  [
    'a name with capitals',
    'name: Card Acquiring',
    ['2:1 name: expected lower-case letters, digits and hyphens, a letter first, 40 at most, found "Card Acquiring"'],
  ],
  [
    'a name that is a number',
    'name: 5',
    ['2:1 name: expected lower-case letters, digits and hyphens, a letter first, 40 at most, found 5'],
  ],
  ['an unknown template, nearly right', 'template: minni', ['3:1 template: no such template, found "minni"; did you mean "mini"?']],
  ['an unknown template', 'template: something-else', ['3:1 template: no such template, found "something-else"; allowed: mini']],
  ['a template that is a number', 'template: 5', ['3:1 template: expected text, found 5']],
  ['an owner that no tag can hold', 'owner: a&b', ['4:1 owner: expected letters, digits, spaces and _ . : / = + - @, found "a&b"']],
  [
    'an owner that is null',
    'owner:',
    ['4:1 owner: expected letters, digits, spaces and _ . : / = + - @, at most 256 characters, found nothing'],
  ],
  [
    'an account without quotes, its leading zero still seen',
    'staging: { account: 012345678901, region: eu-west-1 }',
    ['6:14 environments.staging.account: expected an account id in quotes, for example "012345678901": without them YAML reads a number and drops leading zeros, found 012345678901'],
  ],
  [
    'an account that is too short',
    'staging: { account: "1234", region: eu-west-1 }',
    ['6:14 environments.staging.account: expected an account id: 12 digits in quotes, found "1234"'],
  ],
  [
    'a Region by its city',
    'staging: { account: "111111111111", region: Ireland }',
    ['6:39 environments.staging.region: expected a Region such as eu-west-1, found "Ireland"'],
  ],
  [
    'no Region',
    'staging: { account: "111111111111" }',
    ['6:3 environments.staging: region is required, or regions when there are several'],
  ],
  [
    'both region and regions',
    'staging: { account: "111111111111", region: eu-west-1, regions: [us-east-1] }',
    ['6:39 environments.staging.region: region and regions exclude each other'],
  ],
  ['no Region in the list', 'staging: { account: "111111111111", regions: [] }', ['6:39 environments.staging.regions: expected a list of at least 1, found an empty list']],
  [
    'the same Region twice',
    'staging: { account: "111111111111", regions: [eu-west-1, us-east-1, eu-west-1] }',
    ['6:39 environments.staging.regions: a Region stands twice in the list'],
  ],
  [
    'something else in the list of Regions',
    'staging: { account: "111111111111", regions: [eu-west-1, Ireland] }',
    ['6:60 environments.staging.regions.1: expected a Region such as eu-west-1, found "Ireland"'],
  ],
  [
    'an unknown key of an environment',
    'staging: { account: "111111111111", region: eu-west-1, protect: true }',
    ['6:58 environments.staging.protect: unknown key "protect"; did you mean "protected"?'],
  ],
  ['an environment without anything', 'staging: ', ['6:3 environments.staging: expected keys and values, found nothing']],
  [
    'yes, which is no boolean in YAML 1.2',
    'staging: { account: "111111111111", region: eu-west-1, protected: yes }',
    ['6:58 environments.staging.protected: expected true or false, found "yes"'],
  ],
  [
    'an override of no section',
    'staging: { account: "111111111111", region: eu-west-1, overrides: { alarm: {} } }',
    ['6:71 environments.staging.overrides.alarm: unknown key "alarm"; did you mean "alarms"?'],
  ],
  [
    'an override of the head',
    'staging: { account: "111111111111", region: eu-west-1, overrides: { owner: me } }',
    ['6:71 environments.staging.overrides.owner: owner is the same in all environments; overrides hold sections and tags'],
  ],
  [
    'overrides that are a list',
    'staging: { account: "111111111111", region: eu-west-1, overrides: [] }',
    ['6:58 environments.staging.overrides: expected keys and values, found an empty list'],
  ],
  [
    'a wrong value in an override',
    'staging: { account: "111111111111", region: eu-west-1, overrides: { logs: { retentionDays: 100 } } }',
    ['6:79 environments.staging.overrides.logs.retentionDays: expected a retention CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, found 100'],
  ],
  [
    'a removal of nothing in an override',
    'staging: { account: "111111111111", region: eu-west-1, overrides: { tracing: { enabled: false, reason: x } } }',
    ['6:71 environments.staging.overrides.tracing: nothing to switch off: neither the template nor this file has it; allowed: alarms, dashboards, encryption, logs, metrics, notifications, resources, tags'],
  ],
  [
    'an id of an environment with a hyphen',
    'pre-prod: { account: "111111111111", region: eu-west-1 }',
    ['6:3 environments.pre-prod: expected a camelCase id: a lower-case letter, then letters and digits, 64 at most, found "pre-prod"'],
  ],
];

/** Text below the head: it begins on line 8. */
const SECTIONS: readonly Row[] = [
  ['a key of the head twice', 'name: other\n', ['8:1 name: the key is written twice; keep one of the two']],
  [
    'a key of a section twice',
    'logs:\n  retentionDays: 90\n  retentionDays: 30\n',
    ['10:3 logs.retentionDays: the key is written twice; keep one of the two'],
  ],
  [
    'a merge key',
    'logs: { <<: { retentionDays: 30 } }',
    ['8:9 logs.<<: unknown key "<<"; allowed: enabled, encryptionKey, groups, masking, metricFilters, queries, reason, retentionDays'],
  ],
  ['__proto__', '__proto__: { polluted: true }', ['8:1 __proto__: unknown key "__proto__"']],
  [
    'a number as an id',
    'alarms: { 1: {} }',
    ['8:11 alarms.1: expected a camelCase id: a lower-case letter, then letters and digits, 64 at most, found "1"'],
  ],
  ['an unknown section', 'alarm: {}', ['8:1 alarm: unknown key "alarm"; did you mean "alarms"?']],
  [
    'an unknown key, level 2',
    'logs: { retentonDays: 90 }',
    ['8:9 logs.retentonDays: unknown key "retentonDays"; did you mean "retentionDays"?'],
  ],
  [
    'an unknown key, level 3',
    'alarms: { errors: { sevrity: info } }',
    ['8:21 alarms.errors.sevrity: unknown key "sevrity"; did you mean "severity"?'],
  ],
  [
    'an unknown key, level 7',
    'dashboards: { overview: { widgets: { health: { series: { errors: { lable: x } } } } } }',
    ['8:68 dashboards.overview.widgets.health.series.errors.lable: unknown key "lable"; did you mean "label"?'],
  ],
  [
    'an unknown key far from all',
    'encryption: { vault: {} }',
    ['8:15 encryption.vault: unknown key "vault"; allowed: enabled, keys, reason'],
  ],
  [
    'an enum cut short',
    'alarms: { errors: { severity: warn } }',
    ['8:21 alarms.errors.severity: expected one of critical, warning, info, found "warn"; did you mean "warning"?'],
  ],
  [
    'an enum in capitals',
    'alarms: { errors: { severity: CRITICAL } }',
    ['8:21 alarms.errors.severity: expected one of critical, warning, info, found "CRITICAL"; did you mean "critical"?'],
  ],
  [
    'an enum that is a number',
    'alarms: { errors: { severity: 1 } }',
    ['8:21 alarms.errors.severity: expected one of critical, warning, info, found 1'],
  ],
  [
    'text for a number',
    'alarms: { latencyHigh: { latencyP99Ms: fast } }',
    ['8:26 alarms.latencyHigh.latencyP99Ms: expected a number of at least 1, found "fast"'],
  ],
  [
    'a number below the minimum',
    'alarms: { latencyHigh: { latencyP99Ms: 0 } }',
    ['8:26 alarms.latencyHigh.latencyP99Ms: expected a number of at least 1, found 0'],
  ],
  [
    'infinity',
    'alarms: { latencyHigh: { latencyP99Ms: .inf } }',
    ['8:26 alarms.latencyHigh.latencyP99Ms: expected a number of at least 1, found .inf'],
  ],
  [
    'not a number',
    'alarms: { latencyHigh: { latencyP99Ms: .nan } }',
    ['8:26 alarms.latencyHigh.latencyP99Ms: expected a number of at least 1, found .nan'],
  ],
  [
    'a date',
    'alarms: { latencyHigh: { latencyP99Ms: 2026-01-01 } }',
    ['8:26 alarms.latencyHigh.latencyP99Ms: expected a number of at least 1, found "2026-01-01"'],
  ],
  [
    'an octal number',
    'alarms: { latencyHigh: { periodSeconds: 0o17 } }',
    ['8:26 alarms.latencyHigh.periodSeconds: expected 10, 30 or a multiple of 60 seconds, found 0o17'],
  ],
  [
    'a percentage above 100',
    'alarms: { memoryHigh: { usagePercent: 800 } }',
    ['8:25 alarms.memoryHigh.usagePercent: expected a number from 0 to 100, found 800'],
  ],
  [
    'a retention that does not exist',
    'logs: { retentionDays: 366 }',
    ['8:9 logs.retentionDays: expected a retention CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, found 366'],
  ],
  [
    'a window outside its range',
    'encryption: { keys: { logs: { deletionWindowDays: 31 } } }',
    ['8:31 encryption.keys.logs.deletionWindowDays: expected a whole number from 7 to 30, found 31'],
  ],
  [
    'a period that is no multiple of 60',
    'alarms: { errors: { periodSeconds: 90 } }',
    ['8:21 alarms.errors.periodSeconds: expected 10, 30 or a multiple of 60 seconds, found 90'],
  ],
  [
    'half a period',
    'alarms: { errors: { evaluationPeriods: 1.5 } }',
    ['8:21 alarms.errors.evaluationPeriods: expected a whole number above 0, found 1.5'],
  ],
  [
    'a name that is too long',
    `alarms: { errors: { alarmName: ${'a'.repeat(300)} } }`,
    ['8:21 alarms.errors.alarmName: expected one line without control characters, at most 255 characters, found "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (300 characters)'],
  ],
  [
    'two lines where one is meant',
    'alarms: { errors: { description: "a\\nb" } }',
    ['8:21 alarms.errors.description: expected one line without control characters, found "a\\nb"'],
  ],
  ['a section that is a number', 'alarms: 5', ['8:1 alarms: expected keys and values, found 5']],
  ['a section without anything', 'alarms:', ['8:1 alarms: expected keys and values, found nothing']],
  ['a section that is a list', 'alarms: [errors]', ['8:1 alarms: expected keys and values, found a list']],
  [
    'an id that is not camelCase',
    'alarms: { High-Errors: { alarmName: a } }',
    ['8:11 alarms.High-Errors: expected a camelCase id: a lower-case letter, then letters and digits, 64 at most, found "High-Errors"'],
  ],
  [
    'an unknown placeholder',
    'metrics: { namespace: "Pay/{stage}" }',
    ['8:12 metrics.namespace: unknown placeholder {stage}; allowed: {env}, {region}, {account}, {name}'],
  ],
  [
    'a misspelt placeholder',
    'metrics: { namespace: "Pay/{nmae}" }',
    ['8:12 metrics.namespace: unknown placeholder {nmae}; did you mean {name}?'],
  ],
  [
    'a required field that nobody wrote',
    'alarms: { own: { severity: info, countAbove: 1, metric: { name: X }, missingData: ignore } }',
    ['8:11 alarms.own.alarmName: expected one line without control characters, at most 255 characters, found nothing; add alarmName'],
  ],
  [
    'an alarm on nothing',
    'alarms: { own: { alarmName: own, severity: info } }',
    ['8:11 alarms.own: exactly one of latencyP50Ms, latencyP90Ms, latencyP95Ms, latencyP99Ms, countAbove, countAtLeast, countBelow, averageAbove, averageBelow, minimumBelow, maximumAbove, p90Above, usagePercent, fractionAbove, errorRatePercent, anomalyBandWidth, when is required, found none'],
  ],
  [
    'an alarm of two kinds',
    'alarms: { own: { alarmName: own, severity: info, countAbove: 1, countBelow: 1, metric: { name: X } } }',
    ['8:11 alarms.own: exactly one of latencyP50Ms, latencyP90Ms, latencyP95Ms, latencyP99Ms, countAbove, countAtLeast, countBelow, averageAbove, averageBelow, minimumBelow, maximumAbove, p90Above, usagePercent, fractionAbove, errorRatePercent, anomalyBandWidth, when is required, found countAbove and countBelow'],
  ],
  [
    'missing data left open',
    'alarms: { own: { alarmName: own, severity: info, countAbove: 1, metric: { name: X } } }',
    ['8:11 alarms.own.missingData: missingData is required: breaching for what must always report, notBreaching for sparse counts'],
  ],
  [
    'M above N',
    'alarms: { errors: { datapointsToAlarm: 4 } }',
    ['8:21 alarms.errors.datapointsToAlarm: datapointsToAlarm 4 is above evaluationPeriods 3'],
  ],
  [
    'a rate without a guard',
    'alarms: { own: { alarmName: own, severity: info, errorRatePercent: 1, errors: { name: E }, total: { name: T }, missingData: ignore } }',
    ['8:11 alarms.own: errorRatePercent needs minimumSamples, so that one failure of few requests does not alarm'],
  ],
  [
    'a removal without a reason',
    'alarms: { errors: { enabled: false } }',
    ['8:21 alarms.errors.enabled: enabled: false needs a reason; add reason: "…", so that a reviewer knows why'],
  ],
  [
    'a removal with an empty reason',
    'alarms: { errors: { enabled: false, reason: " " } }',
    ['8:21 alarms.errors.enabled: enabled: false needs a reason; add reason: "…", so that a reviewer knows why'],
  ],
  [
    'a reason that a comma cuts in two',
    'alarms: { errors: { enabled: false, reason: functions only, no hosts } }',
    ['8:61 alarms.errors.no hosts: unknown key "no hosts"; put a reason with a comma in quotes'],
  ],
  [
    'off, which is no boolean in YAML 1.2',
    'alarms: { errors: { enabled: off, reason: x } }',
    ['8:21 alarms.errors.enabled: expected true or false, found "off"'],
  ],
  [
    'a removal of nothing',
    'alarms: { eror: { enabled: false, reason: x } }',
    ['8:11 alarms.eror: nothing to switch off: neither the template nor this file has it; did you mean "errors"?'],
  ],
  [
    'a misspelt key in a removal',
    'alarms: { errors: { enabled: false, reson: x } }',
    [
      '8:21 alarms.errors.enabled: enabled: false needs a reason; add reason: "…", so that a reviewer knows why',
      '8:37 alarms.errors.reson: unknown key "reson"; did you mean "reason"?',
    ],
  ],
  [
    'a misspelt key in a removal of a member',
    'notifications: { info: { emails: { a: { enabled: false, reason: x, why: y } } } }',
    ['8:68 notifications.info.emails.a.why: unknown key "why"; allowed: enabled, reason'],
  ],
  [
    'a key that does not exist',
    'logs: { encryptionKey: log }',
    ['8:9 logs.encryptionKey: no such entry in encryption.keys, found "log"; did you mean "logs"?'],
  ],
  [
    'an alarm that does not exist, deep in a condition',
    'alarms: { broken: { when: { any: [errors, { not: latncyHigh }] } } }',
    ['8:45 alarms.broken.when.any.1.not: no such entry in alarms, found "latncyHigh"; did you mean "latencyHigh"?'],
  ],
  [
    'a condition on what the same file switches off',
    'alarms: { memoryHigh: { enabled: false, reason: x }, slow: { when: { all: [latencyHigh, memoryHigh] } } }',
    ['8:89 alarms.slow.when.all.1: refers to alarms.memoryHigh, which is switched off; name another entry, or switch this one off too'],
  ],
  [
    'a removal that the section cannot be without',
    'encryption: { keys: { logs: { enabled: false, reason: x } } }',
    ['8:31 logs.encryptionKey: refers to encryption.keys.logs, which is switched off (from the template mini); name another entry, or switch this one off too'],
  ],
  [
    'a suppressor that is not composite',
    'alarms: { errors: { suppressedBy: latencyHigh } }',
    ['8:21 alarms.errors.suppressedBy: expected a composite alarm (one with "when"), found "latencyHigh"; allowed: broken, slow'],
  ],
  [
    'a circle of two',
    'alarms: { slow: { when: { all: [broken] } }, broken: { when: slow } }',
    ['8:56 alarms.broken.when: a composite alarm cannot depend on itself: broken → slow → broken'],
  ],
  [
    'a circle of one',
    'alarms: { slow: { when: { not: slow } } }',
    ['8:19 alarms.slow.when: a composite alarm cannot depend on itself: slow → slow'],
  ],
  [
    'two circles',
    'alarms: { slow: { when: slow }, broken: { when: { any: [errors, broken] } } }',
    [
      '8:19 alarms.slow.when: a composite alarm cannot depend on itself: slow → slow',
      '8:43 alarms.broken.when: a composite alarm cannot depend on itself: broken → broken',
    ],
  ],
  [
    'an alarm on a circle',
    'alarms: { aTail: { alarmName: a, severity: info, when: slow }, slow: { when: broken }, broken: { when: { any: [slow] } } }',
    ['8:98 alarms.broken.when: a composite alarm cannot depend on itself: broken → slow → broken'],
  ],
  [
    'the name of a method as a reference',
    'logs: { encryptionKey: constructor }',
    ['8:9 logs.encryptionKey: no such entry in encryption.keys, found "constructor"; allowed: alerts, logs'],
  ],
  [
    'suppressors in a circle',
    'alarms: { slow: { suppressedBy: broken }, broken: { suppressedBy: slow } }',
    ['8:53 alarms.broken.suppressedBy: alarms cannot suppress each other in a circle: broken → slow → broken'],
  ],
  [
    'a condition that is a list',
    'alarms: { slow: { when: [errors] } }',
    ['8:19 alarms.slow.when: expected the id of an alarm, { all: [ … ] }, { any: [ … ] }, { not: … } or { atLeast: 2, of: [ … ] }, found a list'],
  ],
  [
    'a condition with an unknown operator',
    'alarms: { own: { alarmName: own, severity: info, when: { some: [errors] } } }',
    ['8:50 alarms.own.when: expected the id of an alarm, { all: [ … ] }, { any: [ … ] }, { not: … } or { atLeast: 2, of: [ … ] }, found { some }'],
  ],
  [
    'a condition on nothing',
    'alarms: { slow: { when: { all: [] } } }',
    ['8:27 alarms.slow.when.all: expected a list of at least 1, found an empty list'],
  ],
  [
    'a condition on a number',
    'alarms: { slow: { when: { all: [errors, 5] } } }',
    ['8:41 alarms.slow.when.all.1: expected the id of an alarm, { all: [ … ] }, { any: [ … ] }, { not: … } or { atLeast: 2, of: [ … ] }, found 5'],
  ],
  [
    'a resource that does not exist',
    'alarms: { errors: { metric: { resource: functions.procesor, name: Errors } } }',
    ['8:31 alarms.errors.metric.resource: no such entry in resources, found "functions.procesor"; did you mean "functions.processor"?'],
  ],
  [
    'a kind of resource that does not exist',
    'alarms: { errors: { metric: { resource: lambdas.processor, name: Errors } } }',
    ['8:31 alarms.errors.metric.resource: no such entry in resources, found "lambdas.processor"; allowed: databases.ledger, functions.processor'],
  ],
  [
    'a resource without its kind',
    'alarms: { errors: { metric: { resource: processor, name: Errors } } }',
    [
      '8:31 alarms.errors.metric.resource: expected kind.id of a listed resource, for example functions.processor, found "processor"',
      '8:31 alarms.errors.metric.resource: no such entry in resources, found "processor"; allowed: databases, functions',
    ],
  ],
  [
    'a metric the resource does not publish',
    'alarms: { errors: { metric: { resource: functions.processor, name: Error } } }',
    ['8:62 alarms.errors.metric.name: functions.processor publishes no such metric, found "Error"; did you mean "Errors"?'],
  ],
  [
    'a namespace the resource does not publish in',
    'alarms: { errors: { metric: { resource: functions.processor, namespace: AWS/Lamda, name: Errors } } }',
    ['8:62 alarms.errors.metric.namespace: functions.processor publishes nothing in this namespace, found "AWS/Lamda"; did you mean "AWS/Lambda"?'],
  ],
  [
    'Lambda Insights off under an alarm of the template',
    'resources: { functions: { processor: { lambdaInsights: false } } }',
    ['8:40 alarms.memoryHigh.metric.namespace: functions.processor publishes nothing in this namespace, found "LambdaInsights" (from the template mini); set resources.functions.processor.lambdaInsights: true, or switch this off'],
  ],
  [
    'a recommended alarm that does not exist',
    'resources: { functions: { processor: { alarms: { throttle: { threshold: 5 } } } } }',
    ['8:50 resources.functions.processor.alarms.throttle: no such recommended alarm; did you mean "throttles"?'],
  ],
  [
    'M above the N of a recommended alarm',
    'resources: { functions: { processor: { alarms: { errors: { datapointsToAlarm: 5 } } } } }',
    ['8:60 resources.functions.processor.alarms.errors.datapointsToAlarm: datapointsToAlarm 5 is above evaluationPeriods 3'],
  ],
  [
    'a REST API without its name',
    'resources: { apis: { public: { apiId: abc, stage: live } } }',
    ['8:22 resources.apis.public.apiName: apiName is required for a rest API'],
  ],
  [
    'metric math over a series that does not exist',
    'dashboards: { overview: { widgets: { health: { series: { rate: { expression: 100 * eror } } } } } }',
    ['8:66 dashboards.overview.widgets.health.series.rate.expression: no other series "eror" in this widget; did you mean "errors"?'],
  ],
  [
    'a widget over the edge',
    'dashboards: { overview: { widgets: { health: { x: 20 } } } }',
    ['8:38 dashboards.overview.widgets.health: x + width is above 24, the width of a dashboard'],
  ],
  [
    'a log group to create and existing',
    'logs: { groups: { lambda: { existing: /aws/x, logGroupName: /aws/y } } }',
    ['8:29 logs.groups.lambda.existing: existing and logGroupName exclude each other; keep existing to use what is there, or the name to create it'],
  ],
  [
    'a log group that is neither',
    'logs: { groups: { own: { retentionDays: 30 } } }',
    ['8:19 logs.groups.own: logGroupName (to create it) or existing (to use one that is there) is required'],
  ],
  [
    'a webhook in place of a secret, kept out of the error',
    'notifications: { warning: { slack: { secret: "https://hooks.slack.com/services/T0/B0/xyz" } } }',
    ['8:38 notifications.warning.slack.secret: expected the name of a Secrets Manager secret, never its value (no webhook URL, no token)'],
  ],
  [
    'a URL in another place, cut',
    'notifications: { warning: { topicName: "https://hooks.slack.com/services/T0/B0/xyz" } }',
    ['8:29 notifications.warning.topicName: expected a topic name: letters, digits, hyphens and underscores, 256 at most, found "https://…"'],
  ],
  [
    'no e-mail address',
    'notifications: { warning: { emails: { oncall: nobody } } }',
    ['8:39 notifications.warning.emails.oncall: expected an e-mail address, found "nobody"'],
  ],
  [
    'the ARN of another service',
    'notifications: { warning: { existing: "arn:aws:sqs:eu-west-1:111111111111:q" } }',
    ['8:29 notifications.warning.existing: expected an ARN of sns (arn:aws:sns:REGION:ACCOUNT:…), found "arn:aws:sqs:eu-west-1:111111111111:q"'],
  ],
  ['a tag of AWS', 'tags: { "aws:x": y }', [`8:9 tags.aws:x: expected a tag name that does not begin with 'aws:', found "aws:x"`]],
  [
    'a tag value with a bar',
    'tags: { Team: "a|b" }',
    ['8:9 tags.Team: expected letters, digits, spaces and _ . : / = + - @, found "a|b"'],
  ],
  [
    'four dimensions',
    'logs: { metricFilters: { errorCount: { dimensions: { A: a, B: b, C: c, D: d } } } }',
    ['8:40 logs.metricFilters.errorCount.dimensions: at most 3 dimensions a metric filter'],
  ],
  [
    'what fits one environment only',
    `alarms: { errors: { alarmName: "${'a'.repeat(246)}{env}" } }`,
    ['8:21 alarms.errors.alarmName: expected one line without control characters, at most 255 characters (in production), found "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (256 characters)'],
  ],
  [
    'a tag that its placeholder makes too long',
    `tags: { Team: "${'a'.repeat(250)}{env}" }`,
    ['8:9 tags.Team: expected letters, digits, spaces and _ . : / = + - @, at most 256 characters, found "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa…" (257 characters)'],
  ],
  [
    'several at once, by position',
    'logs: { retentionDays: 1000 }\nalarms: { errors: { severity: x, periodSeconds: 1 } }\ntracing: 5\nowners: me\n',
    [
      '8:9 logs.retentionDays: expected a retention CloudWatch Logs knows: 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288 or 3653 days, found 1000',
      '9:21 alarms.errors.severity: expected one of critical, warning, info, found "x"',
      '9:34 alarms.errors.periodSeconds: expected 10, 30 or a multiple of 60 seconds, found 1',
      '10:1 tracing: expected keys and values, found 5',
      '11:1 owners: unknown key "owners"; allowed: audit, budgets, canaries, contributors, cost, dashboards, encryption, incidents, maintenance, metrics, notifications, outputs, policy, resources, tags, transactions',
    ],
  ],
];

const inFile = (problems: readonly string[]) => problems.map((problem) => `observability.yml:${problem}`);

test.each(FILES)('a file with %s', (_, text, problems) => {
  expect(problemsOf(text)).toEqual(inFile(problems));
});

test.each(HEAD_LINES)('a head with %s', (_, line, problems) => {
  expect(problemsOf(editHead(line))).toEqual(inFile(problems));
});

test.each(SECTIONS)('sections with %s', (_, text, problems) => {
  expect(problemsOf(HEAD + text)).toEqual(inFile(problems));
});

test.each(['version', 'name', 'template', 'owner'])('a file without %s', (key) => {
  const [problem, ...others] = problemsOf(HEAD.replace(new RegExp(`^${key}: .*\n`, 'm'), ''));
  expect(others).toEqual([]);
  expect(problem).toMatch(new RegExp(`^observability\\.yml:1:1 ${key}: expected .*, found nothing; add ${key}$`));
});

test.each([
  ['nothing', '', ', found nothing; add environments'],
  ['a list', 'environments: [staging]', ', found a list'],
])('environments that are %s', (_, line, end) => {
  const message = 'expected a map of environments, for example production: { account: "012345678901", region: eu-west-1 }';
  expect(problemsOf(HEAD.replace(/environments:[^]*/, line))).toEqual([`observability.yml:${line === '' ? 1 : 5}:1 environments: ${message}${end}`]);
});

test('no environment in the map', () => {
  expect(problemsOf(HEAD.replace(/environments:[^]*/, 'environments: {}'))).toEqual(['observability.yml:5:1 environments: at least one environment is required']);
});

test('an environment that is asked for and not there', () => {
  expect(problemsOf(HEAD, 'prod')).toEqual(['observability.yml:5:1 environments: no environment "prod" in this file; did you mean "production"?']);
});

test('problems of other environments than the one asked for', () => {
  expect(problemsOf(editHead('staging: { account: "1", region: eu-west-1 }'), 'production')).toEqual([
    'observability.yml:6:14 environments.staging.account: expected an account id: 12 digits in quotes, found "1"',
  ]);
});

describe('files made to exhaust the parser are refused before they are parsed', () => {
  test.each([
    ['10 MB of letters', 'a'.repeat(10_000_000), '1:1: the file has 10000000 bytes, more than 1048576 (1 MiB); a configuration is a few kilobytes: is this the right file?'],
    ['one byte above the limit', 'ä'.repeat(524_288) + 'a', '1:1: the file has 1048577 bytes, more than 1048576 (1 MiB); a configuration is a few kilobytes: is this the right file?'],
    ['a million brackets', '['.repeat(1_000_000), '1:101: nested too deeply; no section is deeper than ten levels'],
    ['half a million dashes', '- '.repeat(500_000), '1:200: nested too deeply; no section is deeper than ten levels'],
    ['a ladder of keys', Array.from({ length: 1400 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), '100:101: nested too deeply; no section is deeper than ten levels'],
  ])('%s', (_, text, problem) => {
    expect(problemsOf(text)).toEqual([`observability.yml:${problem}`]);
  });

  test('exactly 1 MiB is read', () => {
    expect(problemsOf(HEAD + '#'.repeat(1024 * 1024 - HEAD.length))).toEqual([]);
  });

  test('a hundred thousand wrong braces give ten problems', () => {
    expect(problemsOf('}'.repeat(20_000))).toHaveLength(10);
  });

  test('twenty thousand keys are compared, each repetition named', () => {
    expect(problemsOf('a: 1\n'.repeat(20_000)).filter((problem) => problem.endsWith('a: the key is written twice; keep one of the two'))).toHaveLength(19_999);
  });
});
