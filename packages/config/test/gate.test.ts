import { configOf, HEAD, load, problemsOf } from './mini-template';

const DEFAULTS = { block: ['data', 'alerting', 'protection', 'public-access'], allow: [], approvers: [], label: 'observability: approved' };

test('a file without a gate has the default one', () => {
  expect(configOf('').gate).toEqual(DEFAULTS);
});

test('what the file says is completed with the defaults, and an environment may differ', () => {
  const text = `gate: { approvers: [alice, bob-smith, carol_acme], allow: [data-orphaned] }
`;
  expect(configOf(text).gate).toEqual({ ...DEFAULTS, approvers: ['alice', 'bob-smith', 'carol_acme'], allow: ['data-orphaned'] });
  expect(configOf('gate: { block: [policy, policy-AwsSolutions-IAM5, policy-PCI.DSS.321-SNSEncryptedKMS] }\n').gate.block).toEqual(['policy', 'policy-AwsSolutions-IAM5', 'policy-PCI.DSS.321-SNSEncryptedKMS']);
  const relaxed = HEAD.replace('region: eu-west-1 }', 'region: eu-west-1, overrides: { gate: { block: [] } } }');
  const loaded = load(relaxed + text);
  expect(loaded.ok && loaded.configs.map(({ gate }) => gate.block)).toEqual([[], DEFAULTS.block]);
});

test.each([
  ['gate: { approvers: ["@alice"] }', '8:21 gate.approvers.0: expected the login of a GitHub user without @; the reviewers of an `environment` can be a team, found "@alice"'],
  ['gate: { approvers: [acme/payments] }', '8:21 gate.approvers.0: expected the login of a GitHub user without @; the reviewers of an `environment` can be a team, found "acme/payments"'],
  ['gate: { block: [Data] }', '8:17 gate.block.0: expected the name of a finding or of a group of findings, such as data or alarm-removed, found "Data"'],
  ['gate: { label: "a, b" }', '8:9 gate.label: expected the name of a label: one line without commas, 50 characters at most, found "a, b"'],
  ['gate: { approver: [alice] }', '8:9 gate.approver: unknown key "approver"; did you mean "approvers"?'],
])('%s is a problem at its place', (text, problem) => {
  expect(problemsOf(HEAD + text)).toEqual([`observability.yml:${problem}`]);
});
