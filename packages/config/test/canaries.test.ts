import { HEAD, problemsOf } from './mini-template';

const CANARIES = 'canaries: { encryptionKey: logs, artifacts: {}';
const problemsIn = (rest: string) => problemsOf(`${HEAD}${CANARIES}, ${rest} }`).map((text) => text.slice(text.indexOf(' ') + 1));
const check = (fields: string) => problemsIn(`checks: { health: { canaryName: "health-{env}", url: "https://api.example.com/health", ${fields} } }`);
const steps = (text: string) => check(`kind: transaction, steps: { ${text} }`);
const network = (fields: string) => problemsIn(`network: { ${fields} }`);

const PUBLIC = 'publicSubnets: { a: { cidr: 10.0.1.0/24, zone: 0 }, b: { cidr: 10.0.2.0/24, zone: 1 } }';
const PRIVATE = 'privateSubnets: { a: { cidr: 10.0.10.0/24, zone: 0 }, b: { cidr: 10.0.11.0/24, zone: 1 } }';

test.each([
  ['a health check', 'expectedText: ok, latencyLimitMs: 800, certificateDays: 30, requestTimeoutSeconds: 10'],
  ['the whole time of a run for the next run', 'everyMinutes: 1, timeoutSeconds: 60'],
])('%s is right', (_, fields) => {
  expect(check(fields)).toEqual([]);
});

test.each([
  ['a run that takes longer than the time to the next', 'everyMinutes: 1, timeoutSeconds: 61', 'timeoutSeconds: a run of 61 s does not end before the next, 1 min later'],
  ['a request as long as its run', 'requestTimeoutSeconds: 30', 'requestTimeoutSeconds: a request of 30 s does not fit into a run of 30 s'],
  ['a transaction without steps', 'kind: transaction', 'steps: a transaction needs steps'],
  ['a health check with steps', 'steps: { one: { path: /a } }', 'steps: a health check has no steps; set kind: transaction'],
  ['a health check with a token', 'secret: "acme/token"', 'secret: a health check sends no token; set kind: transaction'],
  ['a transaction with a text', 'kind: transaction, steps: { one: { path: /a } }, expectedText: ok', 'expectedText: a transaction checks fields; set expectedFields of its steps'],
  ['a network that is not there', 'inNetwork: true', 'inNetwork: inNetwork needs canaries.network'],
])('%s is refused', (_, fields, problem) => {
  expect(check(fields)).toEqual([`canaries.checks.health.${problem}`]);
});

test('steps may use what earlier steps have saved', () => {
  expect(steps('a1: { path: "/v1/{env}/payments", method: POST, body: { amount: 1 }, save: { payment: id } }, a2: { path: "/v1/payments/{payment}", body: { of: "{payment}" }, expectedFields: { status: DONE } }')).toEqual([]);
});

test.each([
  ['in its path', 'a1: { path: "/v1/payments/{payment}" }', 'a1.path: {payment} is saved by no step before this one'],
  ['in its body', 'a1: { path: /v1, body: { of: "{payment}" } }', 'a1.body.of: {payment} is saved by no step before this one'],
  ['that it saves itself', 'a1: { path: "/{payment}", save: { payment: id } }', 'a1.path: {payment} is saved by no step before this one'],
  ['that a later step saves', 'b: { path: /v1, save: { payment: id } }, a: { path: "/{payment}" }', 'a.path: {payment} is saved by no step before this one'],
])('a step cannot use a name %s', (_, text, problem) => {
  expect(steps(text)).toEqual([`canaries.checks.health.steps.${problem}`]);
});

const OPEN = 'a: { path: /checkout, browser: {} }';

test.each([
  ['that opens a page, fills and clicks', 'a: { path: "/checkout/{env}", expectedStatus: 203, browser: { waitFor: "#form", fill: { "#amount": "1.00", "input[name=\'times\']": 2 }, click: "#pay", expectedUrl: /done, expectedText: Thank you } }'],
  ['that goes on where the last one ended', `${OPEN}, b: { browser: { click: "#pay" } }`],
  ['that fills what a request has saved', 'a: { path: /v1, save: { payment: id } }, b: { path: "/pay/{payment}", browser: { fill: { "#id": "{payment}" } } }'],
])('a step in the browser %s is right', (_, text) => {
  expect(steps(text)).toEqual([]);
});

test.each([
  ['a request without a path', 'a: {}', 'a.path: a request needs a path; only a step in the browser has none'],
  ['a first step without a page', `a: { browser: { click: "#pay" } }, b: { path: /checkout, browser: {} }`, 'a.path: the first step in the browser needs a path, the page to open'],
  ['a method', 'a: { path: /checkout, method: POST, browser: {} }', 'a.method: a browser opens a page with GET; leave it out'],
  ['a body', 'a: { path: /checkout, body: { amount: 1 }, browser: {} }', 'a.body: a step in the browser sends no body; use browser.fill and browser.click'],
  ['fields', 'a: { path: /checkout, expectedFields: { status: OK }, browser: {} }', 'a.expectedFields: a page has no fields; use browser.expectedText'],
  ['something to save', 'a: { path: /checkout, save: { id: id }, browser: {} }', 'a.save: nothing of a page is saved; save it from a request'],
  ['a name that nothing has saved', 'a: { path: /checkout, browser: { fill: { "#id": "{payment}" } } }', 'a.browser.fill.#id: {payment} is saved by no step before this one'],
  ['a card number', 'a: { path: /checkout, browser: { fill: { "#pan": "4111 1111-1111 1111" } } }', 'a.browser.fill.#pan: no text with 13 or more digits, which may be a card number; let the sandbox offer a saved card or a token'],
  ['a card number as a number', 'a: { path: /checkout, browser: { fill: { "#pan": 4111111111111111 } } }', 'a.browser.fill.#pan: no text with 13 or more digits, which may be a card number; let the sandbox offer a saved card or a token'],
  ['21 fields', `a: { path: /checkout, browser: { fill: { ${Array.from({ length: 21 }, (_, index) => `"#f${index}": x`).join(', ')} } } }`, 'a.browser.fill: at most 20 fields, found 21'],
])('a step in the browser with %s is refused', (_, text, problem) => {
  expect(steps(text)).toEqual([`canaries.checks.health.steps.${problem}`]);
});

