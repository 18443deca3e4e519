import type { Template } from 'aws-cdk-lib/assertions';
import { loadText } from '@payment-observability/template-testing';
import { template } from '../../src/index';
import { synthesize, world } from '../payment-platform';

type Resource = { readonly Type: string; readonly Properties: { readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] } };
const resourcesOf = (template: Template) => Object.entries((template.toJSON() as { Resources: Record<string, Resource> }).Resources);

const SLACK = 'notifications: { critical: { emails: { oncall: oncall@example.com }, slack: { secret: acme/slack } } }';
const XRAY = `encryption: { keys: { xray: { purpose: XRayEncryption } } }
tracing: { encryption: { encryptionKey: xray, ownsAccount: true } }`;

test('P1 settings: 90 days of logs and metrics, error rate 1 %, API latency 500 ms, 5 DB failures, a dashboard of 60 s, business metrics by the minute, namespace PaymentSystem/dev', () => {
  const { home } = synthesize();
  home.resourcePropertiesCountIs('AWS::Logs::LogGroup', { LogGroupName: '/aws/payment/dev/processing', RetentionInDays: 90 }, 1);
  home.resourcePropertiesCountIs('AWS::S3::Bucket', { LifecycleConfiguration: { Rules: [{ ExpirationInDays: 90 }, {}] } }, 1);
  home.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'payment-dev-high-error-rate', Threshold: 1 });
  home.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'payment-dev-api-high-latency', Threshold: 500, Period: 60 });
  home.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmName: 'payment-dev-db-connection-failures', Threshold: 5 });
  home.allResourcesProperties('AWS::Logs::MetricFilter', { MetricTransformations: [{ MetricNamespace: 'PaymentSystem/dev' }] });
  const config = world.config();
  expect(config.dashboards['overview']?.periodSeconds).toBe(60);
  expect(config.dashboards['overview']?.start).toBe('-PT3H');
});

test('P1 settings: the stage is part of the namespace and of every name', () => {
  const yaml = world.yaml().replace('  dev:', '  production:');
  expect(loadText(template, yaml).metrics?.namespace).toBe('PaymentSystem/production');
});

test('P1 settings: a Slack webhook is the name of a secret, never its value', () => {
  expect(() => world.config('notifications: { critical: { slack: { secret: "https://hooks.slack.com/services/T0/B0/x" } } }')).toThrow(/the name of a Secrets Manager secret/);
});

describe('P2 tags', () => {
  test('P2 Environment, System, ManagedBy, CostCenter and Compliance on everything that takes tags, alarms included', () => {
    const tagged = resourcesOf(synthesize().home).filter(([, { Properties }]) => Array.isArray(Properties.Tags));
    const types = new Set(tagged.map(([, { Type }]) => Type));
    expect([...types]).toEqual(
      expect.arrayContaining(['AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudTrail::Trail', 'AWS::Events::Rule', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SQS::Queue']),
    );
    const untagged = tagged.filter(([, { Properties }]) => {
      const tags = Object.fromEntries((Properties.Tags ?? []).map(({ Key, Value }) => [Key, Value]));
      return tags['Environment'] !== 'dev' || tags['System'] !== 'PaymentProcessing' || tags['ManagedBy'] !== 'cdk' || tags['CostCenter'] !== 'Engineering' || tags['Compliance'] !== 'PCI-DSS';
    });
    expect(untagged.map(([id]) => id)).toEqual([]);
  });

  test.each([
    ['AWS::KMS::Key', 'Purpose', 'LogEncryption', ''],
    ['AWS::Lambda::Function', 'Purpose', 'SlackNotifications', SLACK],
    ['AWS::KMS::Key', 'Purpose', 'XRayEncryption', XRAY],
    ['AWS::XRay::SamplingRule', 'Purpose', 'TransactionTracing', ''],
    ['AWS::CloudTrail::Trail', 'Purpose', 'Audit', ''],
    ['AWS::KMS::Key', 'Purpose', 'Audit', ''],
    ['AWS::Logs::LogGroup', 'Component', 'processing', ''],
    ['AWS::CloudWatch::Alarm', 'Component', 'PaymentProcessing', ''],
    ['AWS::CloudWatch::Alarm', 'Severity', 'Critical', ''],
    ['AWS::CloudWatch::CompositeAlarm', 'Type', 'Composite', ''],
    ['AWS::CloudWatch::CompositeAlarm', 'Escalation', 'Immediate', ''],
  ])('P2 %s: %s %s', (type, Key, Value, sections) => {
    const found = resourcesOf(synthesize(sections).home).filter(([, { Type, Properties }]) => Type === type && Properties.Tags?.some((tag) => tag.Key === Key && tag.Value === Value));
    expect(found.length).toBeGreaterThan(0);
  });
});
