import { CfnResource, Validations } from 'aws-cdk-lib/core';
import { Template } from 'aws-cdk-lib/assertions';
import { acknowledge, wildcardFinding } from '../src/acknowledge';
import { configOf } from './config-of';
import { stackOf } from './stack-of';

const stackWithBucket = () => {
  const stack = stackOf(configOf({}));
  return { stack, bucket: new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket' }) };
};

test('a finding is accepted with its reason, and the template stays as it is', () => {
  const { stack, bucket } = stackWithBucket();
  acknowledge(bucket, { 'AwsSolutions-S1': 'because' });
  const accepted = bucket.node.metadata.filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ data }) => data as unknown);
  expect(accepted).toEqual([{ 'Annotation::AwsSolutions-S1': 'because' }]);
  expect(Template.fromStack(stack).toJSON()).toMatchObject({ Resources: { Bucket: { Type: 'AWS::S3::Bucket' } } });
  expect(JSON.stringify(Template.fromStack(stack).toJSON())).not.toContain('because');
});

test('a wildcard is named as cdk-nag names it', () => {
  const { stack, bucket } = stackWithBucket();
  expect(wildcardFinding(stack, '*')).toBe('AwsSolutions-IAM5[Resource::*]');
  expect(wildcardFinding(stack, 'arn:aws:s3:::acme/*')).toBe('AwsSolutions-IAM5[Resource::arn:aws:s3:::acme/*]');
  expect(wildcardFinding(stack, `${bucket.getAtt('Arn').toString()}/*`)).toBe('AwsSolutions-IAM5[Resource::<Bucket.Arn>/*]');
});
