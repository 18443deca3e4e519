import { INPUTS, type InputName, parseInputs } from '../src/inputs';

const read = (values: Partial<Record<InputName, string>> = {}) => parseInputs((name) => values[name] ?? '');

test('every input has its default when the workflow gives none', () => {
  expect(read({ 'github-token': 'token' })).toEqual({
    command: 'auto',
    configFile: 'observability.yml',
    awsRegion: 'us-east-1',
    bootstrapPrefix: 'payment-observability',
    comment: true,
    changeSet: false, allowUnreviewed: false,
    githubToken: 'token',
  });
});

test('white space around a value does not count', () => {
  expect(read({ command: ' diff ', environment: ' staging\n' })).toMatchObject({ command: 'diff', environment: 'staging' });
});

test.each<[InputName, string, string]>([
  ['command', 'apply', 'input command: expected auto, validate, synth, diff, deploy, found "apply"'],
  ['comment', 'yes', 'input comment: expected true, false, found "yes"'],
  ['allow-unreviewed', 'TRUE', 'input allow-unreviewed: expected true, false, found "TRUE"'],
  ['config', '../secrets.yml', 'input config: expected a path of a .yml or .yaml file below the repository, without .., found "../secrets.yml"'],
  ['config', '/etc/passwd.yml', 'input config: expected a path of a .yml or .yaml file below the repository, without .., found "/etc/passwd.yml"'],
  ['config', 'observability.json', 'input config: expected a path of a .yml or .yaml file below the repository, without .., found "observability.json"'],
  ['role-to-assume', 'payment-observability-plan', 'input role-to-assume: expected the ARN of an IAM role, found "payment-observability-plan"'],
  ['execution-role', 'arn:aws:iam::1:role/x', 'input execution-role: expected the ARN of an IAM role, found "arn:aws:iam::1:role/x"'],
  ['aws-region', 'Ireland', 'input aws-region: expected a Region such as eu-west-1, found "Ireland"'],
  ['bootstrap-prefix', 'a b', 'input bootstrap-prefix: expected lower-case letters, digits and hyphens, 3 to 30 of them, found "a b"'],
])('%s "%s" is refused', (name, value, message) => {
  expect(() => read({ [name]: value })).toThrow(new Error(message));
});

test('all mistakes are reported at once', () => {
  expect(() => read({ command: 'apply', comment: 'no' })).toThrow('input command: expected auto, validate, synth, diff, deploy, found "apply"\ninput comment: expected true, false, found "no"');
});

test('no input is named like a secret but the token, which GitHub gives', () => {
  expect(Object.keys(INPUTS).filter((name) => /key|secret|password|token/.test(name))).toEqual(['github-token']);
});
