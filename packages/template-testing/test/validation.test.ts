import { CfnLogGroup } from 'aws-cdk-lib/aws-logs';
import { CfnTopic } from 'aws-cdk-lib/aws-sns';
import { templateWorld, VALIDATION_TIMEOUT_MS, validationFindings } from '../src/index';
import { SMALL } from './small-template';

jest.setTimeout(VALIDATION_TIMEOUT_MS);
const yaml = templateWorld(SMALL).yaml();

test('a sound stack has no findings', () => {
  expect(validationFindings(SMALL, yaml)).toEqual([]);
});

test('each of the three reports what it knows', () => {
  const findings = validationFindings(SMALL, yaml, (stack) => {
    new CfnTopic(stack, 'PlainTopic');
    new CfnLogGroup(stack, 'PlainLogGroup', { retentionInDays: 366 });
  });
  expect(findings).toEqual([
    'AwsSolutions: error AwsSolutions-SNS3',
    'CloudFormation Validate: warning W3030',
    'PCI.DSS.321: error PCI.DSS.321-CloudWatchLogGroupEncrypted',
    'PCI.DSS.321: error PCI.DSS.321-SNSEncryptedKMS',
  ]);
});

test('a warning is a finding that CDK prints and does not throw: it is not printed here', () => {
  const printed = jest.spyOn(console, 'error').mockReturnValue();
  expect(
    validationFindings(SMALL, yaml, (stack) => {
      new CfnLogGroup(stack, 'OddLogGroup', { retentionInDays: 366, kmsKeyId: 'arn:aws:kms:us-east-1:111111111111:key/11111111-1111-1111-1111-111111111111' });
    }),
  ).toEqual(['CloudFormation Validate: warning W3030']);
  expect(printed).not.toHaveBeenCalled();
  expect(console.error).toBe(printed);
});

test('an error that is no finding is thrown', () => {
  expect(() => validationFindings(SMALL, yaml.replace('owner: payments', 'owner: []'))).toThrow(/^observability\.yml:4:\d+ owner/);
  expect(() =>
    validationFindings(SMALL, yaml, () => {
      throw new Error('broken change');
    }),
  ).toThrow('broken change');
});