test.each([
  ['an address with a query', 'expectedUrl: "/done?session=1"', 'expectedUrl: expected a part of the address without its query, for example /checkout/done, found "/done?session=1"'],
  ['an empty selector', 'click: ""', 'click: expected a CSS selector of 200 characters at most, for example #pay, found ""'],
  ['a screenshot', 'screenshot: true', 'screenshot: unknown key'],
])('a browser with %s is refused', (_, fields, problem) => {
  expect(steps(`a: { path: /checkout, browser: { ${fields} } }`).join()).toContain(`canaries.checks.health.steps.a.browser.${problem}`);
});

test('12 digits are no card number', () => {
  expect(steps('a: { path: /checkout, browser: { fill: { "#phone": "491701234567" } } }')).toEqual([]);
});

test('a name that would be filled in before cannot be saved', () => {
  expect(steps('a: { path: /v1, save: { env: id } }').join()).toContain('a camelCase name other than env, region, account and name');
});

test.each([
  ['with a NAT gateway in each zone', `vpcName: "vpc-{env}", ${PUBLIC}, ${PRIVATE}`],
  ['with one NAT gateway', `vpcName: v, publicSubnets: { a: { cidr: 10.0.1.0/24, zone: 0 } }, ${PRIVATE}, natGateways: one`],
  ['without NAT gateways', `vpcName: v, ${PRIVATE}, natGateways: none`],
  ['that exists', 'existing: vpc-0a1b, subnetIds: [subnet-0a1b], securityGroupIds: [sg-0a1b]'],
])('a network %s is right', (_, fields) => {
  expect(network(fields)).toEqual([]);
});

test.each([
  ['whose name no log group can have', `vpcName: "my vpc", ${PUBLIC}, ${PRIVATE}`, ['.vpcName: expected a VPC name: letters, digits and . - _ / #, 200 at most; the log group of its flow log has it too, found "my vpc"']],
  ['without a name', `${PUBLIC}, ${PRIVATE}`, [': vpcName (to create a VPC) or existing (to use one that is there) is required']],
  ['in one zone', 'vpcName: v, natGateways: none, privateSubnets: { a: { cidr: 10.0.10.0/24, zone: 0 } }', ['.privateSubnets: private subnets in at least two availability zones are required, found 1: a zone that fails would silence the canaries']],
  ['without a public subnet in a zone', `vpcName: v, publicSubnets: { a: { cidr: 10.0.1.0/24, zone: 0 } }, ${PRIVATE}`, ['.privateSubnets.b.zone: zone 1 has no public subnet for its NAT gateway; add one, or say natGateways: one']],
  ['without any public subnet', `vpcName: v, ${PRIVATE}, natGateways: one`, ['.publicSubnets: a NAT gateway needs a public subnet']],
  ['without a way to AWS', `vpcName: v, ${PRIVATE}, natGateways: none, endpoints: false`, ['.endpoints: without NAT gateways the canaries need endpoints: they would run and publish nothing']],
  ['whose subnet is outside', `vpcName: v, cidr: 10.1.0.0/16, natGateways: none, ${PRIVATE}`, ['.privateSubnets.a.cidr: 10.0.10.0/24 is not within 10.1.0.0/16, the range of the VPC', '.privateSubnets.b.cidr: 10.0.11.0/24 is not within 10.1.0.0/16, the range of the VPC']],
  ['whose subnets overlap', `vpcName: v, publicSubnets: { a: { cidr: 10.0.10.0/25, zone: 0 } }, natGateways: one, ${PRIVATE}`, ['.privateSubnets.a.cidr: 10.0.10.0/24 overlaps publicSubnets.a']],
  ['that exists, without ids', 'existing: vpc-0a1b', ['.subnetIds: an existing VPC needs the ids of its private subnets', '.securityGroupIds: an existing VPC needs the ids of security groups']],
])('a network %s is refused', (_, fields, problems) => {
  expect(network(fields).sort()).toEqual(problems.map((problem) => `canaries.network${problem}`).sort());
});

test.each([['10.0.1.0/15'], ['10.0.1.0/29'], ['10.0.1.1/24'], ['10.0.256.0/24'], ['10.0.1.0']])('%s is no range of a VPC', (text) => {
  expect(network(`vpcName: v, natGateways: none, ${PRIVATE}, cidr: "${text}"`).join('\n')).toContain('canaries.network.cidr: expected an IPv4 range of /16 to /28 that begins at its first address');
});

test('artifacts are archived before they expire', () => {
  expect(problemsOf(`${HEAD}canaries: { encryptionKey: logs, artifacts: { expireDays: 31, archiveAfterDays: 31 } }`).map((text) => text.slice(text.indexOf(' ') + 1))).toEqual([
    'canaries.artifacts.archiveAfterDays: artifacts expire after 31 days, before they are archived',
  ]);
});
